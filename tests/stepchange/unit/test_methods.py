"""One target by four methods: each by hand or by a slower road."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from stepchange import PanelError
from stepchange.solvers import fit_exact_simplex, fit_ridge
from stepchange.solvers.methods import Method, fit, weigh_years


def draw(seed, j=40, t=12):
    rng = np.random.default_rng(seed)
    y = rng.normal(4, 0.3, (j + 1, 1)) + np.cumsum(rng.normal(0, 0.05, (j + 1, t)), axis=1)
    return y[0], y[1:]


def test_difference_in_differences_by_hand():
    target, donors = np.array([1.0, 2.0, 7.0, 8.0]), np.array([[1.0, 3.0, 4.0, 5.0], [3.0, 5.0, 6.0, 9.0]])
    found = fit(Method.DIFFERENCE_IN_DIFFERENCES, target, donors, 2)
    assert found.effect == pytest.approx((7.5 - 1.5) - (6 - 3))
    assert found.intercept == pytest.approx(-1.5)
    assert found.effective_donors == 2
    assert found.certificate == 0


@pytest.mark.parametrize("seed", range(3))
def test_held_out_errors_are_those_of_refits(seed):
    target, donors = draw(seed)
    t0 = 9
    simple = fit(Method.DIFFERENCE_IN_DIFFERENCES, target, donors, t0)
    assert simple.left_out_quick == pytest.approx(simple.left_out)  # exact for equal weights
    assert fit(Method.EXACT_SIMPLEX, target, donors, t0).left_out_quick is None
    ridge = fit(Method.RIDGE, target, donors, t0)
    zeta_squared = np.sqrt(3) * np.diff(donors[:, :t0], axis=1).var(ddof=1)
    errors = []
    for year in range(t0):
        kept = [t for t in range(t0) if t != year]
        refit = fit_ridge(target[None, kept], donors[:, kept], (t0 - 1) * zeta_squared)
        errors.append(target[year] - refit.synthetic(donors[:, [year]])[0, 0])
    assert ridge.left_out == pytest.approx(np.sqrt(np.mean(np.square(errors))))


def test_the_quick_scale_orders_as_refits_do():
    _, places = draw(5, j=60)
    exact, quick = [], []
    for unit in range(60):
        one = fit(Method.RIDGE, places[unit], np.delete(places, unit, axis=0), 9)
        exact.append(one.left_out)
        quick.append(one.left_out_quick)
    assert spearmanr(exact, quick).statistic > 0.9
    assert np.median(np.array(quick) / exact) < 1  # too small, as the page says


@pytest.mark.parametrize("method", Method)
def test_every_fit_has_what_it_promises(method):
    target, donors = draw(2)
    found = fit(method, target, donors, 9)
    assert found.weights.sum() == pytest.approx(1)
    assert found.weights.min() >= 0
    assert found.time_weights.sum() == pytest.approx(1)
    assert found.certificate <= 1e-8
    assert found.path == pytest.approx(found.intercept + found.weights @ donors)
    assert found.effect == pytest.approx((target - found.path)[9:].mean())


def test_a_donor_like_the_target_is_its_twin():
    target, donors = draw(3)
    found = fit(Method.EXACT_SIMPLEX, donors[4], donors, 9)
    assert found.weights[4] == pytest.approx(1, abs=1e-6)
    assert found.is_inside_hull
    assert not fit(Method.EXACT_SIMPLEX, target + 9, donors, 9).is_inside_hull


def test_time_weights_find_the_year_that_resembles_the_years_after():
    rng = np.random.default_rng(1)
    before = rng.normal(0, 1, (50, 4))
    after = before[:, [2]] + 0.5 + rng.normal(0, 0.01, (50, 2))
    assert weigh_years(np.hstack([before, after]), 4)[2] > 0.98
    assert weigh_years(np.ones((50, 6)), 4) == pytest.approx(np.full(4, 0.25))


def test_the_exact_simplex_is_the_old_one():
    target, donors = draw(4)
    assert fit(Method.EXACT_SIMPLEX, target, donors, 9).weights == pytest.approx(
        fit_exact_simplex(target[:9], donors[:, :9]).weights
    )


def test_refusals():
    target, donors = draw(1)
    with pytest.raises(PanelError, match="without gaps"):
        fit(Method.RIDGE, target, np.where(donors > 4, np.nan, donors), 9)
    with pytest.raises(PanelError, match="without gaps"):
        fit(Method.RIDGE, target[:5], donors, 3)
    with pytest.raises(PanelError, match="At least 2 years before and 1 after"):
        fit(Method.RIDGE, target, donors, 12)
