"""What goes on from one stage to the next, from left to right; on a phone, from top to bottom."""

from cairn.common.charts.specification import FlowChart, FlowStage
from cairn.common.charts.svg import QUIET, RUST, TARN, WIDE, to_text, wrap_svg, write

BAR, TALL, TOP = 120, 130, 78  # width of a bar, height of the tallest, and where bars begin
ROW, THICK = 82, 20  # on a phone
PALE, LEFT = "#d5e3e3", "#b9c7c7"
HIDDEN = 26  # as long as a bar is whose number is not shown


def draw_flow_chart(chart: FlowChart, width: int) -> str:
    most = max((stage.number or 0 for stage in chart.stages), default=0) or 1
    return _draw_wide(chart, most) if width == WIDE else _draw_narrow(chart, width, most)


def _measure(stage: FlowStage, most: int, longest: float) -> float:
    if stage.number is None:
        return HIDDEN
    return max(longest * stage.number / most, 3.0 if stage.number else 0.0)


def _find_rest(stage: FlowStage, following: FlowStage) -> int | None:
    """How many did not go on; None where that cannot be said."""
    if stage.number is None or following.number is None:
        return None
    return stage.number - following.number


def _draw_wide(chart: FlowChart, most: int) -> str:
    step = (WIDE - BAR) / max(len(chart.stages) - 1, 1)
    heights = [_measure(stage, most, TALL) for stage in chart.stages]
    drawn = []
    for index, stage in enumerate(chart.stages):
        x, height = index * step, heights[index]
        drawn += _write_head(stage, x, 16)
        if index + 1 < len(chart.stages):
            goes_on = min(height, heights[index + 1])
            drawn.append(_draw_bar(x + BAR, TOP, step - BAR, goes_on, PALE))
            rest = _find_rest(stage, chart.stages[index + 1])
            if rest:
                drawn.append(_draw_bar(x, TOP + goes_on, BAR, height - goes_on, LEFT))
                drawn.append(write(x + BAR + 8, max(TOP + goes_on + 18, 0), f"{rest} {chart.stays}", fill=QUIET))
            height = goes_on if rest else height
        drawn.append(_draw_stage(stage, x, TOP, BAR, height))
    return wrap_svg(WIDE, TOP + TALL + 24, chart.words.description, "".join(drawn))


def _draw_narrow(chart: FlowChart, width: int, most: int) -> str:
    drawn = []
    for index, stage in enumerate(chart.stages):
        y = index * ROW
        drawn.append(write(0, y + 16, stage.label, bold=True))
        drawn.append(write(width, y + 16, _show(stage), anchor="end", bold=True))
        long = _measure(stage, most, width)
        rest = _find_rest(stage, chart.stages[index + 1]) if index + 1 < len(chart.stages) else None
        if rest:
            drawn.append(_draw_bar(0, y + 24, long, THICK, LEFT))
            long = _measure(chart.stages[index + 1], most, width)
        drawn.append(_draw_stage(stage, 0, y + 24, long, THICK))
        below = [stage.words, f"{rest} {chart.stays}" if rest else ""]
        drawn.append(write(0, y + 62, ". ".join(filter(None, below)), fill=QUIET))
    return wrap_svg(width, ROW * len(chart.stages), chart.words.description, "".join(drawn))


def _show(stage: FlowStage) -> str:
    return "Hidden" if stage.number is None else f"{stage.number:,}"


def _write_head(stage: FlowStage, x: float, y: float) -> list[str]:
    number = f'<g font-size="24">{write(x, y + 28, _show(stage), bold=True)}</g>'
    return [write(x, y, stage.label, bold=True), number, write(x, y + 50, stage.words, fill=QUIET)]


def _draw_stage(stage: FlowStage, x: float, y: float, width: float, height: float) -> str:
    if stage.number is not None:
        return _draw_bar(x, y, width, height, TARN)
    return (
        f'<rect x="{to_text(x + 1)}" y="{to_text(y + 1)}" width="{to_text(width - 2)}" height="{to_text(height - 2)}" '
        f'fill="#fff" stroke="{RUST}" stroke-width="1.6" stroke-dasharray="5 4"/>'
    )


def _draw_bar(x: float, y: float, width: float, height: float, fill: str) -> str:
    if width <= 0 or height <= 0:
        return ""
    size = f'width="{to_text(width)}" height="{to_text(height)}"'
    return f'<rect x="{to_text(x)}" y="{to_text(y)}" {size} fill="{fill}"/>'
