"""Did an outcome change where several places used the same model?

Each site's gap from its own ridge twin, corrected for level, put together with equal weights; the test draws as many
places at random from all of them, keeping how many started when (engine.md, appendix A1.10).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import floor

import numpy as np
from numpy.typing import NDArray

from stepchange.errors import NotEnoughDataError
from stepchange.one_place.core import (
    difference_sd,
    fit_scale,
    held_out_gaps,
    level_corrector,
    scale_terms,
)
from stepchange.one_place.design import MINIMUM_BEFORE, PANDEMIC, relative_change
from stepchange.one_place.people import count_people
from stepchange.one_place.verdict import ALPHA, Check, CheckResult, keeps_up
from stepchange.options import check_whole
from stepchange.panel import Array, Panel, Scale
from stepchange.several_places.group_time import GroupTime, estimate_group_time
from stepchange.several_places.registry import Cohort, Pool, PoolQuestion, draw_pool
from stepchange.several_places.synthesis import Slope, Synthesis, relate_to, synthesise
from stepchange.solvers import fit_ridge

DRAWS = 9_999
MINIMUM_SITES = 4
POWER = 0.80
EARLY_STARTS = (1, 2)
MINIMUM_BEFORE_EARLY_START = 4
TIE = 1e-12
BAND = (0.05, 0.95)


class PoolVerdict(StrEnum):
    """What can be said of all sites together."""

    IMPROVED = "improved"
    CHANGED_FOR_THE_WORSE = "changed_for_the_worse"
    TOO_SMALL_TO_MATTER = "too_small_to_matter"
    NO_DETECTABLE_CHANGE = "no_detectable_change"
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence"
    TOO_FEW_SITES = "too_few_sites"


@dataclass(frozen=True)
class SiteEffect:
    """One site's mean corrected gap, its scale (A1.4), and the years it rests on.

    `change` is the same as a proportion or in points. A single site's effect is no finding about that site.
    `gaps_before` are those of each year before from a fit on the other years before; `gaps` those of each year after,
    corrected for level.
    """

    unit: str
    effect: float
    change: float
    scale: float
    before: tuple[int, ...]
    after: tuple[int, ...]
    fidelity: float | None
    gaps_before: tuple[float, ...] = ()
    gaps: tuple[float, ...] = ()


@dataclass(frozen=True)
class EventYear:
    """The mean gap of the sites that many years after their starts.

    Event time 1 is the first year after, 0 the last before. `low` and `high` are where 90 % of random draws lie;
    `interval_low` and `interval_high` the 90 % interval by the same draws, None for a side without an end.
    """

    years_since: int
    effect: float
    low: float
    high: float
    sites: int
    interval_low: float | None = None
    interval_high: float | None = None


@dataclass(frozen=True)
class WithoutSite:
    """The answer when one site is left out of sites and draws alike."""

    effect: float
    p_value: float


@dataclass(frozen=True, eq=False)
class Pooled:
    """The answer for several sites; sizes on the scale of the analysis unless said otherwise.

    Attributes
    ----------
    verdict : PoolVerdict
    reasons : tuple of str
    effect : float
        Equal-weight mean of the sites' corrected gaps.
    change : float
        The same as a proportion, or in points.
    p_value : float
        Share of random draws, and the sites themselves, with a mean at least as large.
    low, high : float or None
        90 % interval by the same test; None for a side without an end.
    detectable : float
        Smallest mean change that so many sites would have shown four times in five.
    sites : tuple of SiteEffect
    path : tuple of EventYear
        Of the years before by event time from fits that left each year out; empty unless in depth.
    synthesis : Synthesis or None
        Random effects over the sites; None with one site. Its prediction interval is what the next site may expect.
        Sites share comparison places, so its standard error is a little too small: the test is the draw.
    without_each : mapping of str to WithoutSite
        The answer when a site is left out; empty with one site, or unless in depth.
    by_fidelity : Slope or None
        None unless four sites have a fidelity that differs.
    cross_check : (float, float) or None
        Average effect of Callaway and Sant'Anna with its standard error; None where it cannot be made.
    checks : tuple of Check
        Empty in short where the verdict does not hang on them.
    people_base : float or None
        What was expected at all sites together in a mean year after: `people` of a change is taken of it.
    pool : Pool
    draws, seed : int
    """

    verdict: PoolVerdict
    reasons: tuple[str, ...]
    effect: float
    change: float
    p_value: float
    low: float | None
    high: float | None
    detectable: float
    sites: tuple[SiteEffect, ...]
    path: tuple[EventYear, ...]
    synthesis: Synthesis | None
    without_each: Mapping[str, WithoutSite]
    by_fidelity: Slope | None
    cross_check: tuple[float, float] | None
    checks: tuple[Check, ...]
    people_base: float | None
    scale: Scale
    pool: Pool
    draws: int
    seed: int

    def people(self, change: float | None) -> float | None:
        """What a change on the scale of the analysis would be a year, had every site changed by it."""
        if change is None or self.people_base is None:
            return None
        return self.people_base * (float(np.expm1(change)) if self.scale == "log" else change)


def _nothing() -> Array:
    return np.empty(0)


@dataclass(frozen=True, eq=False)
class CohortFit:
    """Corrected gaps of every unit of the pool as if it belonged to a cohort.

    Attributes
    ----------
    gaps, moved : array, shape (U, T1)
        The gaps, and how much each falls when a change of 1 is taken off the sites (A1.10).
    scale : array, shape (U,)
    gaps_before : array, shape (U, T0)
        Of each year before, from a fit on the other years before.
    """

    cohort: Cohort
    gaps: Array
    moved: Array
    scale: Array = field(default_factory=_nothing)
    gaps_before: Array = field(default_factory=_nothing)


def pool(panel: Panel, question: PoolQuestion, *, draws: int = DRAWS, seed: int = 1, in_depth: bool = True) -> Pooled:
    """Test whether an outcome changed on average in the places that used a model.

    Parameters
    ----------
    panel : Panel
    question : PoolQuestion
        The registry of every site, fixed beforehand.
    draws, seed : int
        Random draws of as many places, from a seeded generator.
    in_depth : bool
        Without, neither the years by event time nor the answers without each site, and checks only where the verdict
        hangs on them: enough for a sensitivity beside an answer in depth.

    Raises
    ------
    PanelError
        When a site is not in the panel.
    NotEnoughDataError
        When no site or too few other places can be used.

    Examples
    --------
    >>> from datetime import date
    >>> from stepchange import Planted, PoolQuestion, Site, Truth, pool, simulate_nation
    >>> places = [f"U{number:03d}" for number in range(1, 9)]
    >>> fell = {place: Truth(Planted.STEP, 2019, -0.2) for place in places}
    >>> nation = simulate_nation(seed=4, truth=fell)
    >>> sites = tuple(Site(place, date(2018, 6, 1)) for place in places)
    >>> found = pool(nation.panel, PoolQuestion(sites, "snapshot", direction=-1, smallest_change=5))
    >>> found.verdict.value
    'improved'
    """
    check_whole("draws", draws, least=1)
    check_whole("seed", seed)
    question = question.named_as_in(panel)
    drawn = draw_pool(panel, question)
    fits = [fit_cohort(cohort) for cohort in drawn.cohorts]
    test = _Randomisation(drawn, fits, draws, seed)
    scale = panel.scale
    sites = tuple(
        SiteEffect(
            drawn.units[row],
            float(fit.gaps[row].mean()),
            relative_change(float(fit.gaps[row].mean()), scale),
            float(fit.scale[row]),
            fit.cohort.before,
            fit.cohort.after,
            drawn.sites[row].fidelity,
            tuple(map(float, fit.gaps_before[row])),
            tuple(map(float, fit.gaps[row])),
        )
        for fit in fits
        for row in fit.cohort.rows
    )
    low, high = test.interval()
    verdict, reasons = _decide(question, scale, test, (low, high), len(sites), ())
    # In short, only a change hangs on the checks: everything else stays what it is whatever they find.
    is_needed = in_depth or verdict in (PoolVerdict.IMPROVED, PoolVerdict.CHANGED_FOR_THE_WORSE)
    checks = _run_checks(panel, question, drawn, test.effect, draws, seed) if is_needed else ()
    verdict, reasons = _decide(question, scale, test, (low, high), len(sites), checks)
    effects = np.array([site.effect for site in sites])
    variances = np.array([site.scale**2 for site in sites])
    return Pooled(
        verdict=verdict,
        reasons=reasons,
        effect=test.effect,
        change=relative_change(test.effect, scale),
        p_value=test.p_value,
        low=low,
        high=high,
        detectable=detectable_mean(test.drawn),
        sites=sites,
        path=_path(fits, test) if in_depth else (),
        synthesis=synthesise(effects, variances) if len(sites) > 1 else None,
        without_each=_leave_each_out(drawn, fits, test) if in_depth and len(sites) > 1 else {},
        by_fidelity=_relate_to_fidelity(sites),
        cross_check=_cross_check(drawn),
        checks=checks,
        people_base=_add_up_people(panel, sites),
        scale=scale,
        pool=drawn,
        draws=draws,
        seed=seed,
    )


def plan_pool_power(panel: Panel, question: PoolQuestion, *, draws: int = DRAWS, seed: int = 1) -> float:
    """The smallest mean change that these sites would show four times in five, on the scale of the analysis.

    From other places' figures and the sites' own before their starts only, so it may be read before a plan is locked.
    """
    check_whole("draws", draws, least=1)
    check_whole("seed", seed)
    question = question.named_as_in(panel)
    drawn = draw_pool(panel, question, with_sites_after=False)
    fits = [fit_cohort(cohort, among_donors=True) for cohort in drawn.cohorts]
    sizes = [len(cohort.rows) for cohort in drawn.cohorts]
    donors = len(drawn.units) - len(drawn.sites)
    chosen = choose_sites(np.random.default_rng(seed), donors, sum(sizes), draws)
    split = np.split(chosen, np.cumsum(sizes)[:-1], axis=1)
    return detectable_mean(_mean_over(split, [fit.gaps.mean(axis=1) for fit in fits]))


def fit_cohort(cohort: Cohort, *, among_donors: bool = False) -> CohortFit:
    """Fit every unit of the pool on the donors of a cohort, correct, and scale.

    With `among_donors` only donors are fitted, for power before the sites' figures may be read.
    """
    return _fit(cohort, among_donors=among_donors, with_scale=True)


def _fit_gaps(cohort: Cohort) -> CohortFit:
    """The gaps alone, for tests that ask for no scale: leaving out each year before takes most of the time."""
    return _fit(cohort, among_donors=False, with_scale=False)


def _fit(cohort: Cohort, *, among_donors: bool, with_scale: bool) -> CohortFit:
    kept = cohort.is_donor if among_donors else np.ones(len(cohort.is_donor), dtype=bool)
    y_before, y_after = cohort.y_before[kept], cohort.y_after[kept]
    is_donor = cohort.is_donor[kept]
    u = None if cohort.sampling_variance is None else cohort.sampling_variance[kept]
    sigma = difference_sd(y_before, cohort.before)
    zeta_squared = np.sqrt(y_after.shape[1]) * sigma**2
    allowed = (~np.eye(len(y_before), dtype=bool))[:, is_donor]
    donors = y_before[is_donor]
    fits = fit_ridge(y_before, donors, y_before.shape[1] * zeta_squared, allowed=allowed)
    corrector = level_corrector(y_before.mean(axis=1))
    gaps = corrector @ (y_after - fits.synthetic(y_after[is_donor]))
    # Donors are never exposed in these years, so taking a change off the sites moves no synthetic twin.
    moved = corrector @ (cohort.exposure[kept] - cohort.exposure_before[kept].mean(axis=1, keepdims=True))
    if not with_scale:
        return CohortFit(cohort, gaps, moved)
    gaps_before = held_out_gaps(y_before, donors, zeta_squared, allowed=allowed, guess=fits.residuals)
    terms, _ = scale_terms(u, np.asarray((gaps_before**2).mean(axis=1)))
    _, fitted = fit_scale(gaps.mean(axis=1)[:, None] ** 2, terms)
    return CohortFit(cohort, gaps, moved, np.sqrt(fitted[:, 0]), gaps_before)


@dataclass(frozen=True, eq=False)
class Parts:
    """One number of every unit in each cohort, with the units chosen in each draw for it.

    Attributes
    ----------
    values, moved : list of array, shape (U,)
        A number of each unit, and how much it falls when a change of 1 is taken off the sites.
    rows : list of array of int
        The cohort's own sites.
    chosen : list of array of int, shape (draws, size of the cohort)
    """

    values: list[Array]
    moved: list[Array]
    rows: list[NDArray[np.intp]]
    chosen: list[NDArray[np.intp]]


class _Test:
    """A mean over the sites, held against the same mean over the draws."""

    def __init__(self, parts: Parts) -> None:
        own = [rows[None, :] for rows in parts.rows]
        self.effect = float(_mean_over(own, parts.values)[0])
        self.response = float(_mean_over(own, parts.moved)[0])
        self.drawn = _mean_over(parts.chosen, parts.values)
        self.drawn_response = _mean_over(parts.chosen, parts.moved)

    def p_value_at(self, change: float) -> float:
        """p under the hypothesis that each site changed by `change`: taken off wherever a site stands in a draw."""
        own = abs(self.effect - change * self.response)
        others = np.abs(self.drawn - change * self.drawn_response)
        return float((1 + (others >= own - TIE).sum()) / (1 + len(others)))

    @property
    def p_value(self) -> float:
        return self.p_value_at(0.0)

    def interval(self, alpha: float = 0.10) -> tuple[float | None, float | None]:
        """Hull of the changes with p above alpha, walked outwards in twentieths of the spread of the draws."""
        spread = float(self.drawn.std())
        centre = self.effect / self.response
        return self._edge(centre, -spread, alpha), self._edge(centre, spread, alpha)

    def _edge(self, centre: float, spread: float, alpha: float) -> float | None:
        grid = centre + spread * np.linspace(0, 12, 241)
        last = self._last_kept(grid, alpha)
        if last == len(grid) - 1:
            return None
        for _ in range(2):
            grid = np.linspace(grid[last], grid[last + 1], 33)
            last = self._last_kept(grid[:-1], alpha)
        return float(grid[last])

    def _last_kept(self, grid: Array, alpha: float) -> int:
        kept = [number for number, change in enumerate(grid) if self.p_value_at(float(change)) > alpha]
        return kept[-1] if kept else 0


class _Randomisation(_Test):
    """Draws of as many places as there are sites, so many in each cohort, each with its gap in that cohort."""

    def __init__(self, drawn: Pool, fits: list[CohortFit], draws: int, seed: int) -> None:
        sizes = [len(fit.cohort.rows) for fit in fits]
        whole = choose_sites(np.random.default_rng(seed), len(drawn.units), sum(sizes), draws)
        self.chosen = np.split(whole, np.cumsum(sizes)[:-1], axis=1)
        super().__init__(
            Parts(
                [fit.gaps.mean(axis=1) for fit in fits],
                [fit.moved.mean(axis=1) for fit in fits],
                [fit.cohort.rows for fit in fits],
                self.chosen,
            )
        )


def choose_sites(rng: np.random.Generator, units: int, size: int, draws: int) -> NDArray[np.intp]:
    """Draws without replacement, in random order: shape (draws, size)."""
    if size > units:
        raise NotEnoughDataError("too_few_donors", f"{size} sites cannot be drawn from {units} places.")
    return np.argsort(rng.random((draws, units)), axis=1)[:, :size]


def _mean_over(chosen: list[NDArray[np.intp]], values: list[Array]) -> Array:
    """Mean over the units of each draw, each with its value in the cohort it was drawn for: shape (draws,)."""
    total = sum(value[rows].sum(axis=1) for value, rows in zip(values, chosen, strict=True))
    return np.asarray(total / sum(rows.shape[1] for rows in chosen))


def detectable_mean(drawn: Array) -> float:
    """The smallest change that moves four in five draws beyond the usual 95 % (A1.9, for the mean of K)."""
    sizes = np.sort(np.abs(drawn))[::-1]
    critical = float(sizes[max(floor(ALPHA * len(sizes)), 1) - 1])
    low, high = 0.0, critical + 2 * float(sizes[0])
    for _ in range(60):
        middle = (low + high) / 2
        if (np.abs(drawn - middle) >= critical).mean() >= POWER:
            high = middle
        else:
            low = middle
    return high


def _path(fits: list[CohortFit], test: _Randomisation) -> tuple[EventYear, ...]:
    """Every year before and after that a cohort has, each by the same draws."""
    first = 1 - max(fit.gaps_before.shape[1] for fit in fits)
    last = max(fit.gaps.shape[1] for fit in fits)
    return tuple(_test_event_year(event, fits, test) for event in range(first, last + 1))


def _test_event_year(event: int, fits: list[CohortFit], test: _Randomisation) -> EventYear:
    parts = Parts([], [], [], [])
    sites = np.concatenate([fit.cohort.rows for fit in fits])
    for fit, chosen in zip(fits, test.chosen, strict=True):
        gaps, column = (fit.gaps, event - 1) if event > 0 else (fit.gaps_before, fit.gaps_before.shape[1] - 1 + event)
        if not 0 <= column < gaps.shape[1]:
            continue
        # A change in a year before would be the sites' own, and moves nobody else.
        of_sites = np.isin(np.arange(len(gaps)), sites).astype(np.float64)
        parts.values.append(gaps[:, column])
        parts.moved.append(fit.moved[:, column] if event > 0 else of_sites)
        parts.rows.append(fit.cohort.rows)
        parts.chosen.append(chosen)
    of_year = _Test(parts)
    low, high = np.quantile(of_year.drawn, BAND)
    return EventYear(event, of_year.effect, float(low), float(high), sum(map(len, parts.rows)), *of_year.interval())


def _leave_each_out(drawn: Pool, fits: list[CohortFit], test: _Randomisation) -> dict[str, WithoutSite]:
    """The same draws with one unit fewer in the cohort of each site in turn."""
    values, moved = [fit.gaps.mean(axis=1) for fit in fits], [fit.moved.mean(axis=1) for fit in fits]
    found = {}
    for number, fit in enumerate(fits):
        fewer = [chosen[:, :-1] if other == number else chosen for other, chosen in enumerate(test.chosen)]
        for row in fit.cohort.rows:
            rows = [one.cohort.rows[one.cohort.rows != row] for one in fits]
            smaller = _Test(Parts(values, moved, rows, fewer))
            found[drawn.units[row]] = WithoutSite(smaller.effect, smaller.p_value)
    return found


def _add_up_people(panel: Panel, sites: tuple[SiteEffect, ...]) -> float | None:
    found = [count_people(panel, site.unit, site.after, np.array(site.gaps)) for site in sites]
    known = [float(one.base.mean()) for one in found if one is not None]
    return sum(known) if len(known) == len(sites) else None


def _relate_to_fidelity(sites: tuple[SiteEffect, ...]) -> Slope | None:
    known = [site for site in sites if site.fidelity is not None]
    doses = [site.fidelity for site in known if site.fidelity is not None]
    if len(known) < MINIMUM_SITES or np.ptp(doses) == 0:
        return None
    return relate_to([site.effect for site in known], [site.scale**2 for site in known], doses)


def _cross_check(drawn: Pool) -> tuple[float, float] | None:
    """Callaway and Sant'Anna on the years all cohorts share, with places not yet treated for comparison."""
    years = sorted({year for cohort in drawn.cohorts for year in cohort.before + cohort.after})
    columns: dict[int, Array] = {}
    for cohort in drawn.cohorts:
        outcomes = np.hstack([cohort.y_before, cohort.y_after])
        columns |= dict(zip(cohort.before + cohort.after, outcomes.T, strict=True))
    first = np.full(len(drawn.units), np.inf)
    for cohort in drawn.cohorts:
        first[cohort.rows] = cohort.after[0]
    try:
        found: GroupTime = estimate_group_time(
            np.column_stack([columns[year] for year in years]), years, first, control="not_yet"
        )
        simple = found.simple
    except NotEnoughDataError:
        return None
    return simple.effect, simple.standard_error


