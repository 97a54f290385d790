"""One chart technology: a Vega-Lite specification, rendered to SVG and PNG on the server."""

import json
from dataclasses import dataclass
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


@dataclass(frozen=True)
class RenderedChart:
    """A chart in the three forms in which it is stored and served."""

    specification: str
    svg: str
    png: bytes


def render_chart(chart: alt.TopLevelMixin, datasets: dict[str, list[dict[str, Any]]]) -> RenderedChart:
    """Render with our fonts and colours; the specification holds its data, so that it can be used elsewhere.

    The chart names its data (`alt.NamedData`): rows inside it would be copied and checked at every step.
    """
    specification: dict[str, Any] = chart.to_dict() | {"config": chart_style(), "datasets": datasets}
    text = json.dumps(specification, sort_keys=True)
    svg = vl_convert.vegalite_to_svg(text, vl_version=VEGA_LITE)
    return RenderedChart(text, svg, vl_convert.svg_to_png(svg, scale=PNG_SCALE))


def chart_style() -> dict[str, Any]:
    text = {"labelFont": FONT, "titleFont": FONT, "labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal"}
    return {
        "background": "#ffffff",
        "font": FONT,
        "padding": 8,
        "view": {"stroke": None},
        "axis": text | {"labelColor": INK, "titleColor": INK, "gridColor": "#e3e7e6", "domainColor": QUIET},
        "legend": text | {"orient": "top", "title": None, "labelLimit": 400, "symbolSize": 110, "symbolStrokeWidth": 2},
        "text": {"font": FONT, "fontSize": 13, "color": INK},
    }
