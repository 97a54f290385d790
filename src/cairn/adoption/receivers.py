"""What follows for councils that use a model from news about the library and its records."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from cairn.adoption.models import Adoption, AdoptionMove
from cairn.adoption.services import load_known_users
from cairn.library.signals import starter_loaded
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.services import name_kept_record
from cairn.records.signals import record_merged, record_withdrawn


@receiver(starter_loaded)
def load_with_the_library(*, at: datetime, **kwargs: Any) -> None:
    load_known_users(at=at)


@receiver(record_merged)
def name_the_one_that_stayed(sender: Any, kept: Record, other: Record, **kwargs: Any) -> None:
    if kept.kind == RecordKind.PRACTICE_MODEL:
        name_kept_record(Adoption, "practice_model", kept=kept, other=other)


@receiver(record_withdrawn)
def clear_moves(sender: Any, record: Record, **kwargs: Any) -> None:
    """The words beside its dates go with it."""
    AdoptionMove.objects.filter(adoption=record.pk).delete()
