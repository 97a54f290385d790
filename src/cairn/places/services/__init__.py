from cairn.places.services.circles import add_to_circle, leave_circle, start_circle
from cairn.places.services.demonstration import load_demonstration_organisations
from cairn.places.services.journey import add_journey_place, remove_journey_place
from cairn.places.services.members import (
    accept_invitation,
    approve_member,
    ask_to_join,
    cancel_invitation,
    change_role,
    delete_old_invitations,
    invite,
    invite_again,
    invite_many,
    remove_member,
)
from cairn.places.services.organisations import add_to_team, make_organisation, make_team, remove_from_team
from cairn.places.services.places import add_parts, load_fictional_places, load_places, move_parts, remove_parts
from cairn.places.services.yours import forget_council, remember_council

__all__ = [
    "accept_invitation",
    "add_journey_place",
    "add_parts",
    "add_to_circle",
    "add_to_team",
    "approve_member",
    "ask_to_join",
    "cancel_invitation",
    "change_role",
    "delete_old_invitations",
    "forget_council",
    "invite",
    "invite_again",
    "invite_many",
    "leave_circle",
    "load_demonstration_organisations",
    "load_fictional_places",
    "load_places",
    "make_organisation",
    "make_team",
    "move_parts",
    "remember_council",
    "remove_from_team",
    "remove_journey_place",
    "remove_member",
    "remove_parts",
    "start_circle",
]
