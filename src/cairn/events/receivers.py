"""What follows for learning events from news about the library."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from cairn.events.services import follow_sessions, load_events
from cairn.library.signals import starter_loaded
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.signals import record_published


@receiver(starter_loaded)
def load_with_the_library(*, at: datetime, **kwargs: Any) -> None:
    load_events(at=at)


@receiver(record_published)
def follow_the_programme(*, record: Record, **kwargs: Any) -> None:
    if record.kind == RecordKind.LEARNING_EVENT:
        follow_sessions(record.get_specific())
