"""Charts: one specification each, drawn at the two widths of a page, and once more as a file that leaves it."""

from cairn.common.charts.answers import draw_answer_chart
from cairn.common.charts.dots import draw_dot_chart
from cairn.common.charts.files import (
    DrawnChart,
    RenderedChart,
    draw_both,
    draw_for_sheet,
    render_chart,
    render_small_chart,
)
from cairn.common.charts.lines import draw_line_chart, draw_signal
from cairn.common.charts.specification import (
    AnswerChart,
    AnswerRow,
    DotChart,
    EventChart,
    EventYear,
    FlowChart,
    FlowStage,
    Line,
    LineChart,
    Mark,
    Row,
    SmallChart,
    Start,
    Words,
)
from cairn.common.charts.svg import NARROW, WIDE, draw_line, make_scale, to_text

__all__ = [
    "NARROW",
    "WIDE",
    "AnswerChart",
    "AnswerRow",
    "DotChart",
    "DrawnChart",
    "EventChart",
    "EventYear",
    "FlowChart",
    "FlowStage",
    "Line",
    "LineChart",
    "Mark",
    "RenderedChart",
    "Row",
    "SmallChart",
    "Start",
    "Words",
    "draw_answer_chart",
    "draw_both",
    "draw_dot_chart",
    "draw_for_sheet",
    "draw_line",
    "draw_line_chart",
    "draw_signal",
    "make_scale",
    "render_chart",
    "render_small_chart",
    "to_text",
]
