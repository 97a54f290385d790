"""What may happen to a plan in the state it is in."""

from datetime import datetime
from typing import Any

from cairn.accounts.models import Reader
from cairn.evaluation.models import EvaluationPlan, EvaluationState
from cairn.evaluation.queries.outlook import is_start_told_otherwise
from cairn.evaluation.queries.plans import find_queue_place
from cairn.records.policies import UnableToShareRecord, can_edit

SMALLEST_CHANGE, LARGEST_CHANGE, MOST_POINTS = 0.5, 90, 50


class UnableToChangePlan(Exception):
    """The plan is locked, belongs to somebody else, or is not complete."""


class UnableToAskThis(ValueError):
    """The question does not go with what the measure means."""


def check_direction(good: int | None, direction: int) -> None:
    """Where one way is better (`good_direction` of the measure), a plan hopes for that way."""
    if good is not None and direction != good:
        better, hoped = ("higher", "a rise") if good > 0 else ("lower", "a fall")
        raise UnableToAskThis(
            f"For this measure {better} is better, so choose {hoped}. If you fear the opposite, name it as the measure "
            "that would show harm."
        )


def check_smallest_change(size: float, kind: str) -> None:
    """Neither so small that everything would matter, nor so large that a measure of this kind could not move by it."""
    if not size >= SMALLEST_CHANGE:
        raise UnableToAskThis(f"Enter a smallest change of {SMALLEST_CHANGE} or more")
    if not size <= LARGEST_CHANGE:
        raise UnableToAskThis(f"Enter a smallest change of {LARGEST_CHANGE} or less")
    if kind == "percentage" and size > MOST_POINTS:
        raise UnableToAskThis(
            f"Enter {MOST_POINTS} points or fewer: this measure is a percentage, so its change is given in points"
        )


def check_is_own(plan: EvaluationPlan, user: Reader) -> None:
    """Examples are nobody's own."""
    # Examples are written by the site; a team that took one over could put its own words under that name.
    if plan.is_example or not can_edit(plan, user):
        raise UnableToChangePlan(
            "Only the author of a plan and their team can edit or lock it. You can write your own."
        )


def check_can_edit(plan: EvaluationPlan, user: Reader) -> None:
    check_is_own(plan, user)
    if plan.is_locked:
        raise UnableToChangePlan(
            "This plan is locked, so you cannot edit it. Write a new plan that replaces it. Both stay visible."
        )


def check_can_lock(plan: EvaluationPlan) -> None:
    if plan.is_locked:
        raise UnableToChangePlan("This plan is already locked.")
    if not plan.harm_measure:
        raise UnableToChangePlan("Choose one measure that would show harm before you lock the plan.")
    if is_start_told_otherwise(plan):
        raise UnableToChangePlan(
            f"The plan says {plan.start_date:%B %Y}, and “{plan.about}” gives another start. Correct the one that is "
            "wrong before you lock the plan, so that the start is fixed before anyone sees a result."
        )


def check_can_replace(plan: EvaluationPlan, user: Reader) -> None:
    check_is_own(plan, user)
    if not plan.is_locked:
        raise UnableToChangePlan("This plan is not locked yet, so you can edit the draft instead of replacing it.")


def check_can_work_out(plan: EvaluationPlan, *, at: datetime) -> None:
    if not plan.is_locked:
        raise UnableToChangePlan("Lock the plan first. We calculate results only for locked plans.")
    # On a busy day one waits for longer than a lost one is given.
    is_queued = any(find_queue_place(one) for one in plan.evaluations.filter(state=EvaluationState.WAITING))
    if is_queued or plan.evaluations.being_worked_out(at=at).exists():
        raise UnableToChangePlan("We are calculating the result of this plan. Reload the page in a moment.")


def check_sharing_of_result(*_: Any) -> None:
    raise UnableToShareRecord("Anyone who can see the plan can see its result. Share the plan instead.")
