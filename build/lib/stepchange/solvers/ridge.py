"""Ridge synthetic control with intercept, many targets at once.

For a target b and donors a_j, all with their own pre-period mean taken off, the weights solve

    min  1/2 |b - sum_j w_j a_j|^2 + eta/2 |w|^2   over   w >= 0, sum w = 1

(Doudchenko and Imbens 2016, NBER working paper 22791; Arkhangelsky et al. 2021, American Economic
Review 111(12), equation 4). There are far more donors than years, so we solve the dual instead:
r = b - A w(r) with w(r) the projection of A'r/eta on the simplex, T0 unknowns, by a damped
semismooth Newton method that is monotone in the convex dual function. Below, outcomes are in units of
the square root of eta, so that the penalty is 1.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stepchange.errors import CertificateError
from stepchange.panel import Array

MAX_NEWTON_STEPS = 200  # five to seven as a rule; the penalty of A1.2 has never needed more than thirty
CERTIFICATE_LIMIT = 1e-8
NOT_ALLOWED = -1e300
_compiled: Callable[..., Array] | None = None


def use_numba(wanted: bool = True) -> None:
    """Fit with compiled loops from now on, or no longer; about three times as fast, after a first call of seconds.

    Raises ImportError, with what to install, where Numba is absent.
    """
    global _compiled  # one switch for the process, as the solver is one
    if not wanted:
        _compiled = None
        return
    try:
        from stepchange.solvers.ridge_numba import minimise
    except ImportError:
        raise ImportError("Numba is not installed; install stepchange with the extra [numba].") from None
    _compiled = minimise


@dataclass(frozen=True, eq=False)
class RidgeFits:
    """The optimal weights of M targets on J donors.

    Attributes
    ----------
    weights : array, shape (M, J)
        Each row is at least 0 and sums to 1; 0 where a donor was not allowed.
    intercepts : array, shape (M,)
        Pre-period mean of the target less that of its synthetic twin, in units of the outcome.
    certificates : array, shape (M,)
        Duality gap of each fit over its objective; 0 at the exact optimum, at most 1e-8 here.
    effective_donors : array, shape (M,)
        1 / sum of squared weights.
    residuals : array, shape (M, T0)
        Actual minus synthetic in the pre-period, in units of the outcome.
    """

    weights: Array
    intercepts: Array
    certificates: Array
    effective_donors: Array
    residuals: Array

    def synthetic(self, donor_outcomes: Array) -> Array:
        """What the targets would have been: shape (M, T) from donor outcomes of shape (J, T)."""
        return self.intercepts[:, None] + self.weights @ donor_outcomes


def fit_each_on_others(outcomes: Array, eta: float) -> RidgeFits:
    """Fit every one of N units (rows, T0 pre-years) on the N - 1 others."""
    return fit_ridge(outcomes, outcomes, eta, allowed=~np.eye(len(outcomes), dtype=bool))


def fit_ridge(
    targets: Array,
    donors: Array,
    eta: float,
    *,
    allowed: NDArray[np.bool_] | None = None,
    guess: Array | None = None,
) -> RidgeFits:
    """Fit each target on the donors it is allowed.

    Parameters
    ----------
    targets, donors : arrays, shapes (M, T0) and (J, T0)
        Pre-period outcomes without gaps.
    eta : float
        Ridge penalty, above 0, in squared units of the outcome.
    allowed : array of bool, shape (M, J), optional
        Which donors a target may use; all by default.
    guess : array, shape (M, T0), optional
        Residuals of a similar fit, to begin from. They change the time it takes, not the answer.

    Raises
    ------
    CertificateError
        When a fit cannot be shown to be optimal.
    """
    if not eta > 0:
        raise CertificateError(f"The ridge penalty must be above 0; given was {eta!r}. The panel has no variation.")
    if allowed is None:
        allowed = np.ones((len(targets), len(donors)), dtype=bool)
    # In units of the square root of eta the penalty is 1, and tolerances do not depend on the outcome's unit.
    unit = np.sqrt(eta)
    target_means, donor_means = targets.mean(axis=1), donors.mean(axis=1)
    b = (targets - target_means[:, None]) / unit
    a = (donors - donor_means[:, None]) / unit
    r = b - (allowed / allowed.sum(axis=1, keepdims=True)) @ a if guess is None else guess / unit
    weights = _minimise(r, b, a, allowed)
    certificates = _relative_duality_gaps(b, a, allowed, weights)
    if not certificates.max() <= CERTIFICATE_LIMIT:
        raise CertificateError(
            f"{int((~(certificates <= CERTIFICATE_LIMIT)).sum())} of {len(targets)} fits are not optimal "
            f"(worst relative gap {certificates.max():.2g}); their numbers are withheld."
        )
    return RidgeFits(
        weights=weights,
        intercepts=target_means - weights @ donor_means,
        certificates=certificates,
        effective_donors=1.0 / (weights**2).sum(axis=1),
        residuals=(b - weights @ a) * unit,
    )


def approximate_left_out(fits: RidgeFits, donors: Array, eta: float) -> Array:
    """Residual of each year as if it had been left out of the fit, without fitting again: shape (M, T0).

    r_t / ((H^-1)_tt - 1/T0) with H the matrix of the last Newton step, the donors with weight taken as fixed. It
    orders fits as refitting does (rank correlation .98) and is 15 to 28 % too small (engine.md, section 3): for
    comparing many fits, not for one.

    Parameters
    ----------
    fits : RidgeFits
    donors : array, shape (J, T0)
        As given to `fit_ridge`.
    eta : float
    """
    t = donors.shape[1]
    a = (donors - donors.mean(axis=1, keepdims=True)) / np.sqrt(eta)
    inverse = np.linalg.inv(np.eye(t) + _hessian((fits.weights > 0).astype(np.float64), a, _outer_products(a)))
    return np.asarray(fits.residuals / (np.diagonal(inverse, axis1=1, axis2=2) - 1.0 / t))


def _outer_products(a: Array) -> Array:
    return np.asarray((a[:, :, None] * a[:, None, :]).reshape(len(a), -1))


def _hessian(support: Array, a: Array, outer_products: Array) -> Array:
    """A_S (I - 11'/|S|) A_S' of each row of a (M, J) support: shape (M, T0, T0)."""
    t = a.shape[1]
    sums = support @ a
    hessian = (support @ outer_products).reshape(-1, t, t)
    hessian -= sums[:, :, None] * sums[:, None, :] / support.sum(axis=1)[:, None, None]
    return hessian


def _minimise(r: Array, b: Array, a: Array, allowed: NDArray[np.bool_]) -> Array:
    m, t = b.shape
    tolerance = 1e-13 * (1.0 + np.abs(b).max() + np.abs(a).max())
    if _compiled is not None:
        return _compiled(r, b, a, allowed, tolerance)
    outer_products = _outer_products(a)
    identity = np.eye(t)
    w, value = _dual(r, b, a, allowed)
    active = np.arange(m)
    for _ in range(MAX_NEWTON_STEPS):
        gradient = r[active] - b[active] + w[active] @ a
        unfinished = np.abs(gradient).max(axis=1) > tolerance
        active, gradient = active[unfinished], gradient[unfinished]
        if not len(active):
            break
        hessian = _hessian((w[active] > 0).astype(np.float64), a, outer_products)
        step = np.linalg.solve(identity + hessian, -gradient[:, :, None])[:, :, 0]
        r, w, value, moved = _line_search(active, step, gradient, r, w, value, b, a, allowed)
        active = active[moved]
    return w


def _line_search(
    active: NDArray[np.intp],
    step: Array,
    gradient: Array,
    r: Array,
    w: Array,
    value: Array,
    b: Array,
    a: Array,
    allowed: NDArray[np.bool_],
) -> tuple[Array, Array, Array, NDArray[np.bool_]]:
    """Halve each row's step until the dual function falls enough, in place; rows that cannot move are done."""
    slope = (gradient * step).sum(axis=1)
    moved = np.zeros(len(active), dtype=bool)
    length = 1.0
    for _ in range(40):
        left = np.flatnonzero(~moved)
        if not len(left):
            break
        rows = active[left]
        trial = r[rows] + length * step[left]
        trial_w, trial_value = _dual(trial, b[rows], a, allowed[rows])
        rounding = 1e-15 * (1.0 + np.abs(value[rows]))
        better = trial_value <= value[rows] + 1e-4 * length * slope[left] + rounding
        accepted = rows[better]
        r[accepted], w[accepted], value[accepted] = trial[better], trial_w[better], trial_value[better]
        moved[left[better]] = True
        length /= 2
    return r, w, value, moved


def _dual(r: Array, b: Array, a: Array, allowed: NDArray[np.bool_]) -> tuple[Array, Array]:
    """Weights that belong to r, and the convex dual function whose gradient is r - b + A w."""
    scores = np.where(allowed, r @ a.T, NOT_ALLOWED)
    w = project_on_simplex(scores)
    conjugate = (w * np.where(allowed, scores, 0.0)).sum(axis=1) - 0.5 * (w**2).sum(axis=1)
    return w, 0.5 * (r**2).sum(axis=1) - (b * r).sum(axis=1) + conjugate


def project_on_simplex(points: Array) -> Array:
    """Nearest point of the unit simplex to each row (Held, Wolfe and Crowder 1974)."""
    ordered = -np.sort(-points, axis=1)
    excess = np.cumsum(ordered, axis=1) - 1.0
    ranks = np.arange(1, points.shape[1] + 1)
    size = (ordered * ranks > excess).sum(axis=1)
    threshold = excess[np.arange(len(points)), size - 1] / size
    return np.asarray(np.maximum(points - threshold[:, None], 0.0))


def _relative_duality_gaps(b: Array, a: Array, allowed: NDArray[np.bool_], w: Array) -> Array:
    residuals = b - w @ a
    objective = 0.5 * (residuals**2).sum(axis=1) + 0.5 * (w**2).sum(axis=1)
    slopes = w - residuals @ a.T
    gap = (w * slopes).sum(axis=1) - np.where(allowed, slopes, np.inf).min(axis=1)
    off_simplex = np.abs(w.sum(axis=1) - 1.0) + np.where(allowed, 0.0, w).sum(axis=1)
    return np.asarray(np.maximum(gap, 0.0) / objective + off_simplex, dtype=np.float64)
