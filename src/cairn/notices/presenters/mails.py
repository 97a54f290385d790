"""A mail to somebody without an account here: one thing, and where it leads."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from cairn.notices.kinds import NoticeText, make_mail_item


def compose_for_outsider(item: NoticeText, *, to: str) -> EmailMultiAlternatives:
    context = {
        "subject": item.heading,
        "name": "",
        "items": [make_mail_item(item)],
        "site_name": settings.SITE_NAME,
    }
    message = EmailMultiAlternatives(
        subject=" ".join(f"{settings.SITE_NAME}: {item.heading}".split())[:200],
        body=render_to_string("notices/mail.txt", context),
        to=[to],
        headers={"Auto-Submitted": "auto-generated"},  # so that no program of somebody away answers it
    )
    message.attach_alternative(render_to_string("notices/mail.html", context), "text/html")
    return message
