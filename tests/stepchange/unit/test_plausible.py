"""Counts that cannot be right are told from small ones, and no finding rests on them."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy.stats import nbinom

from stepchange import Panel, PoolQuestion, Site, Verdict, evaluate, plan_power, pool, simulate_nation
from stepchange.one_place.design import to_analysis_scale
from stepchange.one_place.plausible import FURTHEST, HARDLY_EVER, find_implausible
from stepchange.several_places.registry import SiteLeftOut

UNITS = [f"P{i:02d}" for i in range(60)]
YEARS = range(2011, 2024)


def quiet(**parts):
    return simulate_nation(
        seed=4, units=UNITS, periods=YEARS, residual_sd=0.05, denominators=np.full((60, 13), 60_000.0), **parts
    ).panel


def put(panel, cells):
    counts = panel.counts.copy()
    for (unit, year), count in cells.items():
        counts[panel.index(unit), panel.periods.index(year)] = count
    return replace(panel, counts=counts, values=panel.per * counts / panel.denominators)


def flagged(panel):
    is_wrong, _ = find_implausible(panel, to_analysis_scale(panel))
    return {(panel.units[i], panel.periods[t]) for i, t in np.argwhere(is_wrong)}


def test_nought_out_of_hundreds_gives_no_finding(ask):
    """It was 'gradual improvement, -68 %' through the half that a logarithm needs, with a difference of 0 people."""
    answer = evaluate(put(quiet(), {("P05", 2023): 0}), ask())
    assert answer.finding.verdict is Verdict.NOT_ENOUGH_EVIDENCE
    assert answer.finding.reasons == ("implausible_figure",)
    (wrong,) = answer.sample.implausible
    assert (wrong.year, wrong.counted) == (2023, 0.0)
    assert 250 < wrong.expected < 450
    assert answer.estimate.people_gap[-1] == pytest.approx(-wrong.expected, rel=0.25)
    without = next(one for one in answer.estimate.checks if one.detail == "2023" and one.kind == "without_year")
    assert abs(without.estimate) < 0.1 < abs(answer.estimate.change.analysis)


@pytest.mark.parametrize(("count", "is_wrong"), [(0, True), (3, True), (60, False), (5_000, True), (900, False)])
def test_only_what_a_tenfold_change_would_not_bring_is_flagged(count, is_wrong):
    panel = quiet()
    assert flagged(panel) == set()
    assert flagged(put(panel, {("P05", 2022): count})) == ({("P05", 2022)} if is_wrong else set())


def test_zeros_among_small_counts_are_figures_like_others():
    panel = simulate_nation(seed=2, units=UNITS, mean_rate=0.6, periods=YEARS).panel
    assert (panel.counts == 0).any()
    assert flagged(panel) == set()


def test_the_tail_is_that_of_the_negative_binomial():
    """The slow twin: medians by hand, and the tail from SciPy."""
    panel = put(quiet(), {("P05", 2022): 12, ("P06", 2022): 25, ("P07", 2022): 9_000})
    y = to_analysis_scale(panel)
    movement = np.median(y - np.median(y, axis=1, keepdims=True), axis=0)
    usual = np.median(y - movement, axis=1)[:, None] + movement
    size = 1 / (1.4826 * np.median(np.abs(y - usual))) ** 2
    expected = panel.counts * np.exp(usual - y)

    def tail(mean, count, is_upper):
        law = nbinom(size, size / (size + mean))
        return law.sf(count - 1) if is_upper else law.cdf(count)

    slow = {
        (panel.units[i], panel.periods[t])
        for i in range(60)
        for t in range(13)
        if (tail(expected[i, t] / FURTHEST, panel.counts[i, t], False) < HARDLY_EVER)
        or (tail(expected[i, t] * FURTHEST, panel.counts[i, t], True) < HARDLY_EVER)
    }
    assert flagged(panel) == slow >= {("P05", 2022), ("P07", 2022)}


def percentages(share, count=None):
    below = np.full((40, 8), 400.0)
    counts = np.round(below * share + np.random.default_rng(1).normal(0, 4, (40, 8)))
    if count is not None:
        counts[3, 7] = count
    return Panel(tuple(UNITS[:40]), tuple(range(2011, 2019)), 100 * counts / below, "points", counts, below, 100.0)


@pytest.mark.parametrize(
    ("share", "count", "is_wrong"),
    [(0.4, 0, True), (0.6, 400, True), (0.4, 120, False), (0.97, 400, False), (0.03, 0, False)],
)
def test_no_and_all_of_many_are_flagged_where_neither_is_near(share, count, is_wrong):
    assert flagged(percentages(share)) == set()
    assert flagged(percentages(share, count)) == ({("P03", 2018)} if is_wrong else set())


def test_without_counts_nothing_is_judged():
    panel = replace(quiet(), counts=None, denominators=None)
    assert flagged(panel) == set()


def test_places_with_such_a_count_serve_for_no_comparison(ask):
    answer = evaluate(put(quiet(), {("P09", 2015): 0, ("P10", 2023): 0}), ask())
    assert answer.sample.donors_left_out == dict.fromkeys(("P09", "P10"), "a count that cannot be right")
    assert answer.sample.implausible == ()


def test_a_bare_zero_is_told_from_a_missing_figure(ask):
    panel = quiet()
    values = panel.values.copy()
    values[5, 12], values[5, 10] = 0.0, np.nan
    answer = evaluate(replace(panel, values=values, counts=None, denominators=None), ask())
    assert answer.sample.years_left_out == {
        2023: "the figure is 0 and its count is not known",
        2021: "the place has no figure",
    }


def test_power_does_not_look_at_later_counts(ask):
    panel = quiet()
    assert plan_power(panel, ask()) == plan_power(put(panel, {("P05", 2023): 0}), ask())


def test_a_site_with_such_a_count_is_left_out_by_name():
    panel = put(quiet(), {("P03", 2023): 0})
    sites = tuple(Site(unit, date(2019, 6, 1)) for unit in ("P01", "P02", "P03", "P04", "P05"))
    found = pool(panel, PoolQuestion(sites, "snapshot", -1, 10.0), draws=99)
    assert found.pool.sites_left_out == {"P03": SiteLeftOut.WRONG_COUNT}
    assert found.pool.sites_left_out["P03"].words == "a count that cannot be right"
    assert len(found.sites) == 4
