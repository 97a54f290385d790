"""Whom to remind today. Whether a mail says anything is asked again when it is sent; see `notices.py`."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.timezone import localdate, localtime

from cairn.accounts.models import User
from cairn.accounts.roles import COORDINATOR, READER
from cairn.actions.models import Action
from cairn.actions.queries import (
    BEFORE,
    LATE_AGAIN,
    get_coordinators,
    get_reminded,
    get_reviewable,
    is_due,
    lacks_owner,
)
from cairn.notices.models import Notice
from cairn.notices.services import notify
from cairn.places.models import Membership, Organisation
from cairn.records.enums import RecordKind

# A site that slept for some days still reminds of what came meanwhile, and not of what came long before.
CATCHES_UP = timedelta(days=13)
DAY = timedelta(days=1)
SUMMARY_HOUR = 7
TOLD_EACH_MONTH = (COORDINATOR.name, READER.name)  # directors and sponsors are readers or coordinators


def chase(*, at: datetime) -> None:
    """In a job, every hour; each reminder goes once for each day that it is about."""
    today = localdate(at)
    soon = is_due(until=today + BEFORE) & Q(due_date__gte=today, created_at__lt=at - DAY)
    _remind("action.due", soon, lambda action: str(action.due_date), at=at)
    first = is_due(until=today - DAY) & Q(due_date__gte=today - CATCHES_UP)
    _remind("action.overdue", first, lambda action: str(action.due_date), at=at)
    again = is_due(until=today - LATE_AGAIN) & Q(due_date__gte=today - LATE_AGAIN - CATCHES_UP)
    _remind("action.still_overdue", again, lambda action: str(action.due_date), at=at)
    review = get_reviewable(day=today) & Q(review_date__gte=today - CATCHES_UP)
    _remind("action.review", review, lambda action: str(action.review_date), at=at)
    for action in Action.objects.filter(lacks_owner(), withdrawn_at=None).exclude(organisation=None):
        people = get_coordinators(action.organisation_id)
        notify(users=people, kind="action.without_owner", about=action.slug, at=at, key=str(action.owner_id or ""))
    if today.day == 1 and localtime(at).hour >= SUMMARY_HOUR:
        _send_summaries(at=at)


def _send_summaries(*, at: datetime) -> None:
    """On the first of each month, to those who lead and those who only read; says nothing where there is nothing."""
    for organisation in Organisation.objects.filter(records__kind=RecordKind.ACTION).distinct():
        leading = Membership.objects.active().filter(organisation=organisation, role__in=TOLD_EACH_MONTH)
        people = User.objects.filter(pk__in=leading.values("user"))
        notify(users=people, kind="action.summary", about=organisation.slug, at=at, key=f"{localdate(at):%Y-%m}")


def _remind(kind: str, which: Q, get_key: Callable[[Action], str], *, at: datetime) -> None:
    told = set(Notice.objects.filter(kind=kind).values_list("about", "key", "user"))
    for action in Action.objects.filter(which, withdrawn_at=None).select_related("owner", "author"):
        person, key = get_reminded(action), get_key(action)
        if person is not None and (action.slug, key, person.pk) not in told:
            notify(users=[person], kind=kind, about=action.slug, at=at, key=key)
