from cairn.actions.presenters.boards import FILE_HEADER, SHOWN_LABELS, Row, list_cells, make_rows
from cairn.actions.presenters.calendars import make_calendar_file
from cairn.actions.presenters.chain import describe_course
from cairn.actions.presenters.mails import compose_invitation, make_answer_links, read_answer_link
from cairn.actions.presenters.states import (
    describe_move,
    describe_owner,
    describe_state,
    is_late,
    list_offers,
    needs_answer,
)

__all__ = [
    "FILE_HEADER",
    "SHOWN_LABELS",
    "Row",
    "compose_invitation",
    "describe_course",
    "describe_move",
    "describe_owner",
    "describe_state",
    "is_late",
    "list_cells",
    "list_offers",
    "make_answer_links",
    "make_calendar_file",
    "make_rows",
    "needs_answer",
    "read_answer_link",
]
