"""The smallest change that could be found, before and after a plan is locked (A1.9)."""

from dataclasses import dataclass
from math import floor

import numpy as np

from stepchange.errors import NotEnoughDataError, PanelError
from stepchange.one_place.core import CoreFit, fit_core, held_out_errors
from stepchange.one_place.design import (
    MINIMUM_BEFORE,
    Question,
    Sample,
    check_not_only_pandemic,
    draw_sample,
    is_too_noisy,
    relative_change,
    split_question,
)
from stepchange.options import check_whole
from stepchange.panel import Array, Panel

POWER = 0.80
SIZE = 0.05


@dataclass(frozen=True)
class Power:
    """What a plan could find.

    Attributes
    ----------
    detectable : float
        Smallest change found four times in five, on the scale of the analysis.
    detectable_fall, detectable_rise : float
        The same for the reader: proportions (-0.2 is 20 % fewer), or points.
    before, after : tuple of int
        The years on which the answer rests; with no year after the start yet, the latest window.
    is_stand_in : bool
        Whether `after` is such a stand-in for years that have not happened.
    donors : int
    chance_of_smallest : float
        How often, of one, the smallest change that would matter would be found in the hoped-for direction.
    is_too_noisy : bool
        Whether counting error alone hides half the smallest change that would matter.
    """

    detectable: float
    detectable_fall: float
    detectable_rise: float
    before: tuple[int, ...]
    after: tuple[int, ...]
    is_stand_in: bool
    donors: int
    chance_of_smallest: float
    is_too_noisy: bool


def detectable_change(z: Array, scale: float) -> float:
    """scale x delta*, the smallest delta with share{|z_j - delta| >= c} >= .80 (A1.9).

    c is the floor(.05 N)-th largest |z_j|.
    """
    critical = critical_value(z)
    # The share changes only where z_j - delta is -c or c, so only those deltas need trying.
    candidates = np.sort(np.concatenate([z + critical, z - critical, [0.0]]))
    candidates = candidates[candidates >= 0]
    shares = (np.abs(z[:, None] - candidates[None, :]) >= critical - 1e-12).mean(axis=0)
    enough = np.flatnonzero(shares >= POWER)
    # Beyond the last candidate every |z_j - delta| is at least c, so there always is one.
    return float(scale * candidates[enough[0]])


def critical_value(z: Array) -> float:
    """The floor(.05 N)-th largest |z_j|: a gap of this size is called unusual."""
    return float(np.sort(np.abs(z))[::-1][max(floor(SIZE * len(z)), 1) - 1])


def chance_to_find(z: Array, change_over_scale: float) -> float:
    """share_j{|z_j - delta| >= c}: how often a change of delta scales would be called unusual (A1.9)."""
    return float((np.abs(z - change_over_scale) >= critical_value(z) - 1e-12).mean())


def plan_power(panel: Panel, question: Question, *, planned_years: int = 3) -> Power:
    """What could be found, from other places' figures and the place's own before the start only.

    Parameters
    ----------
    panel : Panel
    question : Question
    planned_years : int
        How many years after the start to assume while there is none.

    Raises
    ------
    NotEnoughDataError
    """
    question = question.named_as_in(panel)
    sample, is_stand_in = draw_planned_sample(panel, question, planned_years)
    z, scale = _donor_statistics(sample)
    detectable = detectable_change(z, scale)
    fall, rise = question.important_bounds(panel.scale)
    return Power(
        detectable=detectable,
        detectable_fall=relative_change(-detectable, panel.scale),
        detectable_rise=relative_change(detectable, panel.scale),
        before=sample.before,
        after=sample.after,
        is_stand_in=is_stand_in,
        donors=len(sample.units) - 1,
        chance_of_smallest=chance_to_find(z, (rise if question.direction > 0 else fall) / scale),
        is_too_noisy=is_too_noisy(sample, question, panel.scale),
    )


def draw_planned_sample(panel: Panel, question: Question, planned_years: int) -> tuple[Sample, bool]:
    """The years after the start, or while there is none the latest years as if the start lay before them (A1.9).

    Says whether they are such a stand-in. The place's own figures after the start are not read.
    """
    if check_whole("planned_years", planned_years) < 1:
        raise PanelError(f"At least one year must be planned after the start; given was {planned_years!r}.")
    split = split_question(panel, question)
    before, after = split.before, split.after
    is_stand_in = not after
    if not is_stand_in:
        check_not_only_pandemic(after)
    else:
        usable = len(before) - planned_years
        if usable < MINIMUM_BEFORE:
            raise NotEnoughDataError(
                "too_few_years_before",
                f"There are {len(before)} years before the start; at least {MINIMUM_BEFORE + planned_years} are "
                f"needed to say what could be found over {planned_years} years.",
            )
        before, after = before[:usable], before[usable:]
    return draw_sample(panel, question, before=before, after=after, treated_after=False), is_stand_in


def fit_donors(sample: Sample) -> CoreFit:
    """The comparison places among themselves, each as if it were the one that started."""
    variance = sample.sampling_variance
    return fit_core(sample.y_before[1:], sample.y_after[1:], sample.before, None if variance is None else variance[1:])


def _donor_statistics(sample: Sample) -> tuple[Array, float]:
    """Placebo statistics of the donors among themselves, and the scale of the place from before alone."""
    core = fit_donors(sample)
    left_out = held_out_errors(
        sample.y_before[:1], sample.y_before[1:], np.sqrt(sample.y_after.shape[1]) * core.sigma**2
    )
    own = 0.0 if sample.own_sampling_variance is None else sample.own_sampling_variance
    return core.z, core.scale_fit.at(own, float(left_out[0]))
