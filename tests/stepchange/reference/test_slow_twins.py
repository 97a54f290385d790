"""Every number of one place against a slow, obvious twin: loops, general optimisers, brute force."""

from math import floor, log, sqrt

import numpy as np
import pytest
from scipy.optimize import minimize

from stepchange.one_place.core import (
    confidence_interval,
    difference_sd,
    fit_core,
    fit_scale,
    left_out_variance,
    level_corrector,
    p_values_at,
    scale_loss,
)
from stepchange.one_place.power import detectable_change
from stepchange.one_place.shapes import compare_shapes
from stepchange.solvers import fit_ridge

YEARS = (2013, 2014, 2015, 2018, 2019, 2020)  # with a hole
N, T0, T1 = 40, 6, 3


@pytest.fixture(scope="module")
def arrays():
    rng = np.random.default_rng(5)
    y = rng.normal(4, 0.3, (N, 1)) + np.cumsum(rng.normal(0, 0.05, (N, T0 + T1)), axis=1) + rng.normal(0, 0.06, (N, 9))
    y[0, T0:] -= 0.15
    return y[:, :T0], y[:, T0:], rng.uniform(0.0005, 0.01, N)


@pytest.fixture(scope="module")
def core(arrays):
    y_before, y_after, u = arrays
    return fit_core(y_before, y_after, YEARS, u)


def ridge_weights(target, donors, eta):
    """One fit by a general optimiser."""
    b, a = target - target.mean(), donors - donors.mean(axis=1, keepdims=True)
    j = len(donors)
    answer = minimize(
        lambda w: 0.5 * ((b - w @ a) ** 2).sum() / eta + 0.5 * (w**2).sum(),
        np.full(j, 1 / j),
        jac=lambda w: -a @ (b - w @ a) / eta + w,
        bounds=[(0, None)] * j,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1, "jac": lambda w: np.ones(j)},
        method="SLSQP",
        options={"ftol": 1e-15, "maxiter": 1000},
    )
    return answer.x


def twin_penalty(y_before, t1):
    differences = [
        y_before[i, t] - y_before[i, t - 1] for i in range(N) for t in range(1, T0) if YEARS[t] - YEARS[t - 1] == 1
    ]
    return sqrt(t1) * np.std(differences, ddof=1) ** 2


def synthetic(y_before, y_after, i, zeta_squared):
    others = [j for j in range(len(y_before)) if j != i]
    w = ridge_weights(y_before[i], y_before[others], y_before.shape[1] * zeta_squared)
    return y_before[i].mean() + w @ (y_after[others] - y_before[others].mean(axis=1, keepdims=True))


def left_out_residual(levels, gaps, i):
    """What a regression on level without place i gets wrong about place i."""
    others = [j for j in range(len(levels)) if j != i]
    slope, constant = np.polyfit(levels[others], gaps[others], 1)
    return gaps[i] - constant - slope * levels[i]


def twin_left_out_variance(y_before, i, zeta_squared):
    errors = []
    for year in range(T0):
        kept = [t for t in range(T0) if t != year]
        predicted = synthetic(y_before[:, kept], y_before[:, [year]], i, zeta_squared)
        errors.append(float(y_before[i, year] - predicted[0]) ** 2)
    return np.mean(errors)


def test_sigma_and_penalty_take_no_difference_across_a_hole(arrays, core):
    zeta_squared = twin_penalty(arrays[0], T1)
    assert core.sigma == pytest.approx(sqrt(zeta_squared / sqrt(T1)), rel=1e-12)
    assert core.eta == pytest.approx(T0 * zeta_squared, rel=1e-12)
    assert core.sigma != pytest.approx(difference_sd(arrays[0], tuple(range(T0))))


def test_weights_gaps_and_correction_equal_loops(arrays, core):
    y_before, y_after, _ = arrays
    zeta_squared = twin_penalty(y_before, T1)
    raw = np.array([y_after[i] - synthetic(y_before, y_after, i, zeta_squared) for i in range(0, N, 4)])
    np.testing.assert_allclose(core.raw_gaps[::4], raw, atol=2e-6)  # SLSQP stops there
    levels = y_before.mean(axis=1)
    corrected = np.array([[left_out_residual(levels, core.raw_gaps[:, t], i) for t in range(T1)] for i in range(N)])
    np.testing.assert_allclose(core.gaps, corrected, atol=1e-12)
    np.testing.assert_allclose(core.mean_gaps, corrected.mean(axis=1), atol=1e-12)


