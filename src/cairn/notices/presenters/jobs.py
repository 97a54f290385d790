"""What the page of jobs shows: names, times and names of errors. Never what a job is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django_tasks_db.models import DBTaskResult

from cairn.notices.models import ScheduledJob
from cairn.notices.schedules import get_schedules


@dataclass(frozen=True)
class JobLine:
    key: str
    name: str
    queued_at: datetime
    finished_at: datetime | None
    starts: int
    problem: str


def describe_jobs(results: Iterable[DBTaskResult]) -> list[JobLine]:
    return [
        JobLine(
            key=str(result.pk),
            name=result.task_path.rpartition(".")[2].replace("_", " "),
            queued_at=result.enqueued_at,
            finished_at=result.finished_at,
            starts=len(result.worker_ids),
            problem=result.exception_class_path.rpartition(".")[2],
        )
        for result in results
    ]


def describe_schedules(*, at: datetime) -> list[dict[str, Any]]:
    last = dict(ScheduledJob.objects.values_list("name", "last_queued_at"))
    return [
        {
            "label": schedule.label,
            "last": last.get(schedule.name),
            "is_due": schedule.is_due(last.get(schedule.name), at=at),
        }
        for schedule in get_schedules()
    ]


def describe_sent(number: int) -> str:
    """How many mails went to the outbox of the demonstration."""
    if not number:
        return "Nothing waited."
    return "One mail was sent." if number == 1 else f"{number} mails were sent."
