"""A team's own figures as an XmR chart, and what can be said of them. The door to the engine.

Before the start the limits are frozen, so that what came after cannot widen them. From a month that a person names they
begin anew, and are frozen again once there are twelve figures. A change since the start is said only where the latest
seven figures or more lie on one side of the mean and go beyond the usual range: benchmarks/own_figures.py has how often
that is said of series in which nothing happened.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np

from cairn.adoption.models import OwnFigure, OwnMeasure, OwnPhase
from stepchange import NotEnoughDataError, small_numbers
from stepchange.watching import Assurance, Direction, Limits, Point, Rebase, Rule, Variation, Xmr, draw_xmr
from stepchange.watching.xmr import MINIMUM_POINTS, POINTS_FOR_LIMITS, RUN

NEEDED_BEFORE, NEEDED_SINCE = 8, RUN
BETTER_BY = 1.5  # how much closer one shape must come than the other before it is named


class State(StrEnum):
    """What a period has."""

    FIGURE = "figure"
    HIDDEN = "suppressed"  # too small for those outside the team
    NOT_COLLECTED = "missing"
    NOT_POSSIBLE = "not_applicable"  # a percentage of none


class Change(StrEnum):
    """What has become of a measure since the start."""

    BETTER = "better"
    WORSE = "worse"
    HIGHER = "higher"
    LOWER = "lower"
    NONE = "none"
    CANNOT_TELL = "cannot_tell"


class Shape(StrEnum):
    """How a measure changed."""

    STEP = "step"
    GRADUAL = "gradual"
    UNCLEAR = "unclear"


class Why(StrEnum):
    """Why nothing can be said."""

    NO_START = "no_start"
    FEW_BEFORE = "few_before"
    FEW_SINCE = "few_since"
    COUNTED = "counted"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Shown:
    """One period as its reader may see it: `value` is the count or the percentage, none where there is no figure."""

    period: date
    state: State
    number: int | None
    out_of: int | None
    value: float | None
    rules: tuple[Rule, ...] = ()
    variation: Variation = Variation.COMMON_CAUSE


@dataclass(frozen=True)
class Phase:
    """A stretch with limits of its own. `phase` is what a person said where it begins; none for the first."""

    first: date
    last: date
    mean: float
    lower: float
    upper: float
    points: int
    is_provisional: bool
    phase: OwnPhase | None


@dataclass(frozen=True)
class Finding:
    """`since`, `shape` and the two means are of a change; `before` and `after` are how many figures there are."""

    change: Change
    why: Why | None = None
    since: date | None = None
    shape: Shape | None = None
    mean_before: float | None = None
    mean_since: float | None = None
    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class OwnChart:
    points: tuple[Shown, ...]
    phases: tuple[Phase, ...]  # none with too few figures, or where some are hidden
    finding: Finding
    variation: Variation | None
    assurance: Assurance | None
    is_frozen: bool
    hidden: int = 0
    signals: tuple[Shown, ...] = ()


def draw_own_chart(
    measure: OwnMeasure,
    figures: Sequence[OwnFigure],
    phases: Sequence[OwnPhase],
    *,
    start: date | None,
    hides_small: bool,
) -> OwnChart:
    """`figures` in order, without gaps; `phases` those that were not undone; `start` the first day of the start.

    With `hides_small` small numbers go before anything is worked out of them. A mean that holds one would give it away,
    so then there is none.
    """
    points = [_show(measure, one, hides_small=hides_small) for one in figures]
    hidden = sum(point.state is State.HIDDEN for point in points)
    if hidden:
        return OwnChart(tuple(points), (), Finding(Change.CANNOT_TELL, Why.HIDDEN), None, None, False, hidden)
    series = _Series(measure, points, start)
    drawn = series.draw(phases)
    finding = series.find(phases)
    if drawn is None:
        return OwnChart(tuple(points), (), finding, None, None, False)
    shown = tuple(_with_rules(point, found) for point, found in zip(points, drawn.points, strict=True))
    known = {phase.period: phase for phase in phases}
    return OwnChart(
        points=shown,
        phases=tuple(_describe(limits, shown, known) for limits in drawn.limits),
        finding=finding,
        variation=drawn.variation,
        assurance=drawn.assurance,
        is_frozen=series.has_baseline,
        signals=tuple(point for point in shown if point.rules),
    )


def _show(measure: OwnMeasure, figure: OwnFigure, *, hides_small: bool) -> Shown:
    number, out_of = figure.number, figure.out_of if measure.is_percentage else None
    if number is None:
        return Shown(figure.period, State.NOT_COLLECTED, None, None, None)
    if hides_small and _is_small(number, out_of):
        is_whole_small = out_of is not None and small_numbers.is_small(out_of)
        return Shown(figure.period, State.HIDDEN, None, None if is_whole_small else out_of, None)
    if out_of is None:
        return Shown(figure.period, State.FIGURE, number, None, float(number))
    if out_of == 0:
        return Shown(figure.period, State.NOT_POSSIBLE, number, out_of, None)
    return Shown(figure.period, State.FIGURE, number, out_of, 100 * number / out_of)


def _is_small(number: int, out_of: int | None) -> bool:
    """Of a percentage, those it leaves out may be as few as those it counts."""
    counts = [number] if out_of is None else [number, out_of, out_of - number]
    return any(small_numbers.is_small(count) for count in counts)


def _with_rules(point: Shown, found: Point) -> Shown:
    return Shown(point.period, point.state, point.number, point.out_of, point.value, found.rules, found.variation)


def _describe(limits: Limits, points: Sequence[Shown], known: dict[date, OwnPhase]) -> Phase:
    first = points[limits.first].period
    return Phase(
        first=first,
        last=points[limits.last].period,
        mean=limits.mean,
        lower=limits.lower,
        upper=limits.upper,
        points=limits.points,
        is_provisional=limits.is_provisional,
        phase=known.get(first) if limits.first else None,
    )


class _Series:
    """The figures of one measure, and from which of them its first limits come."""

    def __init__(self, measure: OwnMeasure, points: Sequence[Shown], start: date | None) -> None:
        self.measure, self.points, self.start = measure, points, start
        self.values = np.array([np.nan if point.value is None else point.value for point in points])
        self.periods = [point.period for point in points]

    def count(self, first: date, before: date | None = None) -> int:
        """Figures of periods from `first` on that are over `before` a day."""
        return sum(
            point.value is not None
            and point.period >= first
            and (before is None or self.measure.get_next(point.period) <= before)
            for point in self.points
        )

    @property
    def has_baseline(self) -> bool:
        return (
            self.start is not None and bool(self.points) and self.count(self.periods[0], self.start) >= MINIMUM_POINTS
        )

    def _get_baseline(self, first: date) -> int | None:
        """How many figures set the limits that begin with `first`: those before the start, else the first twelve."""
        before = self.count(first, self.start) if self.start else 0
        if before >= MINIMUM_POINTS:
            return before
        is_frozen = self.start is not None or first != self.periods[0]
        return POINTS_FOR_LIMITS if is_frozen and self.count(first) >= POINTS_FOR_LIMITS else None

    def draw(self, phases: Sequence[OwnPhase]) -> Xmr | None:
        """With limits that begin anew where a person said so, if there are figures enough for each; else with one."""
        return self._draw(phases) or self._draw([])

    def _draw(self, phases: Sequence[OwnPhase]) -> Xmr | None:
        """None with fewer than four figures in a stretch."""
        if not self.periods:
            return None
        known = [phase for phase in phases if phase.period in self.periods[1:]]
        try:
            return draw_xmr(
                [f"{period}" for period in self.periods],
                self.values,
                better=Direction(self.measure.better),
                target=None if self.measure.target is None else float(self.measure.target),
                baseline=self._get_baseline(self.periods[0]),
                rebases=[Rebase(f"{one.period}", one.reason, self._get_baseline(one.period)) for one in known],
            )
        except NotEnoughDataError:
            return None

    def find(self, phases: Sequence[OwnPhase]) -> Finding:
        """What changed since the start, against the limits that were frozen before it."""
        if self.start is None:
            return Finding(Change.CANNOT_TELL, Why.NO_START)
        counted = [phase for phase in phases if phase.ground == OwnPhase.Ground.COUNTED]
        first = max((one.period for one in counted if one.period < self.start), default=date.min)
        before, after = self.count(first, self.start), self.count(self.start)
        finding = Finding(Change.CANNOT_TELL, before=before, after=after)
        if any(phase.period >= self.start for phase in counted):
            return replace(finding, why=Why.COUNTED)
        if before < NEEDED_BEFORE:
            return replace(finding, why=Why.FEW_BEFORE)
        if after < NEEDED_SINCE:
            return replace(finding, why=Why.FEW_SINCE)
        chart = self._draw([phase for phase in counted if phase.period < self.start])
        if chart is None:
            return replace(finding, why=Why.FEW_BEFORE)
        return self._find_change(chart, finding)

    def _find_change(self, chart: Xmr, finding: Finding) -> Finding:
        mean = chart.limits[-1].mean
        stretch = self._get_latest_on_one_side(chart, mean)
        is_unusual = any({Rule.OUTSIDE, Rule.TWO_OF_THREE} & set(point.rules) for _, point in stretch)
        if len(stretch) < RUN or not is_unusual:
            return replace(finding, change=Change.NONE)
        since = float(np.mean([point.value for _, point in stretch if point.value is not None]))
        change = self._name_change(is_high=since > mean)
        shape = self._find_shape(mean)
        return replace(finding, change=change, since=stretch[0][0], shape=shape, mean_before=mean, mean_since=since)

    def _find_shape(self, mean: float) -> Shape:
        """Whether the figures since the start lie closer to another level, or to a line that leaves the old one."""
        since = [period >= (self.start or date.min) for period in self.periods]
        gaps = self.values[since] - mean
        steps = np.arange(1, len(gaps) + 1)[~np.isnan(gaps)]
        gaps = gaps[~np.isnan(gaps)]
        from_level = float(((gaps - gaps.mean()) ** 2).sum())
        from_line = float(((gaps - steps * (steps @ gaps) / (steps @ steps)) ** 2).sum())
        if from_line > BETTER_BY * from_level:
            return Shape.STEP
        return Shape.GRADUAL if from_level > BETTER_BY * from_line else Shape.UNCLEAR

    def _get_latest_on_one_side(self, chart: Xmr, mean: float) -> list[tuple[date, Point]]:
        """The latest figures since the start that lie on the same side of a mean, in their order."""
        found: list[tuple[date, Point]] = []
        for period, point in zip(reversed(self.periods), reversed(chart.points), strict=True):
            if point.value is None:
                continue
            is_before = self.start is not None and period < self.start
            if is_before or point.value == mean or (found and point.is_high != found[-1][1].is_high):
                break
            found.append((period, point))
        return found[::-1]

    def _name_change(self, *, is_high: bool) -> Change:
        better = Direction(self.measure.better)
        if better is Direction.NEITHER:
            return Change.HIGHER if is_high else Change.LOWER
        return Change.BETTER if is_high == (better is Direction.UP) else Change.WORSE


def find_run(chart: OwnChart, period: date) -> bool:
    """Whether a period begins, or lies in, seven figures or more on one side of the mean: a change that has stayed."""
    return any(point.period == period and Rule.RUN in point.rules for point in chart.points)
