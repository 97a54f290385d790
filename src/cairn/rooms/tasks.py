"""Work done by the worker; running twice does no harm."""

from django.utils.timezone import now
from django_tasks import task

from cairn.common.lanes import Lane
from cairn.rooms import services


@task(queue_name=Lane.BACKGROUND)
def tidy_rooms() -> None:
    services.tidy_rooms(at=now())
