"""What may happen to a worry and to the posts that are told of one. Each rule says what to do instead."""

from datetime import date

from cairn.accounts.models import Reader
from cairn.accounts.permissions import Permission
from cairn.audit.models import AuditEntry
from cairn.places.models import Membership, Organisation
from cairn.places.policies import has_permission
from cairn.voice.models import SafeguardingConcern, SafetyPost


class UnableToSend(Exception):
    """Nobody would be told, so nothing is kept."""


class UnableToChangePost(Exception):
    """The person named cannot be told, or who asks may not name people."""


class UnableToClose(Exception):
    """The worry was not read, or nothing was said of what was done."""


def check_somebody_is_on_duty(organisation: Organisation, *, day: date) -> None:
    if not SafetyPost.objects.filter(organisation=organisation).on_duty(day=day).exists():
        raise UnableToSend(f"No one at {organisation.name} is on duty, so it was not sent or saved.")


def can_name(user: Reader, organisation: Organisation) -> bool:
    return has_permission(user, Permission.MEMBERS_MANAGE, organisation=organisation)


def check_can_name(user: Reader, organisation: Organisation) -> None:
    if not can_name(user, organisation):
        raise UnableToChangePost("Only the organisation’s coordinators can name the lead and the deputy.")


def check_people(organisation: Organisation, lead: Membership, deputy: Membership | None) -> None:
    """Two people, both of the organisation."""
    for one in (lead, deputy):
        if one and (one.organisation_id != organisation.pk or one.state != Membership.State.ACTIVE):
            raise UnableToChangePost(f"Choose someone who belongs to {organisation.name}.")
    if lead == deputy:
        raise UnableToChangePost("The deputy must be a different person, or no one is told while the lead is away.")


def can_confirm(post: SafetyPost, user: Reader) -> bool:
    """Somebody else than whoever named themselves: another coordinator, or a host of the site."""
    waits = post.is_self_named and post.agreed_at is None
    is_there = post.membership.state == Membership.State.ACTIVE and post.membership.user.is_active
    # A coordinator could otherwise make themselves the one reader of all worries, with nobody knowing.
    if not waits or not is_there or not user.is_authenticated or post.membership.user_id == user.pk:
        return False
    if has_permission(user, Permission.ORGANISATIONS_MANAGE):
        return True
    return can_name(user, post.organisation) and not _changed_since(post, user)


def _changed_since(post: SafetyPost, user: Reader) -> bool:
    """Whoever was let in or made a coordinator since may owe it to the one who waits, so their yes does not count."""
    changes = AuditEntry.objects.about("organisation", post.organisation.slug).filter(action__startswith="member.")
    return changes.filter(at__gt=post.named_at, detail__person=user.pk).exists()


def check_can_confirm(post: SafetyPost, user: Reader) -> None:
    if not can_confirm(post, user):
        raise UnableToChangePost(
            "If you name yourself, an existing coordinator or the host of this site must confirm it. "
            "No one is waiting for confirmation here."
        )


def check_can_agree(post: SafetyPost, user: Reader) -> None:
    if post.membership.user_id != user.pk:
        raise UnableToChangePost("Only the person who was asked can accept.")
    if post.is_self_named and post.agreed_at is None:
        raise UnableToChangePost("You named yourself, so another coordinator or the host of this site must confirm it.")


def can_set_away(post: SafetyPost, user: Reader) -> bool:
    """Whoever holds it; a coordinator too, for somebody who fell ill."""
    return post.membership.user_id == user.pk or can_name(user, post.organisation)


def check_can_close(concern: SafeguardingConcern, *, done: str) -> None:
    if concern.opened_at is None:
        raise UnableToClose("This has not been read yet. Read it first.")
    if concern.closed_at is not None:
        raise UnableToClose("This is already closed.")
    if not done.strip():
        raise UnableToClose("Say what action was taken.")
