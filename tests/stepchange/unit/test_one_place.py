"""One place from question to answer: planted changes are found, checks decide what they should, people are counted."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from stepchange import (
    CertificateError,
    Change,
    CheckResult,
    NotEnoughDataError,
    Panel,
    PanelError,
    Planted,
    Truth,
    Verdict,
    evaluate,
    plan_power,
    simulate_nation,
)
from stepchange.one_place import checks as checks_module
from stepchange.one_place import evaluate as evaluate_module
from stepchange.one_place import specifications
from stepchange.one_place.checks import run_checks
from stepchange.one_place.core import confidence_interval, fit_core, fit_scale, p_values_at, scale_terms
from stepchange.one_place.design import draw_sample
from stepchange.one_place.power import detectable_change
from stepchange.one_place.shapes import compare_shapes

UNITS = [f"P{i:02d}" for i in range(60)]
START = date(2019, 6, 1)


def quiet(truth=None, *, seed=4, periods=range(2011, 2024), **parts):
    """A nation of large places with little noise, so that what is planted is seen."""
    periods = list(periods)
    return simulate_nation(
        seed=seed,
        units=UNITS,
        periods=periods,
        residual_sd=0.03,
        denominators=np.full((60, len(periods)), 150_000.0),
        truth=truth,
        **parts,
    ).panel


def kinds(answer, kind):
    return [check for check in answer.estimate.checks if check.kind == kind]


def test_a_planted_step_is_a_step_change(ask):
    answer = evaluate(quiet({"P05": Truth(Planted.STEP, 2020, -0.3)}), ask())
    assert answer.finding.verdict is Verdict.STEP_CHANGE
    assert answer.finding.reasons == ("shape_step",)
    assert answer.estimate.rank == 1
    assert answer.estimate.p_value == 1 / 60
    assert answer.estimate.low.relative < -0.3 < answer.estimate.high.relative < -0.15
    assert answer.sample.before[-1] == 2019


def test_a_planted_step_the_other_way_is_a_change_for_the_worse(ask):
    panel = quiet({"P05": Truth(Planted.STEP, 2020, -0.3)})
    assert evaluate(panel, ask(direction=1)).finding.verdict is Verdict.CHANGED_FOR_THE_WORSE


def test_a_planted_ramp_is_a_gradual_improvement(ask):
    answer = evaluate(quiet({"P05": Truth(Planted.RAMP, 2020, -0.5)}), ask())
    assert answer.finding.verdict is Verdict.GRADUAL_IMPROVEMENT
    assert answer.estimate.shapes.is_gradual


def test_two_years_after_give_a_change_without_a_shape(ask):
    panel = quiet({"P05": Truth(Planted.STEP, 2022, -0.3)})
    answer = evaluate(panel, ask(start=date(2021, 6, 1)))
    assert answer.finding.verdict is Verdict.IMPROVED_SHAPE_UNCLEAR
    assert answer.finding.reasons == ("too_few_years_for_shape",)
    assert answer.estimate.shapes is None


def test_one_year_after_gives_an_estimate_but_no_finding(ask):
    panel = quiet({"P05": Truth(Planted.STEP, 2023, -0.3)})
    answer = evaluate(panel, ask(start=date(2022, 6, 1)))
    assert answer.finding.reasons == ("one_year_after",)
    assert answer.estimate.rank == 1
    assert answer.estimate.checks == ()


def test_nothing_planted_in_a_very_quiet_nation_is_no_detectable_change(ask):
    panel = quiet(seed=5)
    assert evaluate(panel, ask(smallest_change=30)).finding.verdict is Verdict.NO_DETECTABLE_CHANGE


def test_a_fall_that_began_two_years_early_fails_in_time(ask):
    answer = evaluate(quiet({"P05": Truth(Planted.STEP, 2018, -0.35)}), ask())
    failed = [check.detail for check in kinds(answer, "in_time") if check.result is CheckResult.FAILED]
    assert "2" in failed
    if answer.estimate.p_value <= 0.05:
        assert answer.finding.reasons[0] == "failed_in_time"


def test_in_time_uses_only_the_years_before_and_needs_four(ask):
    panel = quiet({"P05": Truth(Planted.STEP, 2020, -0.3)})
    question = ask(last_period=2023)
    sample = draw_sample(panel, question, before=range(2014, 2020), after=range(2020, 2024))
    core = fit_core(sample.y_before, sample.y_after, sample.before, sample.sampling_variance)
    found = {check.detail: check for check in run_checks(panel, question, sample, core) if check.kind == "in_time"}
    assert [found[h].result for h in "123"] == [CheckResult.PASSED, CheckResult.PASSED, CheckResult.NOT_TESTED]
    assert found["3"].reason == "too_few_years_before"
    yearly = sample.yearly_sampling_variance[:, :4].mean(axis=1)
    early = fit_core(sample.y_before[:, :4], sample.y_before[:, 4:], sample.before[:4], yearly)
    assert found["2"].estimate == early.mean_gaps[0]
    assert found["2"].p_value == early.p_value


def test_in_time_without_neighbouring_years_is_not_tested(ask):
    years = (2005, 2007, 2009, 2011, 2013, 2014, 2016, 2020, 2022, 2023)
    answer = evaluate(quiet(periods=years), ask(start=date(2016, 6, 1)))
    assert [check.reason for check in kinds(answer, "in_time")] == [
        "",
        "no_neighbouring_years",
        "no_neighbouring_years",
    ]


def test_heavy_donors_decide_and_others_are_only_shown(ask):
    panel = quiet()
    values = panel.values.copy()
    values[9] = values[5] * 1.3 * np.exp(np.random.default_rng(1).normal(0, 0.002, 13))  # a near twin of P05
    answer = evaluate(replace(panel, values=values), ask())
    donors = kinds(answer, "without_donor")
    assert donors[0].detail == "P09"
    assert answer.estimate.weights["P09"] > 0.10
    assert [check.decides for check in donors] == [answer.estimate.weights[check.detail] > 0.10 for check in donors]
    assert len(donors) >= 3


def test_leaving_a_donor_out_is_a_new_fit_without_it(ask):
    panel = quiet()
    answer = evaluate(panel, ask())
    check = kinds(answer, "without_donor")[0]
    again = evaluate(panel, ask(excluded=frozenset({check.detail})))
    assert check.estimate == pytest.approx(again.estimate.change.analysis, abs=1e-12)
    assert check.p_value == again.estimate.p_value


def test_neighbours_are_left_out_when_enough_others_stay(ask):
    panel = quiet()
    near = frozenset({"P01", "P02"})
    answer = evaluate(panel, ask(neighbours=near | {"P05"}))
    again = evaluate(panel, ask(excluded=near))
    assert kinds(answer, "without_neighbours")[0].estimate == pytest.approx(again.estimate.change.analysis, abs=1e-12)
    assert kinds(evaluate(panel, ask()), "without_neighbours")[0].reason == "no_neighbours_named"
    for number, reason in ((29, ""), (30, "too_few_donors")):
        crowd = frozenset([unit for unit in UNITS if unit != "P05"][:number])
        assert kinds(evaluate(panel, ask(neighbours=crowd)), "without_neighbours")[0].reason == reason


@pytest.mark.parametrize(
    ("start", "last", "decides", "reason"),
    [
        (date(2019, 6, 1), 2023, True, ""),  # only years after are lost
        (date(2019, 6, 1), 2022, True, ""),  # one year after is enough for a refit
        (date(2021, 6, 1), 2023, False, ""),  # both last years before are lost: shown only
        (date(2020, 6, 1), 2023, False, ""),
        (date(2016, 6, 1), 2019, False, "not_in_the_years_used"),
    ],
)
def test_without_the_pandemic_decides_only_when_the_last_years_before_stay(ask, start, last, decides, reason):
    panel = quiet(periods=range(2008, 2024))
    (check,) = kinds(evaluate(panel, ask(start=start, last_period=last)), "without_pandemic")
    assert (check.decides, check.reason) == (decides, reason)


def test_without_the_pandemic_too_few_years_may_be_left(ask):
    answer = evaluate(quiet(periods=range(2016, 2024)), ask(start=date(2021, 6, 1)))
    (check,) = kinds(answer, "without_pandemic")
    assert (check.result, check.reason) == (CheckResult.NOT_TESTED, "too_few_years_before")


def test_people_follow_from_the_change(ask):
    panel = quiet({"P05": Truth(Planted.STEP, 2020, -0.3)})
    estimate = evaluate(panel, ask()).estimate
    counts = panel.counts[5, 9:]
    change = estimate.change
    assert change.relative == pytest.approx(np.exp(change.analysis) - 1)
    # had it not happened there would have been count / exp(gap) cases in each year
    expected = (counts / np.exp(estimate.gaps[0, 9:])).mean()
    assert change.people == pytest.approx(counts.mean() - expected)
    assert estimate.low.people < change.people < estimate.high.people < 0
    assert estimate.detectable_fall.people == pytest.approx(expected * estimate.detectable_fall.relative)
    assert estimate.detectable_rise.analysis == -estimate.detectable_fall.analysis
    rates = panel.values[5, 9:]
    np.testing.assert_allclose(estimate.people_gap, counts * (1 - estimate.synthetic[9:] / rates), rtol=1e-10)
    np.testing.assert_allclose(np.log(estimate.actual / estimate.synthetic), estimate.gaps[0], atol=1e-12)
    assert estimate.years == tuple(range(2011, 2024))
    assert sum(estimate.weights.values()) == pytest.approx(1)
    assert list(estimate.weights.values()) == sorted(estimate.weights.values(), reverse=True)


def test_without_counts_there_are_no_people(ask):
    panel = quiet()
    for lost in ({"counts": None}, {"counts": np.where(np.arange(13) == 11, np.nan, panel.counts)}):
        estimate = evaluate(replace(panel, **lost), ask()).estimate
        assert estimate.change.people is None
        assert estimate.detectable_fall.people is None
        assert estimate.people_gap is None


def percentages(seed=1, change=-15.0):
    rng = np.random.default_rng(seed)
    share = np.clip(rng.normal(0.4, 0.05, (60, 1)) + rng.normal(0, 0.008, (60, 13)), 0.05, 0.95)
    share[5, 9:] += change / 100
    denominators = np.full((60, 13), 4_000.0)
    counts = np.round(share * denominators)
    return Panel(
        tuple(UNITS), tuple(range(2011, 2024)), 100 * counts / denominators, "points", counts, denominators, 100
    )


def test_percentages_are_told_in_points(ask):
    panel = percentages()
    answer = evaluate(panel, ask(smallest_change=5))
    assert answer.finding.verdict is Verdict.STEP_CHANGE
    change = answer.estimate.change
    assert change.relative == change.analysis == pytest.approx(-15, abs=1.5)
    assert change.people == pytest.approx(4_000 * change.analysis / 100)
    np.testing.assert_allclose(answer.estimate.synthetic + answer.estimate.gaps[0], answer.estimate.actual)
    assert answer.estimate.detectable_fall.people == pytest.approx(40 * answer.estimate.detectable_fall.analysis)
    np.testing.assert_allclose(answer.estimate.people_gap, 40 * answer.estimate.gaps[0, 9:])


def test_other_estimators_by_hand(ask):
    panel = quiet()
    estimators = evaluate(panel, ask()).estimate.estimators
    logs = np.log(panel.values)
    changes = logs[:, 9:].mean(axis=1) - logs[:, :9].mean(axis=1)
    assert estimators["difference_in_differences"] == pytest.approx(changes[5] - np.delete(changes, 5).mean())
    levels = logs[:, :9].mean(axis=1)
    slope, constant = np.polyfit(np.delete(levels, 5), np.delete(changes, 5), 1)
    assert estimators["difference_in_differences_corrected"] == pytest.approx(
        changes[5] - constant - slope * levels[5], abs=2e-3
    )
    assert set(estimators) == {
        "ridge_corrected",
        "ridge_uncorrected",
        "difference_in_differences",
        "difference_in_differences_corrected",
        "exact_simplex",
        "synthetic_difference_in_differences",
        "ridge_in_differences",
    }


def test_an_exact_fit_without_certificate_is_left_out(ask, monkeypatch):
    def refuse(*_):
        raise CertificateError("no")

    monkeypatch.setattr(specifications, "fit_exact_simplex", refuse)
    assert "exact_simplex" not in evaluate(quiet(), ask()).estimate.estimators


def test_a_place_between_two_others_is_inside_the_hull(ask):
    panel = quiet()
    values = panel.values.copy()
    values[5, :9] = np.sqrt(values[6, :9] * values[7, :9])
    estimate = evaluate(replace(panel, values=values), ask()).estimate
    assert estimate.inside_hull_levels
    assert estimate.inside_hull_changes
    values[5, :9] = values[:, :9].max() * np.array([1, 3, 1, 3, 1, 3, 1, 3, 1])
    estimate = evaluate(replace(panel, values=values), ask()).estimate
    assert not estimate.inside_hull_levels
    assert not estimate.inside_hull_changes


def test_zeros_in_the_counts_are_carried(ask):
    panel = simulate_nation(seed=2, units=UNITS, mean_rate=0.6, periods=range(2011, 2024)).panel
    assert (panel.values == 0).any(axis=1).sum() > 3
    answer = evaluate(panel, ask(smallest_change=90))
    assert len(answer.sample.units) == 60
    assert np.isfinite(answer.estimate.gaps).all()


def test_an_interval_without_an_end_is_said_to_have_none(ask):
    """With 20 places even the largest gap of all has p = .05; among 9 places nothing can be ruled out."""
    rng = np.random.default_rng(1)
    core = fit_core(rng.normal(0, 1, (9, 8)), rng.normal(0, 1, (9, 3)), tuple(range(8)), None)
    assert p_values_at(core, np.array([50.0]))[0] > 0.1
    assert confidence_interval(core) == (None, None)
    answer = evaluate(quiet(), ask())
    assert answer.estimate.low.analysis is not None
    assert evaluate_module._end(None, -0.1, "log", None) == Change(None, None, None)


def test_scale_terms_that_do_not_vary_are_not_used():
    terms, cap = scale_terms(np.full(40, 0.2), np.full(40, 0.3))
    assert cap == pytest.approx(0.3)
    assert terms.sum(axis=0).tolist() == [40, 0, 0]
    squared = np.random.default_rng(1).chisquare(1, (40, 1))
    coefficients, fitted = fit_scale(squared, terms)
    assert coefficients[1:, 0].tolist() == [0, 0]
    assert np.ptp(fitted) == 0


def test_fit_scale_with_the_answer_by_hand():
    """A constant alone: the mean, when nobody is far out; the winsorised mean when one is."""
    one = np.column_stack([np.ones(40), np.zeros((40, 2))])
    squared = np.linspace(1, 3, 40)[:, None]
    assert fit_scale(squared, one)[1][0, 0] == pytest.approx(2)
    squared[7] = 1e6  # m = (sum of others + 9 m)/40
    assert fit_scale(squared, one)[1][0, 0] == pytest.approx((squared.sum() - 1e6) / 31)
    half = np.where(np.arange(40) < 30, 0.0, 4.0)[:, None]  # most gaps are nought: begins from the mean
    assert fit_scale(half, one)[1][0, 0] == pytest.approx(1)


def test_fit_scale_of_nothing_or_without_patience_is_refused(monkeypatch):
    terms = np.column_stack([np.ones(40), np.random.default_rng(1).uniform(1, 2, (40, 2))])
    with pytest.raises(NotEnoughDataError, match="All places moved exactly alike"):
        fit_scale(np.zeros((40, 1)), terms)
    monkeypatch.setattr("stepchange.one_place.core.MAX_SCALE_STEPS", 1)
    with pytest.raises(ValueError, match="did not settle"):
        fit_scale(np.random.default_rng(1).chisquare(1, (40, 1)), terms)


def test_detectable_change_by_hand():
    """c is the second largest of 40: 3; a shift of 5 puts 33 of 40 at 3 or more, a smaller one does not."""
    z = np.array([3.5, 3.0, *[2.0] * 32, *[-1.0] * 6])
    assert detectable_change(z, 0.1) == pytest.approx(0.1 * 5)


def test_compare_shapes_of_an_even_gap_and_of_none():
    rng = np.random.default_rng(1)
    gaps = rng.normal(0, 1, (50, 4))
    gaps[0] = -3
    shapes = compare_shapes(gaps, np.ones(50))
    assert shapes.step == max(shapes.step, shapes.ramp, shapes.late, shapes.fading)
    assert shapes.last_over_mean == 1
    gaps[0] = [5, -1, -1, -1.5]  # a late fall under a mean rise points against the mean gap
    assert compare_shapes(gaps, np.ones(50)).late < 0
    gaps[0] = 0
    assert compare_shapes(gaps, np.ones(50)).last_over_mean == 0


def test_compare_shapes_of_nearly_equal_years_is_steadied():
    rng = np.random.default_rng(1)
    gaps = np.repeat(rng.normal(0, 1, (50, 1)), 3, axis=1) + rng.normal(0, 1e-3, (50, 3))
    shapes = compare_shapes(gaps, np.ones(50))
    assert shapes.condition > 1e4
    covariance = np.clip(gaps, -4, 4).T @ np.clip(gaps, -4, 4) / 50
    steadied = 0.9 * covariance + 0.1 * np.trace(covariance) / 3 * np.eye(3)
    inverse, x = np.linalg.inv(steadied), np.ones(3)
    assert shapes.step == pytest.approx((x @ inverse @ gaps[0]) ** 2 / (x @ inverse @ x))


def test_plan_power_never_reads_the_places_later_figures(ask):
    panel = quiet()
    values = panel.values.copy()
    values[5, 9:] = np.nan
    plain, blind = plan_power(panel, ask()), plan_power(replace(panel, values=values), ask())
    assert plain == blind
    assert plain.after == (2020, 2021, 2022, 2023)
    assert plain.donors == 59
    assert not plain.is_stand_in
    assert plain.detectable_fall == pytest.approx(np.exp(-plain.detectable) - 1)
    assert plain.detectable_rise == pytest.approx(np.exp(plain.detectable) - 1)


def test_plan_power_finds_its_detectable_change_four_times_in_five_and_less_than_it_less_often(ask):
    panel, power = quiet(), plan_power(quiet(), ask())
    at_it = plan_power(panel, ask(direction=1, smallest_change=100 * power.detectable_rise + 1e-6))
    below = plan_power(panel, ask(direction=1, smallest_change=50 * power.detectable_rise))
    assert at_it.chance_of_smallest >= 0.80
    assert 0.05 <= below.chance_of_smallest < 0.80


def test_plan_power_is_near_what_the_result_says_later(ask):
    panel = quiet()
    later = evaluate(panel, ask()).estimate.detectable_rise.analysis
    assert plan_power(panel, ask()).detectable == pytest.approx(later, rel=0.35)


def test_plan_power_before_any_year_after_uses_the_latest_window(ask):
    panel = quiet()
    power = plan_power(panel, ask(start=date(2023, 6, 1)), planned_years=3)
    assert power.is_stand_in
    assert power.before == tuple(range(2011, 2021))
    assert power.after == (2021, 2022, 2023)
    assert plan_power(percentages(), ask(start=date(2023, 6, 1), smallest_change=5)).detectable_fall < 0


def test_plan_power_with_only_pandemic_years_after_is_refused_like_the_result(ask):
    question = ask(start=date(2019, 5, 1), last_period=2021)
    with pytest.raises(NotEnoughDataError, match="2020 and 2021") as refusal:
        plan_power(quiet(), question)
    assert evaluate(quiet(), question).finding.reasons == (refusal.value.code,)


def test_plan_power_refuses_short_panels_and_odd_plans(ask):
    with pytest.raises(NotEnoughDataError) as problem:
        plan_power(quiet(periods=range(2017, 2024)), ask(start=date(2023, 6, 1)))
    assert problem.value.code == "too_few_years_before"
    assert str(problem.value) == (
        "There are 7 years before the start; at least 8 are needed to say what could be found over 3 years."
    )
    with pytest.raises(PanelError, match="At least one year must be planned"):
        plan_power(quiet(), ask(), planned_years=0)


def test_plan_power_without_counts(ask):
    assert plan_power(replace(quiet(), counts=None), ask()).detectable > 0


def test_checks_name_the_constants_of_the_plan():
    assert checks_module.HEAVY == 0.10
    assert checks_module.EARLY_STARTS == (1, 2, 3)
