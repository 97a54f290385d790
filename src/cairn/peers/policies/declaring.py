"""Who says what an organisation asks and offers, and who reads all of it."""

from cairn.accounts.models import Reader
from cairn.accounts.permissions import Permission
from cairn.peers.definitions import get_title, get_topics
from cairn.peers.models import LEAST_HOURS, MOST_HOURS, Declared
from cairn.places.models import Membership, Organisation
from cairn.places.policies import has_permission
from cairn.places.queries.belonging import get_belonging


class UnableToDeclare(Exception):
    """The sentence says why, and what to do instead."""


def can_declare(user: Reader, organisation: Organisation) -> bool:
    return has_permission(user, Permission.PEERS_DECLARE, organisation=organisation)


def can_match(user: Reader) -> bool:
    return has_permission(user, Permission.PEERS_MATCH)


def can_import(user: Reader) -> bool:
    """Coordinators for their organisations, and the matching coordinator for all."""
    if not user.is_authenticated:
        return False
    own = get_belonging(user)
    return can_match(user) or bool(own.get_organisations_allowing(Permission.PEERS_DECLARE))


def can_read_all_of(user: Reader, organisation: Organisation) -> bool:
    """Its own people, and the matching coordinator; others read what it chose to show."""
    return can_match(user) or has_permission(user, Permission.ORGANISATION_READ, organisation=organisation)


def check_can_declare(
    user: Reader, model: type[Declared], organisation: Organisation, *, topic: str, hours: int, contact: int | None
) -> None:
    """The matching coordinator declares too, for an organisation that sent its table by mail."""
    if not can_declare(user, organisation) and not can_match(user):
        raise UnableToDeclare("Only a coordinator of the organisation can say what it asks for and offers.")
    if topic not in {term.key for term in get_topics()}:
        raise UnableToDeclare(f"“{topic[:40]}” is not a topic. Choose one from the list.")
    if not LEAST_HOURS <= hours <= MOST_HOURS:
        raise UnableToDeclare(f"{hours} hours a quarter is outside what we take. Enter {LEAST_HOURS} to {MOST_HOURS}.")
    if contact is not None and not _works_there(contact, organisation):
        raise UnableToDeclare(f"The contact has to be a member of {organisation}. Invite them first.")
    if model.objects.open().filter(organisation=organisation, topic=topic).exists():
        side = "asks for" if model.SIDE == "asks" else "offers"
        raise UnableToDeclare(f"{organisation} already {side} “{get_title(topic)}”. Change that entry instead.")


def check_can_change(user: Reader, declared: Declared, *, contact: int | None = None) -> None:
    if not can_declare(user, declared.organisation):
        raise UnableToDeclare("Only a coordinator of the organisation can change what it asks for and offers.")
    if declared.closed_at is not None:
        raise UnableToDeclare("This was removed. Add it again if it is true once more.")
    if contact is not None and not _works_there(contact, declared.organisation):
        raise UnableToDeclare(f"The contact has to be a member of {declared.organisation}. Invite them first.")


def _works_there(user: int, organisation: Organisation) -> bool:
    return Membership.objects.active().filter(user=user, organisation=organisation).exists()
