"""Work done by the worker; arguments are ids, and running twice does no harm."""

from django.utils.timezone import now
from django_tasks import task

from cairn.indicators import services
from cairn.indicators.models import Upload


@task()
def read_upload(upload_id: int) -> None:
    """Read a file that somebody gave, so that they can see what it would change."""
    upload = Upload.objects.select_related("release").filter(pk=upload_id).first()
    if upload is not None:
        services.read_upload(upload=upload, at=now())
