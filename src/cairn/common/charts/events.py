"""Years counted from a start that differs from place to place: all places together with their range, or one of many."""

from collections.abc import Callable

from cairn.common.charts.specification import EventChart, EventYear, SmallChart
from cairn.common.charts.svg import (
    HAIR,
    INK,
    LETTER,
    QUIET,
    SIZE,
    TARN,
    WIDE,
    draw_line,
    find_ticks,
    make_scale,
    to_label,
    to_text,
    wrap_svg,
    write,
)

HEIGHTS = {True: 340, False: 290}
TOP, BOTTOM = 48, 50
BAND = "#dfe9e8"
CAP = 4.0
HALF = 0.5  # the start lies between 0, the last year before, and 1, the first after
SMALL_WIDTH, SMALL_HEIGHT = 236, 140
SMALL_LEFT, SMALL_RIGHT, SMALL_TOP, SMALL_BOTTOM = 42, 8, 10, 24
Place = Callable[[float], float]


def draw_event_chart(chart: EventChart, width: int) -> str:
    """A dot and its range for each year, over the range in which as many places drawn at random mostly lie."""
    is_wide = width == WIDE
    height = HEIGHTS[is_wide]
    ends = [one for year in chart.years for one in (year.value, year.low, year.high, year.usual_low, year.usual_high)]
    known = [one for one in ends if one is not None]
    ticks = find_ticks(min(0.0, *known), max(0.0, *known), most=6 if is_wide else 5)
    left = max(len(to_label(tick)) for tick in ticks) * LETTER + 10
    right, bottom = width - 8.0, height - BOTTOM
    x = make_scale(chart.years[0].since - HALF, chart.years[-1].since + HALF, left, right)
    y = make_scale(ticks[0], ticks[-1], bottom, TOP)
    unit = chart.words.unit if is_wide else chart.words.short_unit or chart.words.unit
    inner = (
        write(0, 13, unit, fill=QUIET),
        *(_draw_usual(year, x, y) for year in chart.years),
        _draw_scale(ticks, y, left, right),
        _draw_upright(x(HALF), TOP, bottom),
        write(x(HALF), TOP - 10, chart.start_label, anchor="middle", fill=QUIET),
        *(_draw_year(year, x(year.since), y, TOP, bottom) for year in chart.years),
        _draw_numbers(chart, x, bottom),
        write((left + right) / 2, height - 6, chart.axis_label, anchor="middle", fill=QUIET),
    )
    return wrap_svg(width, height, chart.words.description, "".join(inner))


def _draw_usual(year: EventYear, x: Place, y: Place) -> str:
    start, top = x(year.since - HALF), y(year.usual_high)
    width, height = x(year.since + HALF) - start, y(year.usual_low) - top
    return (
        f'<rect x="{to_text(start)}" y="{to_text(top)}" width="{to_text(width)}" height="{to_text(height)}" '
        f'fill="{BAND}"/>'
    )


def _draw_scale(ticks: list[float], y: Place, left: float, right: float) -> str:
    lines = "".join(f"M{to_text(left)} {to_text(y(tick))}H{to_text(right)}" for tick in ticks)
    labels = "".join(write(left - 6, y(tick) + SIZE * 0.35, to_label(tick)) for tick in ticks)
    return (
        f'<path d="{lines}" fill="none" stroke="{HAIR}"/>'
        f'<path d="M{to_text(left)} {to_text(y(0))}H{to_text(right)}" fill="none" stroke="{INK}" stroke-width="1.5"/>'
        f'<g text-anchor="end" fill="{QUIET}">{labels}</g>'
    )


def _draw_upright(x: float, top: float, bottom: float) -> str:
    path = f"M{to_text(x)} {to_text(top)}V{to_text(bottom)}"
    return f'<path d="{path}" fill="none" stroke="{QUIET}" stroke-width="1.5" stroke-dasharray="4 4"/>'


def _draw_year(year: EventYear, x: float, y: Place, top: float, bottom: float) -> str:
    """A side without an end runs to the edge and has no cap. Years before are hollow: nothing had begun."""
    high, low = (top if year.high is None else y(year.high)), (bottom if year.low is None else y(year.low))
    path = f"M{to_text(x)} {to_text(high)}V{to_text(low)}"
    for end, at in ((year.high, high), (year.low, low)):
        path += "" if end is None else f"M{to_text(x - CAP)} {to_text(at)}H{to_text(x + CAP)}"
    fill = TARN if year.since > 0 else "#fff"
    return (
        f'<path d="{path}" fill="none" stroke="{TARN}" stroke-width="1.8"/>'
        f'<circle cx="{to_text(x)}" cy="{to_text(y(year.value))}" r="4.5" fill="{fill}" stroke="{TARN}" '
        'stroke-width="2"/>'
    )


def _draw_numbers(chart: EventChart, x: Place, bottom: float) -> str:
    apart = x(1) - x(0)
    every = next(step for step in (1, 2, 3, 5, 10) if step * apart >= 26 or step == 10)
    shown = [year.since for year in chart.years if year.since % every == 0 or (year.since == 1 and every == 1)]
    labels = "".join(write(x(since), bottom + 18, to_label(since)) for since in shown)
    return f'<g text-anchor="middle" fill="{QUIET}">{labels}</g>'


def draw_small_chart(chart: SmallChart) -> str:
    """The same at every width: it stands in a row of others, or above them."""
    ticks = find_ticks(min(chart.lowest, 0.0), max(chart.highest, 0.0), most=3)
    right, bottom = SMALL_WIDTH - SMALL_RIGHT, SMALL_HEIGHT - SMALL_BOTTOM
    x = make_scale(chart.first, chart.last, SMALL_LEFT + 6, right - 4)
    y = make_scale(ticks[0], ticks[-1], bottom, SMALL_TOP)
    path, alone = draw_line([(x(since), y(value)) for since, value in chart.values])
    dots = [(x(since), y(value)) for since, value in chart.values if since > 0] + alone
    circles = "".join(f'<circle cx="{to_text(a)}" cy="{to_text(b)}" r="2.6"/>' for a, b in dots)
    numbers = "".join(write(x(since), SMALL_HEIGHT - 6, to_label(since)) for since in _pick(chart))
    inner = (
        _draw_scale(ticks, y, SMALL_LEFT, right),
        _draw_upright(x(HALF), SMALL_TOP, bottom),
        f'<path d="{path}" fill="none" stroke="{TARN}" stroke-width="2.2" stroke-linejoin="round"/>' if path else "",
        f'<g fill="{TARN}">{circles}</g>',
        f'<g text-anchor="middle" fill="{QUIET}">{numbers}</g>',
    )
    return wrap_svg(SMALL_WIDTH, SMALL_HEIGHT, chart.words.description, "".join(inner))


def _pick(chart: SmallChart) -> list[int]:
    return sorted({chart.first, 0, chart.last} if chart.first < -1 else {0, chart.last})
