"""The same question by other methods and on other samples: shown side by side, never chosen from.

A specification curve (Simonsohn, Simmons and Nelson 2020, Nature Human Behaviour 4) of estimators times samples, and
the range of answers that every equally good set of weights would give.
"""

from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np
import scipy

from stepchange.errors import CertificateError, NotEnoughDataError
from stepchange.one_place.core import CoreFit, difference_sd, fit_core, level_corrector, rank_p_value
from stepchange.one_place.design import MINIMUM_DONORS, PANDEMIC, Question, Sample, draw_sample
from stepchange.panel import Array, Panel
from stepchange.solvers import fit_each_on_others, fit_exact_simplex
from stepchange.solvers.methods import weigh_years

MOST_HEAVY = 0.10


@dataclass(frozen=True)
class Specification:
    """One way of asking.

    Attributes
    ----------
    estimator : str
        "ridge_corrected" (the one that decides), "ridge_uncorrected", "synthetic_difference_in_differences",
        "difference_in_differences", "difference_in_differences_corrected", "exact_simplex", "ridge_in_differences".
    sample : str
        "all", "without_neighbours", "without_pandemic" or "without_heavy_donors".
    effect : float
        Mean gap after the start, on the scale of the analysis.
    p_value : float
        Its rank among all places by the same method; unscaled but for the one that decides.
    places : int
    """

    estimator: str
    sample: str
    effect: float
    p_value: float
    places: int


@dataclass(frozen=True)
class IdentificationRange:
    """The mean gaps that weights which fit the years before at least as well as ours would give.

    `largest_error` is what every one of them keeps to in each year before, on the scale of the analysis. A wide range
    says that the data do not tell one twin from another and the penalty decides.
    """

    low: float
    high: float
    largest_error: float


def run_specifications(panel: Panel, question: Question, sample: Sample, core: CoreFit) -> tuple[Specification, ...]:
    """Every estimator on every sample that can be drawn."""
    rows = list(_estimate(sample, core, "all", question))
    for name, smaller in _other_samples(panel, question, sample, core):
        try:
            refit = fit_core(smaller.y_before, smaller.y_after, smaller.before, smaller.sampling_variance)
        except NotEnoughDataError:
            continue
        rows += _estimate(smaller, refit, name, question)
    return tuple(rows)


def _other_samples(panel: Panel, question: Question, sample: Sample, core: CoreFit) -> list[tuple[str, Sample]]:
    samples = []
    near = np.array([unit not in question.neighbours for unit in sample.units])
    near[0] = True
    light = core.fits.weights[0] <= MOST_HEAVY
    for name, kept in (("without_neighbours", near), ("without_heavy_donors", light)):
        if not kept.all() and kept.sum() > MINIMUM_DONORS:
            samples.append((name, keep_places(sample, kept)))
    before = [year for year in sample.before if year not in PANDEMIC]
    after = [year for year in sample.after if year not in PANDEMIC]
    if len(before) + len(after) < len(sample.before) + len(sample.after):
        with suppress(NotEnoughDataError):
            samples.append(("without_pandemic", draw_sample(panel, question, before=before, after=after)))
    return samples


def keep_places(sample: Sample, kept: Array) -> Sample:
    """The sample without some places; the first must stay."""
    variance, yearly = sample.sampling_variance, sample.yearly_sampling_variance
    return replace(
        sample,
        units=tuple(unit for unit, is_kept in zip(sample.units, kept, strict=True) if is_kept),
        y_before=sample.y_before[kept],
        y_after=sample.y_after[kept],
        sampling_variance=None if variance is None else variance[kept],
        yearly_sampling_variance=None if yearly is None else yearly[kept],
    )


