"""Gaps between actual and synthetic, corrected, scaled and ranked: one pass over a sample.

Every step treats all N units alike, the treated one included, so that the rank test is exact when
nothing happened (engine.md, appendix A1).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stepchange.errors import NotEnoughDataError, StepchangeError
from stepchange.panel import Array
from stepchange.solvers import RidgeFits, fit_each_on_others, fit_ridge

VARIANCE_CAP = 0.98
WINSOR = 9.0
TIE = 1e-12


@dataclass(frozen=True, eq=False)
class ScaleFit:
    """Expected squared mean gap as b0 + b1 u + b2 v.

    Attributes
    ----------
    coefficients : array, shape (3,)
        For the constant, u (counting) and v (leave-one-year-out); 0 for a term that is absent.
    variance_cap : float
        Value at which v is capped.
    scale : array, shape (N,)
        s, the square root of the fit.
    """

    coefficients: Array
    variance_cap: float
    scale: Array

    def at(self, sampling_variance: float, left_out_variance: float) -> float:
        """The scale of a unit that was not in the fit."""
        terms = np.array([1.0, sampling_variance, min(left_out_variance, self.variance_cap)])
        return float(np.sqrt(self.coefficients @ terms))


@dataclass(frozen=True, eq=False)
class CoreFit:
    """Attributes
    ----------
    fits : RidgeFits
        Each unit on all others; row and column i are unit i.
    raw_gaps, gaps : arrays, shape (N, T1)
        Actual minus synthetic after the start, before and after the level correction.
    corrector : array, shape (N, N)
        The level correction as a matrix: gaps = corrector @ raw_gaps.
    mean_gaps, z : arrays, shape (N,)
        Mean corrected gap and the same over its scale.
    scale_terms : array, shape (N, q)
        Regressors of the scale that are in use (constant, u, v).
    scale_fit : ScaleFit
    sigma : float
        Standard deviation of first differences before the start.
    eta : float
        Ridge penalty.
    """

    fits: RidgeFits
    raw_gaps: Array
    gaps: Array
    corrector: Array
    mean_gaps: Array
    z: Array
    scale_terms: Array
    scale_fit: ScaleFit
    sigma: float
    eta: float

    @property
    def p_value(self) -> float:
        """Share of all N units with a gap at least as large as the first unit's."""
        return rank_p_value(self.z)

    @property
    def rank(self) -> int:
        """1 for the largest gap in size."""
        return int((np.abs(self.z) >= np.abs(self.z[0]) - TIE).sum())


def fit_core(y_before: Array, y_after: Array, before: tuple[int, ...], sampling_variance: Array | None) -> CoreFit:
    """Fit, correct, scale and rank all units of a sample.

    Parameters
    ----------
    y_before, y_after : arrays, shapes (N, T0) and (N, T1)
    before : tuple of int
        The T0 years, so that no difference is taken across a hole.
    sampling_variance : array, shape (N,), or None
    """
    sigma = difference_sd(y_before, before)
    zeta_squared = np.sqrt(y_after.shape[1]) * sigma**2
    eta = y_before.shape[1] * zeta_squared
    fits = fit_each_on_others(y_before, eta)
    raw_gaps = y_after - fits.synthetic(y_after)
    corrector = level_corrector(y_before.mean(axis=1))
    gaps = corrector @ raw_gaps
    mean_gaps = gaps.mean(axis=1)
    left_out = left_out_variance(y_before, zeta_squared)
    terms, cap = scale_terms(sampling_variance, left_out)
    coefficients, fitted = fit_scale(mean_gaps[:, None] ** 2, terms)
    scale = np.sqrt(fitted[:, 0])
    full = np.zeros(3)
    full[[0, 2] if terms.shape[1] == 2 else [0, 1, 2]] = coefficients[:, 0]
    return CoreFit(
        fits=fits,
        raw_gaps=raw_gaps,
        gaps=gaps,
        corrector=corrector,
        mean_gaps=mean_gaps,
        z=mean_gaps / scale,
        scale_terms=terms,
        scale_fit=ScaleFit(full, cap, scale),
        sigma=sigma,
        eta=eta,
    )


