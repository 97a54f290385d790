"""What the page of jobs shows: names, times and names of errors. Never what a job is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django_tasks_db.models import DBTaskResult

from cairn.notices.models import ScheduledJob
from cairn.notices.queries import QueuePlace
from cairn.notices.schedules import get_schedules


@dataclass(frozen=True)
class ToldJob:
    key: str
    name: str
    queued_at: datetime
    finished_at: datetime | None
    starts: int
    problem: str


def tell_jobs(results: Iterable[DBTaskResult]) -> list[ToldJob]:
    return [
        ToldJob(
            key=str(result.pk),
            name=result.task_path.rpartition(".")[2].replace("_", " "),
            queued_at=result.enqueued_at,
            finished_at=result.finished_at,
            starts=len(result.worker_ids),
            problem=result.exception_class_path.rpartition(".")[2],
        )
        for result in results
    ]


def tell_schedules(*, at: datetime) -> list[dict[str, Any]]:
    last = dict(ScheduledJob.objects.values_list("name", "last_queued_at"))
    return [
        {
            "label": schedule.label,
            "last": last.get(schedule.name),
            "is_due": schedule.is_due(last.get(schedule.name), at=at),
        }
        for schedule in get_schedules()
    ]


def tell_sent(number: int) -> str:
    """How many mails went to the outbox of the demonstration."""
    if not number:
        return "Nothing waited."
    return "One mail was sent." if number == 1 else f"{number} mails were sent."


def tell_place(place: QueuePlace | None, *, at: datetime) -> str:
    """Where something is on the queue, in words for the person who waits for it."""
    if place is None:
        return "It has not reached the queue yet."
    if place.started_at is not None:
        return _tell_running((at - place.started_at).total_seconds(), place.usual_seconds)
    if place.ahead == 0:
        return "It is next in the queue."
    words = f"It is number {place.ahead + 1} in the queue."
    if place.usual_seconds is None:
        return words
    return f"{words} At the recent pace, it should start in about {tell_length(place.ahead * place.usual_seconds)}."


def _tell_running(seconds: float, usual: float | None) -> str:
    words = f"It started {tell_length(seconds)} ago."
    return words if usual is None else f"{words} Others like it took about {tell_length(usual)}."


def tell_length(seconds: float) -> str:
    if seconds < 90:
        number = max(round(seconds), 1)
        return f"{number} second{'' if number == 1 else 's'}"
    number = round(seconds / 60)
    return f"{number} minute{'' if number == 1 else 's'}"
