"""One target by four named methods, each with the same answer: weights, path, certificate and errors held out."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from stepchange.errors import PanelError
from stepchange.options import check_choice, check_whole
from stepchange.panel import Array
from stepchange.solvers.ridge import approximate_left_out, fit_ridge
from stepchange.solvers.simplex import fit_exact_simplex, is_inside_hull

LEAST_PENALTY = 1e-6  # of the time weights, in standard deviations of noise, as in Arkhangelsky et al.


class Method(StrEnum):
    """How a synthetic twin is made."""

    RIDGE = "ridge"
    EXACT_SIMPLEX = "exact_simplex"
    DIFFERENCE_IN_DIFFERENCES = "difference_in_differences"
    SYNTHETIC_DID = "synthetic_difference_in_differences"


@dataclass(frozen=True, eq=False)
class Fit:
    """A twin of one target.

    Attributes
    ----------
    weights : array, shape (J,)
        At least 0, sum 1.
    intercept : float
        What is added to the mixture.
    time_weights : array, shape (T0,)
        Weight of each year before in the level it is compared with; equal but for synthetic difference-in-differences.
    path : array, shape (T,)
        The twin, before and after.
    effect : float
        Mean of actual minus twin after the start.
    certificate : float
        How far at most from optimal, as a share of the objective; 0 for difference-in-differences, which optimises
        nothing.
    effective_donors : float
        1 / sum of squared weights.
    is_inside_hull : bool
        Whether a mixture of donors meets the target exactly in all years before (after means are taken off, for the
        methods with an intercept).
    left_out : float
        Root mean square error when each year before is left out of the fit in turn.
    left_out_quick : float or None
        The same in closed form, without fitting again; None for the exact simplex, which has none.
    """

    method: Method
    weights: Array
    intercept: float
    time_weights: Array
    path: Array
    effect: float
    certificate: float
    effective_donors: float
    is_inside_hull: bool
    left_out: float
    left_out_quick: float | None


def fit(method: Method, target: Array, donors: Array, years_before: int) -> Fit:
    """Fit one target on donors by a named method.

    Parameters
    ----------
    method : Method
    target : array, shape (T,)
    donors : array, shape (J, T)
        Complete; the years before come first.
    years_before : int
        T0, at least 2 and less than T.

    Raises
    ------
    PanelError
        When shapes do not fit or there is a gap.
    CertificateError
        When the fit cannot be shown to be optimal.
    """
    method = check_choice("method", method, Method)
    y, z = np.asarray(target, dtype=np.float64), np.asarray(donors, dtype=np.float64)
    if z.ndim != 2 or y.shape != z.shape[1:] or not (np.isfinite(y).all() and np.isfinite(z).all()):
        raise PanelError("Give a target of T years and donors of J x T years, without gaps.")
    t0 = check_whole("years_before", years_before)
    if not 2 <= t0 < len(y):
        raise PanelError(f"At least 2 years before and 1 after are needed; given were {t0} of {len(y)}.")
    weights, certificate = _weigh(method, y[:t0], z[:, :t0], len(y) - t0)
    time_weights = _weigh_years(method, z, t0)
    has_intercept = method is not Method.EXACT_SIMPLEX
    difference = y - weights @ z
    intercept = float(time_weights @ difference[:t0]) if has_intercept else 0.0
    path = intercept + weights @ z
    errors = np.array([_left_out_error(method, y[:t0], z[:, :t0], year, len(y) - t0) for year in range(t0)])
    quick = _quick_errors(method, y[:t0], z[:, :t0], len(y) - t0)
    own, others = (_centre(y[:t0]), _centre(z[:, :t0])) if has_intercept else (y[:t0], z[:, :t0])
    return Fit(
        method=method,
        weights=weights,
        intercept=intercept,
        time_weights=time_weights,
        path=path,
        effect=float((y - path)[t0:].mean()),
        certificate=certificate,
        effective_donors=float(1.0 / (weights**2).sum()),
        is_inside_hull=is_inside_hull(own, others),
        left_out=float(np.sqrt((errors**2).mean())),
        left_out_quick=None if quick is None else float(np.sqrt((quick**2).mean())),
    )


def weigh_years(donors: Array, years_before: int) -> Array:
    """Time weights of synthetic difference-in-differences: shape (T0,).

    A mixture of the years before that resembles the mean of the years after in the donors, but for a constant
    (Arkhangelsky et al. 2021, equation 6). They rest on the donors alone.
    """
    before, after = donors[:, :years_before], donors[:, years_before:].mean(axis=1)
    noise = float(np.diff(before, axis=1).std(ddof=1)) if years_before > 1 else 0.0
    if not noise > 0:
        return np.full(years_before, 1.0 / years_before)
    # The same problem as the ridge fit with years and units changed about.
    eta = len(donors) * (LEAST_PENALTY * noise) ** 2
    system = np.vstack([_centre(before.T).T, np.sqrt(eta) * np.eye(years_before)])
    target = np.concatenate([_centre(after), np.zeros(years_before)])
    return fit_exact_simplex(target, system.T).weights


def _centre(outcomes: Array) -> Array:
    return np.asarray(outcomes - outcomes.mean(axis=-1, keepdims=True))


def _penalty(donors: Array, years_after: int) -> float:
    """zeta squared of A1.2, from the donors alone."""
    return float(np.sqrt(years_after) * np.diff(donors, axis=1).var(ddof=1))


def _weigh(method: Method, target: Array, donors: Array, years_after: int) -> tuple[Array, float]:
    if method is Method.DIFFERENCE_IN_DIFFERENCES:
        return np.full(len(donors), 1.0 / len(donors)), 0.0
    if method is Method.EXACT_SIMPLEX:
        exact = fit_exact_simplex(target, donors)
        return exact.weights, exact.certificate
    ridge = fit_ridge(target[None, :], donors, len(target) * _penalty(donors, years_after))
    return ridge.weights[0], float(ridge.certificates[0])


def _weigh_years(method: Method, donors: Array, t0: int) -> Array:
    return weigh_years(donors, t0) if method is Method.SYNTHETIC_DID else np.full(t0, 1.0 / t0)


def _left_out_error(method: Method, target: Array, donors: Array, year: int, years_after: int) -> float:
    kept = np.arange(len(target)) != year
    weights = _weigh_with_penalty(method, target[kept], donors[:, kept], _penalty(donors, years_after))
    difference = target - weights @ donors
    level = 0.0 if method is Method.EXACT_SIMPLEX else float(difference[kept].mean())
    return float(difference[year] - level)


def _weigh_with_penalty(method: Method, target: Array, donors: Array, zeta_squared: float) -> Array:
    """Weights with the penalty of all years before, as A1.2 has it for refits."""
    if method in (Method.DIFFERENCE_IN_DIFFERENCES, Method.EXACT_SIMPLEX):
        return _weigh(method, target, donors, 1)[0]
    return np.asarray(fit_ridge(target[None, :], donors, len(target) * zeta_squared).weights[0])


def _quick_errors(method: Method, target: Array, donors: Array, years_after: int) -> Array | None:
    if method is Method.EXACT_SIMPLEX:
        return None
    if method is Method.DIFFERENCE_IN_DIFFERENCES:
        t0 = len(target)
        return np.asarray(_centre(target - donors.mean(axis=0)) * t0 / (t0 - 1))
    eta = len(target) * _penalty(donors, years_after)
    return np.asarray(approximate_left_out(fit_ridge(target[None, :], donors, eta), donors, eta)[0])
