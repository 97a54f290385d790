"""Every fit carries a certificate; an independent solver (Clarabel) confirms it."""

import sys

import clarabel
import daqp
import numpy as np
import pytest
from scipy import sparse

from stepchange import CertificateError
from stepchange.one_place.core import difference_sd
from stepchange.one_place.design import to_analysis_scale
from stepchange.solvers import fit_each_on_others, fit_exact_simplex, fit_ridge, is_inside_hull, use_numba

EQUALITY = 5  # a constraint of DAQP that holds with equality


def solve_by_clarabel(target, donors, eta, *, intercept=True):
    """min |r|^2/2 + eta |w|^2/2 over r + A'w = b, 1'w = 1, w >= 0, in units of the data's size."""
    b, a = (target - target.mean(), donors - donors.mean(axis=1, keepdims=True)) if intercept else (target, donors)
    size = np.abs(a - b).max()
    b, a, eta = b / size, a / size, eta / size**2
    j, t = a.shape
    p = sparse.block_diag([eta * sparse.eye(j), sparse.eye(t)], format="csc")
    rows = sparse.vstack(
        [
            sparse.hstack([a.T, sparse.eye(t)]),
            sparse.hstack([np.ones((1, j)), sparse.csc_matrix((1, t))]),
            sparse.hstack([-sparse.eye(j), sparse.csc_matrix((j, t))]),
        ],
        format="csc",
    )
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = 1e-14
    cones = [clarabel.ZeroConeT(t + 1), clarabel.NonnegativeConeT(j)]
    right = np.concatenate([b, [1.0], np.zeros(j)])
    answer = clarabel.DefaultSolver(p, np.zeros(j + t), rows, right, cones, settings).solve()
    return np.array(answer.x[:j])


def objective(w, target, donors, eta):
    b, a = target - target.mean(), donors - donors.mean(axis=1, keepdims=True)
    return 0.5 * ((b - w @ a) ** 2).sum() + 0.5 * eta * (w**2).sum()


def assert_ridge_agrees(y, eta, units):
    fits = fit_each_on_others(y, eta)
    assert fits.certificates.max() <= 1e-8
    np.testing.assert_allclose(fits.weights.sum(axis=1), 1, atol=1e-12)
    assert fits.weights.min() >= 0
    assert np.diag(fits.weights).max() == 0
    for i in units:
        others = np.arange(len(y)) != i
        w = solve_by_clarabel(y[i], y[others], eta)
        np.testing.assert_allclose(fits.weights[i, others], w, atol=1e-6)
        mine, theirs = (objective(x, y[i], y[others], eta) for x in (fits.weights[i, others], w))
        assert mine <= theirs * (1 + 1e-8)
        np.testing.assert_allclose(
            fits.residuals[i], y[i] - y[i].mean() - fits.weights[i] @ (y - y.mean(axis=1, keepdims=True)), atol=1e-12
        )


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("strength", [0.01, 1, 100])
def test_ridge_weights_on_random_panels(seed, strength):
    rng = np.random.default_rng(seed)
    n, t = int(rng.integers(31, 80)), int(rng.integers(4, 16))
    y = rng.normal(0, 1, (n, 1)) + np.cumsum(rng.normal(0, 0.3, (n, t)), axis=1)
    eta = strength * t * difference_sd(y, tuple(range(t))) ** 2
    assert_ridge_agrees(y, eta, rng.choice(n, 4, replace=False))


@pytest.mark.data
@pytest.mark.parametrize("name", ["cla_rate10k_calc", "cin_rate10k_calc", "cpp_rate10k_calc", "rereferral_pct"])
def test_ridge_and_exact_weights_on_real_panels(real_panels, name):
    panel = real_panels[name]
    assert len(panel.units) > 100
    y = to_analysis_scale(panel)[:, :7]
    eta = 7 * np.sqrt(3) * difference_sd(y, tuple(range(7))) ** 2
    assert_ridge_agrees(y, eta, range(0, len(y), 25))
    for i in range(0, len(y), 40):
        others = np.arange(len(y)) != i
        fit = fit_exact_simplex(y[i], y[others])
        theirs = solve_by_clarabel(y[i], y[others], 1e-13, intercept=False)
        size = ((y[others] - y[i]) ** 2).sum(axis=1).max()
        mine, other = (((y[i] - w @ y[others]) ** 2).sum() / size for w in (fit.weights, theirs))
        assert fit.certificate <= 1e-8
        assert mine <= other + 1e-9
        assert is_inside_hull(y[i], y[others]) == (other < 1e-12)


