"""What figures put on a desk, and what the digest of an organisation says of them."""

from django.urls import reverse

from cairn.accounts.models import User
from cairn.indicators.definitions import get_definitions, get_profile_definitions
from cairn.indicators.models import MeasureFollow
from cairn.indicators.presenters.moved import Movement, find_movements
from cairn.indicators.queries import get_all_place_series, get_latest
from cairn.places.models import Organisation, Place
from cairn.places.queries.places import get_own_council
from cairn.records.desk import Column, DigestItem, DigestPart, FirstStep, FollowedItem

SHOWN = 3


def find_figures_step(user: User) -> FirstStep:
    """It is done when somebody follows a measure: that they only looked is noted nowhere."""
    place = get_own_council(user)
    url = reverse("places:council", args=[place.slug]) if place else reverse("places:councils")
    return FirstStep(
        "Look at your council’s figures and follow one", url, MeasureFollow.objects.filter(user=user).exists()
    )


def find_followed(user: User) -> list[FollowedItem]:
    """One that is no measure of the site any more is not listed."""
    titles = {one.key: one.short_title for one in get_definitions()}
    return [
        FollowedItem(titles[one.measure], reverse("indicators:measure", args=[one.measure]), "Measure", one.since)
        for one in MeasureFollow.objects.filter(user=user).order_by("-since")
        if one.measure in titles
    ]


def find_moved(user: User, organisation: Organisation) -> DigestPart | None:
    """Published figures, the same for every reader."""
    place = organisation.place
    if place is None:
        return None
    definitions = get_profile_definitions()
    latest = get_latest(definitions, fictional=place.is_fictional)
    if not latest:
        return None
    moved = find_movements(place, definitions, get_all_place_series(definitions, place), latest)
    return DigestPart(
        Column.MOVED,
        len(moved),
        f"of {len(definitions)} measures moved more than usual",
        reverse("indicators:council-figures", args=[place.slug]),
        [_make_item(place, one) for one in moved[:SHOWN]],
    )


def _make_item(place: Place, movement: Movement) -> DigestItem:
    return DigestItem(
        movement.definition.short_title.removesuffix(", rate"),
        reverse("indicators:council-measure", args=[place.slug, movement.definition.key]),
        movement.words,
        "more" if movement.is_rise else "fewer",
    )
