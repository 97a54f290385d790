"""The queue: starting what is due, giving back what a killed worker held, tidying up."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cairn.notices.enums import LOST_AFTER
from cairn.notices.models import ScheduledJob, WorkerHeartbeat
from cairn.notices.schedules import get_schedules

MOST_STARTS = 3
KILLED = "cairn.notices.WorkerWasKilled"


def run_due(*, at: datetime) -> list[str]:
    """Put what is due on the queue; several schedulers at once start nothing twice. Returns what was started."""
    started = []
    for schedule in get_schedules():
        job, _ = ScheduledJob.objects.get_or_create(name=schedule.name)
        if schedule.is_due(job.last_queued_at, at=at):
            with transaction.atomic():
                claimed = ScheduledJob.objects.filter(pk=job.pk, last_queued_at=job.last_queued_at)
                if claimed.update(last_queued_at=at):
                    schedule.task.enqueue()
                    started.append(schedule.name)
    return started


@transaction.atomic
def reap(*, at: datetime) -> int:
    """Give the work of workers that fell silent back to the queue; what killed three workers has failed.

    A worker that only lost its connection for a while finds out when it ends its task, and jobs are safe to run twice.
    """
    WorkerHeartbeat.objects.filter(seen_at__lt=at - LOST_AFTER).delete()
    alive = set(WorkerHeartbeat.objects.values_list("worker_id", flat=True))
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=at - timedelta(seconds=1))
    given_back = 0
    for result in running.select_for_update():
        if result.worker_ids and result.worker_ids[-1] in alive:
            continue
        if len(result.worker_ids) >= MOST_STARTS:
            result.status, result.finished_at, result.exception_class_path = TaskResultStatus.FAILED, at, KILLED
            result.save(update_fields=["status", "finished_at", "exception_class_path"])
        else:
            result.status, result.started_at = TaskResultStatus.READY, None
            result.save(update_fields=["status", "started_at"])
            given_back += 1
    return given_back


@transaction.atomic
def retry(*, result: "DBTaskResult[Any, Any]") -> None:
    """Put a failed job on the queue again, with the ids it had."""
    result = DBTaskResult.objects.select_for_update().get(pk=result.pk)
    if result.status == TaskResultStatus.FAILED:
        result.status, result.worker_ids = TaskResultStatus.READY, []
        result.started_at = result.finished_at = None
        result.exception_class_path = result.traceback = ""
        result.save()


def prune_results(before: datetime) -> int:
    """Retention: jobs that ended long ago."""
    deleted, _ = DBTaskResult.objects.filter(finished_at__lt=before).delete()
    return deleted
