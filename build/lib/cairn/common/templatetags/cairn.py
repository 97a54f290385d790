"""Filters of the components; loaded in every template."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString

from cairn.common.documents.html import to_html
from cairn.common.documents.richtext import read_rich_text
from cairn.common.marks import MARKS, Mark

register = template.Library()


@register.filter
def paired_with(columns: Sequence[Any], row: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """Each column with its cell. A row of another length is a mistake of ours and must not be shown shifted."""
    return zip(columns, row, strict=True)


@register.filter
def mark_sign(reason: str) -> str:
    return MARKS[reason].sign


@register.filter
def mark_words(reason: str) -> str:
    return MARKS[reason].words


@register.filter
def marks(reasons: Iterable[str] | None) -> list[Mark]:
    """The marks with these reasons, in a fixed order; all of them when no reasons are named."""
    wanted = set(MARKS if reasons is None else reasons)
    return [mark for reason, mark in MARKS.items() if reason in wanted]


@register.filter
def as_blocks(text: str) -> SafeString:
    """What somebody typed into a large box, in paragraphs and lists; nothing in it is taken for HTML."""
    return to_html(read_rich_text(text))
