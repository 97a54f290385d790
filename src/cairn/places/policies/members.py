"""What may happen to organisations and their people."""

from datetime import datetime

from cairn.accounts.models import User
from cairn.accounts.permissions import Permission
from cairn.accounts.roles import ORGANISATION_ROLES, get_roles_with
from cairn.places.models import Invitation, Membership, Organisation
from cairn.places.policies.permissions import has_permission


class UnableToChangeMembers(Exception):
    """The sentence says why, and what to do instead."""


def check_can_manage(user: User, organisation: Organisation) -> None:
    if not has_permission(user, Permission.MEMBERS_MANAGE, organisation=organisation):
        raise UnableToChangeMembers("Only a coordinator of the organisation may do that.")


def check_role(role: str) -> None:
    if role not in ORGANISATION_ROLES:
        raise UnableToChangeMembers(f"“{role}” is not a role. The roles are {', '.join(ORGANISATION_ROLES)}.")


def check_keeps_a_coordinator(membership: Membership) -> None:
    """The last one cannot go or become something else: nobody could let people in any more."""
    managing = get_roles_with(Permission.MEMBERS_MANAGE)
    if membership.role not in managing or membership.state != Membership.State.ACTIVE:
        return
    others = Membership.objects.active().filter(organisation=membership.organisation, role__in=managing)
    if not others.exclude(pk=membership.pk).exists():
        raise UnableToChangeMembers("This is the last coordinator. Make someone else a coordinator first.")


def check_can_accept(invitation: Invitation, user: User, *, at: datetime) -> None:
    if not invitation.is_open(at=at):
        raise UnableToChangeMembers("This invitation has been used or has expired. Ask for a new one.")
    # The link alone is no proof: mails are passed on, and it would let in whoever holds it.
    if invitation.email.lower() != user.email.lower():
        raise UnableToChangeMembers(
            "This invitation is for another e-mail address. Sign in with the one it was sent to."
        )


def check_is_open_to_change(invitation: Invitation) -> None:
    if invitation.accepted_at is not None:
        raise UnableToChangeMembers("This invitation was accepted. You can change the person’s role instead.")
