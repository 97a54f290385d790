"""Work done by the worker; running twice does no harm."""

from django.utils.timezone import now
from django_tasks import task

from cairn.adoption import services
from cairn.common.lanes import Lane


@task(queue_name=Lane.BACKGROUND)
def chase_reviews() -> None:
    """Tell teams that a look at what lasts is overdue."""
    services.chase_overdue(at=now())
