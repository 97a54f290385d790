"""What search knows of plans and results besides their titles: the council and the measure."""

from cairn.common.dates import show_years
from cairn.evaluation.models import Evaluation, EvaluationPlan
from cairn.indicators.definitions import UnableToFindMeasure, get_definition
from cairn.library.searchable import tag_place
from cairn.records.indexing import IndexedFields


def index_plan(plan: EvaluationPlan) -> IndexedFields:
    words = (plan.place.name, _get_title(plan.measure))
    return IndexedFields(words, (tag_place(plan.place),), show_years(f"{plan.start_date:%Y}", ""))


def index_evaluation(evaluation: Evaluation) -> IndexedFields:
    return index_plan(evaluation.plan)


def _get_title(measure: str) -> str:
    """Empty where a measure was taken away since."""
    try:
        return get_definition(measure).title
    except UnableToFindMeasure:
        return ""
