"""Several places: planted changes, the draw by a slower road, who may be compared with whom, and refusals."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from stepchange import (
    NotEnoughDataError,
    OptionError,
    PanelError,
    Planted,
    PoolQuestion,
    PoolVerdict,
    Site,
    Truth,
    plan_pool_power,
    pool,
    simulate_nation,
)
from stepchange.several_places.group_time import estimate_group_time
from stepchange.several_places.pool import _decide, detectable_mean, fit_cohort
from stepchange.several_places.registry import SiteLeftOut, draw_pool
from stepchange.several_places.synthesis import relate_to, synthesise

UNITS = [f"P{i:02d}" for i in range(60)]
PLACES = UNITS[:9]
STARTS = [date(2017, 6, 1)] * 3 + [date(2018, 6, 1)] * 3 + [date(2020, 6, 1)] * 3


def nation(change=0.0, *, seed=3, **parts):
    truth = {place: Truth(Planted.STEP, start.year + 1, change) for place, start in zip(PLACES, STARTS, strict=True)}
    return simulate_nation(
        seed=seed, units=UNITS, periods=range(2011, 2025), residual_sd=0.05, truth=truth if change else None, **parts
    ).panel


def ask(**parts):
    sites = tuple(Site(place, start) for place, start in zip(PLACES, STARTS, strict=True))
    given = {"sites": sites, "timing": "snapshot", "direction": -1, "smallest_change": 5.0}
    return PoolQuestion(**(given | parts))


def test_a_planted_fall_is_found_and_its_interval_holds_it():
    found = pool(nation(-0.15), ask())
    assert found.verdict is PoolVerdict.IMPROVED
    assert found.p_value < 0.01
    assert found.low < np.log(0.85) < found.high
    assert len(found.sites) == 9
    assert [len(cohort.rows) for cohort in found.pool.cohorts] == [3, 3, 3]
    assert found.cross_check[0] == pytest.approx(np.log(0.85), abs=0.06)
    assert found.synthesis.prediction[0] <= found.synthesis.interval[0]


def test_the_other_way_is_told_as_plainly():
    assert pool(nation(0.25), ask()).verdict is PoolVerdict.CHANGED_FOR_THE_WORSE


def test_nothing_planted_is_no_change_or_not_enough():
    verdicts = {pool(nation(seed=seed), ask()).verdict for seed in range(4)}
    assert verdicts <= {PoolVerdict.NO_DETECTABLE_CHANGE, PoolVerdict.NOT_ENOUGH_EVIDENCE}


@pytest.mark.parametrize(
    ("p", "verdict", "reason"),
    [
        (0.05, PoolVerdict.TOO_SMALL_TO_MATTER, "unusual_and_inside_bounds"),
        (0.051, PoolVerdict.NO_DETECTABLE_CHANGE, "interval_inside_bounds"),
    ],
)
def test_unusual_and_small_is_neither_a_change_that_matters_nor_none(p, verdict, reason):
    test = SimpleNamespace(p_value=p, effect=-0.03)
    assert _decide(ask(), "log", test, (-0.05, -0.01), 9, ()) == (verdict, (reason,))


def test_a_small_change_of_many_quiet_sites_is_too_small_to_matter():
    found = pool(nation(-0.05), ask(smallest_change=30.0))
    assert found.p_value <= 0.05
    assert found.verdict is PoolVerdict.TOO_SMALL_TO_MATTER


def test_each_year_after_is_left_out_in_turn():
    panel = nation(-0.3)
    found = pool(panel, ask())
    checks = {check.detail: check for check in found.checks if check.kind == "without_year"}
    assert list(checks) == [str(year) for year in sorted({y for site in found.sites for y in site.after})]
    assert all(check.result.value == "passed" for check in checks.values())
    drawn = draw_pool(panel, ask(), without=(2022,), minimum_after=1)
    gaps = [fit_cohort(cohort).gaps[cohort.rows].mean(axis=1) for cohort in drawn.cohorts]
    assert checks["2022"].estimate == pytest.approx(np.concatenate(gaps).mean(), rel=1e-12)


def test_fewer_than_four_sites_are_too_few():
    found = pool(nation(-0.3), ask(sites=ask().sites[:3]))
    assert found.verdict is PoolVerdict.TOO_FEW_SITES
    assert len(found.sites) == 3


def test_the_same_seed_gives_the_same_p_and_another_nearly():
    panel = nation(-0.05)
    assert pool(panel, ask()).p_value == pool(panel, ask()).p_value
    assert pool(panel, ask(), seed=2).p_value == pytest.approx(pool(panel, ask()).p_value, abs=0.02)


def test_p_by_a_slower_road():
    """The same draws one by one, each unit with its gap in the cohort it was drawn for."""
    panel, draws = nation(-0.04), 300
    drawn = draw_pool(panel, ask())
    gaps = [fit_cohort(cohort).gaps.mean(axis=1) for cohort in drawn.cohorts]
    own = np.mean([gaps[c][row] for c, cohort in enumerate(drawn.cohorts) for row in cohort.rows])
    chosen = np.argsort(np.random.default_rng(1).random((draws, len(drawn.units))), axis=1)
    as_large = 1
    for order in chosen:
        means = [gaps[k // 3][order[k]] for k in range(9)]
        as_large += abs(np.mean(means)) >= abs(own)
    assert pool(panel, ask(), draws=draws).p_value == pytest.approx(as_large / (draws + 1))


def test_taking_the_change_off_the_sites_by_hand_gives_the_same_p():
    """The interval's linear shift is what a panel with the change taken off its sites gives."""
    panel, change = nation(-0.1), -0.08
    values = np.log(panel.values)
    for place, start in zip(PLACES, STARTS, strict=True):
        values[panel.index(place), [t for t, y in enumerate(panel.periods) if y > start.year]] -= change
    from stepchange.several_places.pool import _Randomisation

    def randomise(one):
        drawn = draw_pool(one, ask())
        return _Randomisation(drawn, [fit_cohort(cohort) for cohort in drawn.cohorts], 2_000, 1)

    by_hand = randomise(replace(panel, values=np.exp(values), counts=None, denominators=None))
    shifted = randomise(replace(panel, counts=None, denominators=None))
    # Nearly: with the change taken off its years, a site's own weights and level move a little too.
    assert shifted.p_value_at(change) == pytest.approx(by_hand.p_value, abs=0.02)
    assert shifted.effect - change * shifted.response == pytest.approx(by_hand.effect, abs=0.01)


