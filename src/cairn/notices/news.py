"""What notices about people in organisations say."""

from typing import Any

from django.urls import reverse

from cairn.notices.enums import Frequency
from cairn.notices.kinds import NoticeKind, NoticeText
from cairn.places.models import CircleMembership, Membership


def render_waiting(user: Any, about: str) -> NoticeText | None:
    waiting = Membership.objects.waiting().filter(pk=about).select_related("organisation").first()
    if waiting is None:
        return None
    organisation = waiting.organisation
    path = reverse("places:members", args=[organisation.slug])
    return NoticeText(f"Somebody asks to join {organisation.name}", "Look who it is, and let them in or not.", path)


def render_approved(user: Any, about: str) -> NoticeText | None:
    own = Membership.objects.active().filter(pk=about, user=user).select_related("organisation").first()
    if own is None:
        return None
    heading = f"You belong to {own.organisation.name} now"
    return NoticeText(heading, "You see what is shared with it.", reverse("records:desk"))


def render_circle(user: Any, about: str) -> NoticeText | None:
    own = CircleMembership.objects.filter(pk=about, user=user).select_related("circle").first()
    if own is None:
        return None
    sentence = "You see what is shared with it. You can leave it again on its page."
    return NoticeText(f"You are in the circle {own.circle.name}", sentence, own.circle.get_absolute_url())


NOTICES = (
    NoticeKind(
        "member.waits",
        "Somebody asks to be let in",
        "For coordinators: a person with an address of your organisation waits.",
        render_waiting,
        Frequency.IMMEDIATE,
    ),
    NoticeKind("member.approved", "You are let in", "A coordinator let you in.", render_approved, Frequency.IMMEDIATE),
    NoticeKind(
        "circle.joined", "You are in a circle", "Somebody let you into a circle.", render_circle, Frequency.IMMEDIATE
    ),
)
