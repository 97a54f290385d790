"""May this search be kept?"""

from cairn.accounts.models import User
from cairn.search.models import SavedSearch

MOST_SAVED = 30


class UnableToSaveSearch(ValueError):
    """Said to whoever wanted to save a search."""


def check_can_save(user: User, name: str) -> None:
    own = SavedSearch.objects.filter(user=user)
    if own.filter(name=name).exists():
        raise UnableToSaveSearch(f"You already have a search called “{name}”. Choose another name.")
    if own.count() >= MOST_SAVED:
        raise UnableToSaveSearch(f"You have {MOST_SAVED} saved searches, which is the limit. Delete one first.")
