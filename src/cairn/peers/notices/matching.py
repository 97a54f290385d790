"""What a notice about a matching says: that there is one, and nothing of who asks for what."""

from django.urls import reverse

from cairn.accounts.models import User
from cairn.notices.enums import NoticeGroup
from cairn.notices.kinds import NoticeKind, NoticeText
from cairn.peers.enums import RunState
from cairn.peers.models import MatchRun
from cairn.peers.queries.matching import get_people_who_declare


def render_shared(user: User, about: str) -> NoticeText | None:
    run = MatchRun.objects.filter(pk=about, state=RunState.SHARED).first()
    if run is None or not get_people_who_declare(run).filter(pk=user.pk).exists():
        return None
    sentence = "See which organisations yours could learn from, or why there is none this time."
    return NoticeText("New matches for your organisation", sentence, reverse("peers:matches"))


NOTICES_OF_MATCHING = (
    NoticeKind(
        "match.shared",
        "There are new matches for your organisation",
        "For organisations you coordinate.",
        render_shared,
        group=NoticeGroup.YOURS,
    ),
)
