"""What follows for councils that use a model from news about the library and its records."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from cairn.adoption.queries import ReviewDue
from cairn.adoption.services import load_known_users, load_scaling_strategies
from cairn.adoption.signals import review_overdue
from cairn.library.signals import starter_loaded
from cairn.notices.services import notify
from cairn.records.queries import get_writers


@receiver(starter_loaded)
def load_with_the_library(*, at: datetime, **kwargs: Any) -> None:
    load_known_users(at=at)
    load_scaling_strategies(at=at)


@receiver(review_overdue)
def notify_team(sender: Any, review: ReviewDue, key: str, at: datetime, **kwargs: Any) -> None:
    record = review.embedding.record
    notify(users=get_writers(record), kind="embedding.overdue", about=record.slug, at=at, key=key)
