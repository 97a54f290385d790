"""Does the change look like a step, a ramp, a late start or a fading one? (A1.7)"""

from dataclasses import dataclass

import numpy as np

from stepchange.panel import Array

CLIP = 4.0
CONDITION_LIMIT = 1e4
MARGIN = 3.0


@dataclass(frozen=True)
class Shapes:
    """Gain in fit of each shape; negative where the shape points against the mean gap.

    Attributes
    ----------
    step, ramp, late, fading : float
    last_over_mean : float
        The last year's gap over the mean gap.
    condition : float
        Condition number of the covariance of the gaps.
    """

    step: float
    ramp: float
    late: float
    fading: float
    last_over_mean: float
    condition: float

    @property
    def is_step(self) -> bool:
        return (
            self.step - self.ramp >= MARGIN
            and self.step >= self.late
            and self.step >= self.fading
            and self.last_over_mean >= 0.5
        )

    @property
    def is_gradual(self) -> bool:
        return self.ramp - self.step >= MARGIN and self.ramp >= self.late and self.last_over_mean >= 0.5


def compare_shapes(gaps: Array, scale: Array) -> Shapes:
    """Generalised least squares of the first unit's gaps on four one-parameter shapes.

    Parameters
    ----------
    gaps : array, shape (N, T1)
        Corrected gaps, the treated unit first; T1 at least 2.
    scale : array, shape (N,)
    """
    years = gaps.shape[1]
    scaled = gaps / scale[:, None]
    clipped = np.clip(scaled, -CLIP, CLIP)
    covariance = clipped.T @ clipped / len(gaps)
    condition = float(np.linalg.cond(covariance))
    if condition > CONDITION_LIMIT:
        covariance = 0.9 * covariance + 0.1 * np.trace(covariance) / years * np.eye(years)
    g = scaled[0]
    t = np.arange(1, years + 1)
    templates = {
        "step": np.ones(years),
        "ramp": t / years,
        "late": (t > 1).astype(float),
        "fading": (years - t + 1) / years,
    }
    sign = np.sign(g.mean())
    gains = {}
    for name, x in templates.items():
        solved = np.linalg.solve(covariance, x)
        along = float(solved @ g)
        gain = along**2 / float(solved @ x)
        gains[name] = gain if np.sign(along) == sign else -gain
    last_over_mean = float(g[-1] / g.mean()) if g.mean() else 0.0
    return Shapes(**gains, last_over_mean=last_over_mean, condition=condition)
