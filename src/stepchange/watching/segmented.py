"""Segmented regression of one series: a level and a slope, each allowed to change at a start.

A display for readers who expect it (Bernal, Cummins and Gasparrini 2017, International Journal of Epidemiology
46(1)), never the verdict: without other places it takes every national change for an effect, and on ten years its
tests find a change in 8 to 40 % of series in which nothing happened (engine.md 4.5).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy

from stepchange.errors import NotEnoughDataError, PanelError
from stepchange.panel import Array

MINIMUM_EACH_SIDE = 3


@dataclass(frozen=True, eq=False)
class Segmented:
    """A fit of  y = a + b time + c after + d (time since start) after + error  by least squares.

    Attributes
    ----------
    level_change, slope_change : float
        In the unit of the series; the slope per period.
    level_interval, slope_interval : (float, float)
        95 %, with errors taken as independent: too narrow where they are not.
    fitted, without_change : array, shape (T,)
        The line, and how the first line would have gone on (NaN before the start).
    durbin_watson : float
        About 2 where errors are independent; well below 2 where each resembles the one before.
    """

    level_change: float
    slope_change: float
    level_interval: tuple[float, float]
    slope_interval: tuple[float, float]
    fitted: Array
    without_change: Array
    durbin_watson: float


def fit_segmented(
    periods: Sequence[int], values: Sequence[float] | Array, first_after: int, *, with_slopes: bool = True
) -> Segmented:
    """Fit the two lines.

    Parameters
    ----------
    periods : sequence of int
        T increasing years; a year without a figure may be absent or NaN.
    values : sequence of float, length T
    first_after : int
        First year of the second line; years before it belong to the first.
    with_slopes : bool
        Without, both lines are flat (b = d = 0) and only the level may change.

    Raises
    ------
    PanelError
        When shapes do not fit together.
    NotEnoughDataError
        With fewer than three years on either side, or fewer than seven in all.

    Examples
    --------
    >>> years = list(range(2010, 2020))
    >>> fit = fit_segmented(years, [10 + (3 if year >= 2015 else 0) for year in years], 2015)
    >>> round(fit.level_change, 6)
    3.0
    """
    times, outcome = np.asarray(periods, dtype=np.float64), np.asarray(values, dtype=np.float64)
    if times.shape != outcome.shape or (np.diff(times) <= 0).any():
        raise PanelError("Give one value for each period, with periods that increase.")
    known = ~np.isnan(outcome)
    is_after = times >= first_after
    if min((known & is_after).sum(), (known & ~is_after).sum()) < MINIMUM_EACH_SIDE or known.sum() < 7:
        raise NotEnoughDataError(
            "too_few_points",
            f"Two lines need at least {MINIMUM_EACH_SIDE} years on each side of {first_after} and seven in all; "
            f"there are {(known & ~is_after).sum()} and {(known & is_after).sum()}.",
        )
    design = np.column_stack(
        [np.ones_like(times), times - times[0], is_after, np.where(is_after, times - first_after, 0.0)]
    )
    x, y = design[known], outcome[known]
    columns = [0, 1, 2, 3] if with_slopes else [0, 2]
    inverse = np.zeros((4, 4))
    inverse[np.ix_(columns, columns)] = np.linalg.inv(x[:, columns].T @ x[:, columns])
    coefficients = inverse @ x.T @ y
    errors = y - x @ coefficients
    freedom = len(y) - len(columns)
    sum_of_squares = float(errors @ errors)
    spread = np.sqrt(np.diag(inverse) * sum_of_squares / freedom) * scipy.special.stdtrit(freedom, 0.975)
    level, slope = float(coefficients[2]), float(coefficients[3])
    return Segmented(
        level_change=level,
        slope_change=slope,
        level_interval=(level - float(spread[2]), level + float(spread[2])),
        slope_interval=(slope - float(spread[3]), slope + float(spread[3])),
        fitted=design @ coefficients,
        without_change=np.where(is_after, design[:, :2] @ coefficients[:2], np.nan),
        durbin_watson=float((np.diff(errors) ** 2).sum() / sum_of_squares) if sum_of_squares > 0 else np.nan,
    )
