"""Did an outcome change in one place, compared with what similar places did in the same years?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from stepchange.errors import NotEnoughDataError
from stepchange.one_place.checks import run_checks
from stepchange.one_place.core import CoreFit, confidence_interval, fit_core
from stepchange.one_place.counting import SamplingError, SmallCounts, compare_small_counts, resample_counts
from stepchange.one_place.design import (
    MINIMUM_AFTER,
    MINIMUM_AFTER_FOR_SHAPE,
    Question,
    Sample,
    check_not_only_pandemic,
    draw_sample,
    is_too_noisy,
    relative_change,
    split_question,
)
from stepchange.one_place.people import PeopleGaps, count_people
from stepchange.one_place.power import detectable_change
from stepchange.one_place.shapes import Shapes, compare_shapes
from stepchange.one_place.specifications import (
    IdentificationRange,
    Specification,
    find_identification_range,
    run_specifications,
)
from stepchange.one_place.verdict import Check, Finding, Verdict, decide
from stepchange.panel import Array, Panel
from stepchange.solvers import is_inside_hull


@dataclass(frozen=True)
class Change:
    """One size of change, said in three ways.

    Attributes
    ----------
    analysis : float or None
        On the scale of the analysis; None for an open end of an interval.
    relative : float or None
        A proportion (-0.1 is 10 % fewer), or points where the outcome is a percentage.
    people : float or None
        Cases more or fewer than expected, the mean of the years after the start; None where counts are unknown, for
        an open end, and where people and proportions changed opposite ways.
    """

    analysis: float | None
    relative: float | None
    people: float | None


@dataclass(frozen=True, eq=False)
class Estimate:
    """Everything the figures say about one place.

    Attributes
    ----------
    change, low, high, detectable_fall, detectable_rise : Change
        The mean corrected gap after the start, its 90 % interval, and the smallest changes that would have
        been found four times in five.
    p_value, rank : float, int
        Share of all N places, this one included, that moved at least as much against their own twins;
        its place in that order.
    years : tuple of int
        Years used, before and after.
    actual, synthetic : arrays, shape (T0 + T1,)
        On the reader's scale. After the start the synthetic path contains the level correction.
    people_gap : array, shape (T1,), or None
        Cases more or fewer than synthetic, in each year after the start; `change.people` is their mean.
    gaps : array, shape (N, T0 + T1)
        Actual minus synthetic of every place, on the scale of the analysis: before the start of the fit,
        after it corrected. Row order as `units`.
    weights : mapping of str to float
        Comparison places with weight, heaviest first.
    effective_donors : float
    certificate : float
        How far at most the weights are from optimal, as a share of the objective.
    inside_hull_levels, inside_hull_changes : bool
        Whether some mixture of others meets the place exactly before the start (then a good fit proves nothing).
    specifications : tuple of Specification
        The same question by other methods and on other samples.
    identification : IdentificationRange or None
        What every equally good set of weights would say.
    sampling_error : SamplingError or None
        What counting alone does to the estimate; None without counts.
    small_counts : SmallCounts or None
        A comparison by counts; None unless the place counts fewer than 20 a year.
    shapes : Shapes or None
        None with fewer than three years after.
    checks : tuple of Check
    """

    change: Change
    low: Change
    high: Change
    detectable_fall: Change
    detectable_rise: Change
    p_value: float
    rank: int
    units: tuple[str, ...]
    years: tuple[int, ...]
    actual: Array
    synthetic: Array
    people_gap: Array | None
    gaps: Array
    z: Array
    scale: Array
    weights: Mapping[str, float]
    effective_donors: float
    certificate: float
    inside_hull_levels: bool
    inside_hull_changes: bool
    specifications: tuple[Specification, ...]
    identification: IdentificationRange | None
    sampling_error: SamplingError | None
    small_counts: SmallCounts | None
    shapes: Shapes | None
    checks: tuple[Check, ...]

    @property
    def estimators(self) -> Mapping[str, float]:
        """The mean gap by each method on all places."""
        return {one.estimator: one.effect for one in self.specifications if one.sample == "all"}


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The answer to a question.

    Attributes
    ----------
    question : Question
    finding : Finding
        Verdict and the codes of its reasons.
    sample : Sample or None
        The years and places used; None where there was no sample to draw.
    estimate : Estimate or None
        None where the data cannot carry an estimate at all; `explanation` then says why.
    explanation : str
    hidden_range : (float, float) or None
        The smallest and largest estimate when hidden counts of the place are taken at their least and most, on the
        scale of the analysis; None where no count that is used is hidden. The estimate given is the one nearest to 0.
    """

    question: Question
    finding: Finding
    sample: Sample | None
    estimate: Estimate | None
    explanation: str = ""
    hidden_range: tuple[float, float] | None = None