def difference_sd(outcomes: Array, periods: tuple[int, ...]) -> float:
    """Standard deviation of first differences over all units, never across a missing year (A1.2)."""
    differences = np.diff(outcomes, axis=1)[:, np.diff(periods) == 1]
    if differences.size < 2:
        raise NotEnoughDataError(
            "no_neighbouring_years", "No two years before the start follow each other, so noise cannot be measured."
        )
    sigma = float(differences.std(ddof=1))
    if not sigma > 0:
        raise NotEnoughDataError("no_variation", "The figures before the start never change, so nothing can be tested.")
    return sigma


def level_corrector(levels: Array) -> Array:
    """Matrix that turns gaps into leave-one-out residuals of a regression on the pre-period mean (A1.3).

    In the spirit of Abadie and L'Hour (2021, JASA 116): places that start high tend to come down by
    themselves, and the weights alone do not take that out.
    """
    n = len(levels)
    centred = levels - levels.mean()
    spread = float(centred @ centred)
    hat = np.full((n, n), 1.0 / n)
    if spread > 0:
        hat += np.outer(centred, centred) / spread
    return np.asarray((np.eye(n) - hat) / (1.0 - np.diag(hat))[:, None])


def left_out_variance(outcomes: Array, zeta_squared: float) -> Array:
    """Mean squared error when each year before the start is left out of the fit in turn: shape (N,)."""
    return held_out_errors(outcomes, outcomes, zeta_squared, allowed=~np.eye(len(outcomes), dtype=bool))


def held_out_errors(
    targets: Array, donors: Array, zeta_squared: float, *, allowed: NDArray[np.bool_] | None = None
) -> Array:
    """Leave-one-year-out variance of each target on its donors: shape (M,)."""
    t0 = targets.shape[1]
    squared = np.empty(targets.shape)
    for year in range(t0):
        kept = np.arange(t0) != year
        fits = fit_ridge(targets[:, kept], donors[:, kept], (t0 - 1) * zeta_squared, allowed=allowed)
        squared[:, year] = (targets[:, year] - fits.synthetic(donors[:, [year]])[:, 0]) ** 2
    return np.asarray(squared.mean(axis=1))


def scale_terms(sampling_variance: Array | None, left_out: Array) -> tuple[Array, float]:
    """Regressors of the scale and the cap on the last one (A1.4)."""
    cap = float(np.quantile(left_out, VARIANCE_CAP))
    columns = [np.ones(len(left_out)), np.minimum(left_out, cap)]
    if sampling_variance is not None and np.ptp(sampling_variance) > 0:
        columns.insert(1, sampling_variance)
    return np.column_stack(columns), cap


def fit_scale(squared: Array, terms: Array) -> tuple[Array, Array]:
    """Gamma quasi-likelihood with identity link and coefficients >= 0, for K responses at once.

    Responses are winsorised at nine times the fit. Solved by iterated weighted least squares; with three
    coefficients the non-negative problem is solved by trying each set of positive ones.

    Parameters
    ----------
    squared : array, shape (N, K)
    terms : array, shape (N, q)

    Returns
    -------
    coefficients, fitted : arrays, shapes (q, K) and (N, K)
    """
    sizes = terms.mean(axis=0)
    x = terms / sizes
    fitted = np.broadcast_to(squared.mean(axis=0), squared.shape).copy()
    if not (fitted > 0).all():
        raise NotEnoughDataError("no_variation", "All places moved exactly alike, so nothing can be tested.")
    coefficients = np.zeros((x.shape[1], squared.shape[1]))
    open_columns = np.arange(squared.shape[1])
    for iteration in range(500):
        previous = fitted[:, open_columns]
        response = np.minimum(squared[:, open_columns], WINSOR * previous)
        solution = _nonnegative_least_squares(x, response, previous**-2.0)
        update = x @ solution
        if iteration > 30:  # damp a fit that swings between two sets of positive coefficients
            solution = 0.5 * (solution + coefficients[:, open_columns])
            update = x @ solution
        coefficients[:, open_columns], fitted[:, open_columns] = solution, update
        change = (np.abs(update - previous) / previous).max(axis=0)
        open_columns = open_columns[change > 1e-11]
        if not len(open_columns):
            return coefficients / sizes[:, None], fitted
    raise StepchangeError("The scale of the gaps could not be fitted: the iteration did not settle.")


