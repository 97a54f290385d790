"""What is told while something runs: that people were to talk, and nobody has written down that they did."""

from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.conditions.queries.course import get_running, list_talks
from cairn.notices.enums import NoticeGroup
from cairn.notices.kinds import NoticeKind, NoticeText
from cairn.records.policies import can_edit


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


NOTICES = (
    NoticeKind(
        "groundwork.talk_missed",
        "Regular communication was missed",
        "For teams that settled how often people talk, before a project or the use of a model started.",
        render_missed,
        group=NoticeGroup.PROJECTS,
    ),
)
