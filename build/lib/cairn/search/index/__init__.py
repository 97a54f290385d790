"""The index behind one interface: SQLite's FTS5, or PostgreSQL's tsvector.

Ranking is decided here and nowhere else: a word in the title weighs more than in the summary, and there more than in
the text. Everything that is compiled is made of words, so nothing that somebody types reaches the database as syntax.
"""

from django.db import connection

from cairn.search.index.base import SearchIndex
from cairn.search.index.postgres import PostgresIndex
from cairn.search.index.sqlite import SqliteIndex

_indexes: dict[str, SearchIndex] = {"sqlite": SqliteIndex(), "postgresql": PostgresIndex()}


def get_index() -> SearchIndex:
    return _indexes[connection.vendor]
