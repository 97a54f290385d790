"""Who hears of new figures."""

from datetime import datetime
from typing import Any

from cairn.accounts.models import User
from cairn.indicators.definitions import get_definitions
from cairn.indicators.models import MeasureFollow, Release
from cairn.notices.services import notify

NEW_FIGURES = "data.released"


def follow_measure(*, user: Any, measure: str, at: datetime) -> None:
    MeasureFollow.objects.get_or_create(user=user, measure=measure, defaults={"since": at})


def unfollow_measure(*, user: Any, measure: str) -> None:
    MeasureFollow.objects.filter(user=user, measure=measure).delete()


def notify_followers(*, release: Release, at: datetime) -> int:
    """Note for the followers of each measure that this release serves; safe to do twice. Returns how many will hear."""
    if release.state != Release.State.LIVE or release.content != Release.Content.FIGURES:
        return 0
    series = set(release.published_years.values_list("series__key", flat=True).distinct())
    number = 0
    for definition in get_definitions():
        links = (*definition.value, *definition.numerator)
        if any(link.series in series for link in links):
            users = list(
                User.objects.filter(pk__in=MeasureFollow.objects.filter(measure=definition.key).values("user"))
            )
            if users:
                about = f"{definition.key}:{release.pk}"
                number += notify(users=users, kind=NEW_FIGURES, about=about, at=at)
    return number