def _estimate(sample: Sample, core: CoreFit, name: str, question: Question) -> list[Specification]:
    """Mean gaps of every place by every method, and where the first one ranks."""
    before, after = sample.y_before, sample.y_after
    n = len(before)
    changes = after - before.mean(axis=1, keepdims=True)
    against_others = changes - (changes.sum(axis=0) - changes) / (n - 1)
    gaps = {
        "ridge_uncorrected": core.raw_gaps.mean(axis=1),
        "synthetic_difference_in_differences": _synthetic_did(before, after, core),
        "difference_in_differences": against_others.mean(axis=1),
        "difference_in_differences_corrected": core.corrector @ against_others.mean(axis=1),
    }
    exact = _exact_simplex(before, after)
    if exact is not None:
        gaps["exact_simplex"] = exact
    if question.timing == "snapshot":
        in_differences = _in_differences(sample)
        if in_differences is not None:
            gaps["ridge_in_differences"] = in_differences
    deciding = Specification("ridge_corrected", name, float(core.mean_gaps[0]), core.p_value, n)
    return [deciding, *(Specification(key, name, float(gap[0]), rank_p_value(gap), n) for key, gap in gaps.items())]


def _synthetic_did(before: Array, after: Array, core: CoreFit) -> Array:
    """The ridge gap, less the gap in those years before that resemble the years after in all the places.

    One set of time weights serves every place: they rest on the donors, and one donor more or less changes them little.
    """
    weights = weigh_years(np.hstack([before, after])[1:], before.shape[1])
    return np.asarray(core.raw_gaps.mean(axis=1) - core.fits.residuals @ weights)


def _exact_simplex(before: Array, after: Array) -> Array | None:
    """Plain synthetic control of every place; None where a fit cannot be shown to be optimal."""
    gaps = np.empty(len(before))
    for unit in range(len(before)):
        others = np.arange(len(before)) != unit
        try:
            weights = fit_exact_simplex(before[unit], before[others]).weights
        except CertificateError:
            return None
        gaps[unit] = (after[unit] - weights @ after[others]).mean()
    return gaps


def _in_differences(sample: Sample) -> Array | None:
    """For counts on one day, which carry last year's along: twins of yearly changes, added up again.

    None where a year is missing in between, because then a change is not of one year.
    """
    years = sample.before + sample.after
    if (np.diff(years) != 1).any() or len(sample.before) < 4:
        return None
    changes = np.diff(np.hstack([sample.y_before, sample.y_after]), axis=1)
    t0 = len(sample.before) - 1
    try:
        sigma = difference_sd(changes[:, :t0], sample.before[1:])
    except NotEnoughDataError:
        return None
    eta = t0 * np.sqrt(len(sample.after)) * sigma**2
    fits = fit_each_on_others(changes[:, :t0], eta)
    gaps = level_corrector(sample.y_before.mean(axis=1)) @ (changes[:, t0:] - fits.synthetic(changes[:, t0:]))
    return np.asarray(np.cumsum(gaps, axis=1).mean(axis=1))


def find_identification_range(sample: Sample, core: CoreFit) -> IdentificationRange | None:
    """Smallest and largest mean gap over all weights that miss no year before by more than ours do.

    Two linear programmes over the simplex, with an intercept as ours have; the level correction is that of the
    deciding fit. None where the solver finds no end.
    """
    before, after = sample.y_before, sample.y_after.mean(axis=1)
    own, others = before[0] - before[0].mean(), before[1:] - before[1:].mean(axis=1, keepdims=True)
    largest = float(np.abs(core.fits.residuals[0]).max())
    size = max(largest, 1e-12)
    upper = np.vstack([others.T, -others.T]) / size
    bound = np.concatenate([own + largest, largest - own]) / size
    # Changes against each donor's own mean before, as the intercept is the difference of the means.
    change = after - before.mean(axis=1)
    ends = []
    for sign in (1, -1):
        found = scipy.optimize.linprog(
            -sign * change[1:],
            A_ub=upper,
            b_ub=bound * (1 + 1e-9) + 1e-9,
            A_eq=np.ones((1, len(others))),
            b_eq=[1.0],
            bounds=(0, None),
            method="highs",
        )
        if found.status != 0 or found.x is None:
            return None
        ends.append(float(change[0] - change[1:] @ found.x))
    correction = float(core.mean_gaps[0] - core.raw_gaps[0].mean())
    return IdentificationRange(min(ends) + correction, max(ends) + correction, largest)
