"""One place in depth: other ways of asking, equally good weights, counting error, small and hidden counts."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from stepchange import Panel, PanelError, Planted, Truth, Verdict, evaluate, simulate_nation
from stepchange.one_place.core import fit_core
from stepchange.one_place.counting import SMALL, compare_small_counts, resample_counts
from stepchange.one_place.design import draw_sample, split_question
from stepchange.one_place.specifications import find_identification_range
from stepchange.solvers.methods import Method, fit

UNITS = [f"P{i:02d}" for i in range(60)]


def drawn(panel, question):
    split = split_question(panel, question)
    sample = draw_sample(panel, question, before=split.before, after=split.after)
    return sample, fit_core(sample.y_before, sample.y_after, sample.before, sample.sampling_variance)


def test_every_method_on_every_sample(nation, ask):
    estimate = evaluate(nation.panel, ask(neighbours=frozenset({"P01", "P02"}))).estimate
    samples = {one.sample for one in estimate.specifications}
    assert {"all", "without_neighbours", "without_pandemic"} <= samples
    assert all(0 < one.p_value <= 1 for one in estimate.specifications)
    first = estimate.specifications[0]
    assert (first.estimator, first.effect, first.p_value) == (
        "ridge_corrected",
        estimate.change.analysis,
        estimate.p_value,
    )


def test_synthetic_did_is_that_of_the_solver(nation, ask):
    sample, _ = drawn(nation.panel, ask())
    y = np.hstack([sample.y_before, sample.y_after])
    found = evaluate(nation.panel, ask()).estimate.estimators["synthetic_difference_in_differences"]
    # The solver takes the penalty from the donors alone, the core from all places: nearly the same weights.
    assert found == pytest.approx(fit(Method.SYNTHETIC_DID, y[0], y[1:], len(sample.before)).effect, abs=0.01)


def test_changes_of_a_flow_are_not_added_up(nation, ask):
    assert "ridge_in_differences" in evaluate(nation.panel, ask()).estimate.estimators
    assert "ridge_in_differences" not in evaluate(nation.panel, ask(timing="flow")).estimate.estimators


def test_equally_good_weights_hold_ours_and_stay_on_the_simplex(nation, ask):
    sample, core = drawn(nation.panel, ask())
    found = find_identification_range(sample, core)
    assert found.low <= core.mean_gaps[0] <= found.high
    assert found.largest_error == pytest.approx(np.abs(core.fits.residuals[0]).max())
    rng = np.random.default_rng(1)
    own = sample.y_before[0] - sample.y_before[0].mean()
    others = sample.y_before[1:] - sample.y_before[1:].mean(axis=1, keepdims=True)
    correction = core.mean_gaps[0] - core.raw_gaps[0].mean()
    ours = core.fits.weights[0, 1:]
    for _ in range(300):
        w = 0.9 * ours + 0.1 * rng.dirichlet(np.full(len(others), 0.1))
        if np.abs(own - w @ others).max() <= found.largest_error:
            change = sample.y_after.mean(axis=1) - sample.y_before.mean(axis=1)
            assert found.low - 1e-9 <= change[0] - w @ change[1:] + correction <= found.high + 1e-9


def test_counting_error_is_about_that_of_the_formula(nation, ask):
    sample, core = drawn(nation.panel, ask())
    found = resample_counts(nation.panel, ask(), sample, core)
    u = sample.own_sampling_variance
    after = 1 / nation.panel.counts[nation.panel.index("P05"), -len(sample.after) :]
    formula = np.sqrt(u / len(sample.before) + after.mean() / len(sample.after))
    assert found.standard_deviation == pytest.approx(formula, rel=0.35)
    assert found.low < core.mean_gaps[0] < found.high
    assert resample_counts(replace(nation.panel, counts=None), ask(), sample, core) is None


def test_counting_error_of_percentages(ask):
    rng = np.random.default_rng(3)
    below = np.full((60, 11), 400.0)
    counts = rng.binomial(400, 0.3, (60, 11)).astype(float)
    panel = Panel(tuple(UNITS), tuple(range(2013, 2024)), 100 * counts / below, "points", counts, below, 100.0)
    sample, core = drawn(panel, ask(smallest_change=5.0))
    found = resample_counts(panel, ask(smallest_change=5.0), sample, core)
    formula = 100 * np.sqrt(0.21 / 400 * (1 / len(sample.before) + 1 / len(sample.after)))
    assert found.standard_deviation == pytest.approx(formula, rel=0.35)


def small_nation(change=0.0):
    truth = {"P05": Truth(Planted.STEP, 2020, change)} if change else None
    below = np.full((60, 11), 60_000.0)
    below[5] = 1_500.0  # about ten a year
    return simulate_nation(
        seed=6, units=UNITS, periods=range(2013, 2024), residual_sd=0.03, denominators=below, truth=truth
    ).panel


def test_small_counts_by_hand(ask):
    panel = small_nation()
    sample, _ = drawn(panel, ask())
    found = compare_small_counts(panel, sample)
    t0, row = len(sample.before), panel.index("P05")
    years = [panel.periods.index(year) for year in sample.before + sample.after]
    counts, below = panel.counts[:, years], panel.denominators[:, years]
    others = np.arange(60) != row
    rates = counts[others].sum(axis=0) / below[others].sum(axis=0)
    base = below[row] * rates
    expected = counts[row, :t0].sum() / base[:t0].sum() * base[t0:].sum()
    assert found.expected == pytest.approx(expected)
    assert found.observed == counts[row, t0:].sum()
    assert found.low < found.ratio < found.high
    assert found.mean_count < SMALL
    assert found.dispersion >= 1


def test_small_counts_are_for_small_places_only(nation, ask):
    sample, _ = drawn(nation.panel, ask())
    assert compare_small_counts(nation.panel, sample) is None
    assert evaluate(small_nation(-0.8), ask()).estimate.small_counts.p_value < 0.05
    assert evaluate(small_nation(), ask()).estimate.small_counts.p_value > 0.05


def hide(panel, years, low, high):
    counts, values = panel.counts.copy(), panel.values.copy()
    lowest, highest = np.full(counts.shape, np.nan), np.full(counts.shape, np.nan)
    for year in years:
        t = panel.periods.index(year)
        counts[5, t] = values[5, t] = np.nan
        lowest[5, t], highest[5, t] = low, high
    return replace(panel, counts=counts, values=values, lowest=lowest, highest=highest)


def test_a_finding_must_hold_at_both_ends_of_hidden_counts(ask):
    truth = {"P05": Truth(Planted.STEP, 2020, -0.4)}
    below = np.full((60, 11), 150_000.0)
    panel = simulate_nation(
        seed=6, units=UNITS, periods=range(2013, 2024), residual_sd=0.03, denominators=below, truth=truth
    ).panel
    whole = evaluate(panel, ask())
    assert whole.finding.verdict is Verdict.STEP_CHANGE
    assert whole.hidden_range is None
    count = panel.counts[5, panel.periods.index(2022)]
    narrow = evaluate(hide(panel, [2022], 0.95 * count, 1.05 * count), ask())
    assert narrow.finding.verdict is Verdict.STEP_CHANGE
    assert narrow.hidden_range[0] < whole.estimate.change.analysis < narrow.hidden_range[1]
    # The estimate shown is the careful one, nearest to no change.
    assert narrow.estimate.change.analysis == pytest.approx(max(narrow.hidden_range))
    wide = evaluate(hide(panel, [2021, 2022, 2023], 1, 3 * count), ask())
    assert wide.finding.verdict is Verdict.NOT_ENOUGH_EVIDENCE
    assert wide.finding.reasons == ("depends_on_hidden_counts",)


def test_hidden_counts_on_both_sides_take_all_four_corners(ask):
    panel = simulate_nation(seed=6, units=UNITS, periods=range(2013, 2024), residual_sd=0.03).panel
    count = panel.counts[5].mean()
    answer = evaluate(hide(panel, [2016, 2022], 0.5 * count, 1.5 * count), ask())
    one_side = evaluate(hide(panel, [2022], 0.5 * count, 1.5 * count), ask())
    assert np.ptp(answer.hidden_range) > np.ptp(one_side.hidden_range) * 0.9
    assert answer.sample.before == tuple(range(2013, 2020))


def test_bounds_that_do_not_fit_are_refused(nation):
    with pytest.raises(PanelError, match="together, or neither"):
        replace(nation.panel, lowest=nation.panel.counts)
    with pytest.raises(PanelError, match="above its most"):
        replace(nation.panel, lowest=nation.panel.counts, highest=nation.panel.counts - 1)


def test_refusals_with_hidden_counts_are_told(ask):
    panel = simulate_nation(seed=6, units=UNITS, periods=range(2013, 2024), residual_sd=0.03).panel
    answer = evaluate(hide(panel, [2022], 1, 5), ask(start=date(2014, 6, 1)))
    assert answer.estimate is None
    assert answer.finding.reasons == ("too_few_years_before",)
