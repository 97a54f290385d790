"""What is done about an action. Each act is noted, and where the action stands follows from it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from cairn.accounts.models import User
from cairn.actions import policies
from cairn.actions.enums import Act, Response, State
from cairn.actions.models import Action, ActionMove
from cairn.actions.signals import action_answered, action_stuck
from cairn.audit import services as audit
from cairn.records import services as records
from cairn.records.models import Record
from cairn.records.policies import needs_review


@transaction.atomic
def respond(*, action: Action, response: str, reason: str, by: User, at: datetime) -> None:
    """The answer of whoever is asked; "in part" and "not now" say why."""
    action = lock(action)
    policies.check_can_act(action, by, Act.RESPONDED)
    if response != Response.ACCEPTED:
        policies.check_reason(reason, "Say which part, or why not now.")
    note(action, Act.RESPONDED, words=reason, by=by, at=at, response=response)
    action_answered.send(sender=Action, action=action, by=by, at=at)


@transaction.atomic
def start_work(*, action: Action, words: str = "", by: User, at: datetime) -> None:
    action = lock(action)
    policies.check_can_act(action, by, Act.STARTED)
    note(action, Act.STARTED, words=words, by=by, at=at)


@transaction.atomic
def say_stuck(*, action: Action, on: str, by: User, at: datetime) -> None:
    """The team, a coach and the coordinators hear of it."""
    action = lock(action)
    policies.check_can_act(action, by, Act.STUCK)
    policies.check_reason(on, "Say what you are stuck on.")
    note(action, Act.STUCK, words=on, by=by, at=at)
    action_stuck.send(sender=Action, action=action, by=by, at=at)


@transaction.atomic
def get_unstuck(*, action: Action, words: str = "", by: User, at: datetime) -> None:
    action = lock(action)
    policies.check_can_act(action, by, Act.UNSTUCK)
    note(action, Act.UNSTUCK, words=words, by=by, at=at)


@transaction.atomic
def move_due_date(*, action: Action, to: date, reason: str, by: User, at: datetime) -> None:
    """The day that was promised stays in what is noted, with why it changed."""
    action = lock(action)
    policies.check_can_move(action, by, to=to, reason=reason)
    note(
        action, Act.DATE_MOVED, words=reason, by=by, at=at, old_day=action.due_date, new_day=to, facts={"due_date": to}
    )


@transaction.atomic
def finish_action(
    *,
    action: Action,
    done_date: date,
    outcome: str,
    by: User,
    at: datetime,
    evidence: str = "",
    is_different: bool = False,
) -> None:
    """What changed stands in the draft too, so that a later change does not lose it.

    Where everybody reads the action, its words wait there until a colleague has looked at them.
    """
    action = lock(action)
    policies.check_can_finish(action, by, done_date=done_date, outcome=outcome)
    shown = write_outcome(action, {"outcome": outcome, "evidence": evidence}, by=by, at=at)
    note(action, Act.DONE, by=by, at=at, is_different=is_different, facts={"done_date": done_date, **shown})
    records.announce_written(action)


def write_outcome(action: Action, words: dict[str, str], *, by: User | None, at: datetime) -> dict[str, Any]:
    """Into the draft; what of it the row shows at once. The caller holds the lock and notes the act."""
    had_changes = action.has_unpublished_changes
    # Not `save_draft`: an owner who was invited may not change the record, and says what came of it all the same.
    records.write_draft(record=action, by=by, at=at, answers=words)
    if action.live and needs_review(action, action.sharing):
        return {}
    if not had_changes:  # the row will have all that the draft has
        Record.objects.filter(pk=action.pk).update(has_unpublished_changes=False)
    return dict(words)


@transaction.atomic
def drop_action(*, action: Action, reason: str, by: User, at: datetime) -> None:
    action = lock(action)
    policies.check_can_act(action, by, Act.DROPPED)
    policies.check_reason(reason, "Say why it will not be done.")
    note(action, Act.DROPPED, words=reason, by=by, at=at)


@transaction.atomic
def review_action(*, action: Action, words: str, next_review: date | None, by: User, at: datetime) -> None:
    """At its review: whether the change has lasted or, where nothing was done, why."""
    action = lock(action)
    policies.check_can_act(action, by, Act.REVIEWED)
    policies.check_reason(words, "Say whether it has lasted, or why it was not done.")
    facts = {"review_date": next_review}
    note(action, Act.REVIEWED, words=words, by=by, at=at, old_day=action.review_date, new_day=next_review, facts=facts)


def lock(action: Action) -> Action:
    return Action.objects.select_for_update(of=("self",)).get(pk=action.pk)


def note(
    action: Action,
    act: Act,
    *,
    by: User | None,
    at: datetime,
    words: str = "",
    response: str = "",
    is_different: bool = False,
    old_day: date | None = None,
    new_day: date | None = None,
    facts: dict[str, Any] | None = None,
) -> None:
    """Write the act down, and what follows from it into the row; the caller holds the lock and has asked the policy."""
    changes: dict[str, Any] = dict(facts or {})
    state = policies.get_state_after(action.state, act, response=response, is_different=is_different)
    if state != action.state:
        changes |= {"state": state, "state_since": at}
    if act in (Act.RESPONDED, Act.GIVEN):
        changes["response"] = response
    for name, value in changes.items():
        setattr(action, name, value)
    if changes:
        Action.objects.filter(pk=action.pk).update(**changes)
    ActionMove.objects.create(
        action=action,
        act=act,
        response=response,
        is_different=is_different,
        words=words.strip(),
        old_day=old_day,
        new_day=new_day,
        by=by,
        at=at,
    )
    audit.record(f"action.{act.value}", target="record", key=action.slug, by=by, at=at, after=State(state).value)
