"""Work done by the worker; running twice does no harm."""

from django.utils.timezone import now
from django_tasks import task

from cairn.common.lanes import Lane
from cairn.peers.services import partnerships


@task(queue_name=Lane.BACKGROUND)
def remind_of_visits() -> None:
    """The day before a visit, and when its follow-up is due."""
    partnerships.remind_of_visits(at=now())
