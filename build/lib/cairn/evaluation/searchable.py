"""What search knows of plans and results besides their titles: the council and the measure."""

from cairn.evaluation.models import Evaluation, EvaluationPlan
from cairn.indicators.definitions import UnableToFindMeasure, get_definition
from cairn.library.searchable import tag_place
from cairn.records.enums import RecordKind
from cairn.search.searchable import Told, register_searchable


def register_all() -> None:
    register_searchable(RecordKind.EVALUATION_PLAN, tell_plan, related=("place",))
    register_searchable(RecordKind.EVALUATION, tell_evaluation, related=("plan__place",))


def tell_plan(plan: EvaluationPlan) -> Told:
    return Told((plan.place.name, _get_title(plan.measure)), (tag_place(plan.place),))


def tell_evaluation(evaluation: Evaluation) -> Told:
    return tell_plan(evaluation.plan)


def _get_title(measure: str) -> str:
    """Empty where a measure was taken away since."""
    try:
        return get_definition(measure).title
    except UnableToFindMeasure:
        return ""
