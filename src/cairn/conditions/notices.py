"""What notices about reflections say: never an answer."""

from django.urls import reverse

from cairn.accounts.models import User
from cairn.conditions.models import ConditionProfile
from cairn.conditions.queries import get_open_looks, get_profiles_about
from cairn.notices.enums import Frequency
from cairn.notices.kinds import NoticeKind, NoticeText
from cairn.records.models import Record


def render_closed(user: User, about: str) -> NoticeText | None:
    profile = ConditionProfile.objects.visible_to(user).filter(slug=about).first()
    if profile is None or not profile.rounds.filter(closed_at__isnull=False).exists():
        return None
    sentence = "The round has closed. Look at what people see differently, and add an action."
    return NoticeText(f"Reflection closed: {profile.title}", sentence, profile.get_absolute_url())


def render_look(user: User, about: str) -> NoticeText | None:
    look = get_open_looks(user).filter(pk=about).first()
    if look is None:
        return None
    sentence = f"{look.reason} Ask people again what helps and what gets in the way."
    return NoticeText(f"Time for a new look: {look.record.title}", sentence, find_way(look.record, user))


def find_way(record: Record, user: User) -> str:
    """Where a new look begins: at the newest reflection about it, or at a first one."""
    profile = get_profiles_about(record, user).first()
    if profile is not None:
        return profile.get_absolute_url()
    return f"{reverse('conditions:new-reflection')}?about={record.slug}"


NOTICES = (
    NoticeKind(
        "reflection.closed",
        "A round of a reflection has closed",
        "For the team that asked.",
        render_closed,
        Frequency.IMMEDIATE,
    ),
    NoticeKind(
        "reflection.look",
        "Time for a new look at what helps and what gets in the way",
        "For example when a project has a new leader.",
        render_look,
        Frequency.IMMEDIATE,
    ),
)
