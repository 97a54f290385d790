"""Where a job is on the queue, for pages that wait for one; and how much waits or has failed."""

from dataclasses import dataclass
from datetime import datetime
from statistics import median

from django.db.models import Count, Min, Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cairn.common.lanes import Lane
from cairn.notices.enums import LOST_AFTER, MOST_ATTEMPTS
from cairn.notices.models import Mail, WorkerHeartbeat

LATEST = 10  # jobs of the same kind that say how long one takes


@dataclass(frozen=True)
class QueuePlace:
    """`ahead` counts what runs or waits before it in its lane; `usual_seconds` is None until one has ended."""

    ahead: int
    started_at: datetime | None
    usual_seconds: float | None


def find_place(task_path: str, number: int) -> QueuePlace | None:
    """The place of the job that was asked to do this with the row of that number; None where none waits or runs."""
    open_jobs = DBTaskResult.objects.filter(status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING))
    own = open_jobs.filter(task_path=task_path, args_kwargs__args=[number]).order_by("status", "enqueued_at").first()
    if own is None:
        return None
    if own.status == TaskResultStatus.RUNNING:
        return QueuePlace(0, own.started_at, _get_usual_seconds(task_path))
    goes_first = Q(priority__gt=own.priority) | Q(priority=own.priority, enqueued_at__lt=own.enqueued_at)
    lane = open_jobs.filter(queue_name=own.queue_name)
    ahead = lane.filter(Q(status=TaskResultStatus.RUNNING) | goes_first).count()
    return QueuePlace(ahead, None, _get_usual_seconds(task_path))


def _get_usual_seconds(task_path: str) -> float | None:
    ended = DBTaskResult.objects.filter(task_path=task_path, status=TaskResultStatus.SUCCESSFUL)
    times = ended.order_by("-finished_at").values_list("started_at", "finished_at")[:LATEST]
    lengths = [(finished - started).total_seconds() for started, finished in times if started and finished]
    return median(lengths) if lengths else None


@dataclass(frozen=True)
class LaneCount:
    """`oldest` is since when the first of what waits has waited."""

    name: str
    waiting: int
    running: int
    failed: int
    oldest: datetime | None


def count_jobs() -> list[LaneCount]:
    """Every lane, those without jobs included: a graph needs its zeros."""
    waits = Q(status=TaskResultStatus.READY)
    counted = DBTaskResult.objects.order_by().values("queue_name")
    found = {
        row["queue_name"]: row
        for row in counted.annotate(
            waiting=Count("pk", waits),
            running=Count("pk", Q(status=TaskResultStatus.RUNNING)),
            failed=Count("pk", Q(status=TaskResultStatus.FAILED)),
            oldest=Min("enqueued_at", filter=waits),
        )
    }
    return [
        LaneCount(lane, row["waiting"], row["running"], row["failed"], row["oldest"])
        if (row := found.get(lane))
        else LaneCount(lane, 0, 0, 0, None)
        for lane in Lane
    ]


def count_mails() -> dict[str, int]:
    """Mails that have not gone out: those that are tried again, and those that were given up."""
    given_up = Q(attempts__gte=MOST_ATTEMPTS)
    return Mail.objects.filter(sent_at=None).aggregate(waiting=Count("pk", ~given_up), failed=Count("pk", given_up))


def count_live_workers(*, at: datetime) -> int:
    return WorkerHeartbeat.objects.filter(seen_at__gt=at - LOST_AFTER).count()
