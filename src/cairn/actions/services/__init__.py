from cairn.actions.services.acting import (
    drop_action,
    finish_action,
    get_unstuck,
    move_due_date,
    respond,
    review_action,
    say_stuck,
    start_work,
)
from cairn.actions.services.calendars import delete_calendar_address, make_calendar_address
from cairn.actions.services.outside import act_from_outside
from cairn.actions.services.owning import (
    Ownership,
    accept_invitation,
    clear_old_invitations,
    give_action,
    note_refused_address,
)
from cairn.actions.services.reminding import chase
from cairn.actions.services.starting import start_action

__all__ = [
    "Ownership",
    "accept_invitation",
    "act_from_outside",
    "chase",
    "clear_old_invitations",
    "delete_calendar_address",
    "drop_action",
    "finish_action",
    "get_unstuck",
    "give_action",
    "make_calendar_address",
    "move_due_date",
    "note_refused_address",
    "respond",
    "review_action",
    "say_stuck",
    "start_action",
    "start_work",
]
