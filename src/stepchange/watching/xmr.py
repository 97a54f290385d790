"""XmR charts in the manner of the NHS "Making Data Count" team: rules, icons, and words for both.

An XmR chart (individuals and moving range) tells ordinary variation from a signal in one series. Limits are the
mean plus and minus 2.66 times the mean moving range (Shewhart's three standard deviations, estimated from
neighbours; Wheeler and Chambers 1992, Understanding Statistical Process Control). The rules and the icons follow
NHS England's guide "Making data count: strengthening your decisions".

On short annual series these rules cry wolf often (engine.md 4.5; docs/methods/watching.md has the measured rates).
Use a chart to see how a series behaves, not to say that a programme worked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from stepchange.errors import NotEnoughDataError, PanelError
from stepchange.options import check_choice
from stepchange.panel import Array

LIMIT_FACTOR = 2.66  # 3 / d2 with d2 = 1.128 for two neighbours
NEAR_FACTOR = 1.77  # two thirds of the way to a limit
RANGE_FACTOR = 3.267  # D4: a moving range beyond this multiple of the mean range is an outlier
RUN = 7
TREND = 7
POINTS_FOR_LIMITS = 12
MINIMUM_POINTS = 4


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class Rule(StrEnum):
    """What makes a point a signal."""

    OUTSIDE = "outside"
    RUN = "run"
    TREND = "trend"
    TWO_OF_THREE = "two_of_three"

    @property
    def words(self) -> str:
        return _RULE_WORDS[self]


class Variation(StrEnum):
    """The first icon: what the latest point says."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT_HIGH = "improvement_high"
    IMPROVEMENT_LOW = "improvement_low"
    CONCERN_HIGH = "concern_high"
    CONCERN_LOW = "concern_low"
    NEITHER_HIGH = "neither_high"
    NEITHER_LOW = "neither_low"

    @property
    def words(self) -> str:
        return _VARIATION_WORDS[self]


class Assurance(StrEnum):
    """The second icon: whether the target will be met if nothing changes."""

    NO_TARGET = "no_target"
    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    HIT_AND_MISS = "hit_and_miss"

    @property
    def words(self) -> str:
        return _ASSURANCE_WORDS[self]


_RULE_WORDS = {
    Rule.OUTSIDE: "outside the limits",
    Rule.RUN: f"{RUN} or more points in a row on one side of the mean",
    Rule.TREND: f"{TREND} or more points in a row, each higher or each lower than the one before",
    Rule.TWO_OF_THREE: "two of three points close to a limit, all on one side of the mean",
}
_VARIATION_WORDS = {
    Variation.COMMON_CAUSE: "Ordinary variation: no significant change",
    Variation.IMPROVEMENT_HIGH: "A signal of improvement: higher than usual",
    Variation.IMPROVEMENT_LOW: "A signal of improvement: lower than usual",
    Variation.CONCERN_HIGH: "A signal of concern: higher than usual",
    Variation.CONCERN_LOW: "A signal of concern: lower than usual",
    Variation.NEITHER_HIGH: "A signal: higher than usual, where neither direction is better in itself",
    Variation.NEITHER_LOW: "A signal: lower than usual, where neither direction is better in itself",
}
_ASSURANCE_WORDS = {
    Assurance.NO_TARGET: "No target, or too few points to say",
    Assurance.PASS: "The target will be met as a rule, if nothing changes",
    Assurance.FAIL: "The target will be missed as a rule, if nothing changes",
    Assurance.HIT_AND_MISS: "The target will be met or missed by chance",
}


@dataclass(frozen=True)
class Rebase:
    """From this period on new limits hold, because of a known change; set by a person, never by the chart.

    `baseline` is how many points of its stretch set the limits; all by default.
    """

    period: str
    reason: str
    baseline: int | None = None


@dataclass(frozen=True)
class Limits:
    """Mean and limits of one stretch of a series.

    Attributes
    ----------
    first, last : int
        Positions of the first and last point of the stretch.
    mean, lower, upper, mean_range : float
        In the unit of the series. `lower` may lie below 0; show it as it is or not at all.
    points : int
        Points with a figure on which the limits rest.
    is_provisional : bool
        Whether these are fewer than twelve.
    screened : int
        Moving ranges left out as outliers; 0 unless asked for.
    reason : str
        Why the stretch begins; empty for the first.
    """

    first: int
    last: int
    mean: float
    lower: float
    upper: float
    mean_range: float
    points: int
    is_provisional: bool
    screened: int
    reason: str


@dataclass(frozen=True)
class Point:
    """One period: its value (None where there is no figure), the rules it is part of, on which side it lies, and what
    that says."""

    period: str
    value: float | None
    rules: tuple[Rule, ...]
    is_high: bool
    variation: Variation = Variation.COMMON_CAUSE


