from collections.abc import Iterable
from typing import Any, Protocol

from cairn.search.language.query import Query
from cairn.search.models import SearchDocument

Sql = tuple[str, list[Any]]

MORE = 1000  # outweighs every score: where some of the words will do, whatever has more of them comes first
# What a hit counts for beside its words. A single result or recommendation is a few words of something that has a page,
# and would stand before it because it is short.
WORTH = {"claim": 0.7, "recommendation": 0.7}
IN_TITLE = 1.5  # where the title has all that was typed, in that order
IS_TITLE = 20.0  # where it is the title: whatever else repeats the words comes after it
# Looked up only for hits whose title has it.
IS_SAME = "lower((SELECT title FROM search_searchdocument named WHERE named.id = {hits}.id)) = %s"


def weigh(score: str, counted: str, is_in_title: str, is_title: str) -> str:
    """A score by the kind of the hit and its title; the thousands, which count the words found, stay as they are."""
    kinds = " ".join(f"WHEN '{kind}' THEN {worth}" for kind, worth in WORTH.items())
    by_kind = f"CASE kind {kinds} ELSE 1.0 END"
    of_title = f"CASE WHEN {is_title} THEN {IS_TITLE} ELSE {IN_TITLE} END"
    by_title = f"CASE WHEN {is_in_title} THEN {of_title} ELSE 1.0 END"
    return f"{counted} * {MORE} + ({score} - {counted} * {MORE}) * {by_kind} * {by_title}"


class SearchIndex(Protocol):
    """What an index can do. Whoever writes does it in the transaction that changes the document."""

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Index documents whose rows are there, and which are not in the index."""

    def remove(self, document: SearchDocument) -> None:
        """Take a document out; its row says what was indexed."""

    def purge(self) -> None:
        """Leave no trace of what was taken out."""

    def rebuild(self) -> None:
        """Make the whole index again from the rows of documents."""

    def match(self, query: Query, *, some: bool = False) -> Sql:
        """A SELECT of `id` and `score` of what fits: all of the words, or some of them."""

    def join(self) -> str:
        """A SELECT of what is in `matched` and in `seen` or `pages`, whose ids are below nothing, with the score."""

    def rank(self, query: Query, *, some: bool = False) -> Sql:
        """A SELECT of `id`, `updated_at` and `score` of what is in `hits`; a smaller score is better."""

    def nearest(self, query: Query, most: int) -> Sql:
        """A SELECT of `id`, the best first: what has most of the words, which stand in the order of what they tell."""
