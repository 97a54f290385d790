"""What follows from news about figures: jobs."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver

from cairn.indicators import tasks
from cairn.indicators.models import MeasureFollow, Release
from cairn.indicators.signals import releases_became_live


@receiver(releases_became_live)
def queue_news(sender: Any, releases: Iterable[Release], **kwargs: Any) -> None:
    """One job for each release, where anybody follows anything."""
    if not MeasureFollow.objects.exists():
        return
    for release in releases:
        transaction.on_commit(partial(tasks.notify_followers.enqueue, release.pk))
