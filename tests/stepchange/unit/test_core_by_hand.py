"""The parts of the core alone: noise, level, scale and the ends of the interval, each against an answer by hand."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from stepchange import NotEnoughDataError
from stepchange.one_place import core as core_module
from stepchange.one_place.core import (
    WINSOR,
    confidence_interval,
    difference_sd,
    fit_core,
    fit_scale,
    level_corrector,
    scale_terms,
)


@pytest.fixture(scope="module")
def core():
    rng = np.random.default_rng(2)
    return fit_core(rng.normal(0, 1, (40, 8)), rng.normal(0, 1, (40, 3)), tuple(range(8)), None)


# --- noise and level -----------------------------------------------------------------------------------


def test_noise_needs_two_differences_that_are_not_alike():
    assert difference_sd(np.array([[1.0, 2.0], [1.0, 4.0]]), (2010, 2011)) == pytest.approx(np.sqrt(2))
    with pytest.raises(NotEnoughDataError) as found:
        difference_sd(np.array([[1.0, 2.0]]), (2010, 2011))
    assert found.value.code == "no_neighbouring_years"
    with pytest.raises(NotEnoughDataError) as found:
        difference_sd(np.ones((40, 5)), tuple(range(5)))
    assert found.value.code == "no_variation"


def leave_one_out(levels, gaps, i):
    others = np.arange(len(levels)) != i
    slope, constant = np.polyfit(levels[others], gaps[others], 1)
    return gaps[i] - constant - slope * levels[i]


def test_a_place_far_from_all_others_is_still_compared_along_their_slope():
    rng = np.random.default_rng(1)
    levels, gaps = np.array([9.0, *rng.uniform(0, 1, 20)]), rng.normal(0, 1, 21)
    corrected = level_corrector(levels) @ gaps
    for i in range(21):
        assert corrected[i] == pytest.approx(leave_one_out(levels, gaps, i))


def test_a_place_that_alone_decides_the_slope_is_compared_with_the_mean_of_the_others():
    gaps = np.random.default_rng(1).normal(0, 1, 21)
    corrected = level_corrector(np.array([9.0, *np.ones(20)])) @ gaps
    assert corrected[0] == pytest.approx(gaps[0] - gaps[1:].mean())


def test_levels_that_differ_by_rounding_alone_have_no_slope():
    nearly = 1 + 1e-10 * np.random.default_rng(1).normal(0, 1, 21)
    np.testing.assert_allclose(level_corrector(nearly), level_corrector(np.ones(21)), atol=1e-9)
    np.testing.assert_allclose(level_corrector(np.ones(3)), np.array([[2, -1, -1], [-1, 2, -1], [-1, -1, 2]]) / 2)


# --- scale ---------------------------------------------------------------------------------------------


def make_terms(rng, name):
    u, v, absent = rng.uniform(0.01, 1, 40), rng.gamma(1, 1, 40), np.zeros(40)
    return np.column_stack([np.ones(40), u if "u" in name else absent, v if "v" in name else absent])


def test_the_scale_is_a_minimum_and_is_found_in_few_steps(monkeypatch):
    """Where a coefficient is above 0, the loss has no slope; where it is 0, the loss only rises from there.

    A fault on the way to it does not show in where it ends, so the steps are counted: the screen makes thousands.
    """
    steps, step = [], core_module._scale_step
    monkeypatch.setattr(core_module, "_scale_step", lambda *given: steps.append(1) or step(*given))
    for seed in range(12):
        rng = np.random.default_rng(seed)
        for name in ("uv", "u", "v"):
            terms = make_terms(rng, name)
            true = rng.uniform(0, 1, (3, 50)) * (rng.random((3, 50)) < 0.7)
            true[0] += 0.01
            squared = (terms @ true) * rng.chisquare(1, (40, 50))
            squared[0, ::3] *= 100  # one place far out
            coefficients, fitted = fit_scale(squared, terms)
            used = terms.any(axis=0)
            score = (fitted - np.minimum(squared, WINSOR * fitted)) / fitted**2
            slope = (score.T @ (terms / np.where(used, terms.mean(axis=0), 1))).T * fitted.mean(axis=0)
            assert np.abs(slope[coefficients > 0]).max() < 1e-9
            assert slope[(coefficients == 0) & used[:, None]].min() > 0
            np.testing.assert_allclose(fitted, terms @ coefficients)
    assert len(steps) == pytest.approx(476, rel=0.03)


@pytest.mark.parametrize("q", [1, 2, 3])
def test_the_least_of_a_quadratic_without_negative_parts_is_that_of_its_best_set(q):
    rng = np.random.default_rng(q)
    roots = rng.normal(0, 1, (60, q, q))
    curvature, linear = roots @ roots.transpose(0, 2, 1) + 0.1 * np.eye(q), rng.normal(0, 1, (60, q))
    found = core_module._nonnegative_minimum(curvature, linear)
    for part, right, mine in zip(curvature, linear, found, strict=True):
        tried = [np.zeros(q)]
        for size in range(1, q + 1):
            for index in map(list, combinations(range(q), size)):
                one = np.zeros(q)
                one[index] = np.linalg.solve(part[np.ix_(index, index)], right[index])
                if (one >= 0).all():
                    tried.append(one)
        best = min(tried, key=lambda one: one @ part @ one / 2 - right @ one)
        np.testing.assert_allclose(mine, best, atol=1e-12)


def test_a_regressor_that_hardly_varies_is_not_used():
    rng = np.random.default_rng(1)
    left_out = rng.gamma(1, 1, 40)
    terms, cap = scale_terms(0.2 + 1e-11 * rng.random(40), left_out)
    assert terms.any(axis=0).tolist() == [True, False, True]
    np.testing.assert_array_equal(terms[:, 2], np.minimum(left_out, cap))
    assert scale_terms(0.2 + 1e-7 * rng.random(40), left_out)[0].any(axis=0).all()


# --- the ends of the interval --------------------------------------------------------------------------


def find_ends(core, monkeypatch, p, **given):
    """With `p` of the distance from the middle, in scales of the place."""
    centre, scale = core.mean_gaps[0], core.scale_fit.scale[0]
    monkeypatch.setattr(
        core_module, "p_values_at", lambda core, changes: np.array([p((one - centre) / scale) for one in changes])
    )
    ends = confidence_interval(core, **given)
    return [None if end is None else (end - centre) / scale for end in ends]


@pytest.mark.parametrize("end", [0.004, 0.7, 3.999, 4.1, 4.249, 9.3, 14.77, 14.999])
def test_the_ends_are_found_to_a_billionth_of_a_scale(core, monkeypatch, end):
    low, high = find_ends(core, monkeypatch, lambda away: 1.0 if -end / 2 <= away <= end else 0.0)
    assert low == pytest.approx(-end / 2, abs=2e-8)
    assert high == pytest.approx(end, abs=2e-8)


def test_beyond_fifteen_scales_there_is_no_end(core, monkeypatch):
    assert find_ends(core, monkeypatch, lambda away: 1.0 if abs(away) <= 15.01 else 0.0) == [None, None]
    assert find_ends(core, monkeypatch, lambda away: 1.0 if away <= 2 else 0.0) == [None, pytest.approx(2, abs=2e-8)]


def test_what_lies_between_changes_that_are_kept_is_kept(core, monkeypatch):
    _, high = find_ends(core, monkeypatch, lambda away: 1.0 if away <= 2 or 3 <= away <= 3.5 else 0.0)
    assert high == pytest.approx(3.5, abs=2e-8)


def test_a_change_with_p_of_alpha_itself_is_not_kept(core, monkeypatch):
    assert find_ends(core, monkeypatch, lambda away: 0.2 if abs(away) <= 1 else 0.1, alpha=0.1) == [
        pytest.approx(-1, abs=2e-8),
        pytest.approx(1, abs=2e-8),
    ]
    assert find_ends(core, monkeypatch, lambda away: 0.2, alpha=0.2) == [0, 0]


def test_the_interval_is_walked_in_scales_of_the_place_itself(core):
    scale = core.scale_fit.scale.copy()
    scale[1:] *= 1000
    assert confidence_interval(replace(core, scale_fit=replace(core.scale_fit, scale=scale))) == confidence_interval(
        core
    )
