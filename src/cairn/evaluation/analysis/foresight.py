"""What is known before a plan is locked."""

from dataclasses import dataclass
from datetime import date

import numpy as np

import stepchange
from cairn.evaluation.analysis.questions import find_panel, make_question
from cairn.evaluation.models.specification import PlanSpecification
from cairn.indicators.analysis import MeasurePanel
from cairn.indicators.definitions import get_definition
from cairn.places.models import Place
from stepchange import NotEnoughDataError, Power

NO_FIGURES = "There are no figures for this council on this measure."
TOO_SHORT = "The last year to use leaves fewer than two years after the start, and a finding needs two."
PLANNED_YEARS = 3


@dataclass(frozen=True)
class Foresight:
    """What is known before a plan is locked, without looking at the place's figures after the start.

    `power` is None where the data cannot carry the plan; `problem` and `problem_code` then say why.
    `last_count` is what was counted in the last year before the start, `last_count_year`.
    """

    power: Power | None
    problem: str
    problem_code: str
    first_year: int
    years_after: tuple[int, ...]
    last_count: float | None
    last_count_year: int | None = None


def foresee(specification: PlanSpecification) -> Foresight:
    """The smallest change this plan could find, and the first year that could show anything."""
    place = Place.objects.get(code=specification.place)
    measure = get_definition(specification.measure)
    first_year = stepchange.first_period_after(specification.start, measure.period)
    panel = find_panel(measure, place)
    if panel is None:
        return Foresight(None, NO_FIGURES, "no_figures", first_year, (), None)
    question = make_question(specification, measure, place, panel)
    years_after = stepchange.split_question(panel.panel, question).after
    count, counted_in = _last_count_before(panel, place.code, specification.start)
    if specification.last_year and specification.last_year < first_year + stepchange.MINIMUM_AFTER - 1:
        return Foresight(None, TOO_SHORT, "last_year_too_early", first_year, years_after, count, counted_in)
    try:
        power = stepchange.plan_power(panel.panel, question, planned_years=PLANNED_YEARS)
    except NotEnoughDataError as problem:
        return Foresight(None, str(problem), problem.code, first_year, years_after, count, counted_in)
    return Foresight(power, "", "", first_year, years_after, count, counted_in)


def _last_count_before(panel: MeasurePanel, code: str, start: date) -> tuple[float | None, int | None]:
    """How many were counted in the last year before the start, and that year: to say a change in people."""
    engine_panel = panel.panel
    counts = engine_panel.counts if engine_panel.scale == "log" else engine_panel.denominators
    if counts is None:
        return None, None
    row = engine_panel.index(code)
    known = [
        (float(counts[row, t]), year)
        for t, year in enumerate(engine_panel.periods)
        if date(year, 3, 31) < start and np.isfinite(counts[row, t])
    ]
    return known[-1] if known else (None, None)
