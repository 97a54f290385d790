"""Filters of the components; loaded in every template."""

import html
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString

from cairn.common.addresses import make_absolute
from cairn.common.documents.html import to_html
from cairn.common.documents.richtext import read_rich_text
from cairn.common.marks import MARKS, Mark
from cairn.common.presenters.browsers import describe_browser
from cairn.common.presenters.data_tables import mark_up_rows
from cairn.common.presenters.sharing import describe_share_picture, get_share_picture
from cairn.common.presenters.signs import DIRECTIONS, STRENGTHS, draw_sign, draw_viewpoint
from cairn.common.presenters.stones import draw_gauge, draw_number, draw_progress, draw_scene, draw_swatch

register = template.Library()
register.filter(describe_browser)
register.filter(make_absolute)
register.filter("share_picture", get_share_picture)
register.filter("share_picture_words", describe_share_picture)


class RememberNode(template.Node):
    def __init__(self, name: str, nodelist: template.NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: template.Context) -> str:
        text = " ".join(self.nodelist.render(context).split())
        context[self.name] = SafeString(text.replace('"', "&quot;"))  # its values are escaped; its own words may quote
        return ""


@register.tag
def remember(parser: template.base.Parser, token: template.base.Token) -> RememberNode:
    """What stands inside as one line, to be used more than once: a block can be in a page only once."""
    _, name = token.split_contents()
    nodelist = parser.parse(("endremember",))
    parser.delete_first_token()
    return RememberNode(name, nodelist)


@register.filter
def as_plain(text: str) -> str:
    """What was made HTML, as it was before: for the parts of an address."""
    return html.unescape(str(text))


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


register.filter("as_cards", mark_up_rows)
register.simple_tag(draw_sign, name="sign")
register.simple_tag(draw_viewpoint, name="viewpoint_icon")
register.simple_tag(draw_number, name="numbered_stone")
register.simple_tag(draw_swatch, name="swatch")
register.simple_tag(draw_progress, name="progress")


@register.simple_tag
def scene(topic: str | int, colour: str | int = "", on_white: bool | str = False) -> SafeString:
    """The stones of a topic; `colour` is the topic whose tints they have, if another."""
    return draw_scene(int(topic), None if colour == "" else int(colour), on_white=bool(on_white))


@register.simple_tag
def gauge(filled: str | int, of: str | int = 4) -> SafeString:
    return draw_gauge(int(filled), int(of))


@register.filter
def strength_words(stones: str | int) -> str:
    """How strong evidence of so many stones is."""
    return STRENGTHS[int(stones)]


@register.filter
def direction_words(kind: str) -> str:
    return DIRECTIONS[kind]


@register.filter
def required(slot: Any, complaint: str) -> Any:
    """What a component cannot do without. A page that leaves it out fails its tests, not its readers."""
    if not str(slot or "").strip():
        raise ValueError(complaint)
    return slot


@register.filter
def table_looks(looks: str) -> str:
    return " ".join(f"f-table--{look}" for look in looks.split())
