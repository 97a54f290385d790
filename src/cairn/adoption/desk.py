"""What checks put on a desk: what is overdue, and what is due within two weeks."""

from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils.timezone import get_current_timezone, localdate

from cairn.accounts.models import User
from cairn.adoption.models import Embedding
from cairn.adoption.queries import ReviewDue, get_reviews_due
from cairn.records.desk import DueItem
from cairn.records.models import Record

AHEAD = timedelta(days=14)
MOST = 10


def find_reviews(user: User) -> list[DueItem]:
    own = Embedding.objects.filter(record__in=Record.objects.editable_by(user).values("pk"))
    today = localdate()
    return [
        _make_due_item(one, is_overdue=one.is_overdue(day=today))
        for one in get_reviews_due(own, until=today + AHEAD)[:MOST]
    ]


def _make_due_item(one: ReviewDue, *, is_overdue: bool) -> DueItem:
    words = "overdue since" if is_overdue else "due on"
    return DueItem(
        title=one.embedding.record.title,
        action=f"{one.when.label}: review what is in place, {words} {one.due:%-d %B %Y}",
        url=reverse("adoption:embedding", args=[one.embedding.record.slug]),
        since=datetime.combine(one.due, time(), get_current_timezone()),
    )