@pytest.mark.parametrize("unit", [1e-9, 1.0, 1e9])
def test_weights_do_not_depend_on_the_unit_of_the_outcome(unit):
    rng = np.random.default_rng(1)
    y = rng.normal(0, 1, (40, 8))
    np.testing.assert_allclose(
        fit_each_on_others(unit * y, 5 * unit**2).weights, fit_each_on_others(y, 5.0).weights, atol=1e-11
    )


def test_a_guess_changes_nothing():
    rng = np.random.default_rng(2)
    y = rng.normal(0, 1, (40, 8))
    cold = fit_ridge(y[:3], y[3:], 2.0)
    warm = fit_ridge(y[:3], y[3:], 2.0, guess=rng.normal(0, 5, (3, 8)))
    np.testing.assert_allclose(warm.weights, cold.weights, atol=1e-11)


def test_a_penalty_of_nothing_is_refused():
    with pytest.raises(CertificateError, match="penalty must be above 0; given was 0"):
        fit_ridge(np.ones((1, 3)), np.ones((4, 3)), 0.0)


def test_fits_that_are_not_optimal_are_withheld(monkeypatch):
    rng = np.random.default_rng(3)
    y = rng.normal(0, 1, (40, 8))
    monkeypatch.setattr("stepchange.solvers.ridge.MAX_NEWTON_STEPS", 1)
    with pytest.raises(CertificateError, match=r"\d+ of 40 fits are not optimal .*; their numbers are withheld"):
        fit_each_on_others(y, 0.1)
    with pytest.raises(CertificateError, match="their numbers are withheld"):
        fit_each_on_others(np.where(np.arange(8) == 2, np.nan, y), 0.1)


def test_an_exact_fit_that_is_not_optimal_is_withheld(monkeypatch):
    rng = np.random.default_rng(4)
    donors = rng.normal(0, 1, (20, 6))
    monkeypatch.setattr("scipy.optimize.nnls", lambda system, *_, **__: (np.ones(system.shape[1]), 0.0))
    with pytest.raises(CertificateError, match="The exact fit is not optimal"):
        fit_exact_simplex(np.full(6, 3.0), donors)


def test_exact_fit_finds_a_donor_equal_to_the_place():
    donors = np.random.default_rng(5).normal(0, 1, (12, 14))
    np.testing.assert_allclose(fit_exact_simplex(donors[4], donors).weights, np.eye(12)[4], atol=1e-9)
    np.testing.assert_allclose(fit_exact_simplex(donors[0], donors[[0, 0]]).weights, [0.5, 0.5])


def test_is_inside_hull_of_a_triangle():
    triangle = np.array([[0.0, 0], [1, 0], [0, 1]])
    assert is_inside_hull(np.array([0.2, 0.3]), triangle)
    assert is_inside_hull(np.array([0.5, 0.5]), triangle)
    assert not is_inside_hull(np.array([0.51, 0.5]), triangle)
    assert is_inside_hull(triangle[1], triangle[[1, 1, 1]])


@pytest.mark.parametrize("seed", range(4))
def test_ridge_agrees_with_a_dual_active_set_method(seed):
    """DAQP on the J weights themselves: another road to the same optimum."""
    rng = np.random.default_rng(100 + seed)
    y = rng.normal(4, 0.3, (41, 1)) + np.cumsum(rng.normal(0, 0.05, (41, 9)), axis=1)
    eta = 9 * np.diff(y, axis=1).var()
    b, a = y[0] - y[0].mean(), y[1:] - y[1:].mean(axis=1, keepdims=True)
    # Each weight is 0 or more, and together they are 1.
    upper, lower = np.append(np.full(40, np.inf), 1.0), np.append(np.zeros(40), 1.0)
    kinds = np.append(np.zeros(40), EQUALITY).astype(np.intc)
    w, _, ending, _ = daqp.solve(a @ a.T + eta * np.eye(40), -(a @ b), np.ones((1, 40)), upper, lower, kinds)
    assert ending == 1
    np.testing.assert_allclose(fit_ridge(y[:1], y[1:], eta).weights[0], w, atol=1e-9)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(4))
def test_compiled_loops_give_the_same_weights(seed):
    rng = np.random.default_rng(seed)
    y = rng.normal(4, 0.3, (60, 1)) + np.cumsum(rng.standard_t(3, (60, 8)) * 0.05, axis=1)
    eta = 8 * np.diff(y, axis=1).var() * 10.0 ** rng.uniform(-2, 2)
    plain = fit_each_on_others(y, eta)
    use_numba()
    try:
        compiled = fit_each_on_others(y, eta)
    finally:
        use_numba(False)
    np.testing.assert_allclose(compiled.weights, plain.weights, atol=1e-10)
    assert compiled.certificates.max() <= 1e-8


def test_numba_is_missed_with_a_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "stepchange.solvers.ridge_numba", None)
    with pytest.raises(ImportError, match=r"extra \[numba\]"):
        use_numba()
