from cairn.places.policies.journey import (
    UnableToChangeJourney,
    can_change_journey,
    check_can_change_journey,
)
from cairn.places.policies.members import (
    UnableToChangeMembers,
    check_can_accept,
    check_can_manage,
    check_is_open_to_change,
    check_keeps_a_coordinator,
    check_leads,
    check_role,
)
from cairn.places.policies.permissions import get_organisations_where, has_permission, require_permission

__all__ = [
    "UnableToChangeJourney",
    "UnableToChangeMembers",
    "can_change_journey",
    "check_can_accept",
    "check_can_change_journey",
    "check_can_manage",
    "check_is_open_to_change",
    "check_keeps_a_coordinator",
    "check_leads",
    "check_role",
    "get_organisations_where",
    "has_permission",
    "require_permission",
]