def test_left_out_variance_equals_refits(arrays, core):
    y_before, _, u = arrays
    zeta_squared = twin_penalty(y_before, T1)
    mine = left_out_variance(y_before, zeta_squared, core.fits)
    for i in (0, 17):  # the twin is very slow
        assert mine[i] == pytest.approx(twin_left_out_variance(y_before, i, zeta_squared), rel=1e-3)
    cap = np.quantile(mine, 0.98)
    assert sum(mine > cap) == 1
    np.testing.assert_array_equal(core.scale_terms, np.column_stack([np.ones(N), u, np.minimum(mine, cap)]))
    assert core.scale_fit.variance_cap == cap
    for i in (3, int(np.argmax(mine))):
        assert core.scale_fit.at(u[i], mine[i]) == pytest.approx(core.scale_fit.scale[i], rel=1e-12)


def twin_loss(coefficients, squared, terms):
    """The quasi-likelihood of one response, place by place."""
    total = 0.0
    for y, x in zip(squared, terms, strict=True):
        m = float(coefficients @ x)
        total += log(m) + y / m if y <= 9 * m else -8 * log(m) + 9 * log(y / 9) + 9
    return total


def test_scale_equals_a_general_optimiser(core):
    squared, terms = core.mean_gaps**2, core.scale_terms
    sizes = terms.mean(axis=0)
    found = [
        minimize(
            lambda b: twin_loss(b / sizes, squared, terms),
            squared.mean() * np.array(start),
            bounds=[(1e-14, None)] * 3,
            method="Nelder-Mead",
            options={"xatol": 1e-14, "fatol": 1e-13, "maxiter": 20_000, "maxfev": 20_000},
        )
        for start in ([1, 0.1, 0.1], [0.1, 1, 0.1], [0.1, 0.1, 1])
    ]
    best = min(found, key=lambda answer: answer.fun)
    mine = twin_loss(core.scale_fit.coefficients, squared, terms)
    assert mine <= best.fun + 1e-9
    assert mine == pytest.approx(scale_loss(squared[:, None], terms @ core.scale_fit.coefficients[:, None])[0])
    np.testing.assert_allclose(core.scale_fit.scale**2, terms @ core.scale_fit.coefficients, rtol=1e-12)
    np.testing.assert_allclose(core.scale_fit.scale**2, terms @ (best.x / sizes), rtol=1e-3)


def test_p_and_rank_equal_a_count(core):
    z = [gap / s for gap, s in zip(core.mean_gaps, core.scale_fit.scale, strict=True)]
    larger = sum(abs(other) >= abs(z[0]) for other in z)
    assert core.p_value == larger / N
    assert core.rank == larger


def refit_p(arrays, tau):
    """p when the change is truly taken out of the data and everything is computed anew."""
    y_before, y_after, u = arrays
    moved = y_after.copy()
    moved[0] -= tau
    return fit_core(y_before, moved, YEARS, u).p_value


def test_p_under_a_change_equals_taking_it_out_of_the_data(arrays, core):
    changes = np.linspace(-1.5, 1.5, 25)
    assert p_values_at(core, changes).tolist() == [refit_p(arrays, tau) for tau in changes]


def test_interval_equals_a_brute_force_search(arrays, core):
    low, high = confidence_interval(core)
    width = float(core.scale_fit.scale[0])
    grid = core.mean_gaps[0] + width * np.arange(-15, 15, 0.01)
    kept = grid[np.concatenate([p_values_at(core, part) for part in np.array_split(grid, 60)]) > 0.10]
    assert low == pytest.approx(kept[0], abs=0.011 * width)
    assert high == pytest.approx(kept[-1], abs=0.011 * width)
    assert refit_p(arrays, low + 1e-6) > 0.10 >= refit_p(arrays, low - 1e-4 * width)


def test_a_change_with_p_of_exactly_a_tenth_is_not_in_the_interval(core):
    low, high = confidence_interval(core)
    p = p_values_at(core, np.array([low, low - 1e-6, high, high + 1e-6]))
    assert p[[0, 2]].min() > 0.10  # 5 of 40
    assert p[[1, 3]].tolist() == [0.1, 0.1]  # 4 of 40


