from cairn.places.policies.circles import (
    UnableToChangeCircle,
    check_can_change_circle,
    check_can_join,
    check_can_start_circle,
    check_end_is_to_come,
    check_is_running,
    check_keeps_a_leader,
    check_leads,
)
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
    check_role,
)
from cairn.places.policies.permissions import get_organisations_where, has_permission, require_permission

__all__ = [
    "UnableToChangeCircle",
    "UnableToChangeJourney",
    "UnableToChangeMembers",
    "can_change_journey",
    "check_can_accept",
    "check_can_change_circle",
    "check_can_change_journey",
    "check_can_join",
    "check_can_manage",
    "check_can_start_circle",
    "check_end_is_to_come",
    "check_is_open_to_change",
    "check_is_running",
    "check_keeps_a_coordinator",
    "check_keeps_a_leader",
    "check_leads",
    "check_role",
    "get_organisations_where",
    "has_permission",
    "require_permission",
]
