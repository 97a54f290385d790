"""Work done by the worker; running twice does no harm."""

from django.core.mail import EmailMultiAlternatives
from django.utils.timezone import now
from django_tasks import task

from cairn.common.operations.retention import apply_retention as apply
from cairn.notices import services
from cairn.notices.enums import Frequency
from cairn.notices.presenters.invitations import compose_invitation


@task()
def send_immediate() -> None:
    services.send_waiting(frequency=Frequency.IMMEDIATE, at=now())


@task()
def send_daily() -> None:
    services.send_waiting(frequency=Frequency.DAILY, at=now())


@task()
def send_weekly() -> None:
    services.send_waiting(frequency=Frequency.WEEKLY, at=now())


@task()
def send_invitation(invitation_id: int) -> None:
    message: EmailMultiAlternatives | None = compose_invitation(invitation_id, at=now())
    if message is not None:
        message.send()


@task()
def apply_retention() -> None:
    """Delete what was kept long enough."""
    apply(at=now())
