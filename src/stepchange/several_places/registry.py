"""Which sites started when, and which years and places each group of them can be tested with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from stepchange.errors import NotEnoughDataError, PanelError
from stepchange.one_place.design import (
    MINIMUM_AFTER,
    MINIMUM_BEFORE,
    MINIMUM_COVERAGE,
    MINIMUM_DONORS,
    PANDEMIC,
    check_smallest_change,
    count_variance,
    mean_over_years,
    smallest_bounds,
    to_analysis_scale,
    why_not_compared,
)
from stepchange.one_place.plausible import find_implausible
from stepchange.options import check_choice, check_day, check_names, check_number, check_whole, check_year, fold
from stepchange.panel import Array, Panel
from stepchange.periods import Timing, split_periods


class SiteLeftOut(StrEnum):
    """Why a site on the list could not be used."""

    TOO_FEW_YEARS_BEFORE = "too_few_years_before"
    TOO_FEW_YEARS_AFTER = "too_few_years_after"
    ONLY_THE_PANDEMIC = "only_the_pandemic"
    FIGURES_MISSING = "figures_missing"
    FIGURES_MISSING_IN_OTHER_YEARS = "figures_missing_in_other_years"
    WRONG_COUNT = "wrong_count"

    @property
    def words(self) -> str:
        return SITE_LEFT_OUT_WORDS[self]


SITE_LEFT_OUT_WORDS: dict[SiteLeftOut, str] = {
    SiteLeftOut.TOO_FEW_YEARS_BEFORE: f"fewer than {MINIMUM_BEFORE} years before its start",
    SiteLeftOut.TOO_FEW_YEARS_AFTER: f"fewer than {MINIMUM_AFTER} years after its start",
    SiteLeftOut.ONLY_THE_PANDEMIC: "only the years of the pandemic after its start",
    SiteLeftOut.FIGURES_MISSING: "figures missing in the years used",
    SiteLeftOut.FIGURES_MISSING_IN_OTHER_YEARS: "figures missing in the years other sites use",
    SiteLeftOut.WRONG_COUNT: "a count that cannot be right",
}


@dataclass(frozen=True)
class Site:
    """A place that used the model.

    Parameters
    ----------
    unit : str
        Its label in the panel.
    start : date
    stop : date, optional
        When it gave the model up; years that end later are not used.
    fidelity : float, optional
        How faithfully it followed the model, on any scale that is the same for all sites.
    start_until : date, optional
        The last day on which it may have started, where only a range is known and `start` is its first day. The years
        that lie before one end and after the other are used neither way.
    """

    unit: str
    start: date
    stop: date | None = None
    fidelity: float | None = None
    start_until: date | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", check_day("start", self.start))
        if self.start_until is not None:
            object.__setattr__(self, "start_until", check_day("start_until", self.start_until))
            if self.last_start < self.start:
                raise PanelError(
                    f"{self.unit} started by {self.start_until} at the latest, which is before {self.start}, the first "
                    "day on which it may have started."
                )
        if self.stop is not None:
            object.__setattr__(self, "stop", check_day("stop", self.stop))
        if self.fidelity is not None:
            check_number("fidelity", self.fidelity)
        if self.stop is not None and self.stop <= self.last_start:
            raise PanelError(f"{self.unit} stopped on {self.stop}, which is not after its start on {self.last_start}.")

    @property
    def last_start(self) -> date:
        return self.start_until or self.start


@dataclass(frozen=True)
class PoolQuestion:
    """What is asked of all sites together; fixed before any result is computed.

    Parameters
    ----------
    sites : tuple of Site
        Every place that ever used the model, failures included.
    timing, direction, smallest_change, last_period, excluded
        As for one place (`stepchange.Question`).
    years_after : int, optional
        At most so many years after each start. Places that start later than that then serve for comparison.
    """

    sites: tuple[Site, ...]
    timing: Timing
    direction: int
    smallest_change: float
    last_period: int | None = None
    years_after: int | None = None
    excluded: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.direction not in (-1, 1):
            raise PanelError(f"The direction must be -1 (a fall) or 1 (a rise); given was {self.direction!r}.")
        check_smallest_change(self.smallest_change)
        check_choice("timing", self.timing, Timing)
        if self.last_period is not None:
            check_year("last_period", self.last_period)
        if self.years_after is not None and check_whole("years_after", self.years_after) < MINIMUM_AFTER:
            raise PanelError(f"At least {MINIMUM_AFTER} years after are needed; given was {self.years_after}.")
        object.__setattr__(self, "excluded", check_names("excluded", self.excluded))
        if not self.sites:
            raise PanelError("Name at least one site.")
        names = [fold(site.unit) for site in self.sites]
        if twice := next((site.unit for site in self.sites if names.count(fold(site.unit)) > 1), None):
            raise PanelError(f"The site {twice!r} is named twice; give each place once, with its first start.")
        if both := next((one for one in self.excluded if fold(one) in names), None):
            raise PanelError(f"{both!r} is a site, so it cannot be among `excluded`.")

    def important_bounds(self, scale: str) -> tuple[float, float]:
        """The smallest important fall and rise on the scale of the analysis."""
        return smallest_bounds(self.smallest_change, scale)

    def named_as_in(self, panel: Panel) -> "PoolQuestion":
        """The same with every place written as the panel has it; raises PanelError for one that is not in it."""
        return replace(
            self,
            sites=tuple(replace(site, unit=panel.find(site.unit)) for site in self.sites),
            excluded=frozenset(map(panel.find, self.excluded)),
        )


@dataclass(frozen=True, eq=False)
class Cohort:
    """Sites with the same years before and after, and the places to compare them with.

    Attributes
    ----------
    before, after : tuple of int
    rows : array of int
        Rows of the pool (`Pool.units`) that belong to it.
    is_donor : array of bool, shape (U,)
        Which units of the pool its twins may be made of.
    y_before, y_after : arrays, shapes (U, T0) and (U, T1)
        Outcomes of every unit of the pool in these years.
    sampling_variance : array, shape (U,), or None
    exposure_before, exposure : arrays, shapes (U, T0) and (U, T1)
        1 where a year lies after the unit's own start, 0 elsewhere. A site that is drawn for a later cohort has years
        of its own change among the years before.
    """

    before: tuple[int, ...]
    after: tuple[int, ...]
    rows: NDArray[np.intp]
    is_donor: NDArray[np.bool_]
    y_before: Array
    y_after: Array
    sampling_variance: Array | None
    exposure_before: Array
    exposure: Array


@dataclass(frozen=True, eq=False)
class Pool:
    """The balanced part of a panel that all sites together use.

    Attributes
    ----------
    units : tuple of str
        U labels: sites first, in the order of the registry, then never-users.
    sites : tuple of Site
        Those that are used.
    cohorts : tuple of Cohort
    sites_left_out : mapping of str to SiteLeftOut
    places_left_out : mapping of str to str
        With the reason.
    """

    units: tuple[str, ...]
    sites: tuple[Site, ...]
    cohorts: tuple[Cohort, ...]
    sites_left_out: Mapping[str, SiteLeftOut]
    places_left_out: Mapping[str, str]


def draw_pool(
    panel: Panel,
    question: PoolQuestion,
    *,
    years_earlier: int = 0,
    without: Iterable[int] = (),
    minimum_before: int = MINIMUM_BEFORE,
    minimum_after: int = MINIMUM_AFTER,
    with_sites_after: bool = True,
) -> Pool:
    """Sites sorted by their years, with the places that are complete in all years used.

    A donor of a cohort never uses the model, or starts after the cohort's last year (A1.10). Nothing is filled in.

    Parameters
    ----------
    panel : Panel
    question : PoolQuestion
    years_earlier : int
        Pretend that each site began so many years earlier, with the years before its real start only.
    without : iterable of int
        Years to leave out everywhere.
    with_sites_after : bool
        Without, the sites' own figures after their starts are neither asked for nor read; their rows of `y_after`
        are NaN.

    Raises
    ------
    NotEnoughDataError
        When no site, or fewer than thirty places to compare, are left.
    """
    outcome = to_analysis_scale(panel)
    years = [year for year in panel.periods if question.last_period is None or year <= question.last_period]
    rows_of_sites = {site.unit: panel.index(site.unit) for site in question.sites}
    never = [i for i, unit in enumerate(panel.units) if unit not in rows_of_sites and unit not in question.excluded]
    coverage = dict(
        zip(panel.periods, np.isfinite(outcome[[*never, *rows_of_sites.values()]]).mean(axis=0), strict=True)
    )
    years = [year for year in years if coverage[year] >= MINIMUM_COVERAGE and year not in set(without)]
    left_out: dict[str, SiteLeftOut] = {}
    windows: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {}
    read = outcome if with_sites_after else _without_later(panel, question, outcome, rows_of_sites)
    is_wrong, _ = find_implausible(panel, read)
    for site in question.sites:
        before, after = _window(site, years, question, years_earlier)
        row, own = rows_of_sites[site.unit], [panel.periods.index(y) for y in before + after]
        known = np.isfinite(outcome[row, own])
        if not with_sites_after:
            known[len(before) :] = True
        if len(before) < minimum_before:
            left_out[site.unit] = SiteLeftOut.TOO_FEW_YEARS_BEFORE
        elif len(after) < minimum_after:
            left_out[site.unit] = SiteLeftOut.TOO_FEW_YEARS_AFTER
        elif not years_earlier and set(after) <= set(PANDEMIC):
            left_out[site.unit] = SiteLeftOut.ONLY_THE_PANDEMIC
        elif not known.all():
            left_out[site.unit] = SiteLeftOut.FIGURES_MISSING
        elif is_wrong[row, own].any():
            left_out[site.unit] = SiteLeftOut.WRONG_COUNT
        else:
            windows[site.unit] = (before, after)
    if not windows:
        reasons = "; ".join(f"{unit}: {reason.words}" for unit, reason in left_out.items())
        raise NotEnoughDataError("no_site", f"No site can be used ({reasons}).", sites_left_out=left_out)
    used = sorted({year for before, after in windows.values() for year in before + after})
    columns = [panel.periods.index(year) for year in used]
    is_complete = np.asarray(np.isfinite(outcome[:, columns]).all(axis=1))
    sites, kept = [], []
    for site in question.sites:
        if site.unit not in windows:
            continue
        # A draw may put any unit into any cohort, so it must have figures in all the years of all of them.
        if with_sites_after and not is_complete[rows_of_sites[site.unit]]:
            left_out[site.unit] = SiteLeftOut.FIGURES_MISSING_IN_OTHER_YEARS
            continue
        sites.append(site)
        kept.append(rows_of_sites[site.unit])
    has_wrong = np.asarray(is_wrong[:, columns].any(axis=1))
    donors = [i for i in never if is_complete[i] and not has_wrong[i]]
    if len(donors) < MINIMUM_DONORS:
        raise NotEnoughDataError(
            "too_few_donors",
            f"Only {len(donors)} places that never used the model have figures in all the years used; "
            f"at least {MINIMUM_DONORS} are needed.",
            sites_left_out=left_out,
        )
    if not sites:
        raise NotEnoughDataError("no_site", "No site has figures in all the years used.", sites_left_out=left_out)
    rows = [*kept, *donors]
    places_left_out = {
        unit: why_not_compared(unit in question.excluded, bool(is_complete[i]))
        for i, unit in enumerate(panel.units)
        if unit not in rows_of_sites and i not in set(donors)
    }
    variance = count_variance(panel)
    return Pool(
        units=tuple(panel.units[i] for i in rows),
        sites=tuple(sites),
        cohorts=tuple(
            _make_cohort(panel, question, sites, rows, outcome, variance, window, members, with_sites_after)
            for window, members in _group(sites, windows).items()
        ),
        sites_left_out=left_out,
        places_left_out=places_left_out,
    )


def _without_later(panel: Panel, question: PoolQuestion, outcome: Array, rows: Mapping[str, int]) -> Array:
    """The same without the sites' own figures after their starts."""
    hidden = outcome.copy()
    for site in question.sites:
        before = split_periods(panel.periods, site.start, question.timing).before
        hidden[rows[site.unit], [year not in before for year in panel.periods]] = np.nan
    return hidden


