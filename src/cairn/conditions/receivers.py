"""What follows from news about what is settled before a start."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from cairn.conditions.models import Groundwork
from cairn.conditions.signals import talk_missed
from cairn.notices.services import notify
from cairn.records.queries import get_writers


@receiver(talk_missed)
def notify_team(sender: Any, groundwork: Groundwork, key: str, at: datetime, **kwargs: Any) -> None:
    notify(users=get_writers(groundwork), kind="groundwork.talk_missed", about=groundwork.slug, at=at, key=key)
