"""Lines over years, with their names at their ends."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from cairn.common.charts.specification import Line, LineChart
from cairn.common.charts.svg import (
    HAIR,
    HEATHER,
    INK,
    LETTER,
    LOOKS,
    NARROW,
    QUIET,
    RUST,
    SIZE,
    TARN,
    WIDE,
    WITH_POINTS,
    draw_line,
    find_ticks,
    make_scale,
    spread,
    stroke,
    to_label,
    to_text,
    wrap,
    wrap_svg,
    write,
)

TOP, BOTTOM = 30, 30
HEIGHTS = {WIDE: 350, NARROW: 290}
LINE = SIZE + 3
LONGEST_LABEL = {WIDE: 20, NARROW: 11}  # letters in a line
EVERY_YEAR, EVERY_MONTH = (1, 2, 3, 4, 5, 10, 20, 50), (1, 2, 3, 6, 12, 24, 60)
DIAMOND = "M{x} {y}m0 -8l8 8l-8 8l-8 -8Z", RUST  # what stands out where no way is better
# Shape and colour of a point that says something: for the better a disc, for the worse a diamond, neither a square.
SIGNALS = {
    "better": ("M{x} {y}m-7 0a7 7 0 1 0 14 0a7 7 0 1 0 -14 0Z", TARN),
    "worse": DIAMOND,
    "neither": ("M{x} {y}m-6 -6h12v12h-12Z", HEATHER),
}
RING, MARK_LANE, APART = 9, 24, 20  # of the numbers below a chart: radius, height of a row, how near two may be


@dataclass(frozen=True)
class Frame:
    """Where figures and years stand in one drawing."""

    width: int
    height: int
    left: float
    right: float  # where the lines end and their labels begin
    ticks: list[float]
    x: Callable[[float], float]
    y: Callable[[float], float]

    @property
    def is_narrow(self) -> bool:
        return self.width < WIDE


def draw_line_chart(chart: LineChart, width: int, height: int | None = None) -> str:
    """As high as is usual for its width, unless there is more or less room."""
    words, frame = chart.words, _make_frame(chart, width, height or HEIGHTS[width])
    unit = (words.short_unit or words.unit) if frame.is_narrow else words.unit
    if frame.ticks[0] > 0:
        unit += ". Does not start at 0." if frame.is_narrow else ". The scale does not start at 0."
    inner = "".join(
        (
            write(0, 13, unit, fill=QUIET),
            _draw_scale(chart, frame),
            _draw_years(chart, frame),
            _draw_start(chart, frame),
            *_draw_others(chart, frame),
            _draw_zero(frame) if chart.zero_line else "",
            *(_draw_own(chart, line, frame) for line in chart.lines if line.look != "other"),
            *_draw_gaps(chart, frame),
            *_draw_labels(chart, frame),
        )
    )
    marks, lanes = _draw_marks(chart, frame)
    return wrap_svg(width, frame.height + lanes * MARK_LANE, words.description, marks + inner)


def _make_frame(chart: LineChart, width: int, height: int) -> Frame:
    values = [value for line in chart.lines for value in line.values if value is not None] or [0.0, 1.0]
    low = min(0.0, *values) if chart.from_zero or chart.zero_line else min(values)
    ticks = find_ticks(low, max(values, default=1.0), most=5 if width == WIDE else 4)
    left = max(len(to_label(tick)) for tick in ticks) * LETTER + 10
    longest = max((len(one) for line in chart.lines for one in _get_label(line, width)), default=0)
    right = width - (longest * LETTER + 14 if longest else 8)
    first, last = chart.years[0], chart.years[-1]
    x = make_scale(first, last, left + 8, right - 6) if last > first else (lambda year: (left + right) / 2)
    return Frame(width, height, left, right, ticks, x, make_scale(ticks[0], ticks[-1], height - BOTTOM, TOP))


def _get_label(line: Line, width: int) -> list[str]:
    text = line.label if width == WIDE else line.short or line.label
    return wrap(text, LONGEST_LABEL[width]) if text else []


def _draw_scale(chart: LineChart, frame: Frame) -> str:
    left, right = to_text(frame.left), to_text(frame.right)
    lines = "".join(f"M{left} {to_text(frame.y(tick))}H{right}" for tick in frame.ticks)
    drawn = f'<path d="{lines}" fill="none" stroke="{HAIR}"/>'
    labels = (write(frame.left - 6, frame.y(tick) + SIZE * 0.35, to_label(tick)) for tick in frame.ticks)
    return f'{drawn}<g text-anchor="end" fill="{QUIET}">{"".join(labels)}</g>'


def _draw_zero(frame: Frame) -> str:
    path = f"M{to_text(frame.left)} {to_text(frame.y(0))}H{to_text(frame.right)}"
    return f'<path d="{path}" fill="none" stroke="{INK}" stroke-width="1.5"/>'


def _draw_years(chart: LineChart, frame: Frame) -> str:
    """Every year, or as many as there is room for, the last one always."""
    last = chart.years[-1]
    apart = (frame.right - frame.left) / max(last - chart.years[0], 1)
    room = max((len(name) for name in chart.names), default=4) * LETTER + 10
    steps = EVERY_MONTH if chart.names else EVERY_YEAR
    every = next(step for step in steps if step * apart >= room or step == steps[-1])
    shown = [year for year in range(chart.years[0], last + 1) if (last - year) % every == 0]
    labels = (_write_inside(frame, frame.x(year), chart.get_name(year)) for year in shown)
    return f'<g text-anchor="middle" fill="{QUIET}">{"".join(labels)}</g>'


def _write_inside(frame: Frame, x: float, name: str) -> str:
    """A wide name at an end is moved so far that none of it is cut off."""
    half = len(name) * LETTER / 2
    return write(min(max(x, half), frame.width - half), frame.height - 8, name)


def _draw_marks(chart: LineChart, frame: Frame) -> tuple[str, int]:
    """Numbers in rings below the years, with a thin line up; and in how many rows, so that none covers another."""
    ends: list[float] = []
    drawn = ""
    for mark in sorted(chart.marks, key=lambda one: one.year):
        x = frame.x(mark.year)
        lane = next((index for index, end in enumerate(ends) if x - end >= APART), len(ends))
        ends[lane : lane + 1] = [x]
        y = frame.height + MARK_LANE * lane + RING + 2
        drawn += (
            f'<path d="M{to_text(x)} {TOP}V{frame.height - BOTTOM}" fill="none" stroke="{QUIET}" '
            'stroke-dasharray="1 4"/>'
            f'<circle cx="{to_text(x)}" cy="{to_text(y)}" r="{RING}" fill="#fff" stroke="{QUIET}" stroke-width="1.5"/>'
            f"{write(x, y + SIZE * 0.35, mark.sign, anchor='middle')}"
        )
    return drawn, len(ends)


def _draw_start(chart: LineChart, frame: Frame) -> str:
    if chart.start is None:
        return ""
    x = frame.x(chart.start.year)
    line = f'<path d="M{to_text(x)} {TOP}V{frame.height - BOTTOM}" fill="none" stroke="{QUIET}" stroke-width="1.5" '
    line += 'stroke-dasharray="4 4"/>'
    text = chart.start.short or chart.start.label if frame.is_narrow else chart.start.label
    before = x - frame.left > frame.right - x or len(text) * LETTER > frame.right - x
    room = wrap(text, max(int(((x - frame.left) if before else (frame.right - x)) / LETTER), 8))
    anchor, away = ("end", x - 6) if before else ("", x + 6)
    return line + "".join(
        write(away, TOP + SIZE + index * LINE, part, anchor=anchor, fill=QUIET) for index, part in enumerate(room)
    )


def _draw_others(chart: LineChart, frame: Frame) -> list[str]:
    """All thin lines in one path with whole numbers: there may be 150 of them."""
    path = ""
    for line in chart.lines:
        if line.look == "other":
            run = ""
            for year, value in zip(chart.years, line.values, strict=True):
                if value is None:
                    run = ""
                    continue
                point = f"{round(frame.x(year))} {round(frame.y(value))}"
                path += f"{run or 'M'}{point}"
                run = "L"
    return [f'<path d="{path}" fill="none" {stroke("other")}/>'] if path else []


def _draw_own(chart: LineChart, line: Line, frame: Frame) -> str:
    points = [
        None if value is None else (frame.x(year), frame.y(value))
        for year, value in zip(chart.years, line.values, strict=True)
    ]
    path, alone = draw_line(points)
    colour = LOOKS[line.look][0]
    drawn = f'<path d="{path}" fill="none" {stroke(line.look)} stroke-linejoin="round"/>' if path else ""
    with_points = line.look in WITH_POINTS
    dots = [point for point in points if point] if with_points else alone
    circles = "".join(f'<circle cx="{to_text(x)}" cy="{to_text(y)}" r="3.6"/>' for x, y in dots)
    drawn += f'<g fill="{colour}">{circles}</g>' if circles else ""
    signals = dict.fromkeys(line.stands_out, "worse") | dict(line.signals)
    for year, point in zip(chart.years, points, strict=True):
        if point and year in signals:
            shape, colour = SIGNALS[signals[year]]
            path = shape.format(x=to_text(point[0]), y=to_text(point[1]))
            drawn += f'<path d="{path}" fill="{colour}" stroke="#fff" stroke-width="1.5"/>'
    return drawn


def draw_signal(kind: str) -> SafeString:
    """One of `SIGNALS` by itself, for what explains a chart."""
    shape, colour = SIGNALS[kind]
    return mark_safe(  # noqa: S308 - shapes of our own
        '<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">'
        f'<path d="{shape.format(x=10, y=10)}" fill="{colour}"/></svg>'
    )


def _draw_gaps(chart: LineChart, frame: Frame) -> list[str]:
    """The sign of why there is no figure, where the figure would stand above its year."""
    y = frame.height - BOTTOM - 6
    return [write(frame.x(year), y, sign, anchor="middle", fill=QUIET) for year, sign in chart.gaps]


def _draw_labels(chart: LineChart, frame: Frame) -> list[str]:
    named = [(line, _get_label(line, frame.width)) for line in chart.lines]
    ends = [
        (line, label, next(value for value in reversed(line.values) if value is not None))
        for line, label in named
        if label and any(value is not None for value in line.values)
    ]
    heights = [len(label) * LINE + 2 for _, label, _ in ends]
    wanted = [frame.y(value) - height / 2 for (_, _, value), height in zip(ends, heights, strict=True)]
    placed = spread(wanted, heights, TOP - LINE / 2, frame.height - BOTTOM + LINE / 2)
    return [
        write(
            frame.right + 6,
            top + SIZE + index * LINE,
            part,
            fill=LOOKS[line.look][0],
            bold=line.look in (*WITH_POINTS, "expected"),
        )
        for (line, label, _), top in zip(ends, placed, strict=True)
        for index, part in enumerate(label)
    ]
