"""Who may say where an organisation was on its improvement journey."""

from cairn.accounts.models import Reader
from cairn.accounts.permissions import Permission
from cairn.places.models import Organisation
from cairn.places.policies.permissions import has_permission


class UnableToChangeJourney(Exception):
    """The sentence says why, and what to do instead."""


def can_change_journey(user: Reader, organisation: Organisation) -> bool:
    """Its coordinators, who answer for it, and moderators."""
    return has_permission(user, Permission.MEMBERS_MANAGE, organisation=organisation) or has_permission(
        user, Permission.REPORTS_ANSWER
    )


def check_can_change_journey(user: Reader, organisation: Organisation) -> None:
    if not can_change_journey(user, organisation):
        raise UnableToChangeJourney("Only a coordinator of the organisation or a moderator can change its journey.")
