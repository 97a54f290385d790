"""What the site does by itself, and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localtime

MONDAY = 0


@dataclass(frozen=True)
class Schedule:
    """`task` is put on the queue every `every`, or at `hour` (London time) of each day or of one `weekday`."""

    name: str
    label: str
    task: Any
    every: timedelta | None = None
    hour: int = 0
    weekday: int | None = None

    def is_due(self, last: datetime | None, *, at: datetime) -> bool:
        if self.every is not None:
            return last is None or last + self.every <= at
        latest = self.get_latest(at)
        return latest <= at and (last is None or last < latest)

    def get_latest(self, at: datetime) -> datetime:
        """The last time it should have run, on the clock on the wall."""
        latest = localtime(at).replace(hour=self.hour, minute=0, second=0, microsecond=0)
        if latest > at:
            latest -= timedelta(days=1)
        while self.weekday is not None and latest.weekday() != self.weekday:
            latest -= timedelta(days=1)
        return latest


_schedules: dict[str, Schedule] = {}


def register_schedule(schedule: Schedule) -> None:
    """Called from `ready()`."""
    _schedules[schedule.name] = schedule


def get_schedules() -> list[Schedule]:
    return sorted(_schedules.values(), key=lambda schedule: schedule.label)
