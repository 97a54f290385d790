"""Work done by the worker; running twice does no harm."""

from django.utils.timezone import now
from django_tasks import task

from cairn.common.lanes import Lane
from cairn.decisions.services.ballots import close_old_ballots


@task(queue_name=Lane.BACKGROUND)
def count_votes() -> None:
    """Count votes whose end has come, and destroy keys that are left over."""
    close_old_ballots(at=now())
