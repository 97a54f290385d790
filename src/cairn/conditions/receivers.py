"""What follows from news about reflections and about what is settled before a start: mails and notices."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver

from cairn.conditions import tasks
from cairn.conditions.models import Groundwork, NewLook, ReflectionRound, Respondent
from cairn.conditions.signals import new_look_called, people_invited, round_closed, talk_missed
from cairn.notices.services import notify
from cairn.records.queries import get_writers


@receiver(people_invited)
def queue_links(sender: object, respondents: Sequence[Respondent], **kwargs: Any) -> None:
    for respondent in respondents:
        transaction.on_commit(partial(tasks.send_private_link.enqueue, respondent.pk))


@receiver(round_closed)
def notify_of_result(sender: object, round: ReflectionRound, at: datetime, **kwargs: Any) -> None:
    people = get_writers(round.profile)
    notify(users=people, kind="reflection.closed", about=round.profile.slug, at=at, key=str(round.number))


@receiver(new_look_called)
def notify_writers(sender: object, look: NewLook, at: datetime, **kwargs: Any) -> None:
    notify(users=get_writers(look.record), kind="reflection.look", about=str(look.pk), at=at)


@receiver(talk_missed)
def notify_team(sender: Any, groundwork: Groundwork, key: str, at: datetime, **kwargs: Any) -> None:
    notify(users=get_writers(groundwork), kind="groundwork.talk_missed", about=groundwork.slug, at=at, key=key)
