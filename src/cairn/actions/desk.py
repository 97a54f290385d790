"""What actions put on the desk of their owner, and what the digest of an organisation says of them."""

from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.actions.models import Action
from cairn.actions.queries import get_actions
from cairn.places.models import Organisation
from cairn.records.desk import Column, DigestItem, DigestPart, WorkItem

SOON = timedelta(days=14)
MOST = 50
SHOWN = 3


def find_work(user: User) -> list[WorkItem]:
    """One's own open actions, the soonest due first."""
    today = localdate()
    return [
        _make_work_item(action, today) for action in get_actions(user, only_mine=True).filter(done_date=None)[:MOST]
    ]


def _make_work_item(action: Action, today: date) -> WorkItem:
    is_late = action.due_date is not None and action.due_date < today
    is_soon = action.due_date is not None and action.due_date <= today + SOON
    return WorkItem(
        title=action.title,
        url=action.get_absolute_url(),
        kind="Action",
        state="Overdue" if is_late else "Due soon" if is_soon else "Open",
        next_step="Say what came of it" if is_late else "First step",
        next_url=reverse("actions:finish", args=[action.slug]) if is_late else action.get_absolute_url(),
        changed_at=action.updated_at,
        due=action.due_date,
        is_late=is_late,
    )


def find_late(user: User, organisation: Organisation) -> DigestPart | None:
    """Who does it is not said: that is for the people who may change the action."""
    today = localdate()
    mine = get_actions(user).filter(organisation=organisation, done_date=None).filter(Q(live=True) | Q(owner=user))
    open_ones = list(mine)
    late = [action for action in open_ones if action.due_date is not None and action.due_date < today]
    if not open_ones:
        return None
    return DigestPart(
        Column.STUCK,
        len(late),
        f"action{'' if len(late) == 1 else 's'} overdue, of {len(open_ones)} open",
        reverse("actions:actions"),
        [
            DigestItem(one.title, one.get_absolute_url(), f"Overdue since {one.due_date:%-d %B %Y}", sign="wait")
            for one in late[:SHOWN]
        ],
    )
