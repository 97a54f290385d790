"""The one door through which all mail of the site goes (settings.EMAIL_BACKEND)."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.utils.module_loading import import_string

from cairn.notices.models import OutboxMail


class SiteBackend(BaseEmailBackend):
    """The demonstration sends nothing and shows it in its outbox; else GOV.UK Notify or a mail server."""

    def open(self) -> bool:
        """One connection to the mail server carries many mails."""
        if settings.DEMONSTRATION or settings.NOTIFY_API_KEY:
            return False
        self.carrier: BaseEmailBackend | None = self._get_carrier()
        return bool(self.carrier.open())

    def close(self) -> None:
        if carrier := getattr(self, "carrier", None):
            carrier.close()
            self.carrier = None

    def _get_carrier(self) -> BaseEmailBackend:
        return import_string(settings.EMAIL_CARRIER)(fail_silently=self.fail_silently)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        if settings.DEMONSTRATION:
            return sum(_save_mail(message) for message in email_messages)
        if settings.NOTIFY_API_KEY:
            return sum(_send_by_notify(message) for message in email_messages)
        carrier = getattr(self, "carrier", None) or self._get_carrier()
        return carrier.send_messages(email_messages) or 0


def _save_mail(message: EmailMessage) -> int:
    for to in message.recipients():
        OutboxMail.objects.create(
            to=to,
            subject=str(message.subject)[:250],
            text=str(message.body),
            html=get_part(message, "text/html"),
            calendar=get_part(message, "text/calendar"),
        )
    return 1


def get_part(message: EmailMessage, kind: str) -> str:
    """The part of a mail for readers that show HTML, or for calendars."""
    alternatives: list[Any] = getattr(message, "alternatives", [])
    return next((str(part.content) for part in alternatives if part.mimetype.partition(";")[0] == kind), "")


def _send_by_notify(message: EmailMessage) -> int:
    """A template of one subject and one body at GOV.UK Notify carries every mail."""
    from notifications_python_client import NotificationsAPIClient  # in the extra cairn[notify]

    client = NotificationsAPIClient(settings.NOTIFY_API_KEY, base_url=settings.NOTIFY_ADDRESS)
    for to in message.recipients():
        client.send_email_notification(
            email_address=to,
            template_id=settings.NOTIFY_TEMPLATE,
            personalisation={"subject": str(message.subject), "body": str(message.body)},
            one_click_unsubscribe_url=str(message.extra_headers.get("List-Unsubscribe", "")).strip("<>") or None,
        )
    return 1
