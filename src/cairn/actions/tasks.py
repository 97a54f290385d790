"""Work done by the worker; running twice does no harm beyond a second mail."""

from smtplib import SMTPRecipientsRefused

from django.utils.timezone import now
from django_tasks import task

from cairn.actions import services
from cairn.actions.models import ActionInvitation
from cairn.actions.presenters import compose_invitation
from cairn.common.lanes import Lane


@task(queue_name=Lane.BACKGROUND)
def chase_actions() -> None:
    """Reminders before and after due dates, at reviews, and of actions whose owner has gone."""
    services.chase(at=now())


@task(queue_name=Lane.MAIL)
def send_invitation(invitation_id: int) -> None:
    """An address that the mail server refuses is told to whoever invited it."""
    invitation = ActionInvitation.objects.select_related("action", "invited_by").filter(pk=invitation_id).first()
    message = compose_invitation(invitation, at=now()) if invitation else None
    if invitation is None or message is None:
        return
    try:
        message.send()
    except SMTPRecipientsRefused:
        services.note_refused_address(invitation=invitation, at=now())
