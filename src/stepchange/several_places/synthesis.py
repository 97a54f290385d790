"""Effects of several sites put together: how large on average, how different, and what the next site may expect.

Random effects: y_i = x_i'b + u_i + e_i with var(u_i) = tau^2 and var(e_i) = v_i known. tau^2 by restricted maximum
likelihood (Raudenbush 2009, in The Handbook of Research Synthesis and Meta-Analysis) or by DerSimonian and Laird
(1986, Controlled Clinical Trials 7); errors of the mean by Hartung and Knapp (2001, Statistics in Medicine 20) and
Sidik and Jonkman (2002, Statistics in Medicine 21), because with few sites the plain z is far too sure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy

from stepchange.errors import PanelError, StepchangeError
from stepchange.options import check_choice, check_number
from stepchange.panel import Array

TauMethod = Literal["reml", "dl"]
MAX_STEPS = 500
SETTLED = 1e-13


@dataclass(frozen=True)
class Synthesis:
    """The mean of several effects.

    Attributes
    ----------
    mean, standard_error : float
        Standard error by Hartung, Knapp, Sidik and Jonkman.
    interval : (float, float)
        At the level asked for, with t of k - 1 degrees of freedom.
    plain_standard_error : float
        As if tau^2 were known; for comparison with other software only.
    tau_squared : float
        Variance of the true effects between sites, at least 0.
    q : float
        Cochran's Q, the weighted sum of squares about the fixed-effect mean.
    i_squared : float
        Share of the variation that is between sites, 0 to 1.
    prediction : (float, float) or None
        Where the effect of the next site should lie; None with fewer than three sites.
    weights : tuple of float
        Share of each site in the mean.
    """

    mean: float
    standard_error: float
    interval: tuple[float, float]
    plain_standard_error: float
    tau_squared: float
    q: float
    i_squared: float
    prediction: tuple[float, float] | None
    weights: tuple[float, ...]


@dataclass(frozen=True)
class Slope:
    """How effects change with a covariate: per unit of it, with the interval asked for and its p."""

    slope: float
    standard_error: float
    interval: tuple[float, float]
    p_value: float
    tau_squared: float


def synthesise(
    effects: Sequence[float] | Array,
    variances: Sequence[float] | Array,
    *,
    method: TauMethod = "reml",
    level: float = 0.95,
) -> Synthesis:
    """Random-effects mean of K effects, K at least 2.

    Parameters
    ----------
    effects, variances : sequences of float, length K
        On one scale; variances above 0.
    method : "reml" or "dl"
        How the variance between sites is estimated.
    level : float
        Of the interval and of the prediction interval.

    Raises
    ------
    PanelError
        When lengths or variances do not fit.

    Examples
    --------
    >>> found = synthesise([-0.10, -0.20, -0.05, -0.12], [0.002, 0.003, 0.002, 0.004])
    >>> round(found.mean, 3)
    -0.112
    """
    check_choice("method", method, TauMethod)
    y, v = _check(effects, variances, level)
    if len(y) < 2:
        raise PanelError(f"At least two effects can be put together; given was {len(y)}.")
    ones = np.ones((len(y), 1))
    fixed = 1.0 / v
    q = float((fixed * (y - (fixed @ y) / fixed.sum()) ** 2).sum())
    tau_squared = _reml(y, v, ones) if method == "reml" else _der_simonian_laird(v, q)
    coefficients, covariance, plain = _weighted_fit(y, v, ones, tau_squared)
    mean, standard_error = float(coefficients[0]), float(np.sqrt(covariance[0, 0]))
    freedom = len(y) - 1
    quantile = float(scipy.special.stdtrit(freedom, (1 + level) / 2))
    weights = 1.0 / (v + tau_squared)
    # Higgins and Thompson's typical variance within sites, for I squared with any estimate of tau squared.
    typical = freedom * fixed.sum() / (fixed.sum() ** 2 - (fixed**2).sum())
    spread = quantile * float(np.sqrt(tau_squared + standard_error**2))
    return Synthesis(
        mean=mean,
        standard_error=standard_error,
        interval=(mean - quantile * standard_error, mean + quantile * standard_error),
        plain_standard_error=float(np.sqrt(plain[0, 0])),
        tau_squared=tau_squared,
        q=q,
        i_squared=float(tau_squared / (tau_squared + typical)),
        prediction=(mean - spread, mean + spread) if len(y) > 2 else None,
        weights=tuple((weights / weights.sum()).tolist()),
    )


def relate_to(
    effects: Sequence[float] | Array,
    variances: Sequence[float] | Array,
    covariate: Sequence[float] | Array,
    *,
    level: float = 0.95,
) -> Slope:
    """Meta-regression of K effects on one covariate, for instance how faithfully each site followed the model.

    REML for what is left between sites, Hartung and Knapp's errors, t with K - 2 degrees of freedom. K at least 4 and
    a covariate that is not the same everywhere. Sites chose how faithful they were: this is no experiment.
    """
    y, v = _check(effects, variances, level)
    x = np.asarray(covariate, dtype=np.float64)
    if x.shape != y.shape or not np.isfinite(x).all():
        raise PanelError("Give one covariate for each effect, with no gaps.")
    if len(y) < 4 or np.ptp(x) == 0:
        raise PanelError("A slope needs at least four sites and a covariate that differs between them.")
    design = np.column_stack([np.ones(len(y)), x - x.mean()])
    tau_squared = _reml(y, v, design)
    coefficients, covariance, _ = _weighted_fit(y, v, design, tau_squared)
    slope, standard_error, freedom = float(coefficients[1]), float(np.sqrt(covariance[1, 1])), len(y) - 2
    half = float(scipy.special.stdtrit(freedom, (1 + level) / 2)) * standard_error
    p_value = float(2 * scipy.special.stdtr(freedom, -abs(slope) / standard_error)) if standard_error else 0.0
    return Slope(slope, standard_error, (slope - half, slope + half), p_value, tau_squared)


def _check(effects: Sequence[float] | Array, variances: Sequence[float] | Array, level: float) -> tuple[Array, Array]:
    y, v = np.asarray(effects, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    if y.ndim != 1 or y.shape != v.shape:
        raise PanelError(f"There are {y.size} effects and {v.size} variances; give one variance for each effect.")
    if not (np.isfinite(y).all() and np.isfinite(v).all() and (v > 0).all()):
        raise PanelError("Effects must be numbers and variances numbers above 0.")
    if not 0 < check_number("level", level) < 1:
        raise PanelError(f"The level lies between 0 and 1; given was {level!r}.")
    return y, v


def _der_simonian_laird(v: Array, q: float) -> float:
    w = 1.0 / v
    return max(0.0, (q - (len(v) - 1)) / float(w.sum() - (w**2).sum() / w.sum()))


def _reml(y: Array, v: Array, x: Array) -> float:
    """Fisher scoring of the restricted likelihood; a step below 0 is halved, and 0 is where it may end."""
    residual_maker = np.eye(len(y)) - x @ np.linalg.pinv(x)
    tau_squared = max(0.0, float(((residual_maker @ y) ** 2).sum() / (len(y) - x.shape[1]) - v.mean()))
    for _ in range(MAX_STEPS):
        w = 1.0 / (v + tau_squared)
        wx = w[:, None] * x
        p = np.diag(w) - wx @ np.linalg.solve(x.T @ wx, wx.T)
        py = p @ y
        step = float((py @ py - np.trace(p)) / (p * p).sum())
        moved = max(tau_squared + step, 0.0)
        if abs(moved - tau_squared) <= SETTLED * (float(v.mean()) + tau_squared):
            return moved
        tau_squared = moved
    raise StepchangeError("The variance between sites did not settle.")  # pragma: no cover  (not met in practice)


def _weighted_fit(y: Array, v: Array, x: Array, tau_squared: float) -> tuple[Array, Array, Array]:
    """Coefficients, their covariance by Hartung and Knapp, and the plain one."""
    w = 1.0 / (v + tau_squared)
    plain = np.linalg.inv(x.T @ (w[:, None] * x))
    coefficients = plain @ x.T @ (w * y)
    spread = float((w * (y - x @ coefficients) ** 2).sum() / (len(y) - x.shape[1]))
    return coefficients, np.asarray(spread * plain), np.asarray(plain)
