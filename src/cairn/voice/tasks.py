"""Work done by the worker; running twice does no harm."""

from django.utils.timezone import now
from django_tasks import task

from cairn.common.lanes import Lane
from cairn.voice import services


@task(queue_name=Lane.SAFETY)
def chase_concerns() -> None:
    """Say again that a worry about safety waits for its first reader."""
    services.chase_unopened(at=now())
