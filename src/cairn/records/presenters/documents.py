"""A record as a document: what its page says, for a panel or a meeting."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser

from cairn.common.documents import Document, Heading, Link, Paragraph, read_rich_text
from cairn.records.models import Record
from cairn.records.presenters import list_texts

# Blocks that an app above adds to the document of a kind, as everybody may read them.
MakePart = Callable[[Any], Iterable[Any]]
_parts: dict[str, list[MakePart]] = {}


def register_document_part(kind: str, make: MakePart) -> None:
    """Called from `ready()`; the blocks stand after the record's own words, before where they come from."""
    _parts.setdefault(kind, []).append(make)


def make_document(record: Record) -> Document:
    """What is published; of a draft, what its team sees. No links to other records: those are each reader's own."""
    specific: Any = record.get_specific()
    if make := specific.get_kind().make_document:
        return make(specific)
    blocks: list[Any] = [*read_rich_text(specific.summary)]
    if find := specific.get_kind().find_evidence:
        found = find([specific], AnonymousUser())[specific.pk]
        blocks += [Heading("What changed, and how strong the evidence is"), Paragraph((f"{found.line}.",))]
    for label, text in list_texts(specific):
        if text:
            blocks += [Heading(label), *read_rich_text(text)]
    for make_part in _parts.get(record.kind, ()):
        blocks += make_part(specific)
    blocks += [
        Heading("Where this comes from"),
        Paragraph(("The latest version is at ", Link(record.slug, record.get_absolute_url()), ".")),
    ]
    about = [specific.get_kind().label]
    if specific.organisation:
        about.append(specific.organisation.name)
    about.append(f"{'Published' if specific.live else 'Draft'}, {specific.updated_at:%-d %B %Y}")
    return Document(title=specific.title, about=(", ".join(about),), blocks=tuple(blocks))
