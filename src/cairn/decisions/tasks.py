"""Work done by the worker; running twice does no harm."""

from django.utils.timezone import now
from django_tasks import task

from cairn.common.lanes import Lane
from cairn.decisions.services.ballots import close_old_ballots, overwrite_what_was_deleted


@task(queue_name=Lane.BACKGROUND)
def count_votes() -> None:
    """Count votes whose end has come, and destroy keys that are left over."""
    close_old_ballots(at=now())


@task(queue_name=Lane.BACKGROUND)
def overwrite_votes() -> None:
    """Once more each day, for what another transaction could still see when a vote ended."""
    overwrite_what_was_deleted()
