"""The screen: every place, measure and candidate year, and what is unusual among all of them (A1.11).

What it returns are leads: questions for people who know the place. q is model-based, and many leads of real data
turn out to be changes of counting, boundaries or recording.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from stepchange.errors import NotEnoughDataError, PanelError
from stepchange.one_place.checks import check_earlier_starts, check_without_donors
from stepchange.one_place.core import difference_sd, fit_core, fit_scale, level_corrector, scale_terms
from stepchange.one_place.design import (
    MINIMUM_AFTER,
    MINIMUM_BEFORE,
    MINIMUM_COVERAGE,
    MINIMUM_DONORS,
    Sample,
    count_variance,
    mean_over_years,
    to_analysis_scale,
)
from stepchange.one_place.plausible import find_implausible
from stepchange.one_place.verdict import Check, CheckResult
from stepchange.options import check_whole
from stepchange.panel import Array, Panel
from stepchange.screening.corrections import benjamini_hochberg, benjamini_yekutieli, scan
from stepchange.screening.null import centre, fit_freedom, local_false_discovery, p_values
from stepchange.solvers import approximate_left_out, fit_each_on_others

YEARS_AFTER = 3
LEAD, STRONG = 0.20, 0.10
SECOND_MEASURE = 0.05
EXTREME = 0.05
SUDDEN = 5.0  # robust standard deviations of one year's change
MANY_PLACES = 0.15
MANY_MEASURES = 3
MINIMUM_PATTERN = 3
QUICKLY = 1e-6  # the scale of one panel among hundreds need not be known to eleven digits


class Tier(StrEnum):
    """How much a lead has behind it."""

    LEAD = "lead"
    STRONG_LEAD = "strong_lead"
    STRICT_LEAD = "strict_lead"


class Flag(StrEnum):
    """What else may explain a lead."""

    KNOWN_CHANGE = "known_change"
    BOUNDARY_CHANGE = "boundary_change"
    SUDDEN = "sudden"
    EXTREME_LEVEL = "extreme_level"
    MANY_MEASURES = "many_measures"
    MANY_PLACES = "many_places"
    IMPLAUSIBLE = "implausible"

    @property
    def words(self) -> str:
        return _FLAG_WORDS[self]


_FLAG_WORDS = {
    Flag.KNOWN_CHANGE: "the way of counting is known to have changed here in these years",
    Flag.BOUNDARY_CHANGE: "the boundary changed in these years",
    Flag.SUDDEN: "the figure jumped in one year as a change of recording would make it jump",
    Flag.EXTREME_LEVEL: "the place was among the highest or lowest before, and such places tend to come back",
    Flag.MANY_MEASURES: "several measures of other families moved here in the same years",
    Flag.MANY_PLACES: "unusually many places moved in this measure in the same year",
    Flag.IMPLAUSIBLE: "a count of the place cannot be right, such as nought where hundreds are usual",
}


@dataclass(frozen=True)
class ScreenedMeasure:
    """One measure to look through.

    Parameters
    ----------
    key : str
        Its name, unique in a screen.
    family : str
        Measures that have their null in common, and one of which can confirm another.
    panel : Panel
    known_changes : mapping of str to years
        Years in which the way of counting is known to have changed, by unit; "" for everywhere.
    """

    key: str
    family: str
    panel: Panel
    known_changes: Mapping[str, tuple[int, ...]] | None = None


@dataclass(frozen=True, eq=False)
class PanelTests:
    """All tests of one measure.

    Attributes
    ----------
    unit, start : array of int, shape (K,)
        Row of the place and first year after, of each test.
    effect, z : array, shape (K,)
        Mean corrected gap and the same over its scale, centred within the panel.
    is_sudden, is_extreme : array of bool, shape (K,)
        Flags that the panel itself tells.
    """

    key: str
    unit: NDArray[np.intp]
    start: NDArray[np.intp]
    effect: Array
    z: Array
    is_sudden: NDArray[np.bool_]
    is_extreme: NDArray[np.bool_]


@dataclass(frozen=True)
class Lead:
    """A question worth asking of one place and measure.

    Attributes
    ----------
    start : int
        The first year after, of the candidate years the one with the largest z.
    effect : float
        Mean corrected gap, on the scale of the analysis.
    p_value : float
        Corrected for having looked at several years.
    q_value, strict_q_value : float
        Benjamini-Hochberg and Benjamini-Yekutieli over all places and measures.
    local_fdr : float
    tier : Tier
    flags : tuple of Flag
    checks : tuple of Check
        Earlier starts, and each heavy comparison place left out.
    confirmed_by : tuple of str
        Other measures of the family that moved the same way at the same time.
    """

    measure: str
    family: str
    unit: str
    start: int
    effect: float
    z: float
    p_value: float
    q_value: float
    strict_q_value: float
    local_fdr: float
    tier: Tier
    flags: tuple[Flag, ...]
    checks: tuple[Check, ...]
    confirmed_by: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Screen:
    """Everything a screen looked at.

    Attributes
    ----------
    leads : tuple of Lead
        q at most .20, smallest first.
    tests : int
        Place x measure x year.
    hypotheses : int
        Place x measure: what the correction is over.
    places_tested : mapping of str to int
        By measure.
    left_out : mapping of str to str
        Measures that could not be screened, with the reason.
    freedom : mapping of str to float
        Degrees of freedom of the null by family; "" for all together.
    p_values, q_values : array, shape (hypotheses,)
        In the order of `hypothesis_keys`.
    hypothesis_keys : tuple of (measure, unit)
    """

    leads: tuple[Lead, ...]
    tests: int
    hypotheses: int
    places_tested: Mapping[str, int]
    left_out: Mapping[str, str]
    freedom: Mapping[str, float]
    p_values: Array
    q_values: Array
    hypothesis_keys: tuple[tuple[str, str], ...]


def screen(
    measures: Sequence[ScreenedMeasure],
    *,
    years_after: int = YEARS_AFTER,
    boundary_changes: Iterable[tuple[str, int]] = (),
    executor: Executor | None = None,
) -> Screen:
    """Look through every place, measure and candidate year.

    Parameters
    ----------
    measures : sequence of ScreenedMeasure
    years_after : int
        How many years from each candidate year on are used.
    boundary_changes : iterable of (unit, year)
    executor : concurrent.futures.Executor, optional
        Anything with its `map`: threads, processes, or a cluster's. Without, one measure after another.

    Raises
    ------
    PanelError
        When two measures have the same key.
    NotEnoughDataError
        When fewer than 200 tests can be made: then what is usual cannot be learnt.
    """
    if len({measure.key for measure in measures}) != len(measures):
        raise PanelError("Two measures have the same key; give each measure once.")
    if check_whole("years_after", years_after) < MINIMUM_AFTER:
        raise PanelError(f"At least {MINIMUM_AFTER} years after are needed; given was {years_after}.")
    panels = [measure.panel for measure in measures]
    mapped = map if executor is None else executor.map
    found, left_out = [], {}
    keys = [measure.key for measure in measures]
    for measure, tests in zip(
        measures, mapped(screen_measure, keys, panels, [years_after] * len(measures)), strict=True
    ):
        if isinstance(tests, str):
            left_out[measure.key] = tests
        else:
            found.append((measure, tests))
    if not found:
        reasons = "; ".join(f"{key}: {reason}" for key, reason in left_out.items())
        raise NotEnoughDataError("nothing_to_screen", f"No measure can be screened ({reasons}).")
    freedom = _fit_null(found)
    p = [p_values(tests.z, min(freedom[""], freedom[measure.family])) for measure, tests in found]
    best = [_best_of(tests, values) for (_, tests), values in zip(found, p, strict=True)]
    chosen = np.concatenate([one[0] for one in best])
    scanned = np.concatenate([one[1] for one in best])
    owner = np.repeat(np.arange(len(found)), [len(one[0]) for one in best])
    z = np.concatenate([tests.z[rows] for (_, tests), (rows, _) in zip(found, best, strict=True)])
    q, strict_q = benjamini_hochberg(scanned), benjamini_yekutieli(scanned)
    local = local_false_discovery(z, scanned)
    leads = []
    boundaries = set(boundary_changes)
    shared = _starts_by_unit(found, p)
    crowded = [_crowded_years(tests, values) for (_, tests), values in zip(found, p, strict=True)]
    for number in np.flatnonzero(q <= LEAD):
        measure, tests = found[owner[number]]
        row = int(chosen[number])
        unit, start = measure.panel.units[int(tests.unit[row])], int(tests.start[row])
        flags = _flag(measure, tests, row, unit, start, boundaries, shared, crowded[owner[number]])
        checks = _check_lead(measure.panel, int(tests.unit[row]), start, years_after)
        confirmed = _confirm(found, p, measure, unit, start, float(np.sign(tests.z[row])))
        leads.append(
            Lead(
                measure=measure.key,
                family=measure.family,
                unit=unit,
                start=start,
                effect=float(tests.effect[row]),
                z=float(tests.z[row]),
                p_value=float(scanned[number]),
                q_value=float(q[number]),
                strict_q_value=float(strict_q[number]),
                local_fdr=float(local[number]),
                tier=_grade(float(q[number]), float(strict_q[number]), flags, checks, confirmed),
                flags=flags,
                checks=checks,
                confirmed_by=confirmed,
            )
        )
    return Screen(
        leads=tuple(sorted(leads, key=lambda lead: (lead.q_value, lead.p_value))),
        tests=sum(len(tests.z) for _, tests in found),
        hypotheses=len(scanned),
        places_tested={m.key: len(one[0]) for (m, _), one in zip(found, best, strict=True)},
        left_out=left_out,
        freedom=freedom,
        p_values=scanned,
        q_values=q,
        hypothesis_keys=tuple(
            (measure.key, measure.panel.units[int(tests.unit[row])])
            for (measure, tests), (rows, _) in zip(found, best, strict=True)
            for row in rows
        ),
    )


def _grade(
    q: float, strict_q: float, flags: tuple[Flag, ...], checks: tuple[Check, ...], confirmed: tuple[str, ...]
) -> Tier:
    """A strong lead has a second measure beside it, began when it seems to, and no other explanation at hand.

    A jump in one year is how a real step looks too, so it is shown and does not count against a confirmed lead.
    """
    deciding = [check for check in checks if check.decides]
    is_strong = (
        q <= STRONG
        and bool(confirmed)
        and not set(flags) - {Flag.SUDDEN}
        and not any(check.result is CheckResult.FAILED for check in deciding)
        and any(check.kind == "in_time" and check.result is CheckResult.PASSED for check in deciding)
    )
    if not is_strong:
        return Tier.LEAD
    return Tier.STRICT_LEAD if strict_q <= STRONG else Tier.STRONG_LEAD


def screen_measure(key: str, panel: Panel, years_after: int) -> PanelTests | str:
    """z of every place in every candidate year of one measure, or the reason why there is none.

    Places that lack the same years are fitted together, on places that have them; groups of fewer than three are not.
    """
    outcome = to_analysis_scale(panel)
    coverage = np.isfinite(outcome).mean(axis=0)
    usable = [t for t in range(len(panel.periods)) if coverage[t] >= MINIMUM_COVERAGE]
    variance = count_variance(panel)
    parts = []
    for first in usable[MINIMUM_BEFORE : len(usable) - MINIMUM_AFTER + 1]:
        before = [t for t in usable if t < first]
        after = [t for t in usable if first <= t][:years_after]
        parts += _test_year(panel, outcome, variance, before, after)
    if not parts:
        return "too few years, or too few places with figures in the same years"
    unit, start, effect, z, sudden, extreme = (np.concatenate(column) for column in zip(*parts, strict=True))
    return PanelTests(key, unit, start, effect, z, sudden, extreme)


def _test_year(
    panel: Panel, outcome: Array, variance: Array | None, before: list[int], after: list[int]
) -> list[tuple[NDArray[np.generic], ...]]:
    """One part for each pattern of missing years."""
    known = np.isfinite(outcome[:, before + after])
    if known.all():  # as a rule, and np.unique takes as long as the fits
        patterns, member, counts = known[:1], np.zeros(len(known), dtype=np.intp), np.array([len(known)])
    else:
        patterns, member, counts = np.unique(known, axis=0, return_inverse=True, return_counts=True)
    parts: list[tuple[NDArray[np.generic], ...]] = []
    for number, pattern in enumerate(patterns):
        own_before = [t for t, is_known in zip(before, pattern, strict=False) if is_known]
        own_after = [t for t, is_known in zip(after, pattern[len(before) :], strict=True) if is_known]
        # The first year after must be there: the candidate year is what is asked about.
        enough = len(own_before) >= MINIMUM_BEFORE and len(own_after) >= MINIMUM_AFTER and pattern[len(before)]
        if counts[number] < MINIMUM_PATTERN or not enough:
            continue
        rows = np.flatnonzero(known[:, pattern].all(axis=1))
        is_own = member.ravel()[rows] == number
        if len(rows) <= MINIMUM_DONORS:
            continue
        try:
            effect, z, y_before = _statistics(panel, outcome, variance, rows, np.array(own_before), np.array(own_after))
        except NotEnoughDataError:
            continue
        level = y_before.mean(axis=1)
        low, high = np.quantile(level, (EXTREME, 1 - EXTREME))
        jump = outcome[rows, own_after[0]] - outcome[rows, own_before[-1]]
        size = np.abs(jump - np.median(jump))
        parts.append(
            (
                rows[is_own],
                np.full(int(is_own.sum()), panel.periods[after[0]]),
                effect[is_own],
                z[is_own],
                (size > SUDDEN * 1.4826 * np.median(size))[is_own],
                ((level <= low) | (level >= high))[is_own],
            )
        )
    return parts


def _statistics(
    panel: Panel,
    outcome: Array,
    variance: Array | None,
    rows: NDArray[np.intp],
    before: NDArray[np.intp],
    after: NDArray[np.intp],
) -> tuple[Array, Array, Array]:
    """The core of one place (A1.2-A1.4) with the quick leave-one-year-out scale, centred within the panel."""
    y_before, y_after = outcome[np.ix_(rows, before)], outcome[np.ix_(rows, after)]
    sigma = difference_sd(y_before, tuple(panel.periods[t] for t in before))
    eta = len(before) * np.sqrt(len(after)) * sigma**2
    fits = fit_each_on_others(y_before, eta)
    gaps = level_corrector(y_before.mean(axis=1)) @ (y_after - fits.synthetic(y_after))
    means = gaps.mean(axis=1)
    left_out = (approximate_left_out(fits, y_before, eta) ** 2).mean(axis=1)
    u = mean_over_years(None if variance is None else variance[np.ix_(rows, before)])
    terms, _ = scale_terms(u, left_out)
    _, fitted = fit_scale(means[:, None] ** 2, terms, settled=QUICKLY)
    return means, centre(means / np.sqrt(fitted[:, 0])), y_before


def _fit_null(found: Sequence[tuple[ScreenedMeasure, PanelTests]]) -> dict[str, float]:
    """Degrees of freedom over all tests and by family; a family with too few tests takes those of all."""
    everything = np.concatenate([tests.z for _, tests in found])
    freedom = {"": fit_freedom(everything)}
    for family in dict.fromkeys(measure.family for measure, _ in found):
        z = np.concatenate([tests.z for measure, tests in found if measure.family == family])
        try:
            freedom[family] = fit_freedom(z)
        except NotEnoughDataError:
            freedom[family] = freedom[""]
    return freedom


def _best_of(tests: PanelTests, p: Array) -> tuple[NDArray[np.intp], Array]:
    """Of each place the test with the smallest p, and that p corrected for the years tried."""
    order = np.lexsort((p, tests.unit))
    _, first, tried = np.unique(tests.unit[order], return_index=True, return_counts=True)
    rows = order[first]
    return rows, scan(p[rows], tried.astype(np.float64))


def _starts_by_unit(found: Sequence[tuple[ScreenedMeasure, PanelTests]], p: Sequence[Array]) -> dict[str, Counter[int]]:
    """In how many families each place moved in each year, at p below .001."""
    moved: dict[str, set[tuple[str, int]]] = {}
    for (measure, tests), values in zip(found, p, strict=True):
        for row in np.flatnonzero(values < 0.001):
            unit = measure.panel.units[int(tests.unit[row])]
            moved.setdefault(unit, set()).add((measure.family, int(tests.start[row])))
    return {unit: Counter(start for _, start in pairs) for unit, pairs in moved.items()}


def _crowded_years(tests: PanelTests, p: Array) -> set[int]:
    """Years in which far more places than 1 in 20 moved in a measure."""
    return {int(year) for year in np.unique(tests.start) if (p[tests.start == year] <= 0.05).mean() > MANY_PLACES}


def _flag(
    measure: ScreenedMeasure,
    tests: PanelTests,
    row: int,
    unit: str,
    start: int,
    boundaries: set[tuple[str, int]],
    shared: Mapping[str, Counter[int]],
    crowded: set[int],
) -> tuple[Flag, ...]:
    near = {start - 1, start, start + 1}
    known = measure.known_changes or {}
    given = {
        Flag.KNOWN_CHANGE: bool(near & {*known.get(unit, ()), *known.get("", ())}),
        Flag.BOUNDARY_CHANGE: any((unit, year) in boundaries for year in near),
        Flag.SUDDEN: bool(tests.is_sudden[row]),
        Flag.EXTREME_LEVEL: bool(tests.is_extreme[row]),
        Flag.MANY_MEASURES: shared.get(unit, Counter())[start] >= MANY_MEASURES,
        Flag.MANY_PLACES: start in crowded,
        Flag.IMPLAUSIBLE: _has_implausible(measure.panel, int(tests.unit[row])),
    }
    return tuple(flag for flag, is_set in given.items() if is_set)


def _has_implausible(panel: Panel, row: int) -> bool:
    is_wrong, _ = find_implausible(panel, to_analysis_scale(panel))
    return bool(is_wrong[row].any())


def _confirm(
    found: Sequence[tuple[ScreenedMeasure, PanelTests]],
    p: Sequence[Array],
    measure: ScreenedMeasure,
    unit: str,
    start: int,
    sign: float,
) -> tuple[str, ...]:
    """Other measures of the family that moved the same way within a year, at p of at most .05."""
    confirmed = []
    for (other, tests), values in zip(found, p, strict=True):
        if other.key == measure.key or other.family != measure.family or unit not in other.panel.units:
            continue
        here = (tests.unit == other.panel.units.index(unit)) & (np.abs(tests.start - start) <= 1)
        if (here & (values <= SECOND_MEASURE) & (np.sign(tests.z) == sign)).any():
            confirmed.append(other.key)
    return tuple(confirmed)


def _check_lead(panel: Panel, row: int, start: int, years_after: int) -> tuple[Check, ...]:
    """The in-time gate and each heavy comparison place left out, as for one place."""
    outcome = to_analysis_scale(panel)
    coverage = np.isfinite(outcome).mean(axis=0)
    usable = [t for t in range(len(panel.periods)) if coverage[t] >= MINIMUM_COVERAGE and np.isfinite(outcome[row, t])]
    before = np.array([t for t in usable if panel.periods[t] < start])
    last = [t for t in range(len(panel.periods)) if panel.periods[t] >= start and coverage[t] >= MINIMUM_COVERAGE]
    after = np.array([t for t in last[:years_after] if t in usable])
    complete = np.flatnonzero(np.isfinite(outcome[:, [*before, *after]]).all(axis=1))
    rows = np.array([row, *[i for i in complete if i != row]])
    variance = count_variance(panel)
    yearly = None if variance is None else variance[np.ix_(rows, before)]
    mean_variance = mean_over_years(yearly)
    sample = Sample(
        units=tuple(panel.units[i] for i in rows),
        before=tuple(panel.periods[t] for t in before),
        after=tuple(panel.periods[t] for t in after),
        transition=(),
        years_left_out={},
        donors_left_out={},
        y_before=outcome[np.ix_(rows, before)],
        y_after=outcome[np.ix_(rows, after)],
        sampling_variance=mean_variance,
        yearly_sampling_variance=yearly,
    )
    core = fit_core(sample.y_before, sample.y_after, sample.before, mean_variance)
    return (*check_earlier_starts(sample, core), *check_without_donors(sample, core))
