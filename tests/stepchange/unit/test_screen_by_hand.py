"""The parts of the screen alone: which places and years are tested, against what, and each flag."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
import scipy

from stepchange import Planted, ScreenedMeasure, Truth, screen, simulate_nation
from stepchange.one_place.checks import check_earlier_starts, check_without_donors
from stepchange.one_place.core import fit_core, fit_scale, scale_terms
from stepchange.one_place.design import Sample, count_variance, mean_over_years, to_analysis_scale
from stepchange.screening.null import QUARTILE, centre
from stepchange.screening.screen import (
    Flag,
    PanelTests,
    _check_lead,
    _crowded_years,
    _flag,
    _starts_by_unit,
    screen_measure,
)
from stepchange.solvers import approximate_left_out

UNITS = [f"P{i:02d}" for i in range(62)]
YEARS = tuple(range(2012, 2024))
PANEL = simulate_nation(seed=3, units=UNITS, periods=YEARS, residual_sd=0.05).panel


def without(*holes, panel=PANEL):
    """The panel without the figures of some places in one year each."""
    values, counts = panel.values.copy(), panel.counts.copy()
    for places, year in holes:
        for table in (values, counts):
            table[places, YEARS.index(year)] = np.nan
    return replace(panel, values=values, counts=counts)


def get_tested(tests, start):
    return set(tests.unit[tests.start == start].tolist())


# --- which places and years ----------------------------------------------------------------------------


@pytest.mark.parametrize("years_after", [2, 3])
def test_each_start_is_a_fit_of_the_years_before_on_those_after(years_after):
    tests = screen_measure("m", PANEL, years_after)
    outcome, variance = to_analysis_scale(PANEL), count_variance(PANEL)
    assert sorted(set(tests.start.tolist())) == list(range(2017, 2023))
    for start in range(2017, 2023):
        before = [t for t, year in enumerate(YEARS) if year < start]
        after = [t for t, year in enumerate(YEARS) if start <= year < start + years_after]
        u = variance[:, before].mean(axis=1)
        core = fit_core(outcome[:, before], outcome[:, after], tuple(YEARS[t] for t in before), u)
        own = tests.start == start
        assert tests.unit[own].tolist() == list(range(62))
        np.testing.assert_allclose(tests.effect[own], core.mean_gaps, atol=1e-9)
        left_out = (approximate_left_out(core.fits, outcome[:, before], core.eta) ** 2).mean(axis=1)
        _, fitted = fit_scale(core.mean_gaps[:, None] ** 2, scale_terms(u, left_out)[0])
        np.testing.assert_allclose(tests.z[own], centre(core.mean_gaps / np.sqrt(fitted[:, 0])), atol=1e-4)


def test_places_without_a_year_are_tested_where_three_lack_it_and_enough_is_left():
    panel = without((slice(0, 3), 2014), (slice(3, 5), 2015), (slice(5, 9), 2021), (slice(10, 14), 2012))
    tests = screen_measure("m", panel, 3)
    for start in range(2017, 2023):
        tested = get_tested(tests, start)
        assert not {3, 4} & tested  # two are too few to be tested together
        assert ({0, 1, 2} <= tested) == (start > 2017), start  # before that they have four years
        assert (set(range(10, 14)) <= tested) == (start > 2017), start
        assert (set(range(5, 9)) <= tested) == (start != 2021), start  # the first year after must be there
        assert set(range(20, 62)) <= tested
    shorter = screen_measure("m", panel, 2)
    assert not set(range(5, 9)) & get_tested(shorter, 2020)  # one year after is left


def test_places_without_a_year_are_compared_with_all_that_have_the_others():
    panel = without((slice(0, 3), 2014), (slice(3, 5), 2015))
    tests = screen_measure("m", panel, 3)
    outcome, variance = to_analysis_scale(panel), count_variance(panel)
    rows = [i for i in range(62) if i not in (3, 4)]
    before, after = [0, 1, 3, 4, 5, 6], [7, 8, 9]
    core = fit_core(
        outcome[np.ix_(rows, before)],
        outcome[np.ix_(rows, after)],
        tuple(YEARS[t] for t in before),
        variance[np.ix_(rows, before)].mean(axis=1),
    )
    own = (tests.start == 2019) & (tests.unit < 3)
    np.testing.assert_allclose(tests.effect[own], core.mean_gaps[:3], atol=1e-9)


@pytest.mark.parametrize(("number", "is_tested"), [(30, False), (31, True)])
def test_a_measure_needs_thirty_others(number, is_tested):
    panel = simulate_nation(seed=3, units=UNITS[:number], periods=YEARS, residual_sd=0.05).panel
    assert isinstance(screen_measure("m", panel, 3), PanelTests) == is_tested


@pytest.mark.parametrize(("lacking", "last"), [(31, 2022), (32, 2021)])
def test_a_year_is_used_that_half_of_the_places_have(lacking, last):
    tests = screen_measure("m", without((slice(62 - lacking, 62), 2023)), 3)
    assert max(tests.start) == last


# --- what else may explain it --------------------------------------------------------------------------


def test_jumps_and_extreme_levels_are_those_of_the_year_and_the_years_before():
    values = PANEL.values.copy()
    jumps = np.diff(np.log(values), axis=1)[:, YEARS.index(2020) - 1]
    usual = 1.4826 * np.median(np.abs(jumps - np.median(jumps)))
    for place, size in ((7, 6.0), (8, 4.0), (9, 2.0)):
        values[place, YEARS.index(2020) :] *= np.exp(size * usual + np.median(jumps) - jumps[place])
    panel = replace(PANEL, values=values, counts=values * PANEL.denominators / PANEL.per)
    tests, outcome = screen_measure("m", panel, 3), to_analysis_scale(panel)
    for start in range(2017, 2023):
        at, own = YEARS.index(start), tests.start == start
        jump = outcome[:, at] - outcome[:, at - 1]
        away = np.abs(jump - np.median(jump))
        assert tests.is_sudden[own].tolist() == (away / np.median(away) > 5 * 1.4826).tolist()
        order = np.argsort(outcome[:, :at].mean(axis=1))
        assert set(np.flatnonzero(tests.is_extreme[own])) == {*order[:4], *order[-4:]}  # a twentieth of 62 at each end
    assert set(tests.unit[tests.is_sudden & (tests.start == 2020)]) >= {7}
    assert not {8, 9} & set(tests.unit[tests.is_sudden & (tests.start == 2020)])


def make_tests(unit, start, *, sudden=False, extreme=False):
    number, zeros = len(unit), np.zeros(len(unit))
    flags = np.full(number, sudden), np.full(number, extreme)
    return PanelTests("m", np.array(unit), np.array(start), zeros, zeros, *flags)


def test_families_that_moved_in_one_year_are_counted_once_each():
    measures = [ScreenedMeasure(key, family, PANEL) for key, family in (("a", "x"), ("b", "x"), ("c", "y"))]
    found = [(measure, make_tests([2, 2, 3], [2019, 2020, 2019])) for measure in measures]
    p = [np.array([0.0009, 0.5, 0.0009]), np.array([0.0009, 0.5, 0.5]), np.array([0.0009, 0.0009, 0.001])]
    assert _starts_by_unit(found, p) == {"P02": Counter({2019: 2, 2020: 1}), "P03": Counter({2019: 1})}


@pytest.mark.parametrize(("moved", "p", "crowded"), [(3, 0.05, set()), (4, 0.05, {2019}), (4, 0.051, set())])
def test_a_year_is_crowded_where_more_than_three_of_twenty_places_moved(moved, p, crowded):
    tests = make_tests([*range(20), *range(20)], [2019] * 20 + [2020] * 20)
    assert _crowded_years(tests, np.array([p] * moved + [0.5] * (40 - moved))) == crowded


@pytest.mark.parametrize(
    ("given", "flags"),
    [
        ({}, ()),
        *(({"known": {"P02": (year,)}}, (Flag.KNOWN_CHANGE,)) for year in (2018, 2019, 2020)),
        *(({"known": {"P02": (year,)}}, ()) for year in (2017, 2021)),
        ({"known": {"": (2019,)}}, (Flag.KNOWN_CHANGE,)),
        ({"known": {"P03": (2019,)}}, ()),
        *(({"boundaries": {("P02", year)}}, (Flag.BOUNDARY_CHANGE,)) for year in (2018, 2019, 2020)),
        *(({"boundaries": {("P02", year), ("P03", 2019)}}, ()) for year in (2017, 2021)),
        ({"sudden": True}, (Flag.SUDDEN,)),
        ({"extreme": True}, (Flag.EXTREME_LEVEL,)),
        ({"shared": {"P02": Counter({2019: 3})}}, (Flag.MANY_MEASURES,)),
        ({"shared": {"P02": Counter({2019: 2, 2020: 9}), "P03": Counter({2019: 9})}}, ()),
        ({"crowded": {2019}}, (Flag.MANY_PLACES,)),
        ({"crowded": {2018, 2020}}, ()),
    ],
)
def test_a_flag_is_set_by_what_is_near_in_place_and_time(given, flags):
    given = {
        "known": None,
        "boundaries": set(),
        "sudden": False,
        "extreme": False,
        "shared": {},
        "crowded": set(),
    } | given
    measure = ScreenedMeasure("m", "family", PANEL, given["known"])
    tests = make_tests([2], [2019], sudden=given["sudden"], extreme=given["extreme"])
    assert _flag(measure, tests, 0, "P02", 2019, given["boundaries"], given["shared"], given["crowded"]) == flags


@pytest.mark.parametrize("row", [5, 0])
def test_a_lead_is_checked_on_the_places_that_have_the_years_of_its_own(row):
    panel = without(([5, 6], 2014), ([7], 2021), (slice(20, 52), 2016), (slice(20, 51), 2017), ([8], 2022))
    panel = without(([5], 2022), panel=panel) if row == 5 else panel
    outcome, variance = to_analysis_scale(panel), count_variance(panel)
    before = [t for t, year in enumerate(YEARS) if year < 2020 and year != 2016 and not (row == 5 and year == 2014)]
    after = [t for t, year in enumerate(YEARS) if 2020 <= year <= 2022 and not (row == 5 and year == 2022)]
    complete = [i for i in range(62) if np.isfinite(outcome[i, [*before, *after]]).all()]
    rows = [row, *[i for i in complete if i != row]]
    yearly = variance[np.ix_(rows, before)]
    sample = Sample(
        units=tuple(UNITS[i] for i in rows),
        before=tuple(YEARS[t] for t in before),
        after=tuple(YEARS[t] for t in after),
        transition=(),
        years_left_out={},
        donors_left_out={},
        y_before=outcome[np.ix_(rows, before)],
        y_after=outcome[np.ix_(rows, after)],
        sampling_variance=mean_over_years(yearly),
        yearly_sampling_variance=yearly,
    )
    core = fit_core(sample.y_before, sample.y_after, sample.before, sample.sampling_variance)
    assert _check_lead(panel, row, 2020, 3) == (
        *check_earlier_starts(sample, core),
        *check_without_donors(sample, core),
    )


# --- all together --------------------------------------------------------------------------------------


def test_leads_are_the_places_and_measures_with_q_of_a_fifth_at_most():
    planted = {place: Truth(Planted.STEP, 2019, -0.16) for place in ("P05", "P20", "P40")}  # hardly to be seen
    measures = [
        ScreenedMeasure(
            f"m{number}",
            f"family{number // 2}",
            simulate_nation(seed=number, units=UNITS, periods=YEARS, residual_sd=0.05, truth=planted).panel,
        )
        for number in range(4)
    ]
    found = screen(measures)
    assert found.places_tested == {f"m{number}": 62 for number in range(4)}
    assert found.tests == 6 * found.hypotheses == 6 * len(found.hypothesis_keys) == 6 * 4 * 62
    q = dict(zip(found.hypothesis_keys, found.q_values, strict=True))
    assert {(lead.measure, lead.unit): lead.q_value for lead in found.leads} == {
        key: value for key, value in q.items() if value <= 0.2
    }
    assert any(lead.q_value > 0.1 for lead in found.leads)
    for lead in found.leads:
        tests = screen_measure(lead.measure, next(one.panel for one in measures if one.key == lead.measure), 3)
        (own,) = np.flatnonzero((tests.unit == UNITS.index(lead.unit)) & (tests.start == lead.start))
        assert (lead.effect, lead.z) == (tests.effect[own], tests.z[own])
    assert screen(measures[:1], years_after=2).tests == 6 * 62


def test_quartile_is_scipys_to_the_last_digit():
    assert scipy.special.ndtri(0.75) == QUARTILE
