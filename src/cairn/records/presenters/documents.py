"""A record as a document: what its page shows its reader, for a panel or a meeting."""

from collections.abc import Callable, Iterable
from typing import Any

from cairn.common.addresses import make_absolute
from cairn.common.dates import show_day
from cairn.common.documents import Document, Heading, Link, Paragraph, read_page
from cairn.records.models import Record

# Blocks that an app above adds to the document of a kind, as everybody may read them.
MakePart = Callable[[Any], Iterable[Any]]
_parts: dict[str, list[MakePart]] = {}


def register_document_part(kind: str, make: MakePart) -> None:
    """Called from `ready()`; the blocks stand after what the page shows, before where they come from."""
    _parts.setdefault(kind, []).append(make)


def has_own_document(record: Record) -> bool:
    """Whether its kind writes a document of its own; of the others the page is read."""
    return record.get_kind().make_document is not None


def make_document(record: Record) -> Document:
    """Of a kind that writes its own, one for all readers."""
    specific: Any = record.get_specific()
    document: Document = specific.get_kind().make_document(specific)
    return document


def make_document_of_page(record: Record, html: str) -> Document:
    """What the page of a record shows the reader for whom it was rendered."""
    specific: Any = record.get_specific()
    blocks: list[Any] = [*read_page(html)]
    for make_part in _parts.get(record.kind, ()):
        blocks += make_part(specific)
    blocks += say_origin(specific)
    title = f"{specific.title} (fictional)" if specific.is_fictional else specific.title
    return Document(title=title, about=(describe_in_a_line(specific),), blocks=tuple(blocks))


def say_origin(record: Any) -> tuple[Heading, Paragraph]:
    """In full, so that it leads there from paper too."""
    address = make_absolute(record.get_absolute_url())
    return Heading("Where this comes from"), Paragraph(("The latest version is at ", Link(address, address), "."))


def describe_in_a_line(record: Any) -> str:
    """Under the title: its kind, whose it is, and of which day."""
    about = [record.get_kind().label]
    if record.organisation:
        about.append(record.organisation.name)
    published = record.last_published_at or record.first_published_at
    if record.live and published:
        return ", ".join((*about, f"published {show_day(published)}"))
    return ", ".join((*about, f"draft of {show_day(record.updated_at)}"))
