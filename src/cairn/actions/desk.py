"""What actions put on the desks of owners, teams, inviters and coordinators, and what an organisation’s digest says."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.timezone import localdate, now

from cairn.accounts.models import User
from cairn.actions.enums import State
from cairn.actions.models import Action
from cairn.actions.presenters import describe_state, is_late, needs_answer
from cairn.actions.queries import (
    get_actions,
    get_failed_invitations,
    get_stuck_of_teams,
    get_without_owner,
    is_open,
    is_overdue,
)
from cairn.places.models import Organisation
from cairn.records.desk import Column, DigestItem, DigestPart, DueItem, WorkItem

MOST = 50
MOST_DUE = 10
SHOWN = 3


def find_work(user: User) -> list[WorkItem]:
    """One's own open actions, the soonest due first."""
    today = localdate()
    return [_make_work_item(action, today) for action in get_actions(user, only_mine=True).filter(is_open())[:MOST]]


def _make_work_item(action: Action, today: date) -> WorkItem:
    page = action.get_absolute_url()
    return WorkItem(
        title=action.title,
        url=page,
        kind="Action",
        state=describe_state(action, day=today).words,
        next_step="Answer" if needs_answer(action) else "Update",
        next_url=page,
        changed_at=action.state_since or action.updated_at,
        due=action.due_date,
        is_late=is_late(action, day=today),
    )


Found = Iterator[tuple[int, DueItem]]  # by the key of the action


def find_due(user: User) -> list[DueItem]:
    """What others wait for; of two about one action the first: it wants an owner before it wants help."""
    found: dict[int, DueItem] = {}
    for key, item in (*_find_without_owner(user), *_find_invitations(user), *_find_stuck(user)):
        found.setdefault(key, item)
    return list(found.values())


def _find_without_owner(user: User) -> Found:
    """For coordinators, who may not read what a team keeps to itself: no more than whose it is."""
    for action in get_without_owner(user)[:MOST_DUE]:
        yield (
            action.pk,
            DueItem(
                title=f"An action of {action.team or action.organisation}",
                action="Its owner has left. Choose a new owner",
                url=reverse("actions:owner", args=[action.slug]),
                since=action.state_since or action.updated_at,
            ),
        )


def _find_invitations(user: User) -> Found:
    """For whoever invited an owner by e-mail: the address receives nothing, or nobody accepted in time."""
    for one in get_failed_invitations(user, at=now())[:MOST_DUE]:
        yield (
            one.action_id,
            DueItem(
                title=one.action.title,
                action=(
                    "The invitation could not be delivered. Check the address, or choose another owner"
                    if one.refused_at
                    else "Your invitation has expired. Send a new one, or choose another owner"
                ),
                url=reverse("actions:owner", args=[one.action.slug]),
                since=one.refused_at or one.expires_at,
            ),
        )


def _find_stuck(user: User) -> Found:
    """For the team of whoever is stuck."""
    for action in get_stuck_of_teams(user)[:MOST_DUE]:
        yield (
            action.pk,
            DueItem(
                title=action.title,
                action="A colleague is stuck. Can you help?",
                url=action.get_absolute_url(),
                since=action.state_since or action.updated_at,
            ),
        )


def find_late(user: User, organisation: Organisation) -> DigestPart | None:
    """Who does it is not said: that is for the people who may change the action."""
    today = localdate()
    shared = Q(live=True) | Q(owner=user)
    open_ones = get_actions(user).filter(shared, is_open(), organisation=organisation)
    late = is_overdue(day=today) | Q(state=State.STUCK)
    numbers = open_ones.order_by().values("pk").aggregate(open=Count("pk"), late=Count("pk", filter=late))
    if not numbers["open"]:
        return None
    shown = open_ones.filter(late)[:SHOWN]
    return DigestPart(
        Column.STUCK,
        numbers["late"],
        f"action{'' if numbers['late'] == 1 else 's'} overdue or stuck, of {numbers['open']} open",
        reverse("actions:organisation", args=[organisation.slug]),
        [DigestItem(one.title, one.get_absolute_url(), _describe_lateness(one, today), "wait") for one in shown],
    )


def _describe_lateness(action: Action, today: date) -> str:
    words = describe_state(action, day=today).words
    return f"{words}, due on {action.due_date:%-d %B %Y}" if action.due_date else words
