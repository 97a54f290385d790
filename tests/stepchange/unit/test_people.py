"""A change in people is the mean of the yearly differences, and its interval goes with it."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from stepchange import CheckResult, Panel, Planted, Question, Truth, Verdict, evaluate, simulate_nation
from stepchange.one_place.checks import run_checks
from stepchange.one_place.core import fit_core
from stepchange.one_place.design import draw_sample
from stepchange.one_place.people import PeopleGaps, count_people

UNITS = [f"P{i:02d}" for i in range(60)]


def counts_panel(counts, per=10_000.0):
    counts = np.array([counts], dtype=float)
    below = np.full_like(counts, 10_000.0)
    years = tuple(range(2021, 2021 + counts.shape[1]))
    return Panel(("a",), years, per * counts / below, "log", counts, below, per)


def test_people_by_hand():
    """50 counted where 100 were expected, 90 where 90 were: 25 fewer a year, though the mean of logarithms says 29."""
    people = count_people(counts_panel([50, 90]), "a", (2021, 2022), np.array([np.log(0.5), 0.0]))
    np.testing.assert_allclose(people.expected, [100, 90])
    np.testing.assert_allclose(people.each_year, [-50, 0])
    assert people.mean == pytest.approx(-25)
    assert people.share == pytest.approx(np.log(140 / 190))
    # Every year's gap moved by the same: expected 95 -> 95 e^-shift on average.
    assert people.shifted(np.log(0.5)) == pytest.approx(70 - 190)
    assert people.shifted(0.0) == people.mean
    assert people.away_from_expected(np.log(1.1)) == pytest.approx(9.5)


def test_people_of_a_year_without_any_are_all_that_were_expected():
    """A nought is analysed as half a case; what was expected is what the gap leads back to, not nought."""
    gap = np.log(0.5 / 370)
    people = count_people(counts_panel([400, 0]), "a", (2021, 2022), np.array([0.0, gap]))
    np.testing.assert_allclose(people.each_year, [0, -370])
    assert people.mean == pytest.approx(-185)


def test_people_of_a_percentage_by_hand():
    panel = Panel(
        ("a",),
        (2021, 2022),
        np.array([[20.0, 30.0]]),
        "points",
        np.array([[40.0, 300.0]]),
        np.array([[200.0, 1000.0]]),
        100.0,
    )
    people = count_people(panel, "a", (2021, 2022), np.array([-5.0, 1.0]))
    np.testing.assert_allclose(people.each_year, [-10, 10])  # 5 points of 200, 1 point of 1,000
    assert people.mean == pytest.approx(0)
    assert people.shifted(2.0) == pytest.approx(12)  # 2 points of 600 on average
    assert people.away_from_expected(-1.0) == pytest.approx(-6)


def slow_people(panel, unit, years, gaps):
    """Year by year in plain Python, from rates: (counted - expected of each year, mean, share of all)."""
    row, differences, counted, expected = panel.units.index(unit), [], 0.0, 0.0
    for year, gap in zip(years, gaps, strict=True):
        t = panel.periods.index(year)
        count, below = panel.counts[row, t], panel.denominators[row, t]
        rate = panel.per * (count if count else 0.5) / below
        would_have_been = rate / np.exp(gap) * below / panel.per
        differences.append(count - would_have_been)
        counted, expected = counted + count, expected + would_have_been
    return differences, sum(differences) / len(differences), counted - expected


def answers():
    """Many answers: small and large places, zeros among them, one and several years after, open ends."""
    for seed in range(8):
        panel = simulate_nation(
            seed=seed,
            units=UNITS,
            periods=range(2011, 2024),
            mean_rate=(1.0, 4.0, 65.0)[seed % 3],
            residual_sd=0.2,
            truth={"P05": Truth(Planted.STEP, 2020, (-0.5, 0.6)[seed % 2])},
        ).panel
        for last in (2021, 2022, 2023):
            question = Question("P05", date(2018, 6, 1), "snapshot", -1, 10.0, last_period=last)
            yield panel, evaluate(panel, question, in_depth=False)


def test_headline_is_the_mean_of_the_yearly_column_and_signs_agree():
    seen = set()
    for panel, answer in answers():
        estimate = answer.estimate
        differences, mean, total = slow_people(
            panel, "P05", answer.sample.after, estimate.gaps[0, -len(answer.sample.after) :]
        )
        np.testing.assert_allclose(estimate.people_gap, differences, rtol=1e-9, atol=1e-9)
        change, low, high = estimate.change, estimate.low, estimate.high
        in_people = next(check for check in estimate.checks if check.kind == "in_people")
        if change.people is None:
            assert mean * change.analysis <= 0
            assert in_people.result is CheckResult.FAILED
            assert low.people is high.people is None
            assert answer.finding.verdict in (Verdict.NOT_ENOUGH_EVIDENCE, Verdict.NO_DETECTABLE_CHANGE)
            seen.add("other way")
            continue
        assert change.people == pytest.approx(mean, rel=1e-12)
        assert change.people == np.mean(estimate.people_gap)
        assert total == pytest.approx(mean * len(differences))
        assert change.people * change.analysis > 0
        for end, sign in ((low, -1), (high, 1)):
            assert (end.analysis is None) == (end.people is None)
            if end.people is not None:
                assert sign * (end.people - change.people) >= 0
                assert end.people * end.analysis >= 0  # 0 lies inside on both scales or on neither
        seen.add(np.sign(change.people))
    assert {-1.0, 1.0} <= seen


def test_no_change_is_no_change_on_every_scale():
    """Where years weigh differently in people, an end is cut at 0 rather than said to be on the other side."""
    people = PeopleGaps(np.array([10.0, 100.0]), np.array([20.0, 101.0]), np.array([20.0, 101.0]), is_log=True)
    found = float(np.log([10 / 20, 100 / 101]).mean())  # -.35, but in people only -5.5 of 60
    assert people.shifted(-0.05 - found) > 0
    assert people.end_of_interval(-0.05, found) == 0.0
    assert people.end_of_interval(0.05, found) > 0
    assert people.end_of_interval(None, found) is None
    assert people.end_of_interval(found, found) == pytest.approx(people.mean)


def test_a_finding_whose_people_go_the_other_way_is_withheld(ask):
    """A tenth fewer in five small years and many more in one large year is not fewer people."""
    panel = simulate_nation(
        seed=4, units=UNITS, periods=range(2011, 2024), residual_sd=0.03, denominators=np.full((60, 13), 150_000.0)
    ).panel
    size = np.where(np.arange(13) == 12, 12.0, 1.0)  # the population of P05 in 2023
    counts, below = panel.counts.copy(), panel.denominators.copy()
    below[5] *= size
    counts[5] = np.round(
        counts[5] * size * np.where(np.arange(13) >= 9, 0.6, 1.0) * np.where(np.arange(13) == 12, 2.0, 1.0)
    )
    changed = replace(panel, values=panel.per * counts / below, counts=counts, denominators=below)
    answer = evaluate(changed, ask(), in_depth=False)
    assert answer.estimate.change.analysis < 0 < answer.estimate.people_gap.mean()
    assert answer.estimate.change.people is None
    assert "failed_in_people" in answer.finding.reasons


def test_without_counts_people_are_not_tested(ask):
    panel = simulate_nation(seed=4, units=UNITS, periods=range(2011, 2024)).panel
    bare = replace(panel, counts=None, denominators=None)
    check = evaluate(bare, ask(), in_depth=False).estimate.checks[-1]
    assert (check.kind, check.result, check.reason) == ("in_people", CheckResult.NOT_TESTED, "no_counts")


def test_leaving_a_year_out_is_a_new_fit_without_it(ask):
    panel = simulate_nation(seed=4, units=UNITS, periods=range(2011, 2024)).panel
    question = ask()
    sample = draw_sample(panel, question, before=range(2011, 2020), after=range(2020, 2024))
    core = fit_core(sample.y_before, sample.y_after, sample.before, sample.sampling_variance)
    checks = [one for one in run_checks(panel, question, sample, core) if one.kind == "without_year"]
    assert [one.detail for one in checks] == ["2020", "2021", "2022", "2023"]
    for check in checks:
        kept = [year for year in sample.after if str(year) != check.detail]
        smaller = draw_sample(panel, question, before=range(2011, 2020), after=kept)
        again = fit_core(smaller.y_before, smaller.y_after, smaller.before, smaller.sampling_variance)
        assert check.estimate == pytest.approx(again.mean_gaps[0], rel=1e-12)
        assert check.p_value == again.p_value
        assert check.decides


def test_a_change_that_one_year_makes_is_withheld(ask):
    panel = simulate_nation(
        seed=4, units=UNITS, periods=range(2011, 2024), residual_sd=0.03, denominators=np.full((60, 13), 150_000.0)
    ).panel
    fallen = panel.counts.copy()
    fallen[5, 12] = np.round(fallen[5, 12] * 0.25)  # one year of four, and not so few that they could not be right
    answer = evaluate(replace(panel, values=panel.per * fallen / panel.denominators, counts=fallen), ask())
    assert answer.estimate.p_value <= 0.05
    assert answer.sample.implausible == ()
    assert answer.finding.verdict is Verdict.NOT_ENOUGH_EVIDENCE
    assert "failed_without_year" in answer.finding.reasons
