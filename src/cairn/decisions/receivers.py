"""What follows from news about decisions, and from the demonstration that was loaded."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from cairn.decisions.models import Decision
from cairn.decisions.services import load_demonstration_decisions, tell_workers
from cairn.decisions.services.demonstration_homes import load_demonstration_homes
from cairn.decisions.services.together_demonstration import load_demonstration_group
from cairn.library.signals import demonstration_loaded
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.signals import record_published


@receiver(record_published)
def notify_workers(sender: Any, record: Record, at: datetime, **kwargs: Any) -> None:
    if record.kind == RecordKind.DECISION:
        tell_workers(decision=Decision.objects.get(pk=record.pk), at=at)


@receiver(demonstration_loaded)
def load_demonstration(*, at: datetime, **kwargs: Any) -> None:
    load_demonstration_decisions(at=at)
    load_demonstration_homes(at=at)
    load_demonstration_group(at=at)