@dataclass(frozen=True)
class Xmr:
    """A chart: its points, the limits of each stretch, and the two icons."""

    points: tuple[Point, ...]
    limits: tuple[Limits, ...]
    variation: Variation
    assurance: Assurance
    target: float | None
    is_screened: bool

    @property
    def is_provisional(self) -> bool:
        """Whether the latest limits rest on fewer than twelve points."""
        return self.limits[-1].is_provisional


def draw_xmr(
    periods: Sequence[str],
    values: Sequence[float] | Array,
    *,
    better: Direction,
    target: float | None = None,
    baseline: int | None = None,
    rebases: Sequence[Rebase] = (),
    screen_outliers: bool = False,
) -> Xmr:
    """Limits, signals and icons of one series.

    Parameters
    ----------
    periods : sequence of str
        T labels in order, unique.
    values : sequence of float, length T
        NaN where there is no figure. A missing point ends no run and counts in none; no moving range is taken
        across it.
    better : Direction
    target : float, optional
    baseline : int, optional
        How many points of the first stretch set its limits; all by default.
    rebases : sequence of Rebase
        Periods at which the limits begin anew, each with its reason.
    screen_outliers : bool
        Leave moving ranges beyond 3.267 times their mean out of the limits, once. NHS England's Excel tool does
        not; NHSRplotthedots does.

    Raises
    ------
    PanelError
        When labels, baseline or rebases do not fit the series.
    NotEnoughDataError
        With fewer than four points, or no two neighbours, in a stretch.

    Examples
    --------
    >>> chart = draw_xmr([str(year) for year in range(2012, 2024)], [10, 11, 9, 10, 12, 10, 9, 11, 10, 10, 11, 20],
    ...                  better=Direction.DOWN)
    >>> chart.variation.words
    'A signal of concern: higher than usual'
    """
    better = check_choice("better", better, Direction)
    labels, series = tuple(periods), np.asarray(values, dtype=np.float64)
    starts = _check(labels, series, baseline, rebases)
    limits = []
    for number, (first, reason, points_used) in enumerate(starts):
        last = (starts[number + 1][0] if number + 1 < len(starts) else len(labels)) - 1
        limits.append(_limits(series, first, last, reason, points_used, screen_outliers, labels))
    found = [rules for stretch in limits for rules in _signals(series[stretch.first : stretch.last + 1], stretch)]
    points: list[Point] = []
    for position, (label, value, rules) in enumerate(zip(labels, series, found, strict=True)):
        stretch = next(one for one in limits if one.first <= position <= one.last)
        if np.isnan(value):
            points.append(Point(label, None, rules, is_high=False))
            continue
        is_high = bool(value > stretch.mean)
        # A trend tells its own way: it may climb on the low side of the mean.
        tells_high = _is_rising(series, found, position) if rules == (Rule.TREND,) else is_high
        variation = _variation(rules, is_high=tells_high, better=better)
        points.append(Point(label, float(value), rules, is_high, variation))
    latest = next((point for point in reversed(points) if point.value is not None), None)
    return Xmr(
        points=tuple(points),
        limits=tuple(limits),
        variation=latest.variation if latest else Variation.COMMON_CAUSE,
        assurance=_assurance(limits[-1], target, better),
        target=target,
        is_screened=screen_outliers,
    )


def _check(
    labels: tuple[str, ...], series: Array, baseline: int | None, rebases: Sequence[Rebase]
) -> list[tuple[int, str, int | None]]:
    """Where stretches begin, why, and how many points set the limits of each."""
    if series.shape != (len(labels),):
        raise PanelError(f"There are {len(labels)} periods and {series.size} values; give one value for each period.")
    if len(set(labels)) != len(labels):
        raise PanelError("Two periods have the same label; each can be in a series only once.")
    if np.isinf(series).any():
        raise PanelError("The series holds an infinite number; use NaN where there is no figure.")
    for asked in (baseline, *(rebase.baseline for rebase in rebases)):
        if asked is not None and asked < MINIMUM_POINTS:
            raise PanelError(f"Limits need at least {MINIMUM_POINTS} points; the baseline given has {asked}.")
    starts: dict[int, tuple[str, int | None]] = {0: ("", baseline)}
    for rebase in rebases:
        if rebase.period not in labels[1:]:
            raise PanelError(f"Limits cannot begin anew at {rebase.period!r}; give one of {', '.join(labels[1:])}.")
        if not rebase.reason.strip():
            raise PanelError(f"Say why the limits begin anew at {rebase.period}: which known change happened then.")
        starts[labels.index(rebase.period)] = rebase.reason, rebase.baseline
    return sorted((first, reason, points_used) for first, (reason, points_used) in starts.items())


