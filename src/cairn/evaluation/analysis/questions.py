"""From a plan to the question and the panel that the engine takes."""

from cairn.evaluation.models.specification import PlanSpecification
from cairn.indicators.analysis import MeasurePanel, UnableToMakePanel, make_panel
from cairn.indicators.definitions import IndicatorDefinition
from cairn.places.models import Place
from stepchange import Question


def find_panel(measure: IndicatorDefinition, place: Place) -> MeasurePanel | None:
    """The panel of the place's nation; none where there are no figures for the place at all."""
    try:
        panel = make_panel(measure.key, fictional=place.is_fictional)
    except UnableToMakePanel:
        return None
    return panel if place.code in panel.panel.units else None


def make_question(
    specification: PlanSpecification, measure: IndicatorDefinition, place: Place, panel: MeasurePanel
) -> Question:
    """Councils without any figure of the measure are compared by nobody, so the engine need not know them."""
    known = set(panel.panel.units)
    neighbours = Place.objects.councils().filter(region_id=place.region_id, is_fictional=place.is_fictional)
    return Question(
        unit=place.code,
        start=specification.start,
        timing=measure.period,
        direction=specification.direction,
        smallest_change=specification.smallest_change,
        last_period=specification.last_year,
        excluded=known & set(specification.excluded),
        neighbours=known & set(neighbours.exclude(code=place.code).values_list("code", flat=True)),
    )
