"""What waits while something runs: talks that were missed, risks to review, old figures, and a new leader."""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.urls import reverse
from django.utils.timezone import get_current_timezone, localdate

from cairn.accounts.models import User
from cairn.conditions.models import Groundwork
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
    for change in list_new_leaders(record):
        words = f"New leader since {change.on:%-d %B %Y}: go through what was settled again"
        yield _make_item(record, words, change.on, "changes")
    for talk in list_talks(record):
        if talk.is_missed(day=today):
            last = f"last on {talk.last:%-d %B %Y}" if talk.last else "not recorded yet"
            yield _make_item(
                record, f"{talk.talk.who}: talk was due on {talk.due:%-d %B %Y} ({last})", talk.due, "talks"
            )
    for risk in list_risks(record):
        if risk.is_due(day=today):
            yield _make_item(record, f"Review a risk: {risk.risk.what}", risk.due, "risks")
    for one in list_freshness(record):
        if one.is_stale(day=today):
            newest = f"the newest figure is for {one.year}" if one.year else "there are no figures on this site"
            yield _make_item(record, f"Old data: {one.definition.title}, {newest}", today, "outcomes")


def _make_item(record: Groundwork, action: str, since: date, where: str) -> DueItem:
    return DueItem(
        title=record.title,
        action=action,
        url=f"{reverse('conditions:groundwork', args=[record.slug])}#{where}",
        since=datetime.combine(since, time(), get_current_timezone()),
    )
