from cairn.actions.views.acting import act, action, answer, invitation, new_action, owner
from cairn.actions.views.boards import actions, my_actions, organisation_actions, team_actions
from cairn.actions.views.calendars import calendar, calendar_file, calendars

__all__ = [
    "act",
    "action",
    "actions",
    "answer",
    "calendar",
    "calendar_file",
    "calendars",
    "invitation",
    "my_actions",
    "new_action",
    "organisation_actions",
    "owner",
    "team_actions",
]
