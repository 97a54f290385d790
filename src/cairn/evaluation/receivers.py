"""What happens when something was asked for."""

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver

from cairn.evaluation import services, tasks
from cairn.evaluation.models import Evaluation, Outlook
from cairn.evaluation.signals import evaluation_requested, outlook_requested
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.signals import record_shared


@receiver(evaluation_requested)
def queue_evaluation(sender: object, evaluation: Evaluation, **kwargs: Any) -> None:
    transaction.on_commit(partial(tasks.work_out.enqueue, evaluation.pk))


@receiver(outlook_requested)
def queue_outlook(sender: object, outlook: Outlook, **kwargs: Any) -> None:
    transaction.on_commit(partial(tasks.look_ahead.enqueue, outlook.pk))


@receiver(record_shared)
def share_results_with_plan(sender: object, record: Record, **kwargs: Any) -> None:
    if record.kind == RecordKind.EVALUATION_PLAN:
        services.share_like_plan(plan=record.get_specific())
