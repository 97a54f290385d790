"""Corrections for many tests at once, as adjusted p-values: reject where the adjusted value is at most alpha."""

from collections.abc import Sequence

import numpy as np

from stepchange.errors import PanelError
from stepchange.panel import Array


def bonferroni(p_values: Sequence[float] | Array) -> Array:
    """min(1, m p): keeps the chance of any false rejection."""
    p = _check(p_values)
    return np.minimum(p * len(p), 1.0)


def benjamini_hochberg(p_values: Sequence[float] | Array) -> Array:
    """Keeps the share of false rejections (Benjamini and Hochberg 1995, JRSS B 57(1)).

    Right for independent tests and for positive dependence.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.02, 0.5]).tolist()
    [0.03, 0.03, 0.5]
    """
    return _step_up(_check(p_values), 1.0)


def benjamini_yekutieli(p_values: Sequence[float] | Array) -> Array:
    """The same under any dependence, at the price of a factor of about log m (2001, Annals of Statistics 29(4))."""
    p = _check(p_values)
    return _step_up(p, float((1.0 / np.arange(1, len(p) + 1)).sum()))


def scan(smallest_p: Array, tried: Array) -> Array:
    """p of the best of so many tries, as if they were independent (Sidak): 1 - (1 - p)^m."""
    return -np.expm1(tried * np.log1p(-np.minimum(smallest_p, 1.0 - 1e-16)))


def _check(p_values: Sequence[float] | Array) -> Array:
    p = np.asarray(p_values, dtype=np.float64)
    if p.ndim != 1 or not ((p >= 0) & (p <= 1)).all():
        raise PanelError("p-values are numbers from 0 to 1, without gaps.")
    return p


def _step_up(p: Array, factor: float) -> Array:
    m = len(p)
    order = np.argsort(p, kind="stable")
    ratios = p[order] * m * factor / np.arange(1, m + 1)
    adjusted = np.empty(m)
    adjusted[order] = np.minimum(np.minimum.accumulate(ratios[::-1])[::-1], 1.0)
    return adjusted
