"""What happens when something was asked for."""

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver

from cairn.evaluation import tasks
from cairn.evaluation.models import Evaluation
from cairn.evaluation.signals import evaluation_requested


@receiver(evaluation_requested)
def queue_evaluation(sender: Any, evaluation: Evaluation, **kwargs: Any) -> None:
    transaction.on_commit(partial(tasks.work_out.enqueue, evaluation.pk))
