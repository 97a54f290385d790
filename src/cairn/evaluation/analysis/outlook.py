"""What each measure could show in one council, alone and together with others that use the same model."""

from datetime import date
from typing import Any

import stepchange
from cairn.evaluation.analysis.foresight import NO_FIGURES, PLANNED_YEARS
from cairn.evaluation.analysis.questions import find_panel, make_question
from cairn.evaluation.models.specification import PlanSpecification
from cairn.indicators.definitions import IndicatorDefinition, get_evaluable_definitions
from cairn.places.models import Place
from stepchange import NotEnoughDataError

FEWEST_TOGETHER = 4  # the engine tests no fewer
LADDER = (4, 6, 8, 12, 16, 24, 32)


def describe_outlook(place: Place, start: date, *, together: int) -> list[dict[str, Any]]:
    """One row a measure; sizes as shares (0.1 is 10 %) or in points, in the direction one would hope for.

    `alone` and `together` are the smallest changes found four times in five, `enough` how many councils it takes to
    find the smallest change that would matter; each None where the figures do not say.
    """
    return [_describe(measure, place, start, together) for measure in get_evaluable_definitions()]


def _describe(measure: IndicatorDefinition, place: Place, start: date, together: int) -> dict[str, Any]:
    row: dict[str, Any] = {"measure": measure.key, "alone": None, "chance": None, "problem": ""}
    row |= {"together": None, "enough": None, "is_too_noisy": False}
    panel = find_panel(measure, place)
    if panel is None:
        return row | {"problem": NO_FIGURES}
    direction = measure.good_direction or -1
    specification = PlanSpecification(
        place=place.code,
        measure=measure.key,
        start=start,
        direction=direction,
        smallest_change=measure.smallest_important_change,
    )
    question = make_question(specification, measure, place, panel)
    try:
        alone = stepchange.plan_power(panel.panel, question, planned_years=PLANNED_YEARS)
        sizes = [size for size in sorted({*LADDER, together}) if FEWEST_TOGETHER <= size < alone.donors]
        pooled = stepchange.plan_power_by_sites(panel.panel, question, sizes, planned_years=PLANNED_YEARS)
    except NotEnoughDataError as problem:
        return row | {"problem": str(problem)}
    by_size = pooled.detectable_fall if direction < 0 else pooled.detectable_rise
    matters = measure.smallest_important_change / (1 if measure.kind == "percentage" else 100)
    return row | {
        "alone": abs(alone.detectable_fall if direction < 0 else alone.detectable_rise),
        "chance": alone.chance_of_smallest,
        "is_too_noisy": alone.is_too_noisy,
        "together": abs(by_size[together]) if together in by_size else None,
        "enough": next((size for size in sizes if abs(by_size[size]) <= matters), None),
    }
