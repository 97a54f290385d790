"""What may happen to circles and the people in them."""

from datetime import date, datetime

from cairn.accounts.models import User
from cairn.accounts.permissions import Permission
from cairn.places.models import Circle, CircleInvitation, CircleMembership, Organisation
from cairn.places.policies.members import UnableToChangeMembers
from cairn.places.policies.permissions import has_permission


class UnableToChangeCircle(UnableToChangeMembers):
    """The sentence says why, and what to do instead."""


def check_can_start_circle(user: User, organisation: Organisation) -> None:
    if not has_permission(user, Permission.CIRCLES_START, organisation=organisation):
        raise UnableToChangeCircle("Your role in this organisation does not let you start a circle.")


def check_end_is_to_come(ends_on: date | None, *, on: date) -> None:
    if ends_on is not None and ends_on <= on:
        raise UnableToChangeCircle("Enter a last day after today, or leave it empty.")


def check_leads(circle: Circle, user: User) -> None:
    if not CircleMembership.objects.filter(circle=circle, user=user, leads=True).exists():
        raise UnableToChangeCircle("Only someone who leads this circle can do that.")


def check_is_running(circle: Circle, *, on: date) -> None:
    if not circle.is_running(on=on):
        raise UnableToChangeCircle("This circle has ended. To go on, start a new one and invite the same people.")


def check_can_change_circle(circle: Circle, user: User, *, on: date) -> None:
    check_leads(circle, user)
    check_is_running(circle, on=on)


def check_can_join(invitation: CircleInvitation, user: User, *, at: datetime) -> None:
    # The address alone is no proof: whoever guesses the page of a circle must hear nothing of it.
    if invitation.email.lower() != user.email.lower() or not invitation.is_open(at=at):
        raise UnableToChangeCircle("This invitation is for someone else, or has expired. Ask for a new one.")


def check_keeps_a_leader(membership: CircleMembership, *, leaves: bool) -> None:
    """Nobody else could let people in any more, or end it; only whoever is alone in it leaves nobody behind."""
    others = CircleMembership.objects.filter(circle=membership.circle_id).exclude(pk=membership.pk)
    if not membership.leads or others.filter(leads=True).exists():
        return
    if others.exists() or not leaves:
        raise UnableToChangeCircle("This is the last person who leads the circle. Make someone else a leader first.")
