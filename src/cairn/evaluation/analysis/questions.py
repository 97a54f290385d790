"""From a plan to the question and the panel that the engine takes."""

from cairn.evaluation.models.specification import PlanSpecification
from cairn.indicators.analysis import MeasurePanel, UnableToMakePanel, make_panel
from cairn.indicators.definitions import IndicatorDefinition, get_definition
from cairn.places.models import Place
from stepchange import Question

# Which way harm is looked for where neither way is good by itself.
USUAL_HARM = 1


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
    known = frozenset(panel.panel.units)
    neighbours = Place.objects.councils().filter(region_id=place.region_id, is_fictional=place.is_fictional)
    return Question(
        unit=place.code,
        start=specification.start,
        timing=measure.period,
        direction=specification.direction,
        smallest_change=specification.smallest_change,
        last_period=specification.last_year,
        excluded=known & frozenset(specification.excluded),
        neighbours=known & set(neighbours.exclude(code=place.code).values_list("code", flat=True)),
    )


def make_harm_specification(specification: PlanSpecification) -> PlanSpecification:
    """The same place and years, asked for harm: the other direction, and the measure's own smallest change."""
    measure = get_definition(specification.harm_measure)
    return PlanSpecification(
        place=specification.place,
        measure=measure.key,
        start=specification.start,
        direction=-measure.good_direction if measure.good_direction else USUAL_HARM,
        smallest_change=measure.smallest_important_change,
        last_year=specification.last_year,
        excluded=specification.excluded,
    )
