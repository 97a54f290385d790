"""Mails to people who booked. One is written down before it is sent, so none is lost."""

from typing import Any

from django.db import models
from django.db.models import Q

from cairn.common.privacy import PartOf
from cairn.events.models.booking import Booking


def make_facts() -> dict[str, Any]:
    return {}


class BookingMail(models.Model):
    """One mail, to be written from what is so when it goes out; `told` then keeps what it said of the event.

    What it says is never decided here: a reminder of a booking that was cancelled meanwhile goes to nobody.
    """

    PRIVACY = (PartOf("booking"),)

    class Reason(models.TextChoices):
        NEWS = "news", "Something happened"
        WEEK = "week", "Reminder a week before"
        DAY = "day", "Reminder the day before"

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="mails")
    reason = models.CharField(max_length=4, choices=Reason)
    reminds_of = models.DateTimeField(null=True, blank=True)  # the start of the event when a reminder was due
    message_id = models.CharField(max_length=120, unique=True)
    made_at = models.DateTimeField()
    try_after = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=100, blank=True)  # the name of the error
    sent_at = models.DateTimeField(null=True, blank=True)
    told = models.JSONField(default=make_facts, blank=True)
    sequence = models.PositiveIntegerField(null=True, blank=True)  # of the calendar file that went with it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booking", "reason", "reminds_of"], name="booking_reminded_once"),
            models.CheckConstraint(
                name="booking_mail_reminds_of_a_start",
                condition=Q(reason="news", reminds_of=None) | ~Q(reason="news") & Q(reminds_of__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["try_after"], condition=Q(sent_at=None), name="booking_mails_that_wait")]

    def __str__(self) -> str:
        return self.message_id
