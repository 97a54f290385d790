"""Counts that cannot be right: nought where hundreds are usual is a figure that was not recorded.

A place's own middle level and the way all places moved say what to expect of a year; both are medians, so that one bad
year does not move them. A count is implausible where even a change of nine tenths would hardly ever lead to it, with
as much chance about it as counting (Poisson) and the usual restlessness of such series (a gamma mixture of it, the
negative binomial) bring.
"""

import warnings
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from stepchange.panel import Array, Panel

FURTHEST = 10.0  # nine in ten gone, or ten times as many
HARDLY_EVER = 1e-3
LEAST_VARIANCE = 1e-6
MEDIAN_TO_SD = 1.4826


@dataclass(frozen=True)
class ImplausibleFigure:
    """A count of the place in a year that is used, and about how many were to be expected."""

    year: int
    counted: float
    expected: float


def find_implausible(panel: Panel, outcome: Array) -> tuple[NDArray[np.bool_], Array]:
    """Which counts of a panel cannot be right, and how many to expect: two arrays of shape (N, T).

    Parameters
    ----------
    panel : Panel
    outcome : array, shape (N, T)
        The same on the scale of the analysis; NaN where a figure is missing or may not be read.
    """
    counts, people = panel.counts, panel.denominators
    if counts is None or (panel.scale == "points" and people is None):
        return np.zeros(outcome.shape, dtype=bool), np.full(outcome.shape, np.nan)
    usual, spread = _expect(outcome)
    with np.errstate(divide="ignore", invalid="ignore"):
        if panel.scale == "log" or people is None:
            expected = np.asarray(np.where(counts > 0, counts, 0.5) * np.exp(usual - outcome))
            return _is_far(counts, expected, spread), expected
        share = np.clip(usual / panel.per, 0.0, 1.0)
        expected, others = people * share, people * (1 - share)
        relative = spread / (panel.per * np.where(share > 0, share, np.nan)) ** 2
        relative_of_others = spread / (panel.per * np.where(share < 1, 1 - share, np.nan)) ** 2
        too_few = _is_too_few(counts, expected, relative)
        return too_few | _is_too_few(people - counts, others, relative_of_others), expected


def _expect(outcome: Array) -> tuple[Array, float]:
    """Each place's middle level plus each year's middle movement, and the variance about it, by medians."""
    with np.errstate(all="ignore"):
        movement = _median(outcome - _median(outcome, 1), 0)
        usual = _median(outcome - movement, 1) + movement
        left = np.abs(outcome - usual)
    known = left[np.isfinite(left)]
    spread = float((MEDIAN_TO_SD * np.median(known)) ** 2) if len(known) else 0.0
    return usual, spread


def _median(values: Array, axis: int) -> Array:
    """NaN, without a warning, where a row or column has no figure at all."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.asarray(np.nanmedian(np.where(np.isfinite(values), values, np.nan), axis=axis, keepdims=True))


def _is_far(counts: Array, expected: Array, relative: float) -> NDArray[np.bool_]:
    """Too few or too many, either of them beyond a tenfold change."""
    size, mean = 1.0 / max(relative, LEAST_VARIANCE), expected * FURTHEST
    too_many = (counts > mean) & (
        scipy.special.betainc(np.maximum(counts, 1e-9), size, mean / (size + mean)) < HARDLY_EVER
    )
    return np.asarray(_is_too_few(counts, expected, relative) | too_many)


def _is_too_few(counts: Array, expected: Array, relative: float | Array) -> NDArray[np.bool_]:
    """P(X <= count) of a negative binomial with a tenth of the expected mean is below `HARDLY_EVER`."""
    size, mean = 1.0 / np.maximum(relative, LEAST_VARIANCE), expected / FURTHEST
    chance = scipy.special.betainc(size, np.maximum(counts, 0.0) + 1.0, size / (size + mean))
    return np.asarray((counts < mean) & (chance < HARDLY_EVER))
