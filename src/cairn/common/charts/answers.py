"""A dot for each person, in the column of their answer: how far apart people are is seen without reading a number.

Dots of one group are one path, because forty people answer thirty questions.
"""

from collections.abc import Sequence

from cairn.common.charts.specification import AnswerChart, AnswerRow
from cairn.common.charts.svg import COLOURS, HAIR, INK, LETTER, QUIET, SIZE, WIDE, to_text, wrap, wrap_svg, write

DOT, STEP, LINE = 9, 12, 18  # a dot, from one to the next, a line of text
NUMBER = 22  # how many people, before their dots
LABEL = 210  # the column of questions, on a wide page
PADDING = 8
# A dot is drawn from its upper left corner. The first is a point with a round end, which needs the fewest letters.
SHAPES = ("m4 4h0", "h9v9h-9Z", "m4.5-.5l5 5-5 5-5-5Z", "m4.5 0l5 9h-10Z", "m-.5.5h10l-5 9Z", "m0 2.5h9v4h-9Z")
ROUND = 0


def draw_answer_chart(chart: AnswerChart, width: int) -> str:
    """On a phone a question stands above its answers."""
    is_wide = width == WIDE
    left = LABEL if is_wide else 0
    column = (width - left) / len(chart.columns)
    drawn, y = _draw_legend(chart.series, width) if len(chart.series) > 1 else ([], 0.0)
    heads = [wrap(title, int(column / LETTER)) for title in chart.columns]
    top = y
    y += LINE * max(map(len, heads)) + 2
    for index, lines in enumerate(heads):
        x = left + index * column + 4
        drawn += [write(x, top + LINE * (at + 1) - 4, line, bold=True) for at, line in enumerate(lines)]
    dots: dict[int, list[str]] = {}
    for row in chart.rows:
        drawn.append(f'<path d="M0 {to_text(y)}H{width}" stroke="{HAIR}"/>')
        y = _draw_row(row, left, column, y, is_wide=is_wide, drawn=drawn, dots=dots)
    between = "".join(
        f"M{to_text(left + index * column)} {to_text(top)}V{to_text(y)}" for index in range(not left, len(heads))
    )
    drawn.append(f'<path d="{between}" stroke="{HAIR}"/>')
    drawn += [_draw_dots(index, "".join(places)) for index, places in sorted(dots.items())]
    return wrap_svg(width, y + 4, chart.words.description, "".join(drawn))


def _draw_row(
    row: AnswerRow,
    left: float,
    column: float,
    y: float,
    *,
    is_wide: bool,
    drawn: list[str],
    dots: dict[int, list[str]],
) -> float:
    """Add what belongs to one question; how far down it reaches."""
    label = wrap(row.label, int((LABEL - 8 if is_wide else column * len(row.cells)) / LETTER))
    drawn += [write(0, y + LINE * (at + 1), line) for at, line in enumerate(label)]
    start = y + PADDING if is_wide else y + LINE * len(label) + PADDING
    in_line = max(int((column - NUMBER - 8) / STEP), 1)
    most = 1
    for index, cell in enumerate(row.cells):
        people = [series for series, number in cell for _ in range(number)]
        if not people:
            continue
        x = left + index * column + 4
        drawn.append(write(x, start + DOT, str(len(people)), fill=QUIET))
        for place, series in enumerate(people):
            line, at = divmod(place, in_line)
            corner = f"M{round(x + NUMBER + at * STEP)} {round(start + line * STEP)}"
            dots.setdefault(series, []).append(corner + _get_shape(series))
        most = max(most, -(-len(people) // in_line))
    return max(start + most * STEP, y + LINE * len(label)) + PADDING


def _get_shape(series: int) -> str:
    return SHAPES[series % len(SHAPES)]


def _draw_dots(series: int, path: str) -> str:
    """After as many groups as there are shapes they begin again, with an outline only."""
    colour = COLOURS[series % len(COLOURS)]
    if series >= len(SHAPES):
        width = DOT / 2 if series % len(SHAPES) == ROUND else 2
        return f'<path d="{path}" fill="#fff" stroke="{colour}" stroke-width="{width}" stroke-linecap="round"/>'
    if series % len(SHAPES) == ROUND:
        return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{DOT}" stroke-linecap="round"/>'
    return f'<path d="{path}" fill="{colour}"/>'


def _draw_legend(series: Sequence[str], width: int) -> tuple[list[str], float]:
    """Shapes with their names, in rows as wide as the chart; and how far down they reach."""
    x, y, drawn = 0.0, 0.0, list[str]()
    for index, name in enumerate(series):
        needed = len(name) * LETTER + 34
        if x and x + needed > width:
            x, y = 0.0, y + LINE + 2
        drawn.append(_draw_dots(index, f"M{to_text(x)} {to_text(y + 4)}{_get_shape(index)}"))
        drawn.append(write(x + 16, y + 4 + SIZE * 0.65, name, fill=INK))
        x += needed
    return drawn, y + LINE + 10
