"""What may happen to an action in the state it is in. Each rule raises and says what to do instead."""

from datetime import date, datetime

from cairn.accounts.models import Reader, User
from cairn.accounts.permissions import Permission
from cairn.actions.enums import OPEN, Act, Response, State
from cairn.actions.models import Action, ActionInvitation
from cairn.actions.queries import is_owner, needs_owner
from cairn.places.models import Membership, Team, TeamMembership
from cairn.places.policies import has_permission
from cairn.records.policies import UnableToChangeRecord, can_edit, check_can_edit, check_not_withdrawn

# From which states each act is possible.
POSSIBLE: dict[Act, tuple[State, ...]] = {
    Act.RESPONDED: (State.PROPOSED,),
    Act.STARTED: (State.PROPOSED, State.ACCEPTED),
    Act.STUCK: (State.PROPOSED, State.ACCEPTED, State.IN_PROGRESS),
    Act.UNSTUCK: (State.STUCK,),
    Act.DATE_MOVED: OPEN,
    Act.GIVEN: OPEN,
    Act.DONE: OPEN,
    Act.DROPPED: OPEN,
    Act.REVIEWED: tuple(State),
}


class UnableToAct(UnableToChangeRecord):
    """The action lacks what makes it one, or it is in another state by now."""


def get_state_after(
    state: State | str, act: Act, *, response: Response | str = "", is_different: bool = False
) -> State:
    """The one place that says where an action stands after something was done about it."""
    match act:
        case Act.RESPONDED:
            return State.PROPOSED if response == Response.NOT_NOW else State.ACCEPTED
        case Act.STARTED | Act.UNSTUCK:
            return State.IN_PROGRESS
        case Act.STUCK:
            return State.STUCK
        case Act.GIVEN:
            return State.PROPOSED  # whoever has it now is asked
        case Act.DONE:
            return State.DONE_DIFFERENTLY if is_different else State.DONE
        case Act.DROPPED:
            return State.DROPPED
    return State(state)


def check_owner(owner: User | None, team: Team | None, by: User) -> None:
    """An action is given to oneself or to somebody of the same team; strangers are invited, and can say no."""
    # The owner gets mail about it: to name strangers would be a way to write to them.
    if owner is not None and owner.pk == by.pk:
        return
    if (
        team is None
        or not TeamMembership.objects.filter(
            team=team, membership__user=owner, membership__state=Membership.State.ACTIVE
        ).exists()
    ):
        raise UnableToAct("Choose yourself or someone in the team, or invite someone by e-mail.")


def can_act(action: Action, user: Reader) -> bool:
    """Its owner, and the people who may change it."""
    return not action.is_withdrawn and (is_owner(action, user) or can_edit(action, user))


def check_can_act(action: Action, user: Reader, act: Act) -> None:
    check_not_withdrawn(action)
    if not can_act(action, user):
        raise UnableToAct("Only the owner of this action and its team can do that.")
    check_is_possible(action, act)


def check_is_possible(action: Action, act: Act) -> None:
    if action.state in POSSIBLE[act]:
        return
    raise UnableToAct(f"This action is already {State(action.state).label.lower()}. Open its page to see what changed.")


def check_reason(words: str, what: str) -> None:
    if not words.strip():
        raise UnableToAct(what)


def check_can_finish(action: Action, user: Reader, *, done_date: date, outcome: str) -> None:
    check_can_act(action, user, Act.DONE)
    if not outcome.strip():
        raise UnableToAct("Record what changed, even if nothing did.")


def check_can_move(action: Action, user: Reader, *, to: date, reason: str) -> None:
    check_can_act(action, user, Act.DATE_MOVED)
    check_reason(reason, "Say why the date changes.")
    if action.due_date == to:
        raise UnableToAct(f"It is due on {to:%-d %B %Y} already. Choose another date.")


def check_can_act_from_outside(action: Action, act: Act) -> None:
    """By a private link, as long as nobody with a log-in has the action."""
    check_not_withdrawn(action)
    if action.owner_id is not None:
        raise UnableToAct("This action is in your account now. Sign in to change it.")
    check_is_possible(action, act)


def check_new_date(action: Action, to: date | None, *, today: date) -> date:
    if to is None:
        raise UnableToAct("Enter the new date.")
    if to < today:
        raise UnableToAct(f"{to:%-d %B %Y} is past. Enter a date that is still to come.")
    if to == action.due_date:
        raise UnableToAct(f"It is due on {to:%-d %B %Y} already. Choose another date.")
    return to


def check_can_give(action: Action, by: User, *, outside: bool = False) -> None:
    """The people who may change it; a coordinator of the organisation too, once the owner has gone.

    A coordinator gives it to the team only: nobody lets strangers into what they may not read themselves.
    """
    check_not_withdrawn(action)
    check_is_possible(action, Act.GIVEN)
    if can_edit(action, by):
        return
    if not can_find_owner(action, by):
        check_can_edit(action, by)
    if outside:
        raise UnableToAct("Choose someone in the team. Only its members can invite others.")


def can_find_owner(action: Action, by: Reader) -> bool:
    """A coordinator gives an action without an owner to somebody of its team, unread where only the team reads it."""
    return (
        action.organisation_id is not None
        and has_permission(by, Permission.MEMBERS_MANAGE, organisation=action.organisation_id)
        and needs_owner(action)
    )


def check_can_accept(invitation: ActionInvitation, user: User, *, at: datetime) -> None:
    if not invitation.is_open(at=at):
        raise UnableToAct("This invitation has expired. Ask the person who invited you for a new one.")
    check_not_withdrawn(invitation.action)
    # The link alone is no proof: mails are passed on, and it would let in whoever holds it.
    if invitation.email.lower() != user.email.lower():
        raise UnableToAct("This invitation is for another e-mail address. Sign in with the one it was sent to.")