def test_only_places_untouched_in_the_window_are_donors():
    whole = draw_pool(nation(), ask())
    assert [int(cohort.is_donor.sum()) for cohort in whole.cohorts] == [51, 51, 51]
    short = draw_pool(nation(), ask(years_after=2))
    first, second, third = short.cohorts
    assert (first.after, second.after, third.after) == ((2018, 2019), (2019, 2020), (2021, 2022))
    # Those of 2020 (first seen in 2021) serve the first two cohorts, which end before.
    assert [int(cohort.is_donor.sum()) for cohort in short.cohorts] == [54, 54, 51]


def test_years_after_a_stop_are_not_used():
    sites = (Site("P00", date(2017, 6, 1), stop=date(2020, 6, 1)), *ask().sites[1:])
    found = draw_pool(nation(), ask(sites=sites))
    assert {cohort.after for cohort in found.cohorts if 0 in cohort.rows} == {(2018, 2019, 2020)}


def test_years_between_the_ends_of_an_uncertain_start_are_used_neither_way():
    known = replace(ask().sites[0], start=date(2017, 1, 1))
    sites = (replace(known, start_until=date(2018, 12, 31)), *ask().sites[1:])
    cohort = next(cohort for cohort in draw_pool(nation(), ask(sites=sites)).cohorts if 0 in cohort.rows)
    assert (cohort.before[-1], cohort.after[0]) == (2016, 2020)
    certain = ask(sites=tuple(replace(site, start_until=site.start) for site in ask().sites))
    assert pool(nation(-0.1), certain, in_depth=False).effect == pool(nation(-0.1), ask(), in_depth=False).effect


def test_no_site_at_all_still_says_why_of_each():
    sites = (Site("P00", date(2012, 1, 1)), Site("P01", date(2023, 6, 1)))
    with pytest.raises(NotEnoughDataError) as problem:
        pool(nation(), ask(sites=sites))
    assert problem.value.sites_left_out == {
        "P00": SiteLeftOut.TOO_FEW_YEARS_BEFORE,
        "P01": SiteLeftOut.TOO_FEW_YEARS_AFTER,
    }


