"""Starting an action, with its owner, because of what was learnt."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.actions.models import Action
from cairn.actions.services.owning import Ownership, hand_over
from cairn.common.dates import add_months
from cairn.places.models import Team
from cairn.records import services as records
from cairn.records.models import Record

REVIEW_AFTER = 6  # months


@transaction.atomic
def start_action(
    *,
    what: str,
    why: str,
    first_step: str,
    due_date: date,
    owner: User | Ownership,
    team: Team | None,
    by: User,
    at: datetime,
    review_date: date | None = None,
    because_of: Iterable[Record] = (),
) -> Action:
    """A new action of a team; linked to every record that it answers."""
    given = owner if isinstance(owner, Ownership) else Ownership(owner=owner)
    answers: dict[str, Any] = {
        "title": what,
        "summary": why,
        "first_step": first_step,
        "due_date": due_date,
        "review_date": review_date or add_months(localdate(at), REVIEW_AFTER),
        "state_since": at,
    }
    action: Action = records.start_record(Action, by=by, at=at, team=team, answers=answers)
    for record in because_of:
        records.link(source=action, target=record, relation="comes_from", reason="", by=by, at=at)
    hand_over(action, given, by=by, at=at)
    return action
