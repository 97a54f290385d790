"""Which years and which places can carry a question: the sample, before any number is computed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import log1p

import numpy as np

from stepchange.errors import NotEnoughDataError, PanelError
from stepchange.one_place.plausible import ImplausibleFigure, find_implausible
from stepchange.options import check_choice, check_day, check_names, check_number, check_year, fold
from stepchange.panel import Array, Panel
from stepchange.periods import Split, Timing, split_periods

MINIMUM_BEFORE = 5
MINIMUM_AFTER = 2
MINIMUM_AFTER_FOR_SHAPE = 3
MINIMUM_DONORS = 30
# A year is used only where figures were collected nearly everywhere.
MINIMUM_COVERAGE = 0.5
PANDEMIC = (2020, 2021)


@dataclass(frozen=True)
class Question:
    """What is asked of a panel; fixed before any result is computed.

    Parameters
    ----------
    unit : str
        Label of the place where something was started.
    start : date
        When it was started.
    timing : "snapshot" or "flow"
        Whether a figure is a count on one day or of a year.
    direction : -1 or 1
        The change that was hoped for: a fall or a rise.
    smallest_change : float
        The smallest change that would matter: per cent on the log scale (10 is 10 %), points otherwise.
    last_period : int, optional
        The last year to use; all by default.
    excluded : frozenset of str
        Places never used for comparison, for instance because they did the same.
    neighbours : frozenset of str
        Places left out in one robustness check, because what happens next door may spill over.
    """

    unit: str
    start: date
    timing: Timing
    direction: int
    smallest_change: float
    last_period: int | None = None
    excluded: frozenset[str] = frozenset()
    neighbours: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.direction not in (-1, 1):
            raise PanelError(f"The direction must be -1 (a fall) or 1 (a rise); given was {self.direction!r}.")
        check_smallest_change(self.smallest_change)
        check_choice("timing", self.timing, Timing)
        object.__setattr__(self, "start", check_day("start", self.start))
        if self.last_period is not None:
            check_year("last_period", self.last_period)
        for name in ("excluded", "neighbours"):
            names = check_names(name, getattr(self, name))
            object.__setattr__(self, name, names)
        if fold(self.unit) in map(fold, self.excluded):
            raise PanelError(f"{self.unit!r} is the place asked about, so it cannot be among `excluded`.")

    def important_bounds(self, scale: str) -> tuple[float, float]:
        """The smallest important fall and rise on the scale of the analysis."""
        return smallest_bounds(self.smallest_change, scale)

    def named_as_in(self, panel: Panel) -> "Question":
        """The same with every place written as the panel has it; raises PanelError for one that is not in it."""
        return replace(
            self,
            unit=panel.find(self.unit),
            excluded=frozenset(map(panel.find, self.excluded)),
            neighbours=frozenset(map(panel.find, self.neighbours)),
        )


@dataclass(frozen=True, eq=False)
class Sample:
    """The balanced part of a panel that one question uses.

    Attributes
    ----------
    units : tuple of str
        N labels, the treated one first.
    before, after, transition : tuple of int
        Years used before and after the start, and years that lie in between.
    years_left_out : mapping of int to str
        Years that could have been used, with the reason why not.
    donors_left_out : mapping of str to str
        Places that were not compared, with the reason.
    y_before, y_after : arrays, shapes (N, T0) and (N, T1)
        Outcomes on the scale of the analysis.
    sampling_variance : array, shape (N,), or None
        Mean variance before the start that comes from counting alone, on the scale of the analysis; None
        where some place used has no counts.
    own_sampling_variance : float or None
        The same of the treated place; None where it has no counts.
    yearly_sampling_variance : array, shape (N, T0), or None
        What `sampling_variance` is the mean of.
    implausible : tuple of ImplausibleFigure
        Counts of the treated place that cannot be right. They are used as they stand, and withhold a finding.
    """

    units: tuple[str, ...]
    before: tuple[int, ...]
    after: tuple[int, ...]
    transition: tuple[int, ...]
    years_left_out: Mapping[int, str]
    donors_left_out: Mapping[str, str]
    y_before: Array
    y_after: Array
    sampling_variance: Array | None
    own_sampling_variance: float | None = None
    yearly_sampling_variance: Array | None = None
    implausible: tuple[ImplausibleFigure, ...] = ()


def to_analysis_scale(panel: Panel) -> Array:
    """Logarithms of rates, costs and caseloads; percentages as they are.

    A zero becomes (count + .5)/n, where its count is known; without counts it has no logarithm and is
    no usable figure. A rate that was rounded to zero is taken from its count.
    """
    if panel.scale == "points":
        return panel.values
    with np.errstate(divide="ignore", invalid="ignore"):
        outcome = np.log(panel.values)
        zero = panel.values == 0
        if zero.any() and panel.counts is not None:
            counted = np.where(panel.counts > 0, panel.counts, panel.counts + 0.5)
            rate = counted if panel.denominators is None else panel.per * counted / panel.denominators
            outcome = np.where(zero, np.log(rate), outcome)
    outcome[~np.isfinite(outcome)] = np.nan
    return outcome


def count_variance(panel: Panel) -> Array | None:
    """Variance of each outcome that comes from counting alone: shape (N, T), or None where unknown."""
    if panel.counts is None:
        return None
    if panel.scale == "log":
        return np.asarray(1.0 / np.maximum(panel.counts, 0.5))
    if panel.denominators is None:
        return None
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.clip(panel.counts / panel.denominators, 0.0, 1.0)
        return np.asarray(panel.per**2 * share * (1 - share) / panel.denominators)


def split_question(panel: Panel, question: Question) -> Split:
    """The years of a panel before and after the start of a question, up to its last year."""
    periods = [p for p in panel.periods if question.last_period is None or p <= question.last_period]
    return split_periods(periods, question.start, question.timing)


def draw_sample(
    panel: Panel,
    question: Question,
    *,
    before: Iterable[int],
    after: Iterable[int],
    transition: Iterable[int] = (),
    treated_after: bool = True,
    minimum_before: int = MINIMUM_BEFORE,
) -> Sample:
    """Take the years in which the place and most others have figures, and the places complete in them.

    Nothing is filled in. With `treated_after=False` the place's own figures after the start are neither
    asked for nor read (a plan is judged before they may be looked at); its row of `y_after` is NaN.

    Raises
    ------
    NotEnoughDataError
        When fewer than `minimum_before` years, no year after, or fewer than 30 other places are left.
    """
    outcome = to_analysis_scale(panel)
    treated = panel.index(question.unit)
    others = [i for i, unit in enumerate(panel.units) if i != treated and unit not in question.excluded]
    columns = {period: t for t, period in enumerate(panel.periods)}
    left_out: dict[int, str] = {}
    used: dict[bool, list[int]] = {False: [], True: []}
    for is_after, wanted in ((False, before), (True, after)):
        for period in wanted:
            if period not in columns:
                continue
            column = outcome[:, columns[period]]
            coverage = np.isfinite(column[others]).mean() if others else 0.0
            if coverage < MINIMUM_COVERAGE:
                left_out[period] = "too few places have a figure"
            elif (not is_after or treated_after) and not np.isfinite(column[treated]):
                left_out[period] = _why_no_figure(panel, treated, columns[period])
            else:
                used[is_after].append(period)
    before_used, after_used = used[False], used[True]
    if len(before_used) < minimum_before:
        usable = "is 1 usable year" if len(before_used) == 1 else f"are {len(before_used)} usable years"
        raise NotEnoughDataError(
            "too_few_years_before",
            f"There {usable} before the start; at least {minimum_before} are needed.",
        )
    if not after_used:
        raise NotEnoughDataError("no_year_after", "There is no usable year after the start yet.")
    keep = [columns[p] for p in before_used + after_used]
    complete = np.asarray(np.isfinite(outcome[:, keep]).all(axis=1))
    read = outcome if treated_after else _without_later(outcome, treated, [columns[p] for p in after_used])
    is_wrong, expected = find_implausible(panel, read)
    has_wrong = np.asarray(is_wrong[:, keep].any(axis=1))
    donors = [i for i in others if complete[i] and not has_wrong[i]]
    donors_left_out = {
        unit: why_not_compared(unit in question.excluded, bool(complete[i]))
        for i, unit in enumerate(panel.units)
        if i != treated and (unit in question.excluded or not complete[i] or has_wrong[i])
    }
    if len(donors) < MINIMUM_DONORS:
        raise NotEnoughDataError(
            "too_few_donors",
            f"Only {len(donors)} other places have figures in all the years used; "
            f"at least {MINIMUM_DONORS} are needed.",
        )
    rows = [treated, *donors]
    variance = count_variance(panel)
    t0 = len(before_used)
    yearly_variance = None if variance is None else variance[np.ix_(rows, keep[:t0])]
    mean_variance = mean_over_years(yearly_variance)
    own_variance = mean_over_years(None if yearly_variance is None else yearly_variance[:1])
    y_after = outcome[np.ix_(rows, keep[t0:])]
    if not treated_after:
        y_after[0] = np.nan
    return Sample(
        units=tuple(panel.units[i] for i in rows),
        before=tuple(before_used),
        after=tuple(after_used),
        transition=tuple(transition),
        years_left_out=left_out,
        donors_left_out=donors_left_out,
        y_before=outcome[np.ix_(rows, keep[:t0])],
        y_after=y_after,
        sampling_variance=mean_variance,
        own_sampling_variance=None if own_variance is None else float(own_variance[0]),
        yearly_sampling_variance=yearly_variance,
        implausible=tuple(
            ImplausibleFigure(panel.periods[t], float(counts[t]), float(expected[treated, t]))
            for counts in ([] if panel.counts is None else [panel.counts[treated]])
            for t in keep
            if is_wrong[treated, t]
        ),
    )


def _without_later(outcome: Array, treated: int, after: list[int]) -> Array:
    """The same without the place's own figures after the start."""
    hidden = outcome.copy()
    hidden[treated, after] = np.nan
    return hidden


