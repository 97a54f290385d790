"""Who reads which asks and offers."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from cairn.accounts.models import Reader, User
from cairn.accounts.permissions import Permission
from cairn.library.models import Programme
from cairn.peers.enums import ShownTo
from cairn.peers.models import Declared, PeerAsk, PeerOffer
from cairn.places.models import Organisation, Place
from cairn.places.policies import get_organisations_where
from cairn.places.queries import is_from_fictional_council
from cairn.places.queries.belonging import get_belonging

OLD = timedelta(days=365)
PARTNERS_IN_PRACTICE = "partners-in-practice"


def get_shown(model: type[Declared], user: Reader) -> QuerySet[Any]:
    """Open asks or offers that somebody may read: their organisations' own, and what others show to everyone.

    The matching coordinator reads all. Fictional and real organisations never stand beside each other for others.
    """
    found = model.objects.open().select_related("organisation", "contact").order_by("topic", "organisation__name")
    if not user.is_authenticated:
        return found.none()
    own = get_belonging(user)
    if own.may_on_the_site(Permission.PEERS_MATCH):
        return found
    mine = Q(organisation__in=own.get_organisations_allowing(Permission.ORGANISATION_READ))
    nation = Q(organisation__is_fictional=is_from_fictional_council(user))
    return found.filter(mine | nation & Q(shown_to=ShownTo.MEMBERS))


def get_shown_of(model: type[Declared], organisation: Organisation, user: Reader) -> QuerySet[Any]:
    return get_shown(model, user).filter(organisation=organisation)


def get_old(user: User, *, at: datetime) -> list[Declared]:
    """What organisations for which somebody answers said long ago: is it still true?"""
    if not get_belonging(user).get_organisations_allowing(Permission.PEERS_DECLARE):
        return []
    own = get_organisations_where(user, Permission.PEERS_DECLARE)
    wanted = Q(organisation__in=own, confirmed_at__lt=at - OLD)
    return [
        one
        for model in (PeerAsk, PeerOffer)
        for one in model.objects.open().filter(wanted).select_related("organisation").order_by("confirmed_at")
    ]


def get_partners_in_practice(user: Reader) -> tuple[Programme | None, list[Place]]:
    """The programme that made councils Partners in Practice, and those that the library names."""
    programme = Programme.objects.visible_to(user).filter(starter_key=PARTNERS_IN_PRACTICE).first()
    return programme, list(programme.places.order_by("name")) if programme else []


def get_places_with_offers() -> set[int]:
    """Council areas whose organisation has entered an offer that everyone may read."""
    shown = PeerOffer.objects.open().filter(shown_to=ShownTo.MEMBERS, organisation__place__isnull=False)
    return set(shown.values_list("organisation__place", flat=True))
