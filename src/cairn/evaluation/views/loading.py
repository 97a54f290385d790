"""Loading the plans and results that somebody may see."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from cairn.evaluation.models import Evaluation, EvaluationPlan, EvaluationState
from cairn.evaluation.queries import get_shown_evaluation


def get_plan(request: HttpRequest, slug: str) -> EvaluationPlan:
    return get_object_or_404(EvaluationPlan.objects.visible_to(request.user).select_related("place"), slug=slug)


def get_result(request: HttpRequest, slug: str) -> tuple[EvaluationPlan, Evaluation]:
    plan = get_plan(request, slug)
    evaluation = get_shown_evaluation(plan, request.user)
    if evaluation is None or evaluation.state != EvaluationState.DONE:
        raise Http404
    return plan, evaluation
