"""The mail that answers somebody without a log-in."""

from django.conf import settings
from django.core.mail import EmailMessage

from cairn.records.models import Report


def compose_answer(report: Report) -> EmailMessage:
    """The one mail that holds words: there is no other way to this person. They asked for it."""
    about = report.place.name if report.place else "a page of this site"
    body = (
        f"You told us that something is wrong with {about}. This is the answer:\n\n{report.answer}\n\n"
        f"-- \n{settings.SITE_NAME}\nYour address is deleted now."
    )
    return EmailMessage(subject=f"{settings.SITE_NAME}: what you reported is answered", body=body, to=[report.email])