def evaluate(panel: Panel, question: Question, *, in_depth: bool = True) -> Evaluation:
    """Test whether an outcome changed in one place after a start date.

    Ridge synthetic control with intercept, level correction, a fitted scale and one rank test with the
    treated place in every pool (engine.md, appendix A). Use it for one place with at least five years
    before the start, two after, and thirty places to compare. Do not use it where a reform reached every
    place at the same time, or to rank places.

    Parameters
    ----------
    panel : Panel
    question : Question
    in_depth : bool
        Without, other ways of asking, equally good weights and counting error are left out. The finding is the same.

    Returns
    -------
    Evaluation
        "Not enough evidence" with a reason where the data cannot carry the question.

    Raises
    ------
    PanelError
        When the place, or one that is named to be left out, is not in the panel.
    CertificateError
        When a fit cannot be shown to be optimal.

    Examples
    --------
    >>> from datetime import date
    >>> from stepchange import Question, evaluate, simulate_nation
    >>> nation = simulate_nation(seed=7)
    >>> start = date(2019, 6, 1)
    >>> question = Question(nation.panel.units[3], start, "snapshot", direction=-1, smallest_change=10)
    >>> evaluate(nation.panel, question).finding.verdict.value
    'not_enough_evidence'
    """
    question = question.named_as_in(panel)
    filled = fill_hidden(panel, question)
    if not filled:
        return _evaluate(panel, question, in_depth)
    answers = [_evaluate(one, question, in_depth) for one in filled]
    if any(answer.estimate is None for answer in answers):
        return next(answer for answer in answers if answer.estimate is None)
    effects = [answer.estimate.change.analysis or 0.0 for answer in answers if answer.estimate is not None]
    careful = answers[int(np.argmin(np.abs(effects)))]
    if len({answer.finding.verdict for answer in answers}) > 1:
        finding = Finding(Verdict.NOT_ENOUGH_EVIDENCE, ("depends_on_hidden_counts",))
    else:
        finding = careful.finding
    return replace(careful, finding=finding, hidden_range=(min(effects), max(effects)))


def fill_hidden(panel: Panel, question: Question) -> list[Panel]:
    """The panel with the place's hidden counts at their least and most, before and after the start by turns.

    Empty where no hidden count of the place would be used. Other places with hidden counts are not compared.
    """
    if panel.lowest is None or panel.highest is None or panel.counts is None:
        return []
    row, split = panel.index(question.unit), split_question(panel, question)
    is_hidden = np.isfinite(panel.lowest[row]) & np.isnan(panel.values[row])
    sides = [[t for t, year in enumerate(panel.periods) if year in years] for years in (split.before, split.after)]
    if panel.scale == "points" and panel.denominators is None:
        return []
    hidden = [[t for t in side if is_hidden[t]] for side in sides]
    if not any(hidden):
        return []
    panels = []
    for ends in product(*[(panel.lowest, panel.highest) if side else (panel.lowest,) for side in hidden]):
        counts, values = panel.counts.copy(), panel.values.copy()
        for side, end in zip(hidden, ends, strict=True):
            counts[row, side] = end[row, side]
            values[row, side] = end[row, side]
            if panel.denominators is not None:
                values[row, side] *= panel.per / panel.denominators[row, side]
        panels.append(replace(panel, counts=counts, values=values, lowest=None, highest=None))
    return panels