def test_event_years_reach_from_the_first_before_to_the_last_after():
    found = pool(nation(-0.15), ask())
    years = {year.years_since: year for year in found.path}
    # Starts in 2017, seen from 2018 to 2024; starts in 2020, seen before from 2011 to 2020.
    assert list(years) == list(range(-9, 8))
    assert (years[1].sites, years[7].sites, years[-9].sites) == (9, 3, 3)
    assert all(years[event].interval_low < np.log(0.85) < years[event].interval_high for event in (1, 2, 3, 4))
    own = np.mean([site.gaps[0] for site in found.sites])
    assert years[1].effect == pytest.approx(own, rel=1e-12)
    assert years[0].effect == pytest.approx(np.mean([site.gaps_before[-1] for site in found.sites]), rel=1e-12)


def test_gaps_before_are_of_fits_that_did_not_see_the_year():
    drawn = draw_pool(nation(), ask())
    cohort = drawn.cohorts[0]
    found = fit_cohort(cohort).gaps_before[cohort.rows, -1]
    altered = cohort.y_before.copy()
    altered[cohort.rows, -1] += 1.0
    moved = fit_cohort(replace(cohort, y_before=altered)).gaps_before[cohort.rows, -1]
    # Only the penalty, which rests on the differences of all units, moves with it.
    assert moved - found == pytest.approx(1.0, abs=0.1)


def test_without_each_site_by_a_slower_road():
    panel, draws = nation(-0.04), 300
    drawn = draw_pool(panel, ask())
    gaps = [fit_cohort(cohort).gaps.mean(axis=1) for cohort in drawn.cohorts]
    own = np.mean([gaps[c][row] for c, cohort in enumerate(drawn.cohorts) for row in cohort.rows if row != 4])
    chosen = np.argsort(np.random.default_rng(1).random((draws, len(drawn.units))), axis=1)
    # The last unit drawn for the second cohort falls out.
    means = [np.mean([gaps[k // 3][order[k]] for k in range(9) if k != 5]) for order in chosen]
    found = pool(panel, ask(), draws=draws).without_each[drawn.units[4]]
    assert found.effect == pytest.approx(own, rel=1e-12)
    assert found.p_value == pytest.approx((1 + sum(abs(np.array(means)) >= abs(own))) / (draws + 1))


def test_people_are_those_expected_at_all_sites_in_a_mean_year():
    panel = nation(-0.15)
    found = pool(panel, ask(), in_depth=False)
    expected = 0.0
    for site in found.sites:
        counted = panel.counts[panel.index(site.unit), [panel.periods.index(year) for year in site.after]]
        expected += float((counted * np.exp(-np.array(site.gaps))).mean())
    assert found.people_base == pytest.approx(expected, rel=1e-12)
    assert found.people(np.log(0.9)) == pytest.approx(-0.1 * expected, rel=1e-12)
    assert found.people(None) is None
    assert pool(replace(panel, counts=None, denominators=None), ask(), in_depth=False).people(-0.1) is None


def test_in_short_is_the_same_answer_without_what_stands_beside_it():
    whole, short = pool(nation(-0.1), ask()), pool(nation(-0.1), ask(), in_depth=False)
    same = ("verdict", "effect", "p_value", "low", "high", "detectable", "sites", "synthesis", "cross_check", "checks")
    assert all(getattr(whole, name) == getattr(short, name) for name in same)
    assert (short.path, short.without_each) == ((), {})
    assert pool(nation(), ask(), in_depth=False).checks == ()


def test_in_short_a_check_that_fails_withholds_the_finding_too():
    truth = {place: Truth(Planted.STEP, start.year - 1, -0.2) for place, start in zip(PLACES, STARTS, strict=True)}
    panel = simulate_nation(seed=5, units=UNITS, periods=range(2008, 2025), residual_sd=0.04, truth=truth).panel
    assert pool(panel, ask(), in_depth=False).verdict is pool(panel, ask()).verdict is PoolVerdict.NOT_ENOUGH_EVIDENCE


def test_a_site_without_figures_is_named_with_the_reason():
    panel = nation()
    values = panel.values.copy()
    values[0, 3] = np.nan
    found = pool(replace(panel, values=values), ask())
    assert found.pool.sites_left_out == {"P00": SiteLeftOut.FIGURES_MISSING}
    early = ask(sites=(Site("P50", date(2013, 1, 1)), Site("P51", date(2023, 6, 1)), *ask().sites))
    assert pool(panel, early).pool.sites_left_out == {
        "P50": SiteLeftOut.TOO_FEW_YEARS_BEFORE,
        "P51": SiteLeftOut.TOO_FEW_YEARS_AFTER,
    }
    assert SiteLeftOut.TOO_FEW_YEARS_BEFORE.words == "fewer than 5 years before its start"


def test_what_began_before_the_starts_is_no_finding():
    truth = {place: Truth(Planted.STEP, start.year - 1, -0.2) for place, start in zip(PLACES, STARTS, strict=True)}
    panel = simulate_nation(seed=5, units=UNITS, periods=range(2008, 2025), residual_sd=0.04, truth=truth).panel
    found = pool(panel, ask())
    failed = [check.detail for check in found.checks if check.kind == "in_time" and check.result.value == "failed"]
    assert failed
    assert found.verdict is not PoolVerdict.IMPROVED


def test_power_looks_at_no_figure_of_a_site_after_its_start():
    panel = nation()
    values = panel.values.copy()
    for place, start in zip(PLACES, STARTS, strict=True):
        values[panel.index(place), [t for t, y in enumerate(panel.periods) if y > start.year]] = np.nan
    assert plan_pool_power(replace(panel, values=values), ask()) == plan_pool_power(panel, ask())
    few = ask(sites=ask().sites[:4])
    assert plan_pool_power(panel, few) > plan_pool_power(panel, ask())


def test_detectable_mean_by_hand():
    drawn = np.concatenate([np.linspace(-1, 1, 101)])
    change = detectable_mean(drawn)
    critical = np.sort(np.abs(drawn))[::-1][4]
    assert (np.abs(drawn - change) >= critical).mean() >= 0.8
    assert (np.abs(drawn - change + 0.03) >= critical).mean() < 0.8


def test_dose_is_related_only_where_it_differs():
    sites = tuple(replace(site, fidelity=float(number)) for number, site in enumerate(ask().sites))
    assert pool(nation(-0.1), ask(sites=sites)).by_fidelity is not None
    same = tuple(replace(site, fidelity=1.0) for site in ask().sites)
    assert pool(nation(-0.1), ask(sites=same)).by_fidelity is None


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"sites": ()}, "at least one site"),
        ({"sites": (Site("P00", STARTS[0]), Site("P00", STARTS[1]))}, "named twice"),
        ({"direction": 0}, "direction"),
        ({"smallest_change": 0}, "between 0 and 100"),
        ({"years_after": 1}, "At least 2 years after"),
    ],
)
def test_questions_that_cannot_be_asked(parts, sentence):
    with pytest.raises(PanelError, match=sentence):
        ask(**parts)


