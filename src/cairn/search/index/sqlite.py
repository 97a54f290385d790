"""FTS5 over the rows of SearchDocument: the index holds no second copy of the text."""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from cairn.search.index.base import IS_SAME, MORE, Sql, weigh
from cairn.search.language.query import Query, Term
from cairn.search.language.synonyms import Phrase
from cairn.search.models import SearchDocument

WEIGHTS = "10.0, 4.0, 1.0"  # title, summary, body


class SqliteIndex:
    def add(self, documents: Iterable[SearchDocument]) -> None:
        rows = [(one.pk, one.title, one.summary, one.body) for one in documents]
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO search_fts (rowid, title, summary, body) VALUES (%s, %s, %s, %s)", rows)

    def remove(self, document: SearchDocument) -> None:
        old: list[Any] = [document.pk, document.title, document.summary, document.body]
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_fts (search_fts, rowid, title, summary, body) VALUES ('delete', %s, %s, %s, %s)",
                old,
            )

    def purge(self) -> None:
        # A word that was taken out stays in its segment, beside a note that it is gone, until segments are merged.
        self._command("optimize")

    def rebuild(self) -> None:
        self._command("rebuild")

    def match(self, query: Query, *, some: bool = False) -> Sql:
        without = " OR ".join(_quote(phrase) for phrase in query.without)
        if not query.terms:
            sql = "SELECT id, 0.0 AS score FROM search_searchdocument WHERE id NOT IN"
            return f"{sql} (SELECT rowid FROM search_fts WHERE search_fts MATCH %s)", [without]
        compiled = [_compile(term) for term in query.terms]
        wanted = compiled if some else [" AND ".join(compiled)]
        expressions = [f"({one}) NOT ({without})" if without else one for one in wanted]
        sql = f"SELECT rowid AS id, bm25(search_fts, {WEIGHTS}) AS score FROM search_fts WHERE search_fts MATCH %s"
        if len(expressions) == 1:
            return sql, expressions
        # The limit keeps each part a query of its own, as bm25 needs it.
        parts = " UNION ALL ".join(f"SELECT * FROM ({sql} LIMIT -1)" for _ in expressions)
        return f"SELECT id, sum(score - {MORE}) AS score FROM ({parts}) GROUP BY id", expressions

    def join(self) -> str:
        """What fits the words is gone through once: each time costs as much again as all the rest."""
        return """SELECT matched.id, coalesce(seen.kind, pages.kind), coalesce(seen.updated_at, pages.updated_at), score
            FROM matched LEFT JOIN seen ON seen.id = matched.id
            LEFT JOIN pages ON pages.id = matched.id AND matched.id < 0
            WHERE seen.id IS NOT NULL OR pages.id IS NOT NULL"""

    def rank(self, query: Query, *, some: bool = False) -> Sql:
        """FTS5 tells the score with the match."""
        is_in_title = "id IN (SELECT rowid FROM search_fts WHERE search_fts MATCH %s)"
        asked = (is_in_title, IS_SAME.format(hits="hits")) if query.phrase else ("0", "0")
        score = weigh("score", f"CAST(score / {MORE} AS INTEGER)", *asked)
        sql = f"SELECT id, updated_at, {score} AS score FROM hits"
        return sql, [f"{{title}} : {_quote(query.phrase)}", query.text.lower()] if query.phrase else []

    def nearest(self, query: Query, most: int) -> Sql:
        found, asked = self.match(query, some=True)
        return f"SELECT id FROM ({found}) found ORDER BY score, id LIMIT {int(most)}", asked

    def _command(self, name: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_fts (search_fts) VALUES (%s)", [name])


def _compile(term: Term) -> str:
    found = [_quote(phrase) for phrase in term.phrases]
    if term.is_unfinished:
        found.append(f"{_quote(term.words)} *")
    if term.parts:
        found.append(f"({' AND '.join(_compile(part) for part in term.parts)})")
    return f"({' OR '.join(found)})"


def _quote(phrase: Phrase) -> str:
    """Words are letters and digits, so the quotes around them cannot be closed from within."""
    return f'"{" ".join(phrase)}"'