def _run_checks(
    panel: Panel, question: PoolQuestion, drawn: Pool, effect: float, draws: int, seed: int
) -> tuple[Check, ...]:
    """Nothing began before the starts; it hangs neither on 2020-2021 nor on any one year after."""
    checks = []
    for years in EARLY_STARTS:
        try:
            smaller = draw_pool(
                panel,
                question,
                years_earlier=years,
                minimum_before=MINIMUM_BEFORE_EARLY_START,
                minimum_after=1,
            )
            early = _Randomisation(smaller, [_fit_gaps(cohort) for cohort in smaller.cohorts], draws, seed)
        except NotEnoughDataError as problem:
            checks.append(Check("in_time", str(years), CheckResult.NOT_TESTED, True, reason=problem.code))
            continue
        failed = keeps_up(early.effect, early.p_value, effect)
        checks.append(_check("in_time", str(years), not failed, early))
    checks.append(_check_without(panel, question, PANDEMIC, "without_pandemic", "2020-2021", effect, draws, seed))
    after = sorted({year for cohort in drawn.cohorts for year in cohort.after})
    return (
        *checks,
        *(_check_without(panel, question, (y,), "without_year", str(y), effect, draws, seed) for y in after),
    )


def _check_without(
    panel: Panel,
    question: PoolQuestion,
    years: tuple[int, ...],
    kind: str,
    detail: str,
    effect: float,
    draws: int,
    seed: int,
) -> Check:
    """The whole draw again without some years."""
    try:
        drawn = draw_pool(panel, question, without=years, minimum_before=MINIMUM_BEFORE, minimum_after=1)
        refit = _Randomisation(drawn, [_fit_gaps(cohort) for cohort in drawn.cohorts], draws, seed)
    except NotEnoughDataError as problem:
        return Check(kind, detail, CheckResult.NOT_TESTED, False, reason=problem.code)
    return _check(kind, detail, keeps_up(refit.effect, refit.p_value, effect), refit)


