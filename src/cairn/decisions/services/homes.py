"""Counting homes. Nothing ends by itself: a home is someone's for as long as they need it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.decisions.models import HomesCount
from cairn.decisions.policies import homes as policies
from cairn.decisions.queries.homes import get_homes
from cairn.records.models import Record


@transaction.atomic
def count_homes(
    *,
    record: Record,
    first: date,
    last: date,
    offered: int,
    moved_in: int,
    ended: int,
    still_home: int,
    by: User,
    at: datetime,
) -> HomesCount:
    policies.check_can_count_homes(record, by)
    before = _lock_last(record)
    policies.check_period(first, last, before=before, day=localdate(at))
    policies.check_counts_agree(moved_in=moved_in, ended=ended, still_home=still_home, before=before)
    made = HomesCount.objects.create(
        about_id=record.pk,
        first=first,
        last=last,
        offered=offered,
        moved_in=moved_in,
        ended=ended,
        still_home=still_home,
    )
    audit.record("homes.counted", target="record", key=record.slug, by=by, at=at)
    return made


@transaction.atomic
def remove_last_count(*, record: Record, by: User, at: datetime) -> None:
    """The latest period only, because each rests on the one before it."""
    policies.check_can_count_homes(record, by)
    last = _lock_last(record)
    if last is not None:
        last.delete()
        audit.record("homes.removed", target="record", key=record.slug, by=by, at=at)


def _lock_last(record: Record) -> HomesCount | None:
    Record.objects.select_for_update(of=("self",)).get(pk=record.pk)  # one after the other, the first one too
    found = get_homes(record)
    return found[-1] if found else None
