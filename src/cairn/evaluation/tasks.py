"""Work done by the worker; arguments are ids, and running twice does no harm."""

import json
import logging

from django.utils import timezone
from django_tasks import task

from cairn.common.canonical import to_canonical_json
from cairn.common.lanes import Lane
from cairn.evaluation import analysis, presenters, services
from cairn.evaluation.models import Evaluation, EvaluationState, Outlook

logger = logging.getLogger(__name__)


class PlanWasAltered(Exception):
    """The row of a locked plan no longer says what its checksum stands for."""


@task(queue_name=Lane.CALCULATIONS)
def work_out(evaluation_id: int) -> None:
    """Compute, draw and keep the result of a locked plan."""
    evaluation = Evaluation.objects.select_related("plan__place").filter(pk=evaluation_id).first()
    if evaluation is None or evaluation.state == EvaluationState.DONE:
        return
    try:
        specification = evaluation.plan.specification()
        if specification.sha256 != evaluation.plan.sha256:
            raise PlanWasAltered
        # Through the canonical text, so that pages, charts and files are made from what is stored.
        document = json.loads(to_canonical_json(analysis.answer(specification)))
        charts = presenters.draw_charts(document)
    except Exception as problem:
        logger.exception("The result of plan %s could not be worked out.", evaluation.plan.slug)
        services.record_failure(evaluation=evaluation, problem=type(problem).__name__, at=timezone.now())
        return
    services.store_result(evaluation=evaluation, document=document, charts=charts, at=timezone.now())


@task(queue_name=Lane.CALCULATIONS)
def look_ahead(outlook_id: int) -> None:
    """Work out what each measure could show in a council, and keep it."""
    outlook = Outlook.objects.select_related("place").filter(pk=outlook_id).first()
    if outlook is None or outlook.state == EvaluationState.DONE:
        return
    try:
        rows = analysis.describe_outlook(outlook.place, outlook.start, together=outlook.together)
    except Exception:
        logger.exception("What the figures of %s could show could not be worked out.", outlook.place.code)
        services.record_outlook_failure(outlook=outlook)
        return
    services.store_outlook(outlook=outlook, rows=rows)
