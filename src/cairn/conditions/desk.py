"""What waits: talks that were missed, risks to review, old figures, a new leader, and people to ask again."""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.timezone import get_current_timezone, localdate

from cairn.accounts.models import User
from cairn.conditions.models import ConditionProfile, Groundwork
from cairn.conditions.queries import get_open_looks
from cairn.conditions.queries.course import (
    get_own_running,
    list_freshness,
    list_new_leaders,
    list_risks,
    list_talks,
)
from cairn.records.desk import DueItem

MOST = 10


def find_waiting(user: User) -> list[DueItem]:
    """One question to the database where nothing runs."""
    today = localdate()
    return [item for record in get_own_running(user) for item in _list_waiting(record, today)][:MOST]


def _list_waiting(record: Groundwork, today: date) -> Iterator[DueItem]:
    """One line for each sort, so that one project does not fill a desk."""
    if leaders := list_new_leaders(record):
        since = min(one.on for one in leaders)
        words = f"New leader since {since:%-d %B %Y}: go through what was settled again"
        yield _make_item(record, words, since, "changes")
    if missed := [one for one in list_talks(record) if one.is_missed(day=today)]:
        due = min(one.due for one in missed)
        who = "; ".join(one.talk.who for one in missed)
        yield _make_item(record, f"Catch-up was due on {due:%-d %B %Y}: {who}", due, "talks")
    if risks := [one for one in list_risks(record) if one.is_due(day=today)]:
        named = "; ".join(one.risk.what for one in risks)
        words = "Review a risk" if len(risks) == 1 else f"Review {len(risks)} risks"
        yield _make_item(record, f"{words}: {named}", min(one.due for one in risks), "risks")
    if stale := [one for one in list_freshness(record) if one.is_stale(day=today)]:
        named = "; ".join(f"{one.definition.title} ({one.year or 'no figures on this site'})" for one in stale)
        yield _make_item(record, f"Old data: {named}", today, "outcomes")


def _make_item(record: Groundwork, action: str, since: date, where: str) -> DueItem:
    return DueItem(
        title=record.title,
        action=action,
        url=f"{reverse('conditions:groundwork', args=[record.slug])}#{where}",
        since=datetime.combine(since, time(), get_current_timezone()),
    )


def find_looks(user: User) -> list[DueItem]:
    """In one question to the database: where each leads is the newest reflection about it that the reader may see."""
    newest = ConditionProfile.objects.visible_to(user).filter(about=OuterRef("record")).order_by("-updated_at")
    looks = get_open_looks(user).annotate(profile=Subquery(newest.values("slug")[:1]))[:MOST]
    return [
        DueItem(
            title=look.record.title,
            action=f"{look.reason} Ask people again what helps and what gets in the way",
            url=reverse("conditions:reflection", args=[look.profile])
            if look.profile
            else f"{reverse('conditions:new-reflection')}?about={look.record.slug}",
            since=look.called_at,
        )
        for look in looks
    ]
