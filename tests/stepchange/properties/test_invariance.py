"""What must hold for every panel (engine.md, section 5)."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from stepchange.one_place.core import confidence_interval, difference_sd, fit_core, level_corrector
from stepchange.solvers import fit_each_on_others, fit_exact_simplex, fit_ridge, is_inside_hull
from stepchange.solvers.ridge import project_on_simplex

few = settings(max_examples=12, deadline=None)
seeds = st.integers(0, 2**32 - 1)


def draw(seed, n=34, t0=7, t1=3):
    rng = np.random.default_rng(seed)
    heavy = rng.standard_t(3, (n, t0 + t1)) * 0.05
    y = rng.normal(4, 0.3, (n, 1)) + np.cumsum(heavy, axis=1)
    return y[:, :t0], y[:, t0:], rng.uniform(0.001, 0.02, n), rng


@few
@given(seeds, st.floats(-100, 100), st.floats(0.01, 100))
def test_adding_a_constant_or_scaling_leaves_weights_unchanged(seed, shift, size):
    y, _, _, _ = draw(seed)
    plain = fit_each_on_others(y, 0.05).weights
    np.testing.assert_allclose(fit_each_on_others(shift + size * y, 0.05 * size**2).weights, plain, atol=1e-8)
    exact = fit_exact_simplex(y[0], y[1:]).weights
    moved = fit_exact_simplex(shift + size * y[0], shift + size * y[1:]).weights
    distance = np.linalg.norm((moved - exact) @ y[1:])
    assert distance < 1e-6  # the nearest point is unique, its weights need not be


@few
@given(seeds)
def test_a_change_common_to_all_places_changes_nothing(seed):
    y_before, y_after, u, rng = draw(seed)
    common = rng.normal(0, 0.2, 10)
    years = tuple(range(7))
    plain = fit_core(y_before, y_after, years, u)
    moved = fit_each_on_others(y_before + common[:7], plain.eta)
    np.testing.assert_allclose(moved.weights, plain.fits.weights, atol=1e-8)
    later = fit_core(y_before, y_after + common[7:], years, u)
    np.testing.assert_allclose(later.gaps, plain.gaps, atol=1e-10)


@few
@given(seeds)
def test_permuting_donors_permutes_weights(seed):
    y, _, _, rng = draw(seed)
    order = rng.permutation(33)
    plain = fit_ridge(y[:1], y[1:], 0.05).weights
    np.testing.assert_allclose(fit_ridge(y[:1], y[1:][order], 0.05).weights, plain[:, order], atol=1e-10)


@few
@given(seeds)
def test_everything_is_the_same_in_another_order_of_places(seed):
    y_before, y_after, u, rng = draw(seed)
    order = np.concatenate([[0], 1 + rng.permutation(33)])
    years = tuple(range(7))
    plain = fit_core(y_before, y_after, years, u)
    moved = fit_core(y_before[order], y_after[order], years, u[order])
    np.testing.assert_allclose(moved.mean_gaps, plain.mean_gaps[order], atol=1e-10)
    np.testing.assert_allclose(moved.scale_fit.scale, plain.scale_fit.scale[order], rtol=1e-9)
    assert (moved.p_value, moved.rank) == (plain.p_value, plain.rank)


@few
@given(seeds)
def test_ranks_are_one_to_n(seed):
    y_before, y_after, u, _ = draw(seed)
    core = fit_core(y_before, y_after, tuple(range(7)), u)
    p = sorted((np.abs(core.z) >= size).mean() for size in np.abs(core.z))
    np.testing.assert_allclose(p, np.arange(1, 35) / 34)


@settings(max_examples=5, deadline=None)
@given(seeds, st.floats(-1, 1))
def test_the_interval_moves_with_the_change(seed, change):
    """Adding a change to the treated place adds it to both ends."""
    y_before, y_after, u, _ = draw(seed)
    years = tuple(range(7))
    plain = fit_core(y_before, y_after, years, u)
    moved_after = y_after.copy()
    moved_after[0] += change
    moved = fit_core(y_before, moved_after, years, u)
    width = plain.scale_fit.scale[0]
    for one, other in zip(confidence_interval(plain), confidence_interval(moved), strict=True):
        if one is not None and other is not None:
            # the grid begins elsewhere; islands narrower than a twentieth of the scale may be passed over
            assert abs(other - one - change) < 0.06 * width


@few
@given(seeds)
def test_corrected_gaps_do_not_depend_on_a_trend_in_level(seed):
    y_before, _, _, rng = draw(seed)
    levels = y_before.mean(axis=1)
    corrector = level_corrector(levels)
    gaps = rng.normal(0, 1, 34)
    np.testing.assert_allclose(corrector @ (gaps + 3 - 2 * levels), corrector @ gaps, atol=1e-9)


@few
@given(seeds)
def test_a_donor_equal_to_the_place_gets_all_the_weight(seed):
    y, _, _, rng = draw(seed, n=14, t0=16)  # more years than donors: the fit is unique
    j = int(rng.integers(1, 14))
    donors = y[1:].copy()
    donors[j - 1] = y[0]
    np.testing.assert_allclose(fit_exact_simplex(y[0], donors).weights, np.eye(13)[j - 1], atol=1e-7)


@few
@given(seeds, st.booleans())
def test_hull_flag_is_feasibility(seed, inside):
    y, _, _, rng = draw(seed, t0=3)
    target = rng.dirichlet(np.ones(33)) @ y[1:] if inside else y[0]
    # the least distance in the sum of absolute differences, over all mixtures
    distance = linprog(
        np.concatenate([np.zeros(33), np.ones(6)]),
        A_eq=np.vstack(
            [
                np.hstack([y[1:].T, np.eye(3), -np.eye(3)]),
                np.concatenate([np.ones(33), np.zeros(6)]),
            ]
        ),
        b_eq=np.append(target, 1.0),
        bounds=(0, None),
    ).fun
    if inside or not 1e-9 < distance < 1e-6:
        assert is_inside_hull(target, y[1:]) == (distance <= 1e-7)


@few
@given(seeds, st.floats(0.01, 50))
def test_projection_on_the_simplex_is_the_nearest_point(seed, spread):
    rng = np.random.default_rng(seed)
    points = rng.normal(0, spread, (5, 12))
    nearest = project_on_simplex(points)
    assert nearest.min() >= 0
    np.testing.assert_allclose(nearest.sum(axis=1), 1)
    others = rng.dirichlet(np.ones(12), 200)
    for point, mine in zip(points, nearest, strict=True):
        assert ((point - mine) ** 2).sum() <= ((point - others) ** 2).sum(axis=1).min() + 1e-12


@few
@given(seeds, st.floats(0.1, 1e3))
def test_every_fit_carries_a_certificate(seed, strength):
    y, _, _, _ = draw(seed)
    fits = fit_each_on_others(y, strength * 7 * difference_sd(y, tuple(range(7))) ** 2)
    assert fits.certificates.min() >= 0
    assert fits.certificates.max() <= 1e-8
    assert (fits.effective_donors >= 1 - 1e-9).all()
