"""The mail that asks somebody to join an organisation."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from cairn.notices.kinds import NoticeText
from cairn.places.models import Invitation


def compose_invitation(invitation_id: int, *, at: datetime) -> EmailMultiAlternatives | None:
    invitation = Invitation.objects.select_related("organisation").filter(pk=invitation_id).first()
    if invitation is None or not invitation.is_open(at=at):
        return None
    organisation = invitation.organisation.name
    path = reverse("places:invitation", args=[invitation.key])
    item = NoticeText(
        f"You are invited to {organisation}",
        "Open the link within two weeks to accept. If you do not know what this is, do nothing.",
        path,
    )
    context = {
        "subject": item.heading,
        "name": "",
        "items": [(item, settings.BASE_URL.rstrip("/") + path)],
        "site_name": settings.SITE_NAME,
    }
    message = EmailMultiAlternatives(
        subject=" ".join(f"{settings.SITE_NAME}: {item.heading}".split())[:200],
        body=render_to_string("notices/mail.txt", context),
        to=[invitation.email],
    )
    message.attach_alternative(render_to_string("notices/mail.html", context), "text/html")
    return message
