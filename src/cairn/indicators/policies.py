"""Who may say which figure an action should move, and of which councils. Each rule raises and says what to do."""

from cairn.accounts.models import Reader
from cairn.actions.models import Action
from cairn.actions.policies import can_act
from cairn.indicators.queries import is_about_fictional
from cairn.places.models import Place
from cairn.records.policies import UnableToChangeRecord


class UnableToChooseMeasure(UnableToChangeRecord):
    """Somebody else's action, or a council of the other nation."""


def check_can_choose(action: Action, user: Reader) -> None:
    if not can_act(action, user):
        raise UnableToChooseMeasure("Only the owner of this action and its team can choose its figure.")


def check_is_of_its_nation(action: Action, place: Place) -> None:
    """Fictional and real councils never stand beside each other."""
    if place.is_fictional != is_about_fictional(action):
        kind = "fictional" if is_about_fictional(action) else "real"
        raise UnableToChooseMeasure(f"This action is about a {kind} council, and {place} is not one. Choose another.")
