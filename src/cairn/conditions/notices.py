"""What notices about conditions say: never an answer of a reflection; that people were to talk and have not."""

from django.urls import reverse
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.conditions.models import ConditionProfile
from cairn.conditions.queries import get_open_looks, get_profiles_about
from cairn.conditions.queries.course import get_running, list_talks
from cairn.notices.enums import Frequency, NoticeGroup
from cairn.notices.kinds import NoticeKind, NoticeText
from cairn.records.models import Record
from cairn.records.policies import can_edit


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
    return NoticeText(f"Time to review what helps: {look.record.title}", sentence, find_way(look.record, user))


def find_way(record: Record, user: User) -> str:
    """Where a new look begins: at the newest reflection about it, or at a first one."""
    profile = get_profiles_about(record, user).first()
    if profile is not None:
        return profile.get_absolute_url()
    return f"{reverse('conditions:new-reflection')}?about={record.slug}"


REFLECTION_NOTICES = (
    NoticeKind(
        "reflection.closed",
        "A reflection you asked for has closed",
        "For the team that asked.",
        render_closed,
        Frequency.IMMEDIATE,
    ),
    NoticeKind(
        "reflection.look",
        "Time to review what helps and what gets in the way",
        "For example when a project has a new leader.",
        render_look,
        Frequency.IMMEDIATE,
    ),
)


# --- What is settled before a start ----------------------------------------------------------------


def render_missed(user: User, about: str) -> NoticeText | None:
    """Nothing where it was recorded since, or where it has ended."""
    record = get_running().filter(slug=about).first()
    if record is None or not can_edit(record, user):
        return None
    missed = [one for one in list_talks(record) if one.is_missed(day=localdate())]
    if not missed:
        return None
    number = len(missed)
    due = min(one.due for one in missed)
    words = "A conversation was" if number == 1 else f"{number} conversations were"
    sentence = f"{words} due, the earliest on {due:%-d %B %Y}. Record the date if you have talked."
    return NoticeText(record.title, sentence, f"{record.get_absolute_url()}#talks")


GROUNDWORK_NOTICES = (
    NoticeKind(
        "groundwork.talk_missed",
        "A planned catch-up was missed",
        "For teams that agreed at the start how often to talk.",
        render_missed,
        group=NoticeGroup.PROJECTS,
    ),
)
