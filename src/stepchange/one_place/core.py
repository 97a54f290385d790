"""Gaps between actual and synthetic, corrected, scaled and ranked: one pass over a sample.

Every step treats all N units alike, the treated one included, so that the rank test is exact when
nothing happened (engine.md, appendix A1).
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from stepchange.errors import NotEnoughDataError, StepchangeError
from stepchange.panel import Array
from stepchange.solvers import RidgeFits, fit_each_on_others, fit_ridge

VARIANCE_CAP = 0.98
WINSOR = 9.0
TIE = 1e-12
FLAT = 1e-9  # a regressor that varies by less than this share of its size is constant
CHI_SQUARE_MEDIAN = 0.4549364  # median of a squared standard normal number
MAX_SCALE_STEPS = 500
MAX_HALVINGS = 30
SETTLED = 1e-11
EDGE_REFINEMENTS = 4  # each narrows the edge 64 times


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
    scale_terms : array, shape (N, 3)
        Regressors of the scale (constant, u, v); zeros where one is not in use.
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


@dataclass(frozen=True, eq=False)
class Twins:
    """Each unit fitted on all others before the start.

    Attributes
    ----------
    fits : RidgeFits
    left_out : array, shape (N,)
        Leave-one-year-out variance.
    sigma, eta : float
        Standard deviation of first differences, and the penalty.
    """

    fits: RidgeFits
    left_out: Array
    sigma: float
    eta: float


def fit_core(y_before: Array, y_after: Array, before: tuple[int, ...], sampling_variance: Array | None) -> CoreFit:
    """Fit, correct, scale and rank all units of a sample.

    Parameters
    ----------
    y_before, y_after : arrays, shapes (N, T0) and (N, T1)
    before : tuple of int
        The T0 years, so that no difference is taken across a hole.
    sampling_variance : array, shape (N,), or None
    """
    return measure_gaps(fit_twins(y_before, y_after.shape[1], before), y_before, y_after, sampling_variance)


def fit_twins(y_before: Array, years_after: int, before: tuple[int, ...]) -> Twins:
    """Everything that rests on the years before and on how many years follow."""
    sigma = difference_sd(y_before, before)
    zeta_squared = float(np.sqrt(years_after) * sigma**2)
    eta = y_before.shape[1] * zeta_squared
    fits = fit_each_on_others(y_before, eta)
    return Twins(fits, left_out_variance(y_before, zeta_squared, fits), sigma, eta)


def measure_gaps(twins: Twins, y_before: Array, y_after: Array, sampling_variance: Array | None) -> CoreFit:
    """Gaps of the years after from twins that were made for so many years, corrected, scaled and ranked."""
    fits = twins.fits
    raw_gaps = y_after - fits.synthetic(y_after)
    corrector = level_corrector(y_before.mean(axis=1))
    gaps = corrector @ raw_gaps
    mean_gaps = gaps.mean(axis=1)
    terms, cap = scale_terms(sampling_variance, twins.left_out)
    coefficients, fitted = fit_scale(mean_gaps[:, None] ** 2, terms)
    scale = np.sqrt(fitted[:, 0])
    return CoreFit(
        fits=fits,
        raw_gaps=raw_gaps,
        gaps=gaps,
        corrector=corrector,
        mean_gaps=mean_gaps,
        z=mean_gaps / scale,
        scale_terms=terms,
        scale_fit=ScaleFit(coefficients[:, 0], cap, scale),
        sigma=twins.sigma,
        eta=twins.eta,
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
    if spread > FLAT**2 * float(levels @ levels):
        hat += np.outer(centred, centred) / spread
    # A place that alone decides the slope has no others to draw it from: it is compared with their mean.
    alone = np.diag(hat) > 1.0 - FLAT
    hat[alone] = 1.0 / n
    return np.asarray((np.eye(n) - hat) / (1.0 - np.diag(hat))[:, None])


def left_out_variance(outcomes: Array, zeta_squared: float, fits: RidgeFits) -> Array:
    """Mean squared error when each year before the start is left out of the fit in turn: shape (N,)."""
    not_itself = ~np.eye(len(outcomes), dtype=bool)
    return held_out_errors(outcomes, outcomes, zeta_squared, allowed=not_itself, guess=fits.residuals)


def held_out_errors(
    targets: Array,
    donors: Array,
    zeta_squared: float,
    *,
    allowed: NDArray[np.bool_] | None = None,
    guess: Array | None = None,
) -> Array:
    """Leave-one-year-out variance of each target on its donors: shape (M,)."""
    gaps = held_out_gaps(targets, donors, zeta_squared, allowed=allowed, guess=guess)
    return np.asarray((gaps**2).mean(axis=1))


def held_out_gaps(
    targets: Array,
    donors: Array,
    zeta_squared: float,
    *,
    allowed: NDArray[np.bool_] | None = None,
    guess: Array | None = None,
) -> Array:
    """Actual less synthetic of each year, from a fit on the other years: shape (M, T0)."""
    t0 = targets.shape[1]
    gaps = np.empty(targets.shape)
    for year in range(t0):
        kept = np.arange(t0) != year
        fits = fit_ridge(
            targets[:, kept],
            donors[:, kept],
            (t0 - 1) * zeta_squared,
            allowed=allowed,
            guess=None if guess is None else guess[:, kept],
        )
        gaps[:, year] = targets[:, year] - fits.synthetic(donors[:, [year]])[:, 0]
    return gaps


def scale_terms(sampling_variance: Array | None, left_out: Array) -> tuple[Array, float]:
    """Regressors of the scale (constant, u, v; shape (N, 3)) and the cap on v (A1.4).

    A regressor that is the same everywhere says no more than the constant and is set to 0.
    """
    cap = float(np.quantile(left_out, VARIANCE_CAP))
    absent = np.zeros(len(left_out))
    u = absent if sampling_variance is None else sampling_variance
    columns = [np.minimum(left_out, cap) if name == "v" else u for name in ("u", "v")]
    varying = [column if np.ptp(column) > FLAT * np.abs(column).max() else absent for column in columns]
    return np.column_stack([np.ones(len(left_out)), *varying]), cap


def fit_scale(squared: Array, terms: Array, *, settled: float = SETTLED) -> tuple[Array, Array]:
    """Gamma quasi-likelihood with identity link and coefficients >= 0, for K responses at once.

    Responses are winsorised at nine times the fit, which is the same as minimising `scale_loss`. That
    function can have more than one valley when a single place is far out; the search begins at a level
    fitted to the median, so that the valley found is the one in which that place is the exception.
    Each step is a Newton or scoring step within the bounds, halved until the loss falls.

    Parameters
    ----------
    squared : array, shape (N, K)
    terms : array, shape (N, 3)
        The first column is 1; a column of zeros is not used.
    settled : float
        Largest relative change of the fit in a last step.

    Returns
    -------
    coefficients, fitted : arrays, shapes (3, K) and (N, K)
    """
    used = np.flatnonzero(terms.any(axis=0))
    sizes = terms[:, used].mean(axis=0)
    x = terms[:, used] / sizes
    start = np.median(squared, axis=0) / CHI_SQUARE_MEDIAN
    start = np.where(start > 0, start, squared.mean(axis=0))
    if not (start > 0).all():
        raise NotEnoughDataError("no_variation", "All places moved exactly alike, so nothing can be tested.")
    part = np.zeros((len(used), squared.shape[1]))
    part[0] = start
    fitted = np.broadcast_to(start, squared.shape).copy()
    unsettled = np.arange(squared.shape[1])
    for _ in range(MAX_SCALE_STEPS):
        change = _scale_step(squared[:, unsettled], x, part[:, unsettled], fitted[:, unsettled])
        part[:, unsettled] += change
        fitted[:, unsettled] = x @ part[:, unsettled]
        moved = (np.abs(x @ change) / fitted[:, unsettled]).max(axis=0)
        unsettled = unsettled[moved > settled]
        if not len(unsettled):
            break
    else:
        raise StepchangeError("The scale of the gaps could not be fitted: the iteration did not settle.")
    coefficients = np.zeros((terms.shape[1], squared.shape[1]))
    coefficients[used] = part / sizes[:, None]
    return coefficients, fitted


def scale_loss(squared: Array, fitted: Array) -> Array:
    """Sum over units of log m + y/m, continued as -8 log m where y > 9 m: its slope is that of y = 9 m."""
    ratio = squared / fitted
    far = ratio > WINSOR
    near_loss = np.log(fitted) + ratio
    far_loss = np.log(fitted) + WINSOR * (1 + np.log(np.where(far, ratio, WINSOR) / WINSOR))
    return np.asarray(np.where(far, far_loss, near_loss).sum(axis=0))


def _scale_step(squared: Array, x: Array, part: Array, fitted: Array) -> Array:
    """Change of the coefficients that lowers the loss: (q, K)."""
    gradient = _scale_score(squared, fitted).T @ x
    curvature = _scale_curvature(squared, x, fitted, (part.T > 0) | (gradient < 0))
    target = _nonnegative_minimum(curvature, (curvature @ part.T[:, :, None])[:, :, 0] - gradient)
    change = target.T - part
    direction = x @ change
    slope = (gradient * change.T).sum(axis=1)
    loss = scale_loss(squared, fitted)
    rounding = 1e-13 * (len(x) + np.abs(loss))
    length = np.ones(squared.shape[1])
    for _ in range(MAX_HALVINGS):
        trial = fitted + length * direction
        with np.errstate(divide="ignore", invalid="ignore"):
            fall = loss - scale_loss(squared, trial)
            # Where the loss is flat to rounding, its slope must tell whether the step went too far.
            trial_slope = (_scale_score(squared, trial) * direction).sum(axis=0)
        enough = fall >= -1e-4 * length * slope
        level = (fall >= -rounding) & (trial_slope <= -0.5 * slope)
        too_long = ~(enough | level)
        if not too_long.any():
            break
        length[too_long] /= 2
    return change * length


def _scale_score(squared: Array, fitted: Array) -> Array:
    return np.asarray((fitted - np.minimum(squared, WINSOR * fitted)) / fitted**2)


def _scale_curvature(squared: Array, x: Array, fitted: Array, is_free: NDArray[np.bool_]) -> Array:
    """Second derivative of the loss where it is safely convex, its expectation elsewhere: (K, q, q).

    `is_free`, shape (K, q), names the coefficients that are not held at 0: only they need be convex.
    """
    q = x.shape[1]
    outer_products = (x[:, :, None] * x[:, None, :]).reshape(len(x), q * q)
    ratio = squared / fitted
    far = ratio > WINSOR
    expected = (np.where(far, WINSOR - 1, 1.0) / fitted**2).T @ outer_products
    exact = (np.where(far, WINSOR - 1, 2 * ratio - 1) / fitted**2).T @ outer_products
    expected, exact = expected.reshape(-1, q, q), exact.reshape(-1, q, q)
    both_free = is_free[:, :, None] & is_free[:, None, :]
    exact = np.where(both_free, exact, expected * np.eye(q))
    is_convex = np.linalg.eigvalsh(exact)[:, 0] > 0.01 * np.linalg.eigvalsh(expected)[:, 0]
    return np.where(is_convex[:, None, None], exact, expected)


def _nonnegative_minimum(curvature: Array, linear: Array) -> Array:
    """Minimum of b'Cb/2 - l'b over b >= 0, row by row, by trying each set of positive numbers: (K, q)."""
    k, q = linear.shape
    best = np.zeros((k, q))
    best_gain = np.full(k, -np.inf)
    left = np.arange(k)
    for index in _LARGEST_SETS_FIRST[q]:
        part, right = curvature[left][:, index][:, :, index], linear[left][:, index]
        try:
            solution = np.linalg.solve(part, right[:, :, None])[:, :, 0]
        except np.linalg.LinAlgError:  # pragma: no cover  (terms alike to the last bit: a smaller set says the same)
            continue
        gain = (solution * right).sum(axis=1)
        better = (solution >= 0).all(axis=1) & (gain > best_gain[left])
        rows = left[better]
        best[rows] = 0.0
        best[np.ix_(rows, index)] = solution[better]
        best_gain[rows] = gain[better]
        if len(index) == q:  # all positive without being made so: nothing can be better
            left = left[~better]
        if not len(left):
            break
    return best


_LARGEST_SETS_FIRST = {
    q: [list(index) for size in range(q, 0, -1) for index in combinations(range(q), size)] for q in (1, 2, 3)
}


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


def confidence_interval(core: CoreFit, *, alpha: float = 0.10) -> tuple[float | None, float | None]:
    """Hull of all changes with p above alpha; None for a side without an end within 15 scales (A1.6)."""
    centre, scale = float(core.mean_gaps[0]), float(core.scale_fit.scale[0])
    return _edge(core, centre, -scale, alpha), _edge(core, centre, scale, alpha)


def _edge(core: CoreFit, centre: float, scale: float, alpha: float) -> float | None:
    """Walk outwards on a grid, a twentieth of the scale wide at first, then narrow down beyond the last one kept."""
    grid = centre + scale * np.concatenate([np.linspace(0, 4, 81), np.linspace(4.25, 15, 44)])
    last = _last_kept(core, grid, alpha)
    if last == len(grid) - 1:
        return None
    for _ in range(EDGE_REFINEMENTS):
        grid = np.linspace(grid[last], grid[last + 1], 65)
        last = _last_kept(core, grid[:-1], alpha)
    return float(grid[last])


def _last_kept(core: CoreFit, changes: Array, alpha: float) -> int:
    kept = np.flatnonzero(p_values_at(core, changes) > alpha)
    return int(kept[-1]) if len(kept) else 0
