"""One chart technology: a Vega-Lite specification, rendered to SVG and PNG on the server."""

import json
import re
from dataclasses import dataclass
from html import escape
from typing import Any

import altair as alt
import vl_convert

INK = "#1d2b2a"
QUIET = "#5b6664"
FONT = "Atkinson Hyperlegible Next, Atkinson Hyperlegible, Arial, Liberation Sans, sans-serif"
PNG_SCALE = 2.0
VEGA_LITE = "6.4"
WIDTH = 620
HEIGHT = 340
SOURCE_BELOW = 52  # under the plot, where the labels and the title of the axis stand


@dataclass(frozen=True)
class RenderedChart:
    """A chart in the three forms in which it is stored and served."""

    specification: str
    svg: str
    png: bytes


def render_chart(
    chart: alt.TopLevelMixin, datasets: dict[str, list[dict[str, Any]]], *, title: str, description: str
) -> RenderedChart:
    """Render with our fonts and colours; the specification holds its data, so that it can be used elsewhere.

    The chart names its data (`alt.NamedData`): rows inside it would be copied and checked at every step. Title and
    description are for those who cannot see the picture; the SVG carries them in elements of their own.
    """
    specification: dict[str, Any] = chart.to_dict() | {
        "config": chart_style(),
        "datasets": datasets,
        "description": description,
    }
    text = json.dumps(specification, sort_keys=True)
    svg = _add_title(vl_convert.vegalite_to_svg(text, vl_version=VEGA_LITE), title, description)
    return RenderedChart(text, svg, vl_convert.svg_to_png(svg, scale=PNG_SCALE))


def source_line() -> alt.Chart:
    """A layer under the axis with the text of the data set "source", for a chart that leaves its page."""
    mark = alt.Chart(alt.NamedData("source")).mark_text(align="left", baseline="top", color=QUIET)
    return mark.encode(x=alt.value(0), y=alt.value(HEIGHT + SOURCE_BELOW), text="text:N")


def _add_title(svg: str, title: str, description: str) -> str:
    words = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    return re.sub(r"<svg[^>]*>", lambda tag: tag[0] + words, svg, count=1)


def chart_style() -> dict[str, Any]:
    text = {"labelFont": FONT, "titleFont": FONT, "labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal"}
    return {
        "background": "#ffffff",
        "font": FONT,
        "padding": 8,
        "view": {"stroke": None},
        "axis": text | {"labelColor": INK, "titleColor": INK, "gridColor": "#e3e7e6", "domainColor": QUIET},
        "legend": text | {"orient": "top", "title": None, "labelLimit": 400, "symbolSize": 110, "symbolStrokeWidth": 2},
        "title": {
            "font": FONT,
            "fontSize": 16,
            "color": INK,
            "anchor": "start",
            "subtitleFont": FONT,
            "subtitleFontSize": 13,
            "subtitleColor": QUIET,
            "subtitlePadding": 4,
            "offset": 10,
        },
        "text": {"font": FONT, "fontSize": 13, "color": INK},
    }
