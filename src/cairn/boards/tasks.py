"""Work done by the worker; running twice does no harm."""

from django.core.management import call_command
from django_tasks import task


@task()
def publish_scheduled() -> None:
    """Wagtail's own: boards whose day has come are published, and those whose last day has passed taken off."""
    call_command("publish_scheduled", verbosity=0)
