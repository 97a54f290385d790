"""What must hold before a change is believed: nothing began early, and no single choice carries it."""

import numpy as np

from stepchange.errors import NotEnoughDataError
from stepchange.one_place.core import CoreFit, fit_core, fit_twins, measure_gaps
from stepchange.one_place.design import (
    MINIMUM_DONORS,
    PANDEMIC,
    Question,
    Sample,
    draw_sample,
    mean_over_years,
)
from stepchange.one_place.people import PeopleGaps
from stepchange.one_place.verdict import Check, CheckResult, keeps_up
from stepchange.panel import Panel

HEAVY = 0.10
DONORS_SHOWN = 3
EARLY_STARTS = (1, 2, 3)
MINIMUM_BEFORE_EARLY_START = 4


def run_checks(
    panel: Panel, question: Question, sample: Sample, core: CoreFit, people: PeopleGaps | None = None
) -> tuple[Check, ...]:
    """All checks of one fit; those that could not be made say so."""
    return (
        *check_earlier_starts(sample, core),
        *check_without_donors(sample, core),
        _without_neighbours(sample, core, question),
        _without_pandemic(panel, question, sample, core),
        *check_without_years(sample, core),
        _check_in_people(core, people),
    )


def check_earlier_starts(sample: Sample, core: CoreFit) -> list[Check]:
    """Pretend that it began one, two, three years earlier, with the years before the real start only (A1.8)."""
    checks = []
    for years in EARLY_STARTS:
        kept = len(sample.before) - years
        if kept < MINIMUM_BEFORE_EARLY_START:
            checks.append(Check("in_time", str(years), CheckResult.NOT_TESTED, True, reason="too_few_years_before"))
            continue
        yearly = sample.yearly_sampling_variance
        variance = None if yearly is None else mean_over_years(yearly[:, :kept])
        try:
            early = fit_core(sample.y_before[:, :kept], sample.y_before[:, kept:], sample.before[:kept], variance)
        except NotEnoughDataError as problem:
            checks.append(Check("in_time", str(years), CheckResult.NOT_TESTED, True, reason=problem.code))
            continue
        began_early = keeps_up(float(early.mean_gaps[0]), early.p_value, float(core.mean_gaps[0]))
        checks.append(_check("in_time", str(years), early, not began_early))
    return checks


def check_without_donors(sample: Sample, core: CoreFit) -> list[Check]:
    """Leave out each heavy comparison place in turn; the heaviest are shown even where none is heavy."""
    weights = core.fits.weights[0]
    heaviest = np.argsort(-weights, kind="stable")
    chosen = [j for rank, j in enumerate(heaviest) if weights[j] > HEAVY or (rank < DONORS_SHOWN and weights[j] > 0)]
    checks = []
    for j in chosen:
        refit = _refit(sample, np.arange(len(sample.units)) != j)
        checks.append(_confirm("without_donor", sample.units[j], refit, core, decides=bool(weights[j] > HEAVY)))
    return checks


def _without_neighbours(sample: Sample, core: CoreFit, question: Question) -> Check:
    kept = np.array([unit not in question.neighbours for unit in sample.units])
    kept[0] = True
    if kept.all():
        return Check("without_neighbours", "", CheckResult.NOT_TESTED, True, reason="no_neighbours_named")
    if kept.sum() - 1 < MINIMUM_DONORS:
        return Check("without_neighbours", "", CheckResult.NOT_TESTED, True, reason="too_few_donors")
    return _confirm("without_neighbours", "", _refit(sample, kept), core, decides=True)


def _without_pandemic(panel: Panel, question: Question, sample: Sample, core: CoreFit) -> Check:
    """Without 2020 and 2021; decides only if both last years before the start survive (A2).

    One year after is enough for a refit, though not for a finding of its own.
    """
    kind, detail = "without_pandemic", "2020-2021"
    before = [year for year in sample.before if year not in PANDEMIC]
    after = [year for year in sample.after if year not in PANDEMIC]
    decides = list(sample.before[-2:]) == before[-2:]
    if len(before) + len(after) == len(sample.before) + len(sample.after):
        return Check(kind, detail, CheckResult.NOT_TESTED, False, reason="not_in_the_years_used")
    try:
        smaller = draw_sample(panel, question, before=before, after=after)
        refit = fit_core(smaller.y_before, smaller.y_after, smaller.before, smaller.sampling_variance)
    except NotEnoughDataError as problem:
        return Check(kind, detail, CheckResult.NOT_TESTED, decides, reason=problem.code)
    return _confirm(kind, detail, refit, core, decides=decides)


def check_without_years(sample: Sample, core: CoreFit) -> list[Check]:
    """Leave out each year after the start in turn: a change that one year makes is a question about that year."""
    years = len(sample.after)
    twins = fit_twins(sample.y_before, years - 1, sample.before)
    checks = []
    for left_out, year in enumerate(sample.after):
        y_after = sample.y_after[:, np.arange(years) != left_out]
        refit = measure_gaps(twins, sample.y_before, y_after, sample.sampling_variance)
        checks.append(_confirm("without_year", str(year), refit, core, decides=True))
    return checks


def _check_in_people(core: CoreFit, people: PeopleGaps | None) -> Check:
    """Where years of many and of few people went opposite ways, proportions may fall while numbers rise."""
    if people is None:
        return Check("in_people", "", CheckResult.NOT_TESTED, True, reason="no_counts")
    result = CheckResult.PASSED if people.agrees_with(float(core.mean_gaps[0])) else CheckResult.FAILED
    return Check("in_people", "", result, True, people.share)


def _refit(sample: Sample, kept: np.ndarray) -> CoreFit:
    variance = None if sample.sampling_variance is None else sample.sampling_variance[kept]
    return fit_core(sample.y_before[kept], sample.y_after[kept], sample.before, variance)


def _confirm(kind: str, detail: str, refit: CoreFit, core: CoreFit, *, decides: bool) -> Check:
    holds = keeps_up(float(refit.mean_gaps[0]), refit.p_value, float(core.mean_gaps[0]))
    return _check(kind, detail, refit, holds, decides=decides)


def _check(kind: str, detail: str, fit: CoreFit, passed: bool, *, decides: bool = True) -> Check:
    result = CheckResult.PASSED if passed else CheckResult.FAILED
    return Check(kind, detail, result, decides, float(fit.mean_gaps[0]), fit.p_value)