def _window(
    site: Site, years: Sequence[int], question: PoolQuestion, years_earlier: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    split = split_periods(years, site.start, question.timing)
    if years_earlier:
        kept = len(split.before) - years_earlier
        return split.before[: max(kept, 0)], split.before[max(kept, 0) :]
    after = split_periods(years, site.last_start, question.timing).after
    if site.stop is not None:
        after = tuple(year for year in after if year in split_periods(years, site.stop, question.timing).before)
    return split.before, after[: question.years_after]


def _group(
    sites: Sequence[Site], windows: Mapping[str, tuple[tuple[int, ...], tuple[int, ...]]]
) -> dict[tuple[tuple[int, ...], tuple[int, ...]], list[int]]:
    """Rows of the pool by their years, earliest start first."""
    groups: dict[tuple[tuple[int, ...], tuple[int, ...]], list[int]] = {}
    for row, site in enumerate(sites):
        groups.setdefault(windows[site.unit], []).append(row)
    return dict(sorted(groups.items(), key=lambda item: (item[0][1], item[0][0])))


def _make_cohort(
    panel: Panel,
    question: PoolQuestion,
    sites: Sequence[Site],
    rows: Sequence[int],
    outcome: Array,
    variance: Array | None,
    window: tuple[tuple[int, ...], tuple[int, ...]],
    members: list[int],
    with_sites_after: bool,
) -> Cohort:
    before, after = window
    columns = [panel.periods.index(year) for year in before + after]
    t0 = len(before)
    exposure = np.zeros((len(rows), len(before) + len(after)))
    is_donor = np.ones(len(rows), dtype=bool)
    for row, site in enumerate(sites):
        untouched = set(split_periods(before + after, site.start, question.timing).before)
        exposure[row] = [year not in untouched for year in before + after]
        is_donor[row] = not exposure[row].any() and row not in members
    y_after = outcome[np.ix_(list(rows), columns[t0:])]
    if not with_sites_after:
        y_after = y_after.copy()
        y_after[: len(sites)] = np.nan
        is_donor[: len(sites)] = False
    yearly = None if variance is None else variance[np.ix_(list(rows), columns[:t0])]
    return Cohort(
        before=before,
        after=after,
        rows=np.array(members),
        is_donor=is_donor,
        y_before=outcome[np.ix_(list(rows), columns[:t0])],
        y_after=y_after,
        sampling_variance=mean_over_years(yearly),
        exposure_before=exposure[:, :t0],
        exposure=exposure[:, t0:],
    )
