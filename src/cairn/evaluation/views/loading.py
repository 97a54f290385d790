"""Loading the plans and results that somebody may see, and what they are about."""

from datetime import date

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from cairn.accounts.models import Reader
from cairn.common.dates import find_days
from cairn.evaluation.models import Evaluation, EvaluationPlan, EvaluationState
from cairn.evaluation.queries import get_shown_evaluation
from cairn.evaluation.queries.outlook import TESTED
from cairn.records.models import Record


def get_about(request: HttpRequest) -> Record | None:
    """The project or use of a model that the address names; 404 for one that the reader may not see."""
    slug = request.GET.get("about", "")
    if not slug:
        return None
    return get_object_or_404(Record.objects.visible_to(request.user), slug=slug[:60], kind__in=TESTED)


def find_about(plan: EvaluationPlan, user: Reader) -> Record | None:
    """What a plan is about, where the reader may see it."""
    if plan.about_id is None:
        return None
    return Record.objects.visible_to(user).filter(pk=plan.about_id).first()


def find_month(text: str) -> dict[str, date]:
    """ "2026-04" of an address as the start that a form shows; anything else as nothing."""
    days = find_days(text) if len(text) == len("2026-04") else None
    return {"start_date": days[0]} if days else {}


def get_plan(request: HttpRequest, slug: str) -> EvaluationPlan:
    return get_object_or_404(EvaluationPlan.objects.visible_to(request.user).select_related("place"), slug=slug)


def get_result(request: HttpRequest, slug: str) -> tuple[EvaluationPlan, Evaluation]:
    plan = get_plan(request, slug)
    evaluation = get_shown_evaluation(plan, request.user)
    if evaluation is None or evaluation.state != EvaluationState.DONE:
        raise Http404
    return plan, evaluation
