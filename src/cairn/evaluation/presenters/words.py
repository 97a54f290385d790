"""Numbers and findings in plain words."""

from collections.abc import Callable
from datetime import date
from math import expm1

from cairn.evaluation.models.document import FindingPart
from cairn.indicators.definitions import IndicatorDefinition

# Where neither direction is good by itself, a finding says what happened and not whether it is good.
VERDICTS = {
    "step_change": "Step change",
    "gradual_improvement": "Gradual improvement",
    "improved_shape_unclear": "Improved, shape unclear",
    "changed_for_the_worse": "Changed for the worse",
    "gradual_change_as_planned": "Gradual {hoped}",
    "changed_as_planned_shape_unclear": "A {hoped}, shape unclear",
    "changed_the_other_way": "Changed the other way: a {other}",
    "too_small_to_matter": "A change too small to matter",
    "no_detectable_change": "No detectable change",
    "not_enough_evidence": "Not enough evidence",
    "waiting_for_figures": "Waiting for figures",
}
AS_HOPED = (
    "step_change",
    "gradual_improvement",
    "improved_shape_unclear",
    "gradual_change_as_planned",
    "changed_as_planned_shape_unclear",
)
OTHER_WAY = ("changed_for_the_worse", "changed_the_other_way")
VERDICT_COLOURS = {
    "step_change": "green",
    "gradual_improvement": "green",
    "improved_shape_unclear": "turquoise",
    "changed_for_the_worse": "red",
    "gradual_change_as_planned": "blue",
    "changed_as_planned_shape_unclear": "blue",
    "changed_the_other_way": "blue",
    "too_small_to_matter": "blue",
    "no_detectable_change": "blue",
    "not_enough_evidence": "grey",
    "waiting_for_figures": "yellow",
}
ESTIMATORS = {
    "ridge_corrected": "Weighted comparison, corrected for level (the one the finding uses)",
    "ridge_uncorrected": "Weighted comparison, not corrected for level",
    "difference_in_differences": "All other councils alike",
    "difference_in_differences_corrected": "All other councils alike, corrected for level",
    "exact_simplex": "Closest mixture of councils, without spreading the weight",
    "synthetic_difference_in_differences": "Weighted comparison, with the years before weighted too",
    "ridge_in_differences": "Weighted comparison of yearly changes",
}


# The same for the axis of a chart.
ESTIMATORS_IN_SHORT = {
    "ridge_corrected": "Weighted, corrected",
    "ridge_uncorrected": "Weighted",
    "synthetic_difference_in_differences": "Weighted, years too",
    "ridge_in_differences": "Weighted yearly changes",
    "difference_in_differences_corrected": "All alike, corrected",
    "difference_in_differences": "All alike",
    "exact_simplex": "Closest mixture",
}


def direction_word(direction: int) -> str:
    return "rise" if direction > 0 else "fall"


def find_state(finding: FindingPart) -> str:
    """The verdict; while no figure is out that could show anything, that this is waited for."""
    return "waiting_for_figures" if "no_year_after" in finding["reasons"] else str(finding["verdict"])


def verdict_label(verdict: str, measure: IndicatorDefinition, direction: int) -> str:
    label = VERDICTS[verdict].format(hoped=direction_word(direction), other=direction_word(-direction))
    if verdict == "step_change" and measure.polarity == "none":
        return f"{label}: a {direction_word(direction)}"
    return label


def number(value: float, decimals: int = 0) -> str:
    """Thousands with commas, a true minus sign, no minus zero."""
    rounded = round(value, decimals) or 0.0
    return f"{rounded:,.{decimals}f}".replace("-", "\N{MINUS SIGN}")


def people(value: float, measure: IndicatorDefinition) -> str:
    """'1 child', '25 children'."""
    return f"{number(value)} {measure.people.one if round(value) == 1 else measure.people.many}"


def relative(value: float, measure: IndicatorDefinition, *, signed: bool = False) -> str:
    """A change for the reader: '12%' or '2.3 points'."""
    if measure.kind == "percentage":
        text, unit = number(abs(value), 1), " points"
    else:
        per_cent = abs(value) * 100
        text, unit = number(per_cent, 1 if 0 < per_cent < 1 else 0), "%"
    sign = ("\N{MINUS SIGN}" if value < 0 else "+") if signed and text.strip("0.") else ""
    return f"{sign}{text}{unit}"


def to_reader(analysis: float, measure: IndicatorDefinition) -> float:
    """A change on the scale of the analysis as a share, or in points."""
    return analysis if measure.kind == "percentage" else expm1(analysis)


def change(analysis: float, measure: IndicatorDefinition) -> str:
    """The same in words, with its sign: '−12%'."""
    return relative(to_reader(analysis, measure), measure, signed=True)


def planned(size: float, measure: IndicatorDefinition) -> str:
    """The smallest change of a plan as it was given: '12.5%' or '2 points'."""
    return f"{size:g} points" if measure.kind == "percentage" else f"{size:g}%"


def chance(rank: int, places: int) -> str:
    return f"{number(rank)} of {number(places)}"


def figure(value: float | None, measure: IndicatorDefinition) -> str:
    """One figure of a measure, to the precision in which it is published."""
    return "" if value is None else number(value, 0 if measure.kind == "count" else 1)


def month(day: date) -> str:
    return f"{day:%B %Y}"


def is_in_pandemic(start: date) -> bool:
    """Whether a start cannot be told apart from the pandemic and its aftermath (engine.md, appendix A4)."""
    return 2020 <= start.year <= 2022


def years(values: list[int]) -> str:
    """'2013 to 2020'; '2013, 2015 to 2022 and 2025'."""
    if not values:
        return "none"
    runs: list[list[int]] = []
    for year in values:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    parts = [[f"{run[0]} to {run[-1]}"] if len(run) > 2 else [str(year) for year in run] for run in runs]
    return join([part for run in parts for part in run])


def join(parts: list[str], last: str = "and") -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def span(low: float | None, high: float | None, say: Callable[[float], str], fewer: str, more: str) -> str:
    """An interval of change in words: 'between 60 fewer and 25 more'; open ends are said.

    `say` turns a size (never negative) into words.
    """
    if low is None and high is None:
        return "any number more or fewer"
    if low is None:
        return f"at least {say(-high)} {fewer}" if high < 0 else f"at most {say(high)} {more}, or any number {fewer}"  # type: ignore[operator, arg-type]  # not both
    if high is None:
        return f"at least {say(low)} {more}" if low > 0 else f"at most {say(-low)} {fewer}, or any number {more}"
    if low < 0 < high:
        return f"between {_side(low, say, fewer, more)} and {_side(high, say, fewer, more)}"
    near, far = sorted((abs(low), abs(high)))
    word = fewer if low + high < 0 else more
    return f"between {say(near)} and {say(far)} {word}"


def _side(value: float, say: Callable[[float], str], fewer: str, more: str) -> str:
    return f"{say(abs(value))} {fewer if value < 0 else more}"
