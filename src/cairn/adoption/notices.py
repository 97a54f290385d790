"""What is told of checks: that one is overdue, and where."""

from django.urls import reverse
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.adoption.models import Embedding
from cairn.adoption.queries import get_reviews_due
from cairn.notices.kinds import NoticeKind, NoticeText
from cairn.records.policies import can_edit


def render_overdue(user: User, about: str) -> NoticeText | None:
    """Of one record; nothing where the look was taken since."""
    today = localdate()
    due = get_reviews_due(Embedding.objects.filter(record__slug=about), until=today)
    overdue = [one for one in due if one.is_overdue(day=today)]
    if not overdue or not can_edit(overdue[0].embedding.record, user):
        return None
    sentence = f"{overdue[0].when.label}: the review of what is in place was due on {overdue[0].due:%-d %B %Y}."
    return NoticeText(overdue[0].embedding.record.title, sentence, reverse("adoption:embedding", args=[about]))


NOTICES = (
    NoticeKind(
        "embedding.overdue",
        "A review of what has lasted is overdue",
        "Six and twelve months after your project, or your use of a model, began.",
        render_overdue,
    ),
)