def _check(kind: str, detail: str, passed: bool, test: _Randomisation) -> Check:
    result = CheckResult.PASSED if passed else CheckResult.FAILED
    return Check(kind, detail, result, True, test.effect, test.p_value)


def _decide(
    question: PoolQuestion,
    scale: str,
    test: _Randomisation,
    interval: tuple[float | None, float | None],
    sites: int,
    checks: tuple[Check, ...],
) -> tuple[PoolVerdict, tuple[str, ...]]:
    """The rules of one place (A2) without shapes, and with at least four sites."""
    fall, rise = question.important_bounds(scale)
    low, high = interval
    if sites < MINIMUM_SITES:
        return PoolVerdict.TOO_FEW_SITES, ("too_few_sites",)
    if low is not None and high is not None and fall < low and high < rise:
        if test.p_value <= ALPHA:
            return PoolVerdict.TOO_SMALL_TO_MATTER, ("unusual_and_inside_bounds",)
        return PoolVerdict.NO_DETECTABLE_CHANGE, ("interval_inside_bounds",)
    if test.p_value > ALPHA:
        return PoolVerdict.NOT_ENOUGH_EVIDENCE, ("within_usual_variation",)
    if fall < test.effect < rise:
        return PoolVerdict.NOT_ENOUGH_EVIDENCE, ("smaller_than_important",)
    failed = dict.fromkeys(check.kind for check in checks if check.decides and check.result is CheckResult.FAILED)
    if failed:
        return PoolVerdict.NOT_ENOUGH_EVIDENCE, tuple(f"failed_{kind}" for kind in failed)
    if test.effect * question.direction < 0:
        return PoolVerdict.CHANGED_FOR_THE_WORSE, ("against_the_direction",)
    return PoolVerdict.IMPROVED, ("in_the_direction",)
