"""What a notice about a saved search says. It is asked again when it is sent: a record that has gone is not counted."""

from datetime import datetime

from django.urls import reverse

from cairn.accounts.models import User
from cairn.notices.enums import NoticeGroup
from cairn.notices.kinds import NoticeKind, NoticeText
from cairn.search.models import SavedSearch
from cairn.search.queries import NEWEST, find
from cairn.search.queries.addresses import read_address
from cairn.search.services.saving import FOUND


def render_found(user: User, about: str) -> NoticeText | None:
    number, _, since = about.partition(" ")
    saved = SavedSearch.objects.filter(pk=number, user=user).first()
    if saved is None:
        return None
    found = find(read_address(saved.address, since=datetime.fromisoformat(since)), user, most=1).number
    if not found:
        return None
    sentence = "1 new result." if found == 1 else f"{found} new results."
    path = f"{reverse('search:search')}?{saved.address}&sort={NEWEST}"
    return NoticeText(f"Your search “{saved.name}”", sentence, path)


NOTICES = (
    NoticeKind(
        FOUND,
        "New results for a saved search",
        "Once a day, when there are new results for a search you saved.",
        render_found,
        group=NoticeGroup.FOLLOWED,
    ),
)
