"""Work done by the worker; arguments are ids, and running twice does no harm."""

from pathlib import Path

from django.conf import settings
from django.utils.timezone import now
from django_tasks import task

from cairn.common.lanes import Lane
from cairn.indicators import services
from cairn.indicators.models import Release, Upload


@task(queue_name=Lane.TABLES)
def read_upload(upload_id: int) -> None:
    """Read a file that somebody gave, so that they can see what it would change."""
    upload = Upload.objects.select_related("release").filter(pk=upload_id).first()
    if upload is not None:
        services.read_upload(upload=upload, at=now())


@task(queue_name=Lane.BACKGROUND)
def notify_followers(release_id: int) -> None:
    """Whoever follows a measure hears that a release has new figures of it."""
    release = Release.objects.filter(pk=release_id).first()
    if release is not None:
        services.notify_followers(release=release, at=now())


@task(queue_name=Lane.BACKGROUND)
def look_for_releases() -> None:
    """Fetch what the publisher's service has that is new, where the host has asked for it."""
    if settings.FETCH_BY_ITSELF:
        services.fetch(folder=Path(settings.DATA_DIR) / "downloads", at=now())
