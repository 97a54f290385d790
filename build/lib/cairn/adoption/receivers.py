"""What follows for councils that use a model from news about the library and its records."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from cairn.accounts.signals import account_erased
from cairn.adoption.models import Adoption, AdoptionMove, Embedding, EmbedReview
from cairn.adoption.queries import ReviewDue
from cairn.adoption.services import load_known_users
from cairn.adoption.signals import review_overdue
from cairn.library.signals import starter_loaded
from cairn.notices.services import notify
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.queries import get_writers
from cairn.records.services import name_kept_record
from cairn.records.signals import record_merged, record_withdrawn


@receiver(starter_loaded)
def load_with_the_library(*, at: datetime, **kwargs: Any) -> None:
    load_known_users(at=at)


@receiver(record_merged)
def name_the_one_that_stayed(sender: Any, kept: Record, other: Record, **kwargs: Any) -> None:
    if kept.kind == RecordKind.PRACTICE_MODEL:
        name_kept_record(Adoption, "practice_model", kept=kept, other=other)
    if not Embedding.objects.filter(record=kept.pk).exists():
        Embedding.objects.filter(record=other.pk).update(record=kept.pk)


@receiver(record_withdrawn)
def clear_moves(sender: Any, record: Record, **kwargs: Any) -> None:
    """The words beside its dates go with it."""
    AdoptionMove.objects.filter(adoption=record.pk).delete()
    Embedding.objects.filter(record=record.pk).delete()


@receiver(review_overdue)
def tell_team(sender: Any, review: ReviewDue, key: str, at: datetime, **kwargs: Any) -> None:
    record = review.embedding.record
    notify(users=get_writers(record), kind="embedding.overdue", about=record.slug, at=at, key=key)


@receiver(account_erased)
def forget(sender: Any, user: Any, **kwargs: Any) -> None:
    EmbedReview.objects.filter(by=user).update(by=None)
