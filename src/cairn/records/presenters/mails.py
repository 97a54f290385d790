"""The mail that answers somebody without a log-in."""

from django.conf import settings
from django.core.mail import EmailMessage

from cairn.records.models import Report


def compose_answer(report: Report) -> EmailMessage:
    """The one mail that holds words: there is no other way to this person. They asked for it."""
    about = report.place.name if report.place else "a page of this site"
    said = f"asked about {about}" if report.is_question else f"reported a mistake in {about}"
    subject = "your question was answered" if report.is_question else "your report was answered"
    body = (
        f"You {said}. Here is the answer:\n\n{report.answer}\n\n-- \n"
        f"{settings.SITE_NAME}\nWe have now deleted your address."
    )
    return EmailMessage(subject=f"{settings.SITE_NAME}: {subject}", body=body, to=[report.email])
