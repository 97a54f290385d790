"""What z looks like where nothing happened, learnt from all places: a t distribution pooled over panels (A1.11).

Real panels have far heavier tails than the normal distribution, and a rank among 150 places cannot be small enough
to survive a correction for thousands of tests. In the spirit of Efron (2004, JASA 99), with the centre of the data.
"""

import numpy as np
import scipy
from numpy.typing import NDArray

from stepchange.errors import NotEnoughDataError
from stepchange.panel import Array

CENTRAL = (0.75, 0.80, 0.85, 0.90, 0.95)
QUARTILE = 0.6744897501960817  # scipy.special.ndtri(0.75), without waiting for SciPy; a test compares
MOST_FREEDOM = 200.0
MINIMUM_VALUES = 200
BINS, REACH, DEGREE = 120, 6.0, 7


def centre(z: Array) -> Array:
    """z of one panel less its median, over its interquartile range / 1.349; shape (N,)."""
    low, middle, high = np.quantile(z, (0.25, 0.5, 0.75))
    if not high > low:
        raise NotEnoughDataError("no_variation", "Half of the places moved exactly alike, so nothing can be compared.")
    return np.asarray((z - middle) / ((high - low) / (2 * QUARTILE)))


def fit_freedom(z: Array) -> float:
    """Degrees of freedom of the t whose central quantiles match those of |z| (A1.11), at least 1 and at most 200.

    Only quantiles up to .95 are used, so that real changes in the tails do not make the null wider.
    """
    sizes = np.abs(z[np.isfinite(z)])
    if len(sizes) < MINIMUM_VALUES:
        raise NotEnoughDataError(
            "too_few_tests",
            f"There are {len(sizes)} tests; at least {MINIMUM_VALUES} are needed to learn the usual variation.",
        )
    logs = np.log(np.quantile(sizes, CENTRAL))
    shares = (1 + np.array(CENTRAL)) / 2

    def distance(log_freedom: float) -> float:
        freedom = np.exp(log_freedom)
        return float(((logs - np.log(scipy.special.stdtrit(freedom, shares) / _widening(freedom))) ** 2).sum())

    found = scipy.optimize.minimize_scalar(
        distance, bounds=(0.0, np.log(MOST_FREEDOM)), method="bounded", options={"xatol": 1e-6}
    )
    return float(np.exp(found.x))


def p_values(z: Array, freedom: float | Array) -> Array:
    """2 P(t_nu > k_nu |z|), with k_nu such that half of the null lies within +-.6745 as it does for z."""
    return np.asarray(2 * scipy.special.stdtr(freedom, -_widening(freedom) * np.abs(z)))


def _widening(freedom: float | Array) -> Array:
    return np.asarray(scipy.special.stdtrit(freedom, 0.75) / QUARTILE)


def local_false_discovery(z: Array, p: Array) -> Array:
    """Chance that a test with this very z is of a place where nothing happened: shape (m,).

    The null over the density of all tests, by Lindsey's method: p and the sign of z as a normal score, counted in
    bins, and a Poisson regression on a polynomial (Efron 2010, Large-Scale Inference, chapter 5). Everything is taken
    to be null at most (pi0 = 1), so the figure is on the careful side.
    """
    score = -np.sign(z) * scipy.special.ndtri(np.clip(p, 1e-300, 1) / 2)
    edges = np.linspace(-REACH, REACH, BINS + 1)
    middle, width = (edges[1:] + edges[:-1]) / 2, edges[1] - edges[0]
    counts, _ = np.histogram(np.clip(score, -REACH, REACH), edges)
    basis = np.asarray(np.polynomial.legendre.legvander(middle / REACH, DEGREE), dtype=np.float64)
    expected = _poisson_regression(basis, counts)
    density = np.interp(score, middle, np.log(np.maximum(expected, 1e-300))) - np.log(len(score) * width)
    usual = -(np.clip(score, -REACH, REACH) ** 2) / 2 - np.log(2 * np.pi) / 2
    ratio = np.minimum(np.exp(usual - density), 1.0)
    return _falling_outwards(score, ratio)


def _poisson_regression(basis: Array, counts: NDArray[np.intp]) -> Array:
    """Fitted means by Newton's method, halving steps that do not help."""
    target = counts.astype(np.float64)
    coefficients: Array = np.asarray(np.linalg.lstsq(basis, np.log(target + 0.5), rcond=None)[0], dtype=np.float64)

    def loss(b: Array) -> float:
        linear = np.clip(basis @ b, -700, 700)
        return float(np.exp(linear).sum() - target @ linear)

    for _ in range(100):
        fitted = np.exp(np.clip(basis @ coefficients, -700, 700))
        curvature = basis.T @ (fitted[:, None] * basis) + 1e-8 * np.eye(basis.shape[1])
        step = np.linalg.solve(curvature, basis.T @ (target - fitted))
        length, before = 1.0, loss(coefficients)
        while length > 1e-6 and loss(coefficients + length * step) > before:
            length /= 2
        coefficients = coefficients + length * step
        if np.abs(length * step).max() < 1e-9:
            break
    return np.asarray(np.exp(np.clip(basis @ coefficients, -700, 700)))


def _falling_outwards(score: Array, ratio: Array) -> Array:
    """A larger z is no likelier to be null than a smaller one on its side: taken as the running minimum."""
    result = ratio.copy()
    for side in (score >= 0, score < 0):
        order = np.flatnonzero(side)[np.argsort(np.abs(score[side]), kind="stable")]
        result[order] = np.minimum.accumulate(ratio[order])
    return result
