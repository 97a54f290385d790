"""The mail that asks somebody to join an organisation."""

from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from cairn.notices.kinds import NoticeText
from cairn.notices.presenters.mails import compose_for_outsider
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
    return compose_for_outsider(item, to=invitation.email)
