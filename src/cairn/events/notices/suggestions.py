"""What people with an account hear about suggestions. No word of one that is not public."""

from django.urls import reverse

from cairn.accounts.models import User
from cairn.events.models import Suggestion, SuggestionFollower
from cairn.events.policies import can_answer_suggestions
from cairn.notices.enums import Frequency, NoticeGroup
from cairn.notices.kinds import NoticeKind, NoticeText


def render_sent(user: User, about: str) -> NoticeText | None:
    found = Suggestion.objects.waiting().filter(key=about).exists()
    if not found or not can_answer_suggestions(user):
        return None
    sentence = "Someone has suggested what a learning event could be about. Please read it and answer."
    return NoticeText("New suggestion for a learning event", sentence, reverse("events:sort-suggestion", args=[about]))


def render_answered(user: User, about: str) -> NoticeText | None:
    follower = SuggestionFollower.objects.filter(suggestion__key=about, user=user).select_related("suggestion").first()
    if follower is None or follower.suggestion.is_waiting:
        return None
    found = follower.suggestion
    whose = "Your suggestion" if follower.sent_id else "A suggestion you follow"
    title = f": {found.public_title}" if found.is_released else ""
    return NoticeText(f"{whose} was answered{title}", found.get_state_display() + ".", follower.get_absolute_url())


NOTICES = (
    NoticeKind(
        "suggestion.sent",
        "Suggestions for learning events",
        "For moderators: someone has sent a suggestion.",
        render_sent,
        Frequency.DAILY,
        group=NoticeGroup.DUTIES,
    ),
    NoticeKind(
        "suggestion.answered",
        "Answers to suggestions",
        "A suggestion that you sent or follow was answered.",
        render_answered,
        Frequency.IMMEDIATE,
        group=NoticeGroup.FOLLOWED,
    ),
)
