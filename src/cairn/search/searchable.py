"""What can be found: by which facets records are narrowed, and the pages of apps above that are no records."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import slugify

from cairn.records.kinds import get_kind

# The facets of the search page, in its order, with their labels. The slugs stand in addresses.
FACETS = {
    "kind": "Kind",
    "place": "Council area",
    "programme": "Programme",
    "stage": "Stage",
    "topic": "Topic",
    "need": "Need",
    "type": "Type of innovation",
    "driver": "What set it off",
    "happened": "What the lesson is about",
    "viewpoint": "Whose view",
    "says": "Who says it",
    "organisation": "Belongs to",
}


@dataclass(frozen=True)
class SearchPage:
    """A page as everybody reads it. `number` is above nothing, and no other page of any kind has it."""

    number: int
    title: str
    summary: str
    body: str
    address: str
    shown_at: datetime


@dataclass(frozen=True)
class PageKind:
    """`name` stands in the index beside the kinds of records; `list_pages` lists what may be found now, all of it."""

    name: str
    label: str
    plural: str
    list_pages: Callable[[], Iterable[SearchPage]]

    @property
    def slug(self) -> str:
        return slugify(self.label)


_page_kinds: dict[str, PageKind] = {}


def register_page_kind(kind: PageKind) -> None:
    """Called from `ready()`; whoever publishes such a page, or takes it off, calls `services.index_pages`."""
    _page_kinds[kind.name] = kind


def get_page_kinds() -> dict[str, PageKind]:
    return _page_kinds


def get_label(kind: str) -> str:
    return _page_kinds[kind].label if kind in _page_kinds else get_kind(kind).label


def get_plural(kind: str) -> str:
    return _page_kinds[kind].plural if kind in _page_kinds else get_kind(kind).plural
