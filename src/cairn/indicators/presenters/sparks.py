"""Ten years as a small line, and a council among others as dots: pure functions, text and numbers in, SVG out.

A gap in the figures is a gap in the line. What the picture shows is said in its label, with the reason for each year
without a figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from cairn.common.charts import draw_line, make_scale, to_text
from cairn.common.presenters.stones import pebble

YEARS = 10
SPARK_WIDTH, SPARK_HEIGHT = 132, 34
DOTS_WIDTH, DOTS_HEIGHT = 190, 30
RADIUS = 4.6
FIRST = "First figure."


@dataclass(frozen=True)
class Point:
    """A year of a measure: its figure, and how a page says it ("85.0", "hidden")."""

    year: int
    value: float | None
    text: str


def draw_spark(points: Sequence[Point], name: str) -> SafeString:
    """The last ten calendar years up to the newest of these."""
    shown = _fill_years(points)
    numbers = [point.value for point in shown if point.value is not None]
    if not numbers:
        return SafeString("")
    x = make_scale(shown[0].year, shown[-1].year, 4, SPARK_WIDTH - 6)
    if len(shown) == 1:
        x = make_scale(0, 1, SPARK_WIDTH - 6, SPARK_WIDTH - 6)
    pad = (max(numbers) - min(numbers) or abs(max(numbers)) or 1.0) * 0.08
    y = make_scale(min(numbers) - pad, max(numbers) + pad, SPARK_HEIGHT - 5, 5)
    places = [None if point.value is None else (x(point.year), y(point.value)) for point in shown]
    path, alone = draw_line(places)
    drawn = f'<path class="s-line" d="{path}"/>' if path else ""
    drawn += "".join(f'<circle class="s0" cx="{to_text(a)}" cy="{to_text(b)}" r="2.2"/>' for a, b in alone)
    if places[-1] is not None:
        drawn += f'<circle class="s1" cx="{to_text(places[-1][0])}" cy="{to_text(places[-1][1])}" r="4"/>'
    said = ", ".join(f"{point.year} {point.text}" for point in shown)
    return _wrap("f-spark", SPARK_WIDTH, SPARK_HEIGHT, f"{name}: {said}", drawn)


def _fill_years(points: Sequence[Point]) -> list[Point]:
    """Every calendar year, so that a year that nobody published is a gap; none before the first figure."""
    last = points[-1].year if points else 0
    known = {point.year: point for point in points if point.year > last - YEARS}
    first = min((year for year, point in known.items() if point.value is not None), default=last + 1)
    return [known.get(year) or Point(year, None, "not published") for year in range(first, last + 1)]


def draw_dots(own: float | None, others: Sequence[float], england: float | None, label: str) -> SafeString:
    """The council as a stone, others as rings, England as a bar, on one scale from the lowest to the highest."""
    numbers = [*others, *(value for value in (own, england) if value is not None)]
    if not others and england is None:
        return SafeString("")
    pad = (max(numbers) - min(numbers) or abs(max(numbers)) or 1.0) * 0.02
    x = make_scale(min(numbers) - pad, max(numbers) + pad, 9, DOTS_WIDTH - 9)
    middle = DOTS_HEIGHT // 2
    drawn = f'<path class="axis" d="M2 {middle}H{DOTS_WIDTH - 2}"/>'
    drawn += "".join(f'<circle class="nb" cx="{to_text(x(value))}" cy="{middle}" r="{RADIUS}"/>' for value in others)
    if england is not None:
        drawn += f'<path class="eng" d="M{to_text(x(england))} 3V{DOTS_HEIGHT - 3}"/>'
    if own is not None:
        drawn += f'<path class="own" d="{pebble(x(own) - 8, middle - 7, 16, 14)}"/>'
    return _wrap("f-dots", DOTS_WIDTH, DOTS_HEIGHT, label, drawn)


def _wrap(look: str, width: int, height: int, label: str, inner: str) -> SafeString:
    return mark_safe(  # noqa: S308 (the label is escaped, all else is made of numbers)
        f'<svg class="{look}" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{escape(label)}">{inner}</svg>'
    )


def describe_change(points: Sequence[Point]) -> str:
    """“Higher than in 2016 (755).”: the newest figure beside the first of the ten years; no verdict on it."""
    shown = [point for point in _fill_years(points) if point.value is not None]
    if not points or points[-1].value is None or not shown:
        return ""
    first, last = shown[0], shown[-1]
    if first is last:
        return FIRST
    if first.text == last.text:
        return f"The same as in {first.year} ({first.text})."
    return f"{'Higher' if last.value > first.value else 'Lower'} than in {first.year} ({first.text})."  # type: ignore[operator]  # both are numbers


def describe_place_among(own: float, others: Sequence[float], who: str) -> str:
    """“Higher than 8 of 10 neighbours”: beside councils it is compared with, in no order."""
    number = len(others)
    below, above = sum(value < own for value in others), sum(value > own for value in others)
    if below == number:
        return f"Higher than all {number} {who}"
    if above == number:
        return f"Lower than all {number} {who}"
    if below:
        return f"Higher than {below} of {number} {who}"
    if above:
        return f"Lower than {above} of {number} {who}"
    return f"The same as all {number} {who}"
