"""What follows from news about figures: jobs."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver

from cairn.accounts.signals import account_erased, account_exported
from cairn.indicators import tasks
from cairn.indicators.models import MeasureFollow, MeasureProposal, Release
from cairn.indicators.signals import releases_became_live


@receiver(releases_became_live)
def queue_news(sender: Any, releases: Iterable[Release], **kwargs: Any) -> None:
    """One job for each release, where anybody follows anything."""
    if not MeasureFollow.objects.exists():
        return
    for release in releases:
        transaction.on_commit(partial(tasks.tell_followers.enqueue, release.pk))


@receiver(account_erased)
def forget(sender: Any, user: Any, **kwargs: Any) -> None:
    MeasureFollow.objects.filter(user=user).delete()
    MeasureProposal.objects.filter(by=user).update(by=None)


@receiver(account_exported)
def tell_what_is_kept(sender: Any, user: Any, **kwargs: Any) -> dict[str, list[Any]]:
    return {
        "measures_followed": list(MeasureFollow.objects.filter(user=user).values("measure", "since")),
        "measures_proposed": list(MeasureProposal.objects.filter(by=user).values("answers", "changed_at")),
    }
