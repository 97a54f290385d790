"""A table of tsvectors beside SearchDocument, which Django does not know of."""

from collections.abc import Iterable, Iterator

from django.db import connection

from cairn.search.index.base import IS_SAME, MORE, Sql, weigh
from cairn.search.language.query import Query, Term
from cairn.search.language.synonyms import Phrase
from cairn.search.language.words import get_words
from cairn.search.models import SearchDocument

# English stems, no stop words: "in care" is a phrase of two words. Made by the first migration.
CONFIG = "cairn_english"
WEIGHTS = "{0.1, 0.1, 0.4, 1.0}"  # D, C (body), B (summary), A (title)
ASKED = f"to_tsquery('{CONFIG}', %s)"
BATCH = 500
LONG = 400  # records
ADD = f"""
    INSERT INTO search_words (document_id, heading, words)
    SELECT id, heading, heading || setweight(to_tsvector('{CONFIG}', body), 'C') FROM (
        SELECT id, body, setweight(to_tsvector('{CONFIG}', title), 'A')
            || setweight(to_tsvector('{CONFIG}', summary), 'B') AS heading
        FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS row (id, title, summary, body)) given
    ON CONFLICT (document_id) DO UPDATE SET heading = excluded.heading, words = excluded.words
    WHERE (search_words.heading, search_words.words) IS DISTINCT FROM (excluded.heading, excluded.words)
"""


class PostgresIndex:
    def add(self, documents: Iterable[SearchDocument]) -> None:
        # PostgreSQL would read "and/or" as a path and "a-b" as three words; our words are its words.
        rows = [(one.pk, *map(_spell, (one.title, one.summary, one.body))) for one in documents]
        with connection.cursor() as cursor:
            cursor.execute(ADD, [list(column) for column in zip(*rows, strict=True)])

    def remove(self, document: SearchDocument) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_words WHERE document_id = %s", [document.pk])

    def purge(self) -> None:
        """What a deleted row held is overwritten by the database's own housekeeping, as everywhere else."""

    def rebuild(self) -> None:
        """What has not changed stays where it is: a table of rows written anew is twice as long to read."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_words WHERE document_id NOT IN (SELECT id FROM search_searchdocument)")
        for batch in _in_batches():
            self.add(batch)

    def match(self, query: Query, *, some: bool = False) -> Sql:
        whole = _express(query, query.terms, " | " if some else " & ")
        terms = [_compile(term) for term in query.terms] if some else []
        found = "".join(f"{MORE} * (words @@ {ASKED})::int + " for _ in terms)
        sql = f"""SELECT document_id AS id, -({found}ts_rank('{WEIGHTS}', heading, {ASKED}, 1)) AS score
            FROM search_words WHERE words @@ {ASKED}"""
        return sql, [*terms, whole, whole]

    def join(self) -> str:
        """The few pages are found by their ids, so that the plan for the many records stays what it is."""
        return """SELECT seen.*, score FROM matched JOIN seen ON seen.id = matched.id
            UNION ALL SELECT pages.*, score FROM matched JOIN pages ON pages.id = matched.id WHERE matched.id < 0"""

    def rank(self, query: Query, *, some: bool = False) -> Sql:
        """In a long list a word in the title or summary decides; only a short one is read through to rank it.

        The number of words found, which `score` holds in thousands, counts in both.
        """
        fine = f"(SELECT ts_rank_cd('{WEIGHTS}', words, {ASKED}, 1) FROM search_words WHERE document_id = hits.id)"
        counted = f"trunc(score / {MORE})"
        is_in_title = f"id IN (SELECT document_id FROM search_words WHERE heading @@ {ASKED})"
        given = (is_in_title, IS_SAME.format(hits="ranked")) if query.phrase else ("false", "false")
        score = weigh("score", counted, *given)
        sql = f"""SELECT id, updated_at, {score} AS score FROM (
            SELECT id, kind, updated_at, CASE WHEN (SELECT count(*) FROM hits) > {LONG} THEN score
                ELSE {counted} * {MORE} - {fine} END AS score FROM hits) ranked"""
        phrase = [" <-> ".join(f"'{word}':A" for word in query.phrase), query.text.lower()] if query.phrase else []
        return sql, [*phrase, _express(query, query.terms, " | " if some else " & ")]

    def nearest(self, query: Query, most: int) -> Sql:
        """What has most of the words is found in the index alone; only so many texts are opened to rank them."""
        terms = [_compile(term) for term in query.terms]
        each = " UNION ALL ".join(
            f"SELECT document_id, {telling} AS telling FROM search_words WHERE words @@ {ASKED}"
            for telling in range(len(terms), 0, -1)
        )
        sql = f"""
            SELECT document_id AS id FROM search_words JOIN (
                SELECT document_id, count(*) AS number, sum(telling) AS telling FROM ({each}) found
                GROUP BY document_id ORDER BY number DESC, telling DESC, document_id LIMIT {int(most)}) counted
            USING (document_id) ORDER BY number DESC, ts_rank_cd('{WEIGHTS}', words, {ASKED}, 1) DESC, document_id"""
        return sql, [*terms, _express(query, query.terms, " | ")]


def _spell(text: str) -> str:
    return " ".join(get_words(text))


def _express(query: Query, terms: Iterable[Term], joined: str = " & ") -> str:
    without = " | ".join(_quote(phrase) for phrase in query.without)
    wanted = joined.join(_compile(term) for term in terms)
    return " & ".join(part for part in (wanted and f"({wanted})", without and f"!({without})") if part)


def _in_batches() -> Iterator[list[SearchDocument]]:
    last: int | None = None
    documents = SearchDocument.objects.order_by("pk")
    while batch := list((documents if last is None else documents.filter(pk__gt=last))[:BATCH]):
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
