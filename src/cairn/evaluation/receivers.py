"""What happens when something was asked for."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver

from cairn.evaluation import services, tasks
from cairn.evaluation.models import Evaluation, ModelPlan, ModelRun, Outlook, RightOfReply
from cairn.evaluation.queries.replies import get_people_of
from cairn.evaluation.signals import council_told, evaluation_requested, model_run_requested, outlook_requested
from cairn.indicators.signals import releases_became_live
from cairn.notices.services import notify
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.signals import record_shared


@receiver(evaluation_requested)
def queue_evaluation(sender: object, evaluation: Evaluation, **kwargs: Any) -> None:
    transaction.on_commit(partial(tasks.work_out.enqueue, evaluation.pk))


@receiver(outlook_requested)
def queue_outlook(sender: object, outlook: Outlook, **kwargs: Any) -> None:
    transaction.on_commit(partial(tasks.look_ahead.enqueue, outlook.pk))


@receiver(model_run_requested)
def queue_model_run(sender: object, run: ModelRun, **kwargs: Any) -> None:
    transaction.on_commit(partial(tasks.work_out_model.enqueue, run.pk))


@receiver(releases_became_live)
def queue_models(sender: object, **kwargs: Any) -> None:
    """Once for all releases that arrived together, where any model was ever evaluated."""
    if ModelPlan.objects.exists():
        transaction.on_commit(tasks.refresh_models.enqueue)


@receiver(council_told)
def notify_council(sender: object, right: RightOfReply, at: datetime, **kwargs: Any) -> None:
    notify(users=get_people_of(right.place), kind="reply.opened", about=str(right.pk), at=at)


@receiver(record_shared)
def share_results_with_plan(sender: object, record: Record, **kwargs: Any) -> None:
    if record.kind == RecordKind.EVALUATION_PLAN:
        services.share_like_plan(plan=record.get_specific())
