"""Rows of dots on one scale, each series with a shape of its own."""

from cairn.common.charts.specification import DotChart
from cairn.common.charts.svg import (
    COLOURS,
    HAIR,
    INK,
    LETTER,
    QUIET,
    SIZE,
    WIDE,
    find_ticks,
    make_scale,
    to_label,
    to_text,
    wrap_svg,
    write,
)

SHAPES = (
    "M{x} {y}m-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z",
    "M{x} {y}m-4.5 -4.5h9v9h-9Z",
    "M{x} {y}m0 -6l6 6l-6 6l-6 -6Z",
    "M{x} {y}m0 -5.5l5.5 10h-11Z",
)
LEGEND_LINE, BETWEEN = 22, 5


def draw_dot_chart(chart: DotChart, width: int) -> str:
    """On a phone the name of a row stands above its dots, in the column beside them."""
    is_wide = width == WIDE
    values = [value for row in chart.rows for _, value in row.points]
    ticks = find_ticks(min(0.0, *values), max(0.0, *values), most=6 if is_wide else 4)
    left = max(len(row.label) for row in chart.rows) * LETTER + 12 if is_wide else 8.0
    x = make_scale(ticks[0], ticks[-1], left + 8, width - 12)
    legend = _draw_legend(chart, width, is_wide=is_wide)
    top = legend[1] + 8
    step = 34 if is_wide else 50
    bottom = top + step * len(chart.rows)
    lines = "".join(f"M{to_text(x(tick))} {top}V{bottom}" for tick in ticks)
    drawn = [legend[0], f'<path d="{lines}" fill="none" stroke="{HAIR}"/>']
    drawn.append(f'<path d="M{to_text(x(0))} {top}V{bottom}" fill="none" stroke="{INK}" stroke-width="1.5"/>')
    for number, row in enumerate(chart.rows):
        y = top + step * number + (step / 2 if is_wide else 34)
        drawn.append(write(0, y + SIZE * 0.35, row.label) if is_wide else write(0, y - 16, row.label))
        middle = (len(row.points) - 1) / 2
        for place, (index, value) in enumerate(row.points):
            drawn.append(_draw_dot(index, x(value), y + (place - middle) * BETWEEN))
    labels = "".join(write(x(tick), bottom + 18, to_label(tick)) for tick in ticks)
    drawn.append(f'<g text-anchor="middle" fill="{QUIET}">{labels}</g>')
    drawn.append(write(left if is_wide else 0, bottom + 38, chart.words.unit, fill=QUIET))
    return wrap_svg(width, bottom + 44, chart.words.description, "".join(drawn))


def _draw_dot(index: int, x: float, y: float) -> str:
    shape = SHAPES[index % len(SHAPES)].format(x=to_text(x), y=to_text(y))
    return f'<path d="{shape}" fill="{COLOURS[index]}" stroke="#fff"/>'


def _draw_legend(chart: DotChart, width: int, *, is_wide: bool) -> tuple[str, float]:
    """Shapes with their names, in rows as wide as the chart; and how far down they reach."""
    x, y, drawn = 8.0, 10.0, ""
    for index, name in enumerate(chart.series):
        needed = len(name) * LETTER + 30
        if x > 8 and x + needed > width:
            x, y = 8.0, y + LEGEND_LINE
        drawn += _draw_dot(index, x, y) + write(x + 12, y + SIZE * 0.35, name)
        x += needed if is_wide else width
    return drawn, y + LEGEND_LINE / 2
