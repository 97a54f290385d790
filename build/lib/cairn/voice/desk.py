"""What worries put on a desk and on the page of an organisation: that they wait, never what they say."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate

from cairn.places.models import Membership, Organisation
from cairn.records.desk import DueItem
from cairn.voice.models import SafetyPost, Worry
from cairn.voice.policies import can_name
from cairn.voice.queries import get_asked_for_another_yes

MOST = 10
WAITS_FOR_ANOTHER = "named themselves, and waits for somebody else’s yes"


def find_worries(user: Any) -> list[DueItem]:
    open_ones = Worry.objects.readable_by(user).open().order_by("sent_at")[:MOST]
    return [
        DueItem(
            title="A worry about safety",
            action="Nobody has read it yet. Read it now" if one.opened_at is None else "Read, and not closed yet",
            url=reverse("voice:worry", args=[one.key]),
            since=one.sent_at,
            is_urgent=one.opened_at is None,
        )
        for one in open_ones
    ]


def find_posts_to_agree(user: Any) -> list[DueItem]:
    """Posts that this person is asked to hold, or to say yes to because somebody named themselves."""
    waiting = SafetyPost.objects.filter(agreed_at=None, membership__state=Membership.State.ACTIVE)
    asked = waiting.filter(Q(membership__user=user, is_self_named=False) | Q(is_self_named=True))
    return [
        DueItem(
            title=f"Worries about safety at {post.organisation.name}",
            action=_tell_what_is_asked(post),
            url=reverse("voice:safety-people", args=[post.organisation.slug]),
            since=post.named_at,
        )
        for post in asked.select_related("organisation", "membership__user")
        if not post.is_self_named or user in get_asked_for_another_yes(post)
    ]


def _tell_what_is_asked(post: SafetyPost) -> str:
    role = post.get_role_display().lower()
    if post.is_self_named:
        return f"{post.membership.user.name} named themselves {role}. Say yes, if it is the right person"
    return f"You are asked to be the {role}. Say yes, or tell your coordinator"


def show_posts(request: HttpRequest, organisation: Organisation) -> str:
    """For the people of an organisation: who is told of a worry."""
    user = request.user
    is_member = user.is_authenticated and (
        Membership.objects.active().filter(user=user, organisation=organisation).exists()
    )
    if not is_member:
        return ""
    context = {
        "organisation": organisation,
        "posts": list_posts(organisation, day=localdate()),
        "may_name": can_name(user, organisation),
    }
    return render_to_string("voice/safety_panel.html", context, request)


def list_posts(organisation: Organisation, *, day: date) -> list[tuple[SafetyPost, str]]:
    """The lead before the deputy, each with how it stands."""
    posts = SafetyPost.objects.filter(organisation=organisation).select_related("membership__user", "organisation")
    return [
        (post, _tell_state(post, day)) for post in sorted(posts, key=lambda post: post.role != SafetyPost.Role.LEAD)
    ]


def _tell_state(post: SafetyPost, day: date) -> str:
    if post.agreed_at is None:
        return WAITS_FOR_ANOTHER if post.is_self_named else "asked, has not said yes"
    if post.is_away(day=day):
        return f"away until {post.away_until:%-d %B %Y}"
    return "on duty" if post.membership.user.is_active else "cannot log in"
