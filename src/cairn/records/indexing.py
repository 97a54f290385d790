"""What an app adds to the search index about its records, besides their texts: more words, and tags.

It stands below `search`, so that a kind of record can say it of itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Tag:
    """`facet` is one of `search.searchable.FACETS`; `value` stands in addresses; `label` is what people read."""

    facet: str
    value: str
    label: str


@dataclass(frozen=True)
class IndexedFields:
    """Of one record. Everybody who may see it is shown them: never words of a record that they may not see."""

    words: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    years: str = ""  # of what it tells of, never of the day on which it was put on the site


@dataclass(frozen=True)
class Indexing:
    """`get_fields` takes the specific record; what it reads of others is named, to be read at once for many."""

    get_fields: Callable[[Any], IndexedFields]
    related: tuple[str, ...] = ()
    prefetch: tuple[str, ...] = ()


TEXTS_ONLY = Indexing(lambda record: IndexedFields())
