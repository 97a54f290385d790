"""What worries put on a desk: that they wait, never what they say."""

from django.db.models import Q
from django.urls import reverse

from cairn.accounts.models import User
from cairn.places.models import Membership
from cairn.records.desk import DueItem
from cairn.voice.models import SafeguardingConcern, SafetyPost
from cairn.voice.queries import get_asked_for_another_yes

MOST = 10


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


def _describe_what_is_asked(post: SafetyPost) -> str:
    role = post.get_role_display().lower()
    if post.is_self_named:
        return f"{post.membership.user.name} named themselves {role}. Confirm if this is the right person"
    return f"You have been asked to be the {role}. Accept, or tell your coordinator"


DUE = (find_concerns, find_posts_to_agree)
