"""What the apps above say about their records, besides their texts: more words, and tags to narrow a search by."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# The facets of the search page, in its order, with their labels. The slugs stand in addresses.
FACETS = {
    "kind": "Kind",
    "place": "Council area",
    "programme": "Programme",
    "stage": "Stage",
    "need": "Need",
    "type": "Type of innovation",
    "driver": "What set it off",
    "happened": "What the lesson is about",
    "viewpoint": "Whose view",
    "says": "Who says it",
    "organisation": "Belongs to",
}


@dataclass(frozen=True)
class Tag:
    """`value` is a short slug that stands in addresses; `label` is what people read."""

    facet: str
    value: str
    label: str


@dataclass(frozen=True)
class Told:
    words: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()


@dataclass(frozen=True)
class _Searchable:
    tell: Callable[[Any], Told]
    related: tuple[str, ...] = ()
    prefetch: tuple[str, ...] = ()


_searchable: dict[str, _Searchable] = {}


def register_searchable(
    kind: str, tell: Callable[[Any], Told], *, related: tuple[str, ...] = (), prefetch: tuple[str, ...] = ()
) -> None:
    """Called from `ready()`. `tell` takes the specific record; what it reads of others is named, to be read at once.

    Words and tags are seen by everybody who may see the record: tell nothing of records that they may not see.
    """
    _searchable[kind] = _Searchable(tell, related, prefetch)


def get_searchable(kind: str) -> _Searchable:
    return _searchable.get(kind, _Searchable(lambda record: Told()))