def test_refusals():
    with pytest.raises(PanelError, match="not after its start"):
        Site("P00", date(2020, 1, 1), stop=date(2019, 1, 1))
    with pytest.raises(PanelError, match="first day on which"):
        Site("P00", date(2020, 1, 1), start_until=date(2019, 12, 31))
    with pytest.raises(PanelError, match="not after its start on 2021"):
        Site("P00", date(2020, 1, 1), stop=date(2020, 6, 1), start_until=date(2021, 1, 1))
    with pytest.raises(PanelError, match="not in the panel"):
        pool(nation(), ask(sites=(Site("Nowhere", STARTS[0]),)))
    with pytest.raises(NotEnoughDataError, match="No site can be used"):
        pool(nation(), ask(sites=(Site("P00", date(2012, 1, 1)),)))
    with pytest.raises(NotEnoughDataError, match="places that never used the model"):
        pool(nation(), ask(excluded=frozenset(UNITS[20:])))


# --- synthesis -------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_reml_is_where_the_restricted_likelihood_is_highest(seed):
    rng = np.random.default_rng(seed)
    v = rng.uniform(0.01, 0.1, 8)
    y = rng.normal(0.2, np.sqrt(v + 0.05 * (seed > 0)))

    def loss(tau_squared):
        w = 1 / (v + tau_squared)
        mean = (w @ y) / w.sum()
        return 0.5 * (-np.log(w).sum() + np.log(w.sum()) + (w * (y - mean) ** 2).sum())

    best = minimize_scalar(loss, bounds=(0, 2), method="bounded", options={"xatol": 1e-10}).x
    assert synthesise(y, v).tau_squared == pytest.approx(best, abs=1e-5)


def test_equal_variances_by_hand():
    y = np.array([1.0, 2.0, 3.0, 6.0])
    found = synthesise(y, [0.5] * 4)
    assert found.mean == pytest.approx(3.0)
    assert found.tau_squared == pytest.approx(y.var(ddof=1) - 0.5)
    assert found.standard_error == pytest.approx(y.std(ddof=1) / 2)
    assert found.weights == pytest.approx((0.25,) * 4)
    assert synthesise([1.0, 1.0], [0.5, 0.5]).prediction is None
    assert synthesise([1.0, 1.0, 1.0], [0.5] * 3).tau_squared == 0


