"""A tsvector beside the columns of SearchDocument, which Django does not know of."""

from collections.abc import Iterable, Iterator

from django.db import connection

from cairn.search.index.base import Sql
from cairn.search.models import SearchDocument
from cairn.search.query import Query, Term
from cairn.search.synonyms import Phrase
from cairn.search.words import get_words

# English stems, no stop words: "in care" is a phrase of two words. Made by the first migration.
CONFIG = "cairn_english"
WEIGHTS = "{0.1, 0.1, 0.4, 1.0}"  # D, C (body), B (summary), A (title)
BATCH = 500


class PostgresIndex:
    def add(self, documents: Iterable[SearchDocument]) -> None:
        # PostgreSQL would read "and/or" as a path and "a-b" as three words; our words are its words.
        rows = [
            (" ".join(get_words(one.title)), " ".join(get_words(one.summary)), " ".join(get_words(one.body)), one.pk)
            for one in documents
        ]
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE search_searchdocument SET words ="
                f" setweight(to_tsvector('{CONFIG}', %s), 'A')"
                f" || setweight(to_tsvector('{CONFIG}', %s), 'B')"
                f" || setweight(to_tsvector('{CONFIG}', %s), 'C') WHERE record_id = %s",
                rows,
            )

    def remove(self, document: SearchDocument) -> None:
        """The words go with the row, or are replaced with it."""

    def purge(self) -> None:
        """What a deleted row held is overwritten by the database's own housekeeping, as everywhere else."""

    def rebuild(self) -> None:
        for batch in _in_batches():
            self.add(batch)

    def match(self, query: Query, *, some: bool = False) -> Sql:
        without = " | ".join(_quote(phrase) for phrase in query.without)
        wanted = (" | " if some else " & ").join(_compile(term) for term in query.terms)
        expression = " & ".join(part for part in (wanted and f"({wanted})", without and f"!({without})") if part)
        score = f"-ts_rank_cd('{WEIGHTS}', words, asked, 1)" if wanted else "0.0"
        sql = f"SELECT record_id AS id, {score} AS score FROM search_searchdocument,"
        return f"{sql} to_tsquery('{CONFIG}', %s) asked WHERE words @@ asked", [expression]


def _in_batches() -> Iterator[list[SearchDocument]]:
    last = 0
    while batch := list(SearchDocument.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


def _compile(term: Term) -> str:
    found = [_quote(phrase) for phrase in term.phrases]
    if term.is_unfinished:
        found.append(f"{_quote(term.words)}:*")
    if term.parts:
        found.append(f"({' & '.join(_compile(part) for part in term.parts)})")
    return f"({' | '.join(found)})"


def _quote(phrase: Phrase) -> str:
    """Words are letters and digits, so the quotes around them cannot be closed from within."""
    return " <-> ".join(f"'{word}'" for word in phrase)
