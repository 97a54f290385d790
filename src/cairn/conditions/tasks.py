"""Work done by the worker; running twice does no harm beyond a second mail."""

from smtplib import SMTPRecipientsRefused

from django.utils.timezone import now
from django_tasks import task

from cairn.common.lanes import Lane
from cairn.conditions import services
from cairn.conditions.models import Respondent
from cairn.conditions.presenters.mails import compose_invitation


@task(queue_name=Lane.MAIL)
def send_private_link(respondent_id: int) -> None:
    """An address that receives nothing loses its link; the page of the round no longer lists it."""
    related = "round__profile__team__organisation"
    respondent = Respondent.objects.select_related(related).filter(pk=respondent_id).first()
    message = compose_invitation(respondent, at=now()) if respondent else None
    if respondent is None or message is None:
        return
    try:
        message.send()
    except SMTPRecipientsRefused:
        respondent.delete()


@task(queue_name=Lane.BACKGROUND)
def close_rounds() -> None:
    services.close_due_rounds(at=now())


@task(queue_name=Lane.BACKGROUND)
def chase_talks() -> None:
    """Tell teams that regular communication was missed."""
    services.chase_missed_talks(at=now())
