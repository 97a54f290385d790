"""Rows of boards, on a page and in a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cairn.accounts.models import Reader
from cairn.actions.models import Action
from cairn.actions.presenters.states import StateTag, describe_owner, describe_state
from cairn.actions.queries import get_origins_of
from cairn.common.addresses import make_absolute
from cairn.records.models import Record

SHOWN_LABELS = {
    "open": "Open",
    "overdue": "Overdue",
    "stuck": "Stuck",
    "not-now": "Not now",
    "review": "To review",
    "done": "Done",
    "this-quarter": "Done this quarter",
    "dropped": "Dropped",
}


@dataclass(frozen=True)
class Row:
    """One action on a board. Who does it is told to the people who may change it, as on its page."""

    action: Action
    state: StateTag
    owner: str
    origins: list[Record]


def make_rows(actions: Iterable[Action], user: Reader, *, day: date) -> list[Row]:
    listed = list(actions)
    own = set(Record.objects.editable_by(user).filter(pk__in=[one.pk for one in listed]).values_list("pk", flat=True))
    origins = get_origins_of(listed, user)
    return [
        Row(
            one,
            describe_state(one, day=day),
            describe_owner(one, lacks_owner=False) if one.pk in own or one.owner_id == user.pk else "",
            origins.get(one.pk, []),
        )
        for one in listed
    ]


FILE_HEADER = (
    *("Action", "Why", "First step", "State", "Owner", "Team", "Organisation", "Due", "Review", "Done"),
    *("What changed", "How we know", "Because of", "Address"),
)


def list_cells(row: Row) -> list[str]:
    action = row.action
    days = [f"{day:%Y-%m-%d}" if day else "" for day in (action.due_date, action.review_date, action.done_date)]
    return [
        *(action.title, action.summary, action.first_step, row.state.words, row.owner),
        action.team.name if action.team and row.owner else "",
        action.organisation.name if action.organisation else "",
        *days,
        *(action.outcome, action.evidence),
        "; ".join(one.title for one in row.origins),
        make_absolute(action.get_absolute_url()),
    ]
