"""Starting an action, and saying what came of it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from cairn.accounts.models import User
from cairn.actions import policies
from cairn.actions.models import Action
from cairn.audit import services as audit
from cairn.places.models import Team
from cairn.records import services as records
from cairn.records.models import Record
from cairn.records.policies import needs_review


@transaction.atomic
def start_action(
    *,
    what: str,
    why: str,
    first_step: str,
    due_date: date,
    owner: User,
    team: Team | None,
    by: User,
    at: datetime,
    because_of: Record | None = None,
) -> Action:
    """A new action of a team; linked to the record that it comes from."""
    policies.check_owner(owner, team, by)
    answers: dict[str, Any] = {
        "title": what,
        "summary": why,
        "first_step": first_step,
        "due_date": due_date,
        "owner": owner,
    }
    action: Action = records.start_record(Action, by=by, at=at, team=team, answers=answers)
    if because_of is not None:
        records.link(source=action, target=because_of, relation="comes_from", reason="", by=by, at=at)
    return action


@transaction.atomic
def finish_action(*, action: Action, done_date: date, outcome: str, by: User, at: datetime) -> None:
    """What came of it stands in the draft too, so that a later change does not lose it.

    Where everybody reads the action, its words wait there until a colleague has looked at them.
    """
    action = Action.objects.select_for_update().get(pk=action.pk)
    policies.check_can_finish(action, by, done_date=done_date, outcome=outcome)
    records.save_draft(record=action, by=by, at=at, answers={"done_date": done_date, "outcome": outcome})
    shown: dict[str, Any] = {"done_date": done_date}
    if not (action.live and needs_review(action, action.sharing)):
        shown["outcome"] = outcome
    Action.objects.filter(pk=action.pk).update(**shown)
    records.announce_written(action)
    audit.record("action.done", target="record", key=action.slug, by=by, at=at)
