"""Searches that people keep, and hear of."""

from datetime import datetime

from django.db import transaction

from cairn.accounts.models import User
from cairn.notices.services import notify
from cairn.search import policies
from cairn.search.models import SavedSearch
from cairn.search.queries import find
from cairn.search.queries.addresses import read_address

FOUND = "search.found"


@transaction.atomic
def save_search(*, by: User, name: str, address: str, at: datetime) -> SavedSearch:
    """Keep a search; what is shown from now on is told of."""
    policies.check_can_save(by, name)
    return SavedSearch.objects.create(user=by, name=name, address=address, since=at, last_notified_at=at)


def delete_search(*, saved: SavedSearch) -> None:
    saved.delete()


def notify_of_new(*, at: datetime) -> int:
    """Tell people of what was shown since they were told last and fits their searches; returns how many searches."""
    number = 0
    for saved in SavedSearch.objects.filter(user__is_active=True).select_related("user").order_by("pk"):
        wanted = read_address(saved.address, since=saved.last_notified_at)
        if find(wanted, saved.user, most=1).number:
            # The notice says since when, because it is asked again at its sending what the person may still see.
            about = f"{saved.pk} {saved.last_notified_at.isoformat()}"
            number += notify(users=[saved.user], kind=FOUND, about=about, at=at)
        SavedSearch.objects.filter(pk=saved.pk).update(last_notified_at=at)
    return number
