"""A chart in every form in which it is stored and served."""

import re
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from cairn.common.charts.answers import draw_answer_chart
from cairn.common.charts.dots import draw_dot_chart
from cairn.common.charts.events import draw_event_chart, draw_small_chart
from cairn.common.charts.flow import draw_flow_chart
from cairn.common.charts.lines import draw_line_chart
from cairn.common.charts.specification import AnswerChart, DotChart, EventChart, FlowChart, LineChart, SmallChart, Words
from cairn.common.charts.svg import FONT, INK, NARROW, QUIET, SIZE, WIDE, write
from cairn.common.rasters import make_png

FONT_OF_FILES = "Liberation Sans, Arial"  # whose zero has no stroke through it
AROUND = 16  # white around the picture of a file
OPENING = re.compile(r'<svg class="f-chart" viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]*>')


@dataclass(frozen=True)
class RenderedChart:
    """`wide` and `narrow` stand on a page; `svg` and `png` say by themselves what they show and from where."""

    specification: str
    svg: str
    png: bytes
    wide: str = ""
    narrow: str = ""


def draw(chart: LineChart | DotChart | EventChart | AnswerChart | FlowChart, width: int) -> str:
    match chart:
        case AnswerChart():
            return draw_answer_chart(chart, width)
        case LineChart():
            return draw_line_chart(chart, width)
        case FlowChart():
            return draw_flow_chart(chart, width)
        case EventChart():
            return draw_event_chart(chart, width)
        case DotChart():
            return draw_dot_chart(chart, width)


@dataclass(frozen=True)
class DrawnChart:
    """What a page needs of a chart that is drawn with it."""

    sentence: str
    wide: SafeString
    narrow: SafeString


def draw_both(chart: LineChart | DotChart | AnswerChart | FlowChart) -> DrawnChart:
    return DrawnChart(chart.words.description, mark_safe(draw(chart, WIDE)), mark_safe(draw(chart, NARROW)))  # noqa: S308 (drawn by us, every text escaped)


def render_chart(chart: LineChart | DotChart | EventChart) -> RenderedChart:
    wide, narrow = draw(chart, WIDE), draw(chart, NARROW)
    svg = make_file(chart.words, wide)
    return RenderedChart(chart.to_vega_lite(), svg, make_png(svg), wide, narrow)


def render_small_chart(chart: SmallChart) -> RenderedChart:
    """For a page only, beside its like: it is no file."""
    drawn = draw_small_chart(chart)
    return RenderedChart(chart.to_vega_lite(), "", b"", drawn, drawn)


def draw_for_sheet(chart: LineChart, height: int) -> str:
    """A picture for a PDF or Word file, in the font of its text; what it shows and from where stands beside it."""
    drawn = draw_line_chart(chart, WIDE, height).replace(FONT, FONT_OF_FILES)
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def make_file(words: Words, wide: str) -> str:
    """The wide drawing with a heading above and its source below: pictures are copied out of their pages."""
    opening = OPENING.match(wide)
    if opening is None:
        raise ValueError("This is not a drawing of ours: it begins with other words.")
    width, height = float(opening[1]), float(opening[2])
    inner = wide[opening.end() : -len("</svg>")]
    head = 28 + (22 if words.subheading else 0)
    full_width, full_height = width + 2 * AROUND, height + head + 30 + 2 * AROUND
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {full_width:g} {full_height:g}" width="{full_width:g}" '
        f'height="{full_height:g}" role="img" font-family="{FONT}" font-size="{SIZE}" fill="{INK}">',
        f"<title>{escape(words.title)}</title><desc>{escape(words.description)}</desc>",
        f'<rect width="{full_width:g}" height="{full_height:g}" fill="#fff"/>',
        f'<g transform="translate({AROUND} {AROUND})">',
        f'<g font-size="17">{write(0, 16, words.heading, bold=True)}</g>' if words.heading else "",
        write(0, 38, words.subheading, fill=QUIET) if words.subheading else "",
        f'<g transform="translate(0 {head})">{inner}</g>',
        write(0, head + height + 22, words.source, fill=QUIET) if words.source else "",
        "</g></svg>",
    ]
    return "".join(parts)
