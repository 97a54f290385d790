"""What a notice about new figures says; asked for when it is sent."""

from django.urls import reverse

from cairn.accounts.models import User
from cairn.indicators.definitions import UnableToFindMeasure, get_definition
from cairn.indicators.models import Release
from cairn.indicators.queries import get_changes, get_earlier_release
from cairn.indicators.services.following import NEW_FIGURES
from cairn.notices.enums import NoticeGroup
from cairn.notices.kinds import NoticeKind, NoticeText


def render_new_figures(user: User, about: str) -> NoticeText | None:
    key, _, number = about.partition(":")
    release = Release.objects.live().filter(pk=number).first()
    try:
        definition = get_definition(key)
    except UnableToFindMeasure:
        return None
    if release is None:
        return None
    sentence = f"New figures are live: {release}."
    if earlier := get_earlier_release(release):
        changes = get_changes(release, earlier)
        sentence += (
            f" In the whole release {changes.new:,} cells are new and {changes.revised:,} are revised since {earlier}."
        )
    return NoticeText(f"New figures: {definition.short_title}", sentence, reverse("indicators:measure", args=[key]))


NOTICES = (
    NoticeKind(
        NEW_FIGURES,
        "New figures for a measure you follow",
        "When new figures are published here.",
        render_new_figures,
        group=NoticeGroup.FOLLOWED,
    ),
)
