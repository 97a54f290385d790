"""Work done by the worker; running twice does no harm."""

from datetime import timedelta

from django.db import OperationalError
from django.utils.timezone import now
from django_tasks import task

from cairn.common.lanes import Lane
from cairn.voice import services


@task(queue_name=Lane.SAFETY)
def chase_concerns() -> None:
    """Say again that a worry about safety waits for its first reader."""
    services.chase_unopened(at=now())


@task(queue_name=Lane.BACKGROUND)
def expire_consents() -> None:
    """Delete what nobody agrees to any more, and tell workers what ends soon."""
    services.expire_consents(at=now())
    overwrite_deleted.enqueue([])


@task(queue_name=Lane.BACKGROUND)
def end_stories() -> None:
    """Delete stories whose consent has ended, and remind workers of what is coming."""
    services.expire_stories(at=now())


@task(queue_name=Lane.BACKGROUND)
def overwrite_deleted(tables: list[str]) -> None:
    """Somebody reads a table for long, such as a backup: then it is tried again later."""
    try:
        services.overwrite_deleted(tables)
    except OperationalError:
        overwrite_deleted.using(run_after=now() + timedelta(minutes=10)).enqueue(tables)