def test_detectable_change_equals_a_brute_force_search(core):
    z = core.z
    critical = sorted(abs(z), reverse=True)[floor(0.05 * N) - 1]
    grid = np.arange(0, 12, 1e-3)
    share = np.array([np.mean([abs(value - delta) >= critical for value in z]) for delta in grid])
    assert detectable_change(z, 0.1) == pytest.approx(0.1 * grid[share >= 0.8][0], abs=1.1e-4)


def test_shapes_equal_generalised_least_squares_by_hand(core):
    s = core.scale_fit.scale
    sigma = np.zeros((T1, T1))
    for j in range(N):
        clipped = [min(max(gap / s[j], -4), 4) for gap in core.gaps[j]]
        sigma += np.outer(clipped, clipped) / N
    root = np.linalg.cholesky(np.linalg.inv(sigma)).T  # whitens: root' root = sigma^-1
    g = root @ (core.gaps[0] / s[0])
    found = compare_shapes(core.gaps, s)
    templates = {"step": [1, 1, 1], "ramp": [1 / 3, 2 / 3, 1], "late": [0, 1, 1], "fading": [1, 2 / 3, 1 / 3]}
    for name, template in templates.items():
        x = root @ np.array(template)
        slope = float(x @ g / (x @ x))
        fall_in_squares = float((g**2).sum() - ((g - slope * x) ** 2).sum())
        sign = 1 if slope * core.mean_gaps[0] > 0 else -1
        assert getattr(found, name) == pytest.approx(sign * fall_in_squares)
    assert found.condition == pytest.approx(np.linalg.cond(sigma))
    assert found.last_over_mean == pytest.approx(core.gaps[0, -1] / core.gaps[0].mean())


def test_ridge_to_infinity_is_difference_in_differences(arrays):
    y_before, y_after, _ = arrays
    fits = fit_ridge(y_before[:1], y_before[1:], 1e12)
    by_ridge = y_after[0] - fits.synthetic(y_after[1:])[0]
    changes = y_after - y_before.mean(axis=1, keepdims=True)
    np.testing.assert_allclose(by_ridge, changes[0] - changes[1:].mean(axis=0), atol=1e-9)


def test_level_corrector_equals_loops_with_every_level_alike_but_one():
    levels, gaps = np.array([5.0, 1, 1, 1, 1]), np.array([2.0, 1, 2, 3, 4])
    corrected = level_corrector(levels) @ gaps
    assert corrected[0] == pytest.approx(2 - 2.5)  # no slope without it: the mean of the others
    assert corrected[1] == pytest.approx(1 - 3.0)  # the other three at its level
    flat = level_corrector(np.ones(5)) @ gaps
    assert flat.tolist() == pytest.approx([gaps[i] - np.delete(gaps, i).mean() for i in range(5)])


def test_scale_of_thousands_of_wild_cases_settles_at_a_stationary_point():
    """Heavy tails, wild regressors and a change of up to fifteen scales, as the inversion of an interval meets."""
    rng = np.random.default_rng(8)
    for _ in range(40):
        n = int(rng.choice([31, 60, 150]))
        terms = np.column_stack([np.ones(n), *np.exp(rng.normal(0, rng.choice([0.3, 1, 2]), (2, n)))])
        truth = terms @ rng.dirichlet([0.3, 0.3, 0.3])
        squared = np.repeat((truth * rng.standard_t(3, n) ** 2)[:, None], 51, axis=1)
        place = rng.integers(n)
        squared[place] = (np.sqrt(squared[place]) + np.linspace(0, 15, 51) * sqrt(truth[place])) ** 2
        coefficients, fitted = fit_scale(squared, terms)
        assert (coefficients >= 0).all()
        slopes = terms.T @ ((fitted - np.minimum(squared, 9 * fitted)) / fitted**2)
        size = terms.T @ (1 / fitted)
        assert (slopes / size >= -1e-8).all()  # no coefficient that should rise
        assert (
            np.abs(slopes / size)[coefficients * terms.mean(axis=0)[:, None] > 1e-9 * fitted.mean(axis=0)] < 1e-8
        ).all()
        order = rng.permutation(n)
        np.testing.assert_allclose(fit_scale(squared[order], terms[order])[1], fitted[order], rtol=1e-9)
