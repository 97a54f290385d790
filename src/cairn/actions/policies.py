"""What may happen to an action. Each rule raises and says what to do instead."""

from datetime import date

from cairn.accounts.models import Reader, User
from cairn.actions.models import Action
from cairn.places.models import Membership, Team, TeamMembership
from cairn.records.policies import UnableToChangeRecord, check_can_edit


class UnableToAct(UnableToChangeRecord):
    """The action lacks what makes it one, or it is done already."""


def check_owner(owner: User | None, team: Team | None, by: User) -> None:
    """An action is given to oneself or to somebody of the same team, never to a stranger."""
    # The owner gets mail about it: to name strangers would be a way to write to them.
    if owner == by:
        return
    if (
        team is None
        or not TeamMembership.objects.filter(
            team=team, membership__user=owner, membership__state=Membership.State.ACTIVE
        ).exists()
    ):
        raise UnableToAct("Choose yourself or someone in the team.")


def check_can_finish(action: Action, user: Reader, *, done_date: date, outcome: str) -> None:
    check_can_edit(action, user)
    if action.done_date:
        raise UnableToAct("This action has already been marked as done.")
    if not outcome.strip():
        raise UnableToAct("Record the outcome, even if nothing changed.")
