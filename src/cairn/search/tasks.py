"""Work done by the worker; running twice does no harm."""

from django.utils.timezone import now
from django_tasks import task

from cairn.common.lanes import Lane
from cairn.search import services


@task(queue_name=Lane.BACKGROUND)
def notify_of_new() -> None:
    """Tell people of what is new in the searches they saved."""
    services.notify_of_new(at=now())
