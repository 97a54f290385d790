"""One document tree that becomes HTML, PDF (PDF/UA-1, by Typst) and Word."""

from cairn.common.documents.html import to_html
from cairn.common.documents.pages import read_page
from cairn.common.documents.richtext import read_rich_text
from cairn.common.documents.tree import (
    BulletList,
    Chart,
    Document,
    DocumentError,
    Facts,
    Gauge,
    Heading,
    Link,
    Notice,
    Paragraph,
    Quote,
    Table,
    get_fingerprint,
    is_small,
)
from cairn.common.documents.typeset import to_pdf

__all__ = [
    "BulletList",
    "Chart",
    "Document",
    "DocumentError",
    "Facts",
    "Gauge",
    "Heading",
    "Link",
    "Notice",
    "Paragraph",
    "Quote",
    "Table",
    "get_fingerprint",
    "is_small",
    "read_page",
    "read_rich_text",
    "to_docx",
    "to_html",
    "to_pdf",
]


def to_docx(document: Document) -> bytes:
    from cairn.common.documents import word  # python-docx is large, and needed by few requests

    return word.to_docx(document)
