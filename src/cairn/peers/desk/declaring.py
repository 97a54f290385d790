"""What asks and offers put on the desk of whoever answers for them."""

from django.urls import reverse
from django.utils.timezone import now

from cairn.accounts.models import User
from cairn.peers.definitions import get_title
from cairn.peers.queries.declaring import OLD, get_old
from cairn.records.desk import DueItem

MOST = 10


def find_old(user: User) -> list[DueItem]:
    return [
        DueItem(
            title=f"{'You ask about' if one.SIDE == 'asks' else 'You offer'}: {get_title(one.topic)}",
            action="This is more than a year old. Is it still true?",
            url=reverse("peers:organisation", args=[one.organisation.slug]),
            since=one.confirmed_at + OLD,
        )
        for one in get_old(user, at=now())[:MOST]
    ]
