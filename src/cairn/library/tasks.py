"""Work done by the worker; running twice does no harm."""

from django.conf import settings
from django.utils.timezone import now
from django_tasks import task

from cairn.common.lanes import Lane
from cairn.library import services
from cairn.library.services.web import look_at


@task(queue_name=Lane.BACKGROUND)
def look_at_links() -> None:
    """See which addresses of sources still work, where the host has asked for it."""
    if settings.CHECK_LINKS:
        services.check_links(look=look_at, at=now())