def _nonnegative_least_squares(x: Array, y: Array, weights: Array) -> Array:
    """Best non-negative coefficients for each column of y: shape (q, K)."""
    q, k = x.shape[1], y.shape[1]
    outer_products = (x[:, :, None] * x[:, None, :]).reshape(len(x), q * q)
    products = (weights.T @ outer_products).reshape(k, q, q)
    targets = (weights * y).T @ x
    best = np.zeros((k, q))
    best_gain = np.full(k, -np.inf)
    for chosen in range(1, 2**q):
        index = [i for i in range(q) if chosen >> i & 1]
        part = products[:, index][:, :, index]
        right = targets[:, index]
        try:
            solution = np.linalg.solve(part, right[:, :, None])[:, :, 0]
        except np.linalg.LinAlgError:
            continue
        gain = (solution * right).sum(axis=1)  # fall in the weighted sum of squares
        better = (solution >= 0).all(axis=1) & (gain > best_gain + 1e-12 * np.abs(gain))
        best[better] = 0.0
        best[np.ix_(better, index)] = solution[better]
        best_gain[better] = gain[better]
    return np.asarray(best.T)


def rank_p_value(z: Array) -> float:
    """#{j : |z_j| >= |z_1|} / N, the first unit included (A1.5)."""
    return float((np.abs(z) >= np.abs(z[0]) - TIE).mean())


def p_values_at(core: CoreFit, changes: Array) -> Array:
    """p under the hypothesis that the change was tau, for each tau of a (K,) array (A1.6).

    Tau comes off the treated unit's years after the start, and so off every synthetic twin that uses it.
    """
    moved = core.raw_gaps.mean(axis=1)[:, None] + core.fits.weights[:, [0]] * changes[None, :]
    moved[0] -= changes
    mean_gaps = core.corrector @ moved
    _, fitted = fit_scale(mean_gaps**2, core.scale_terms)
    z = np.abs(mean_gaps / np.sqrt(fitted))
    return np.asarray((z >= z[0] - TIE).mean(axis=0))


def confidence_interval(core: CoreFit, *, level: float = 0.90) -> tuple[float | None, float | None]:
    """Hull of all changes that the data do not rule out; None for a side without an end (A1.6)."""
    centre, step = float(core.mean_gaps[0]), float(core.scale_fit.scale[0]) / 20
    return (
        _edge(core, centre, -step, 1 - level),
        _edge(core, centre, step, 1 - level),
    )


def _edge(core: CoreFit, centre: float, step: float, alpha: float, *, reach: int = 300) -> float | None:
    """Walk outwards on a grid of a twentieth of the scale, then bisect beyond the last change kept."""
    grid = centre + step * np.arange(reach + 1)
    kept = np.flatnonzero(p_values_at(core, grid) > alpha)
    if not len(kept):
        return centre
    if kept[-1] == reach:
        return None
    inside, outside = float(grid[kept[-1]]), float(grid[kept[-1] + 1])
    for _ in range(40):
        middle = (inside + outside) / 2
        if p_values_at(core, np.array([middle]))[0] > alpha:
            inside = middle
        else:
            outside = middle
    return inside