def test_relating_to_a_dose():
    y, v, dose = [0.1, 0.2, 0.3, 0.4, 0.5], [0.01] * 5, [1, 2, 3, 4, 5]
    slope = relate_to(y, v, dose)
    assert slope.slope == pytest.approx(0.1)
    assert slope.p_value < 0.001
    uneven = relate_to([0.1, 0.3, 0.2, 0.5, 0.4], v, dose)
    expected = np.polyfit(dose, [0.1, 0.3, 0.2, 0.5, 0.4], 1)[0]
    assert uneven.slope == pytest.approx(expected)
    assert uneven.interval[0] < expected < uneven.interval[1]


def test_synthesis_refuses_what_it_cannot_use():
    for given, sentence in (
        (([1.0], [1.0]), "At least two"),
        (([1.0, 2.0], [1.0]), "one variance for each"),
        (([1.0, 2.0], [1.0, 0.0]), "above 0"),
    ):
        with pytest.raises(PanelError, match=sentence):
            synthesise(*given)
    with pytest.raises(PanelError, match="level"):
        synthesise([1.0, 2.0], [1.0, 1.0], level=1.0)
    with pytest.raises(PanelError, match="at least four sites"):
        relate_to([1.0, 2.0, 3.0, 4.0], [1.0] * 4, [1, 1, 1, 1])
    with pytest.raises(PanelError, match="one covariate"):
        relate_to([1.0, 2.0, 3.0, 4.0], [1.0] * 4, [1, 1, 1])


# --- group-time effects -----------------------------------------------------------------------------


def test_group_time_effects_by_hand():
    y = np.array([[1, 2, 8, 9], [1, 1, 7, 9], [0, 1, 2, 3], [0, 3, 2, 7.0]])
    found = estimate_group_time(y, [2001, 2002, 2003, 2004], [2003, 2003, np.inf, 0])
    # The treated rise by 6 since 2002, those never treated by 1 - 1 = 0.
    assert found.effect(2003, 2003).effect == pytest.approx(6.0)
    assert found.effect(2003, 2004).effect == pytest.approx(7.5 - 3.0)
    assert found.effect(2003, 2002).effect == pytest.approx(0.5 - 2.0)
    assert found.simple.effect == pytest.approx((6 + 4.5) / 2)


def test_places_not_yet_treated_serve_until_they_start():
    rng = np.random.default_rng(2)
    y = rng.normal(0, 1, (30, 6)).cumsum(axis=1)
    start = np.array([3.0] * 10 + [5.0] * 10 + [np.inf] * 10)
    found = estimate_group_time(y, range(1, 7), start, control="not_yet")
    change = y[:, 3] - y[:, 1]  # year 4 against year 2
    assert found.effect(3, 4).effect == pytest.approx(change[:10].mean() - change[10:].mean())
    change = y[:, 4] - y[:, 1]
    assert found.effect(3, 5).effect == pytest.approx(change[:10].mean() - change[20:].mean())


def test_standard_errors_cover():
    """Simulated: the simple average's error is near its spread over many panels."""
    effects, errors = [], []
    rng = np.random.default_rng(1)
    start = np.array([3.0] * 30 + [4.0] * 30 + [np.inf] * 60)
    for _ in range(150):
        y = rng.normal(0, 1, (120, 5))
        found = estimate_group_time(y, range(1, 6), start).simple
        effects.append(found.effect)
        errors.append(found.standard_error)
    assert np.mean(errors) == pytest.approx(np.std(effects), rel=0.15)


def test_group_time_refusals():
    y = np.zeros((3, 3))
    with pytest.raises(PanelError, match="full array"):
        estimate_group_time(y * np.nan, [1, 2, 3], [2, 2, 0])
    with pytest.raises(OptionError, match="control"):
        estimate_group_time(y, [1, 2, 3], [2, 2, 0], control="other")
    with pytest.raises(NotEnoughDataError, match="never treated"):
        estimate_group_time(y, [1, 2, 3], [2, 2, 2])
    with pytest.raises(NotEnoughDataError, match="No unit starts"):
        estimate_group_time(y, [1, 2, 3], [1, 0, 0])
    found = estimate_group_time(y, [1, 2, 3], [2, 0, 0])
    with pytest.raises(NotEnoughDataError, match="no group"):
        found.at_event_time(7)