def _evaluate(panel: Panel, question: Question, in_depth: bool) -> Evaluation:
    split = split_question(panel, question)
    try:
        if split.after:
            check_not_only_pandemic(split.after)
        sample = draw_sample(panel, question, before=split.before, after=split.after, transition=split.transition)
        check_not_only_pandemic(sample.after)
        core = fit_core(sample.y_before, sample.y_after, sample.before, sample.sampling_variance)
    except NotEnoughDataError as problem:
        return Evaluation(question, Finding(Verdict.NOT_ENOUGH_EVIDENCE, (problem.code,)), None, None, str(problem))
    estimate = _describe(panel, question, sample, core, in_depth)
    finding = decide(
        estimate=float(core.mean_gaps[0]),
        p_value=estimate.p_value,
        interval=(estimate.low.analysis, estimate.high.analysis),
        bounds=question.important_bounds(panel.scale),
        direction=question.direction,
        years_after=len(sample.after),
        shapes=estimate.shapes,
        checks=estimate.checks,
        is_too_noisy=is_too_noisy(sample, question, panel.scale),
        is_implausible=bool(sample.implausible),
    )
    return Evaluation(question, finding, sample, estimate)


def _describe(panel: Panel, question: Question, sample: Sample, core: CoreFit, in_depth: bool) -> Estimate:
    t0, t1 = len(sample.before), len(sample.after)
    low, high = confidence_interval(core)
    detectable = detectable_change(core.z, float(core.scale_fit.scale[0]))
    found = float(core.mean_gaps[0])
    people = count_people(panel, question.unit, sample.after, core.gaps[0])
    outcomes = np.hstack([sample.y_before, sample.y_after])
    gaps = np.hstack([sample.y_before - core.fits.synthetic(sample.y_before), core.gaps])
    synthetic = outcomes[0] - gaps[0]
    back = np.exp if panel.scale == "log" else np.asarray
    weights = core.fits.weights[0]
    order = np.argsort(-weights, kind="stable")
    return Estimate(
        change=_change(found, panel.scale, people.mean if people and people.agrees_with(found) else None),
        low=_end(low, found, panel.scale, people),
        high=_end(high, found, panel.scale, people),
        detectable_fall=_change(-detectable, panel.scale, people.away_from_expected(-detectable) if people else None),
        detectable_rise=_change(detectable, panel.scale, people.away_from_expected(detectable) if people else None),
        p_value=core.p_value,
        rank=core.rank,
        units=sample.units,
        years=sample.before + sample.after,
        actual=panel.values[panel.index(question.unit), [panel.periods.index(y) for y in sample.before + sample.after]],
        synthetic=back(synthetic),
        people_gap=None if people is None else people.each_year,
        gaps=gaps,
        z=core.z,
        scale=core.scale_fit.scale,
        weights={sample.units[j]: float(weights[j]) for j in order if weights[j] > 0},
        effective_donors=float(core.fits.effective_donors[0]),
        certificate=float(core.fits.certificates.max()),
        inside_hull_levels=is_inside_hull(sample.y_before[0], sample.y_before[1:]),
        inside_hull_changes=_is_inside_demeaned_hull(sample.y_before),
        specifications=run_specifications(panel, question, sample, core) if in_depth else (),
        identification=find_identification_range(sample, core) if in_depth else None,
        sampling_error=resample_counts(panel, question, sample, core) if in_depth else None,
        small_counts=compare_small_counts(panel, sample) if in_depth else None,
        shapes=compare_shapes(core.gaps, core.scale_fit.scale) if t1 >= MINIMUM_AFTER_FOR_SHAPE else None,
        checks=run_checks(panel, question, sample, core, people) if t1 >= MINIMUM_AFTER and t0 else (),
    )


def _is_inside_demeaned_hull(y_before: Array) -> bool:
    demeaned = y_before - y_before.mean(axis=1, keepdims=True)
    return is_inside_hull(demeaned[0], demeaned[1:])


def _change(analysis: float, scale: str, people: float | None) -> Change:
    return Change(analysis, relative_change(analysis, scale), people)


def _end(analysis: float | None, found: float, scale: str, people: PeopleGaps | None) -> Change:
    """An end of the interval; in people only where the change itself is."""
    if analysis is None:
        return Change(None, None, None)
    uses_people = people is not None and people.agrees_with(found)
    return _change(analysis, scale, people.end_of_interval(analysis, found) if people and uses_people else None)
