"""What follows for learning events from news about the library and its records."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from cairn.events.forms import ROWS
from cairn.events.models import EventEvidence, EventSession, LearningEvent
from cairn.events.services import load_events
from cairn.library.signals import starter_loaded
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.services import change_revisions
from cairn.records.signals import record_merged, record_withdrawn

NAMED = {"sessions": "about", "evidence": "record"}


@receiver(starter_loaded)
def load_with_the_library(*, at: datetime, **kwargs: Any) -> None:
    load_events(at=at)


@receiver(record_withdrawn)
def clear_rows(sender: Any, record: Record, **kwargs: Any) -> None:
    """The words of its lists go with it."""
    if record.kind == RecordKind.LEARNING_EVENT:
        for kind in ROWS:
            kind.model.objects.filter(event=record.pk).delete()
        LearningEvent.objects.filter(pk=record.pk).update(held_on="")


@receiver(record_merged)
def name_the_one_that_stayed(sender: Any, kept: Record, other: Record, **kwargs: Any) -> None:
    """In sessions and takeaways, and in drafts and earlier words of them."""
    EventSession.objects.filter(about=other.pk).update(about=kept.pk)
    EventEvidence.objects.filter(record=other.pk).update(record=kept.pk)

    def change(content: dict[str, Any]) -> bool:
        rows = [
            (row, field) for name, field in NAMED.items() for row in content.get(name, []) if row.get(field) == other.pk
        ]
        for row, field in rows:
            row[field] = kept.pk
        return bool(rows)

    change_revisions(LearningEvent, change)
