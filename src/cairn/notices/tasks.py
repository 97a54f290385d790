"""Work done by the worker; running twice does no harm."""

from django.core.mail import EmailMultiAlternatives
from django.utils.timezone import now
from django_tasks import task

from cairn.common.lanes import Lane
from cairn.common.operations.retention import apply_retention as apply
from cairn.notices import services
from cairn.notices.enums import Frequency
from cairn.notices.presenters.invitations import compose_invitation
from cairn.places import services as places


@task(queue_name=Lane.SAFETY)
def send_duties() -> None:
    services.send_duties(at=now())


@task(queue_name=Lane.MAIL)
def send_immediate() -> None:
    services.send_waiting(frequency=Frequency.IMMEDIATE, at=now())


@task(queue_name=Lane.MAIL)
def send_daily() -> None:
    services.send_waiting(frequency=Frequency.DAILY, at=now())


@task(queue_name=Lane.MAIL)
def send_weekly() -> None:
    services.send_waiting(frequency=Frequency.WEEKLY, at=now())


@task(queue_name=Lane.MAIL)
def send_invitation(invitation_id: int) -> None:
    message: EmailMultiAlternatives | None = compose_invitation(invitation_id, at=now())
    if message is not None:
        message.send()


@task(queue_name=Lane.MAIL)
def watch_site() -> None:
    """Tell hosts what went wrong; in the lane of mails, because without it nobody would hear anyway."""
    services.watch_site(at=now())


@task(queue_name=Lane.BACKGROUND)
def apply_retention() -> None:
    """Delete what was kept long enough."""
    apply(at=now())


@task(queue_name=Lane.BACKGROUND)
def tend_circles() -> None:
    """Note the end of circles whose last day is over, and tell members of an end to come."""
    places.tend_circles(at=now())
