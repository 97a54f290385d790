"""Calling for a new look at the conditions of something, because something changed."""

from datetime import datetime

from django.db import transaction

from cairn.conditions.models import NewLook
from cairn.conditions.signals import new_look_called
from cairn.records.models import Record


@transaction.atomic
def call_for_new_look(record: Record, reason: str, at: datetime) -> NewLook:
    """Put it on the desks of those who may change the record, until a round is opened. Safe to do twice.

    `reason` is a sentence without names: "There is a new leader."
    """
    waiting = NewLook.objects.filter(record=record.pk, reason=reason, done_at=None).first()
    if waiting is not None:
        return waiting
    look = NewLook.objects.create(record_id=record.pk, reason=reason, called_at=at)
    new_look_called.send(sender=NewLook, look=look, at=at)
    return look
