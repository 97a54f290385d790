"""Work done by the worker; arguments are ids, and running twice does no harm."""

import json
import logging
from typing import Any

from django.utils import timezone
from django_tasks import task

from cairn.common.canonical import sha256_of, to_canonical_json
from cairn.common.lanes import Lane
from cairn.evaluation import analysis, presenters, services
from cairn.evaluation.models import Evaluation, EvaluationState, ModelPlan, ModelRun, Outlook
from cairn.evaluation.models.specification import ListedMeasure, ModelSpecification
from cairn.evaluation.queries.replies import get_plans_with_reply_over

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
        bundle = analysis.make_bundle(specification, document)
    except Exception as problem:
        logger.exception("The result of plan %s could not be worked out.", evaluation.plan.slug)
        services.record_failure(evaluation=evaluation, problem=type(problem).__name__, at=timezone.now())
        return
    services.store_result(evaluation=evaluation, document=document, charts=charts, bundle=bundle, at=timezone.now())


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


@task(queue_name=Lane.CALCULATIONS)
def work_out_model(run_id: int) -> None:
    """Compute, draw and keep every measure of a list, one after the other."""
    run = ModelRun.objects.select_related("plan").filter(pk=run_id).first()
    if run is None or run.state != EvaluationState.WAITING:
        return
    listed = _read_list(run.plan)
    if listed is None:
        services.end_run(run=run, problems=[PlanWasAltered.__name__], at=timezone.now())
        return
    problems, documents = [], []
    for number, measure in enumerate(listed.measures):
        services.note_progress(run=run, done=number)
        try:
            documents.append(_work_out_measure(run, listed, measure))
        except Exception as problem:
            logger.exception("%s of list %s could not be worked out.", measure.measure, run.plan_id)
            problems.append(f"{measure.measure}: {type(problem).__name__}")
    services.note_progress(run=run, done=len(documents))
    services.end_run(run=run, problems=problems, at=timezone.now())
    services.open_rights_of_model(plan=run.plan, documents=documents, at=timezone.now())


def _read_list(plan: ModelPlan) -> ModelSpecification | None:
    """None where the row no longer says what its checksum stands for."""
    return ModelSpecification.from_text(plan.document) if sha256_of(plan.document) == plan.sha256 else None


def _work_out_measure(run: ModelRun, listed: ModelSpecification, measure: ListedMeasure) -> dict[str, Any]:
    # Through the canonical text, so that pages, charts and files are made from what is stored.
    document: dict[str, Any] = json.loads(to_canonical_json(analysis.answer_measure(listed, measure)))
    charts = presenters.draw_pooled(document)
    bundle = analysis.make_model_bundle(listed, measure, document)
    services.store_model_result(run=run, document=document, charts=charts, bundle=bundle, at=timezone.now())
    return document


@task(queue_name=Lane.BACKGROUND)
def refresh_models() -> None:
    """Figures arrived: every model that was ever evaluated is, again."""
    services.request_runs_of_all(at=timezone.now())


@task(queue_name=Lane.BACKGROUND)
def end_replies() -> None:
    """Show results to those with whom their plans are shared, once the councils had their days."""
    for plan in get_plans_with_reply_over(day=timezone.localdate()):
        services.share_like_plan(plan=plan)
