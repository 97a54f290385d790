"""Where one action stands, in words, and what can be done about it."""

from dataclasses import dataclass
from datetime import date

from cairn.accounts.models import Reader
from cairn.actions import policies
from cairn.actions.enums import Act, Response, State
from cairn.actions.models import Action, ActionMove
from cairn.common.dates import show_day

STATE_COLOURS = {
    State.PROPOSED: "grey",
    State.ACCEPTED: "blue",
    State.IN_PROGRESS: "blue",
    State.STUCK: "orange",
    State.DONE: "green",
    State.DONE_DIFFERENTLY: "green",
    State.DROPPED: "grey",
}


@dataclass(frozen=True)
class StateTag:
    words: str
    colour: str


def describe_state(action: Action, *, day: date) -> StateTag:
    """What a reader wants to know first: overdue where it is, else where it stands."""
    if is_late(action, day=day):
        return StateTag("Overdue" if action.state != State.STUCK else "Stuck and overdue", "red")
    if action.waits_for_later:
        return StateTag("Not now", "grey")
    return StateTag(State(action.state).label, STATE_COLOURS[State(action.state)])


def is_late(action: Action, *, day: date) -> bool:
    return bool(action.is_open and not action.waits_for_later and action.due_date and action.due_date < day)


def describe_owner(action: Action, *, lacks_owner: bool) -> str:
    """For the people who may act on it; others read no names."""
    if lacks_owner:
        return "No owner: the previous owner has left"
    if action.owner is not None:
        return action.owner.name
    if action.body:
        return f"{action.body} ({action.contact})" if action.contact else action.body
    invitation = getattr(action, "invitation", None)
    if invitation is not None:
        problem = ", but this address cannot receive e-mail" if invitation.refused_at else ""
        return f"{invitation.email or 'Someone'}, invited on {show_day(invitation.invited_at)}{problem}"
    return "No owner"


@dataclass(frozen=True)
class MoveLine:
    """One act, in words."""

    move: ActionMove
    what: str


def describe_move(move: ActionMove) -> MoveLine:
    match move.act:
        case Act.RESPONDED:
            what = {"accepted": "Accepted", "in_part": "Accepted in part", "not_now": "Not now"}[move.response]
        case Act.DATE_MOVED if move.old_day and move.new_day:
            what = f"Due date changed from {move.old_day:%-d %B %Y} to {move.new_day:%-d %B %Y}"
        case Act.DONE:
            what = "Done differently" if move.is_different else "Done"
        case _:
            what = Act(move.act).label
    return MoveLine(move, what)


@dataclass(frozen=True)
class Offer:
    """Something that can be done about an action now."""

    act: str
    label: str


OFFERS = (
    Offer(Act.RESPONDED.value, "Answer: will you do it?"),
    Offer(Act.STARTED.value, "I have started"),
    Offer(Act.UNSTUCK.value, "No longer stuck"),
    Offer(Act.DONE.value, "Mark as done"),
    Offer(Act.STUCK.value, "I am stuck"),
    Offer(Act.DATE_MOVED.value, "Change the due date"),
    Offer(Act.DROPPED.value, "Drop this action"),
)


def list_offers(action: Action, user: Reader, *, day: date) -> list[Offer]:
    """What the reader may do about it now, the likeliest first."""
    if not policies.can_act(action, user):
        return []
    found = [offer for offer in OFFERS if action.state in policies.POSSIBLE[Act(offer.act)]]
    if action.review_date is not None and action.review_date <= day and action.state != State.DROPPED:
        found.insert(0, Offer(Act.REVIEWED.value, "Review it"))
    return found


def needs_answer(action: Action) -> bool:
    return action.state == State.PROPOSED and action.response != Response.NOT_NOW
