"""Setting when and where an event takes place, opening it for booking, moving it and calling it off."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.common.operations.retention import get_retention
from cairn.common.privacy import change_revisions
from cairn.events import policies
from cairn.events.enums import ArrangementState
from cairn.events.models import BookingNeeds, EventArrangements, LearningEvent
from cairn.events.queries.booking import count_seats
from cairn.events.services.booking import fill_places
from cairn.events.signals import arrangements_changed, event_cancelled
from cairn.records.models import Record
from cairn.records.services import announce_written

NEEDS = "event_needs"  # the rule by which needs are erased
CALENDAR = ("starts_at", "ends_at", "time_zone", "attendance", "address")  # what an entry in a calendar says


@transaction.atomic
def save_arrangements(*, event: LearningEvent, answers: Mapping[str, Any], by: User, at: datetime) -> EventArrangements:
    """Everybody who has booked hears of a change at once; more places go to those who wait."""
    policies.check_can_plan(event, by)
    Record.objects.select_for_update().get(pk=event.pk)  # two hosts at once: one plans, the other changes
    before = EventArrangements.objects.select_for_update().filter(event=event.pk).first()
    after = copy(before) if before else EventArrangements(event=event)
    for name, value in answers.items():
        setattr(after, name, value)
    policies.check_arrangements(after, before=before, at=at)
    policies.check_capacity(after, count_seats(after))
    after.needs_erased_on = after.local_end.date() + timedelta(days=get_retention(NEEDS).get_days())
    if before is not None and any(getattr(before, name) != getattr(after, name) for name in CALENDAR):
        after.sequence += 1
    after.save()
    write_day(event, after)
    fill_places(after, at=at)
    audit.record("event.arranged", target="record", key=event.slug, by=by, at=at, fields=list_changed(before, after))
    announce_changed(event, before, after)
    return after


def list_changed(before: EventArrangements | None, after: EventArrangements) -> list[str]:
    names = [
        field.name for field in EventArrangements._meta.concrete_fields if field.editable and not field.primary_key
    ]
    return [name for name in names if before is None or getattr(before, name) != getattr(after, name)]


def write_day(event: LearningEvent, arrangements: EventArrangements) -> None:
    """The day as lists and search know it, in the published words and in the draft."""
    day = arrangements.day.isoformat()

    def write(content: dict[str, Any]) -> bool:
        content["held_on"] = day
        return True

    LearningEvent.objects.filter(pk=event.pk).update(held_on=day)
    if event.latest_revision_id:
        change_revisions(LearningEvent, write, pk=event.latest_revision_id)
    announce_written(event)


@transaction.atomic
def open_booking(*, event: LearningEvent, by: User, at: datetime) -> None:
    arrangements = lock_planned(event, by)
    policies.check_can_open(event, arrangements, at=at)
    before = copy(arrangements)
    set_state(arrangements, ArrangementState.OPEN)
    audit.record("event.opened", target="record", key=event.slug, by=by, at=at)
    announce_changed(event, before, arrangements)


@transaction.atomic
def call_off(*, event: LearningEvent, because: str, by: User, at: datetime) -> None:
    """Cancel the event. Bookings stay as they were, so that everybody can be told; needs are erased at once."""
    arrangements = lock_planned(event, by)
    policies.check_can_call_off(arrangements, at=at)
    arrangements.cancelled_because, arrangements.sequence = because, arrangements.sequence + 1
    set_state(arrangements, ArrangementState.CANCELLED)
    BookingNeeds.objects.filter(booking__event=event.pk).delete()
    audit.record("event.cancelled", target="record", key=event.slug, by=by, at=at)
    transaction.on_commit(partial(event_cancelled.send, sender=LearningEvent, event=event))


def lock_planned(event: LearningEvent, by: User) -> EventArrangements:
    policies.check_can_plan(event, by)
    found = EventArrangements.objects.select_for_update().filter(event=event.pk).first()
    if found is None:
        raise policies.UnableToPlan("Enter the time and place first.")
    return found


def set_state(arrangements: EventArrangements, state: ArrangementState) -> None:
    arrangements.state = state
    arrangements.save()


def announce_changed(event: LearningEvent, before: EventArrangements | None, after: EventArrangements) -> None:
    send = partial(arrangements_changed.send, sender=EventArrangements, event=event, before=before, after=after)
    transaction.on_commit(send)


def close_past_events(*, at: datetime) -> int:
    """Events that are over were held; how many. Running twice does no harm."""
    over = EventArrangements.objects.filter(state=ArrangementState.OPEN, ends_at__lte=at)
    return over.update(state=ArrangementState.HELD)
