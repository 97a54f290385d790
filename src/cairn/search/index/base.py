from collections.abc import Iterable
from typing import Any, Protocol

from cairn.search.language.query import Query
from cairn.search.models import SearchDocument

Sql = tuple[str, list[Any]]


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
