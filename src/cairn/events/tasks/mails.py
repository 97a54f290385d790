"""Mails to people who booked; running twice does no harm."""

from django.utils.timezone import now
from django_tasks import task

from cairn.common.lanes import Lane
from cairn.events.presenters.facts import write_facts
from cairn.events.presenters.mails import compose_booking_mail
from cairn.events.services import telling


@task(queue_name=Lane.MAIL)
def send_booking_mails() -> None:
    """Confirmations, changes, cancellations, offers: whatever waits, written from what is so now."""
    telling.send_waiting_mails(compose=compose_booking_mail, write=write_facts, at=now())


@task(queue_name=Lane.MAIL)
def remind_bookers() -> None:
    """A week and a day before an event; and what was left over, as where a mail server did not answer."""
    telling.queue_untold(at=now())
    telling.queue_reminders(at=now())
    telling.send_waiting_mails(compose=compose_booking_mail, write=write_facts, at=now())
