"""What counting alone does to an answer: sampling error by resampling, and a comparison made for small counts."""

from dataclasses import dataclass

import numpy as np
import scipy

from stepchange.one_place.core import CHI_SQUARE_MEDIAN, CoreFit, rank_p_value
from stepchange.one_place.design import Question, Sample
from stepchange.panel import Array, Panel
from stepchange.solvers import fit_ridge

RESAMPLES = 499
SMALL = 20.0  # mean count below which logarithms of rates are a poor scale


@dataclass(frozen=True)
class SamplingError:
    """How far the estimate moves when the same rates are counted again.

    Attributes
    ----------
    standard_deviation : float
        Of the mean gap, on the scale of the analysis.
    low, high : float
        Where 90 % of the resampled estimates lie.
    resamples : int
    """

    standard_deviation: float
    low: float
    high: float
    resamples: int


@dataclass(frozen=True)
class SmallCounts:
    """A comparison by counts, for places with fewer than 20 a year.

    Attributes
    ----------
    mean_count : float
    observed, expected : float
        Counted after the start, and what the place's own past and the other places' years lead one to expect.
    ratio : float
        observed / expected; -1 gives the change as a proportion.
    low, high : float
        90 % interval of the ratio, exact for Poisson counts and widened for what places vary more.
    p_value : float
        Share of all places with a deviance residual at least as large, this one included.
    dispersion : float
        How much more places vary than Poisson counts would; at least 1.
    """

    mean_count: float
    observed: float
    expected: float
    ratio: float
    low: float
    high: float
    p_value: float
    dispersion: float


def resample_counts(
    panel: Panel, question: Question, sample: Sample, core: CoreFit, *, seed: int = 1
) -> SamplingError | None:
    """Parametric bootstrap of the place's own counts, its twin fitted again each time; None without counts.

    Poisson counts for rates and caseloads, binomial for percentages (Efron and Tibshirani 1993, chapter 6). The other
    places' counting error is in the spread of their gaps already.
    """
    own = np.concatenate([sample.y_before[0], sample.y_after[0]])
    drawn = _draw_outcomes(panel, question.unit, sample.before + sample.after, own, seed)
    if drawn is None:
        return None
    t0 = len(sample.before)
    donors_before, donors_after = sample.y_before[1:], sample.y_after[1:]
    fits = fit_ridge(drawn[:, :t0], donors_before, core.eta)
    gaps = (drawn[:, t0:] - fits.synthetic(donors_after)).mean(axis=1)
    correction = float(core.mean_gaps[0] - core.raw_gaps[0].mean())
    low, high = np.quantile(gaps + correction, (0.05, 0.95))
    return SamplingError(float(gaps.std(ddof=1)), float(low), float(high), RESAMPLES)


def _draw_outcomes(panel: Panel, unit: str, years: tuple[int, ...], own: Array, seed: int) -> Array | None:
    """The place's outcomes, shape (T,), with the noise of counting again: shape (RESAMPLES, T)."""
    if panel.counts is None:
        return None
    row, columns = panel.index(unit), [panel.periods.index(year) for year in years]
    counts = panel.counts[row, columns]
    below = None if panel.denominators is None else panel.denominators[row, columns]
    if not np.isfinite(counts).all() or (below is not None and not (np.isfinite(below) & (below > 0)).all()):
        return None
    rng = np.random.default_rng(seed)
    if panel.scale == "points":
        if below is None:
            return None
        share = np.clip(counts / below, 0.0, 1.0)
        again = rng.binomial(np.round(below).astype(np.int64), share, (RESAMPLES, len(years)))
        # Published percentages may rest on other rounding; only the noise is taken from the counts.
        return np.asarray(own + panel.per * (again / np.round(below) - share))
    again = rng.poisson(counts, (RESAMPLES, len(years)))
    noise = np.log(np.maximum(again, 0.5)) - np.log(np.maximum(counts, 0.5))
    return np.asarray(own + noise)


def compare_small_counts(panel: Panel, sample: Sample) -> SmallCounts | None:
    """Poisson comparison of each place with all others, ranked; None unless the place counts fewer than 20 a year.

    The place's own past times the other places' yearly rates gives what to expect (indirect standardisation). Given
    the total, the count after is binomial, which gives a deviance residual for every place and an exact interval
    (Clopper and Pearson 1934, Biometrika 26) widened by the dispersion of all residuals.
    """
    if panel.scale != "log" or panel.counts is None:
        return None
    rows = [panel.index(unit) for unit in sample.units]
    columns = [panel.periods.index(year) for year in sample.before + sample.after]
    counts = panel.counts[np.ix_(rows, columns)]
    below = np.ones_like(counts) if panel.denominators is None else panel.denominators[np.ix_(rows, columns)]
    complete = np.asarray(np.isfinite(counts).all(axis=1) & (np.isfinite(below) & (below > 0)).all(axis=1))
    if not complete[0] or counts[0].mean() >= SMALL:
        return None
    counts, below = counts[complete], below[complete]
    t0 = len(sample.before)
    # Rate of all other places in each year, for each place.
    rates = (counts.sum(axis=0) - counts) / (below.sum(axis=0) - below)
    base_before, base_after = (below * rates)[:, :t0].sum(axis=1), (below * rates)[:, t0:].sum(axis=1)
    share = base_after / (base_before + base_after)
    total, after = counts.sum(axis=1), counts[:, t0:].sum(axis=1)
    residuals = _deviance_residuals(after, total, share)
    dispersion = max(1.0, float(np.median(residuals**2) / CHI_SQUARE_MEDIAN))
    expected = float((total - after)[0] * base_after[0] / base_before[0])
    low, high = _ratio_interval(float(after[0]), float(total[0]), float(share[0]), dispersion)
    return SmallCounts(
        mean_count=float(counts[0].mean()),
        observed=float(after[0]),
        expected=expected,
        ratio=float(after[0] / expected) if expected > 0 else float("inf"),
        low=low,
        high=high,
        p_value=rank_p_value(residuals),
        dispersion=dispersion,
    )


def _deviance_residuals(after: Array, total: Array, share: Array) -> Array:
    """Signed roots of binomial deviances; 0 where nothing was counted."""
    expected = total * share

    def part(count: Array, mean: Array) -> Array:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(count > 0, count * np.log(count / mean), 0.0)

    deviance = 2 * (part(after, expected) + part(total - after, total - expected))
    return np.asarray(np.sign(after - expected) * np.sqrt(np.maximum(deviance, 0.0)))


def _ratio_interval(after: float, total: float, share: float, dispersion: float) -> tuple[float, float]:
    """Exact 90 % interval of the share after, as a ratio of rates, with counts shrunk by the dispersion."""
    a, n = after / dispersion, total / dispersion
    ends = (
        scipy.special.betaincinv(a, n - a + 1, 0.05) if a > 0 else 0.0,
        scipy.special.betaincinv(a + 1, n - a, 0.95) if n > a else 1.0,
    )
    odds = share / (1 - share)
    low, high = (float(end / (1 - end) / odds) if end < 1 else float("inf") for end in ends)
    return low, high
