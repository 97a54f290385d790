"""What worries and answers put on a desk: that they wait, never what they say."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.places.models import Membership
from cairn.records.desk import DueItem
from cairn.voice.models import SafeguardingConcern, SafetyPost
from cairn.voice.queries import get_asked_for_another_yes, get_sessions_to_see_to

MOST = 10
SOON = timedelta(days=30)  # as the mail says it, see services.taking_back


def find_concerns(user: User) -> list[DueItem]:
    open_ones = SafeguardingConcern.objects.readable_by(user).open().order_by("sent_at")[:MOST]
    return [
        DueItem(
            title="Safeguarding concern",
            action="Not read yet. Read it now" if one.opened_at is None else "Read, and not closed yet",
            url=reverse("voice:concern", args=[one.key]),
            since=one.sent_at,
            is_urgent=one.opened_at is None,
        )
        for one in open_ones
    ]


def find_posts_to_agree(user: User) -> list[DueItem]:
    """Posts that this person is asked to hold, or to say yes to because somebody named themselves."""
    waiting = SafetyPost.objects.filter(agreed_at=None, membership__state=Membership.State.ACTIVE)
    asked = waiting.filter(Q(membership__user=user, is_self_named=False) | Q(is_self_named=True))
    return [
        DueItem(
            title=f"Safeguarding concerns at {post.organisation.name}",
            action=_describe_what_is_asked(post),
            url=reverse("voice:safety-people", args=[post.organisation.slug]),
            since=post.named_at,
        )
        for post in asked.select_related("organisation", "membership__user")
        if not post.is_self_named or user in get_asked_for_another_yes(post)
    ]


def find_answers(user: User) -> list[DueItem]:
    """For the worker of a session: answers that nobody has read yet, and consents about to end."""
    day = localdate()
    sessions = get_sessions_to_see_to(user, day=day, soon=day + SOON)[:MOST]
    return [item for session in sessions for item in _describe_session(session)]


def _describe_session(session: Any) -> Iterator[DueItem]:
    url = session.get_absolute_url()
    if session.waiting:
        action = f"{session.waiting} answer{'' if session.waiting == 1 else 's'} to read"
        yield DueItem(title=session.title, action=action, url=url, since=session.opened_at)
    if session.ends:
        action = f"Consent ends on {session.ends:%-d %B %Y}. Ask again before then, or the words are deleted"
        since = datetime.combine(session.ends - SOON, time(), UTC)
        yield DueItem(title=session.title, action=action, url=url, since=since)


def _describe_what_is_asked(post: SafetyPost) -> str:
    role = post.get_role_display().lower()
    if post.is_self_named:
        return f"{post.membership.user.name} named themselves {role}. Confirm if this is the right person"
    return f"You have been asked to be the {role}. Accept, or tell your coordinator"


DUE = (find_concerns, find_answers, find_posts_to_agree)