def _limits(
    series: Array,
    first: int,
    last: int,
    reason: str,
    baseline: int | None,
    screen_outliers: bool,
    labels: tuple[str, ...],
) -> Limits:
    stretch = series[first : last + 1]
    if baseline is not None:
        known = np.flatnonzero(~np.isnan(stretch))[:baseline]
        stretch = stretch[: known[-1] + 1] if len(known) else stretch
    points = int((~np.isnan(stretch)).sum())
    ranges = np.abs(np.diff(stretch))
    ranges = ranges[~np.isnan(ranges)]
    if points < MINIMUM_POINTS or not len(ranges):
        raise NotEnoughDataError(
            "too_few_points",
            f"From {labels[first]} on there are {points} points; limits need at least {MINIMUM_POINTS}, "
            "with two that follow each other.",
        )
    kept = ranges[ranges <= RANGE_FACTOR * ranges.mean()] if screen_outliers else ranges
    mean, mean_range = float(np.nanmean(stretch)), float(kept.mean())
    return Limits(
        first=first,
        last=last,
        mean=mean,
        lower=mean - LIMIT_FACTOR * mean_range,
        upper=mean + LIMIT_FACTOR * mean_range,
        mean_range=mean_range,
        points=points,
        is_provisional=points < POINTS_FOR_LIMITS,
        screened=len(ranges) - len(kept),
        reason=reason,
    )


def _signals(stretch: Array, limits: Limits) -> list[tuple[Rule, ...]]:
    """The rules that each point of a stretch is part of, in the order of `Rule`."""
    known = np.flatnonzero(~np.isnan(stretch))
    values = stretch[known]
    sides = np.sign(values - limits.mean)
    near = np.abs(values - limits.mean) > NEAR_FACTOR * limits.mean_range
    parts = {
        Rule.OUTSIDE: (values < limits.lower) | (values > limits.upper),
        Rule.RUN: _in_long_runs(sides, RUN),
        Rule.TREND: _in_trends(values),
        Rule.TWO_OF_THREE: _in_two_of_three(sides, near),
    }
    found: list[tuple[Rule, ...]] = [()] * len(stretch)
    for place, position in enumerate(known):
        found[position] = tuple(rule for rule in Rule if parts[rule][place])
    return found


def _in_long_runs(signs: Array, length: int) -> NDArray[np.bool_]:
    """Which positions belong to at least `length` equal signs in a row; a 0 belongs to none: shape (n,)."""
    part = np.zeros(len(signs), dtype=bool)
    first = 0
    for position in range(1, len(signs) + 1):
        if position == len(signs) or signs[position] != signs[first]:
            if signs[first] != 0 and position - first >= length:
                part[first:position] = True
            first = position
    return part


def _in_trends(values: Array) -> NDArray[np.bool_]:
    """A trend of n points has n - 1 steps the same way."""
    steps = _in_long_runs(np.sign(np.diff(values)), TREND - 1)
    part = np.zeros(len(values), dtype=bool)
    part[:-1] |= steps
    part[1:] |= steps
    return part


def _in_two_of_three(sides: Array, near: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The points beyond two thirds of the way, where two of three on one side are."""
    part = np.zeros(len(sides), dtype=bool)
    for first in range(len(sides) - 2):
        window = slice(first, first + 3)
        if abs(sides[window].sum()) == 3 and near[window].sum() >= 2:
            part[window] |= near[window]
    return part


def _is_rising(series: Array, found: list[tuple[Rule, ...]], position: int) -> bool:
    """Which way the trend goes that a point is part of: seen from the point before it, or after it for the first."""
    known = np.flatnonzero(~np.isnan(series))
    place = int(np.searchsorted(known, position))
    if place == 0 or Rule.TREND not in found[known[place - 1]]:
        place += 1
    return bool(series[known[place]] > series[known[place - 1]])


def _variation(rules: tuple[Rule, ...], *, is_high: bool, better: Direction) -> Variation:
    if not rules:
        return Variation.COMMON_CAUSE
    if better is Direction.NEITHER:
        return Variation.NEITHER_HIGH if is_high else Variation.NEITHER_LOW
    if is_high:
        return Variation.IMPROVEMENT_HIGH if better is Direction.UP else Variation.CONCERN_HIGH
    return Variation.IMPROVEMENT_LOW if better is Direction.DOWN else Variation.CONCERN_LOW


def _assurance(limits: Limits, target: float | None, better: Direction) -> Assurance:
    if target is None or better is Direction.NEITHER:
        return Assurance.NO_TARGET
    if limits.lower <= target <= limits.upper:
        return Assurance.HIT_AND_MISS
    met = target < limits.lower if better is Direction.UP else target > limits.upper
    return Assurance.PASS if met else Assurance.FAIL
