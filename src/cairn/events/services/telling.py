"""Mails to people who booked: written down, then sent. What they say is decided when they go out."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from email.utils import make_msgid
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now

from cairn.common.addresses import get_host_name
from cairn.events.enums import ACTIVE
from cairn.events.models import Booking, BookingMail, LearningEvent
from cairn.events.queries.telling import LEADS, get_unreminded, get_untold, get_waiting_mails
from cairn.events.signals import mails_wait

logger = logging.getLogger(__name__)
MOST_IN_A_RUN = 500
TIME_TO_BE_TOLD = timedelta(minutes=5)


@transaction.atomic
def queue_news(*, bookings: Iterable[Booking], at: datetime) -> int:
    """Something happened to these bookings; how many mails wait because of it.

    Mails and the job that sends them are written in one transaction: hundreds may book in the same minute.
    """
    made = BookingMail.objects.bulk_create(_make_mail(one, BookingMail.Reason.NEWS, at=at) for one in bookings)
    if made:
        mails_wait.send(sender=BookingMail)
    return len(made)


def queue_news_of_event(*, event: LearningEvent, at: datetime) -> int:
    """Everybody with a place, an offer or a wait hears of it."""
    return queue_news(bookings=Booking.objects.filter(event=event, state__in=ACTIVE).order_by("queued_at", "pk"), at=at)


@transaction.atomic
def queue_reminders(*, at: datetime) -> int:
    """Once for each booking and start; whoever booked so late has just been told."""
    made = []
    for reason, lead in LEADS.items():
        for booking in get_unreminded(reason, at=at):
            start = booking.event.arrangements.starts_at
            if booking.created_at < start - lead and not _is_nearer(reason, start, at=at):
                made.append(_make_mail(booking, reason, at=at, reminds_of=start))
    BookingMail.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def _is_nearer(reason: BookingMail.Reason, start: datetime, *, at: datetime) -> bool:
    """On the last day nobody is reminded that it is in a week."""
    return reason == BookingMail.Reason.WEEK and start <= at + LEADS[BookingMail.Reason.DAY]


def queue_untold(*, at: datetime) -> int:
    return queue_news(bookings=get_untold(before=at - TIME_TO_BE_TOLD, at=at), at=at)


def _make_mail(
    booking: Booking, reason: BookingMail.Reason, *, at: datetime, reminds_of: datetime | None = None
) -> BookingMail:
    message_id = make_msgid(domain=get_host_name())
    return BookingMail(
        booking=booking, reason=reason, reminds_of=reminds_of, message_id=message_id, made_at=at, try_after=at
    )


def send_waiting_mails(*, compose: Callable[..., Any], write: Callable[..., dict[str, Any]], at: datetime) -> int:
    """In a job: how many went out. `compose` gives None where there is nothing to say any more."""
    sent = 0
    for number in list(get_waiting_mails(at=at).values_list("pk", flat=True)[:MOST_IN_A_RUN]):
        # Read one by one: what the mail before told counts for this one.
        mail = get_waiting_mails(at=at).filter(pk=number).first()
        if mail is not None and _claim(mail, at=at):
            sent += _deliver(mail, compose, write, at=at)
    return sent


def _claim(mail: BookingMail, *, at: datetime) -> bool:
    """One worker takes it. The attempt is counted before, so that a mail that kills the worker ends too."""
    pause = timedelta(minutes=5 * 4**mail.attempts)
    claimed = BookingMail.objects.filter(pk=mail.pk, sent_at=None, attempts=mail.attempts)
    return bool(claimed.update(attempts=F("attempts") + 1, try_after=max(at, now()) + pause))


def _deliver(mail: BookingMail, compose: Callable[..., Any], write: Callable[..., Any], *, at: datetime) -> int:
    try:
        told = compose(mail, at=at)
        if told is None:
            mail.delete()
            return 0
        told.message.send()
    except Exception as problem:  # whatever went wrong, it is tried again
        logger.warning("Booking mail %s could not be sent: %s", mail.pk, type(problem).__name__)
        BookingMail.objects.filter(pk=mail.pk).update(problem=type(problem).__name__)
        return 0
    BookingMail.objects.filter(pk=mail.pk).update(
        sent_at=at, told=write(told.facts), sequence=told.sequence, problem=""
    )
    return 1
