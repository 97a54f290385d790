"""What mails about introductions and partnerships say: which organisations, never what one wrote to the other."""

from django.urls import reverse

from cairn.accounts.models import User
from cairn.notices.enums import Frequency, NoticeGroup
from cairn.notices.kinds import NoticeKind, NoticeText
from cairn.peers.enums import RequestState
from cairn.peers.models import Partnership, Visit
from cairn.peers.presenters.partnerships import name_asked
from cairn.peers.queries.partnerships import get_introductions, get_partnerships, get_requests_to_answer


def render_asked(user: User, about: str) -> NoticeText | None:
    one = get_requests_to_answer(user).filter(key=about).first()
    if one is None:
        return None
    sentence = f"They would like to learn from {one.asked}. You can say “not now” without a reason."
    return NoticeText(f"Request for an introduction: {one.asker}", sentence, one.get_absolute_url())


def render_answered(user: User, about: str) -> NoticeText | None:
    one = get_introductions(user).filter(key=about).first()
    if one is None:
        return None
    pair = getattr(one, "partnership", None)
    if one.state == RequestState.AGREED and pair is not None:
        sentence = "Both of you can now see each other’s name and e-mail address."
        return NoticeText(f"You are introduced to {one.asked}", sentence, pair.get_absolute_url())
    if one.state == RequestState.DECLINED:
        sentence = "They were not asked for a reason. The words of your request are deleted."
        return NoticeText(f"Not now: {name_asked(one)}", sentence, reverse("peers:partnerships"))
    return None


def _find_visit(user: User, about: str) -> Visit | None:
    seen = Partnership.objects.visible_to(user).filter(ended_at=None).values("pk")
    return Visit.objects.filter(pk=about, partnership__in=seen).select_related("partnership", "host").first()


def render_visit(user: User, about: str) -> NoticeText | None:
    visit = _find_visit(user, about)
    if visit is None:
        return None
    sentence = f"{visit.place}, on {visit.on:%-d %B %Y}."
    return NoticeText(f"Visit to {visit.host}", sentence, f"{visit.partnership.get_absolute_url()}#visits")


def render_follow_up(user: User, about: str) -> NoticeText | None:
    visit = _find_visit(user, about)
    if visit is None or visit.followed_up:
        return None
    sentence = "Talk about what you do with what you saw, and note it on the visit."
    path = reverse("peers:change-in-partnership", args=[visit.partnership.slug, "visits", visit.pk])
    return NoticeText(f"Follow-up due: visit to {visit.host}", sentence, path)


def render_ended(user: User, about: str) -> NoticeText | None:
    pair = get_partnerships(user).filter(slug=about, ended_at__isnull=False).first()
    if pair is None:
        return None
    sentence = "Members can go on reading its page."
    return NoticeText(f"Partnership ended: {pair.first} and {pair.second}", sentence, reverse("peers:partnerships"))


PARTNERSHIP_NOTICES = (
    NoticeKind(
        "introduction.asked",
        "Requests for an introduction",
        "For coordinators: another organisation would like to learn from yours.",
        render_asked,
        Frequency.IMMEDIATE,
        group=NoticeGroup.DUTIES,
    ),
    NoticeKind(
        "introduction.answered",
        "Answers to your requests for an introduction",
        "The other organisation agreed, or said “not now”.",
        render_answered,
        Frequency.IMMEDIATE,
        group=NoticeGroup.PEOPLE,
    ),
    NoticeKind(
        "partnership.visit",
        "Visit tomorrow",
        "The day before a visit of a learning partnership.",
        render_visit,
        Frequency.IMMEDIATE,
        group=NoticeGroup.PEOPLE,
    ),
    NoticeKind(
        "partnership.follow_up",
        "It is time to follow up a visit",
        "On the day that the two organisations agreed.",
        render_follow_up,
        Frequency.IMMEDIATE,
        group=NoticeGroup.PEOPLE,
    ),
    NoticeKind(
        "partnership.ended",
        "A learning partnership has ended",
        "It was closed, or one of the two stepped out.",
        render_ended,
        Frequency.IMMEDIATE,
        group=NoticeGroup.PEOPLE,
    ),
)