def _why_no_figure(panel: Panel, row: int, column: int) -> str:
    is_bare_zero = panel.scale == "log" and panel.values[row, column] == 0
    return "the figure is 0 and its count is not known" if is_bare_zero else "the place has no figure"


def why_not_compared(is_excluded: bool, is_complete: bool) -> str:
    """Why a place is not among those that serve for comparison."""
    if is_excluded:
        return "left out by the plan"
    return "a count that cannot be right" if is_complete else "figures missing in the years used"


def mean_over_years(yearly: Array | None) -> Array | None:
    """Mean of each row of (N, T) over the years that have a figure; None when some row has none at all."""
    if yearly is None or not np.isfinite(yearly).any(axis=1).all():
        return None
    return np.asarray(np.nanmean(yearly, axis=1))


def check_not_only_pandemic(after: Iterable[int]) -> None:
    """Years of the pandemic alone cannot be told apart from what was started."""
    if set(after) <= set(PANDEMIC):
        raise NotEnoughDataError(
            "only_pandemic_years",
            "The only years after the start are 2020 and 2021, when the pandemic changed every figure.",
        )


def is_too_noisy(sample: Sample, question: Question, scale: str) -> bool:
    """Whether counting error alone exceeds half the smallest change that would matter."""
    if sample.own_sampling_variance is None:
        return False
    error = np.sqrt(sample.own_sampling_variance * (1 / len(sample.before) + 1 / len(sample.after)))
    fall, rise = question.important_bounds(scale)
    return bool(error > 0.5 * (rise if question.direction > 0 else -fall))


def check_smallest_change(size: float) -> None:
    check_number("smallest_change", size)
    if not 0 < size < 100:
        raise PanelError(f"The smallest change must lie between 0 and 100; given was {size!r}.")


def smallest_bounds(smallest_change: float, scale: str) -> tuple[float, float]:
    """A smallest important change in per cent or points as a fall and a rise on the scale of the analysis (A1.1)."""
    if scale == "points":
        return -smallest_change, smallest_change
    return log1p(-smallest_change / 100), log1p(smallest_change / 100)


def relative_change(change: float, scale: str) -> float:
    """A change on the log scale as a proportion: log(.9) is -10 %; points stay as they are."""
    return float(np.expm1(change)) if scale == "log" else change
