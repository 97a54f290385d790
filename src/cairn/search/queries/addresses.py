"""A search as an address: short slugs that people can read and send on."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.text import slugify

from cairn.records.enums import RecordKind
from cairn.search.language.words import clean
from cairn.search.queries import BEST, NEWEST, SearchRequest, understand
from cairn.search.searchable import FACETS, get_page_kinds

KINDS = {slugify(kind.label): kind for kind in RecordKind}
KIND_SLUGS = {kind: slug for slug, kind in KINDS.items()}
LONGEST_VALUE = 80


def read(given: Mapping[str, str], *, since: datetime | None = None) -> SearchRequest:
    """What an address asks for; what it does not know is left out."""
    narrowed = tuple(
        (facet, value)
        for facet in FACETS
        if facet != "kind" and (value := clean(given.get(facet, ""))[:LONGEST_VALUE].strip())
    )
    kind = _read_kind(given.get("kind", ""))
    query = understand(given.get("q", ""))
    sort = NEWEST if given.get("sort") == NEWEST or query.is_empty else BEST
    return SearchRequest(query, str(kind), narrowed, sort, since)


def _read_kind(slug: str) -> str:
    pages = {kind.slug: kind.name for kind in get_page_kinds().values()}
    return KINDS.get(slug) or pages.get(slug, "")


def write_kind(kind: str) -> str:
    pages = get_page_kinds()
    return pages[kind].slug if kind in pages else KIND_SLUGS[RecordKind(kind)]


def read_address(address: str, *, since: datetime | None = None) -> SearchRequest:
    return read(QueryDict(address), since=since)


def write(wanted: SearchRequest, **changes: str) -> str:
    """The part after the ?, in one order and without what is not needed; "" in `changes` takes something out."""
    parts = {"q": wanted.query.text, "kind": write_kind(wanted.kind) if wanted.kind else ""}
    parts |= dict(wanted.narrowed)
    parts["sort"] = NEWEST if wanted.sort == NEWEST and not wanted.query.is_empty else ""
    return urlencode({name: value for name, value in (parts | changes).items() if value})
