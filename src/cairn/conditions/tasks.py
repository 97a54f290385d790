"""Work done by the worker; running twice does no harm."""

from django.utils.timezone import now
from django_tasks import task

from cairn.common.lanes import Lane
from cairn.conditions import services


@task(queue_name=Lane.BACKGROUND)
def chase_talks() -> None:
    """Tell teams that regular communication was missed."""
    services.chase_missed_talks(at=now())
