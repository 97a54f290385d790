"""Learning events with their lists."""

import itertools
import uuid
from datetime import timedelta
from typing import Any

from cairn.accounts.models import User
from cairn.events.models import Booking, EventArrangements, LearningEvent
from cairn.library.forms.rows import get_row_kinds
from cairn.library.services import add_row
from tests.factories.records import NOON, make_draft

numbers = itertools.count(1)


def make_event(author: User | None = None, **answers: Any) -> LearningEvent:
    given = {"title": "Innovation towards Excellence", "hosts": "Otterdale Council", "held_on": "2026-03-16", **answers}
    return make_draft(LearningEvent, author=author, **given)


def add(event: LearningEvent, name: str, /, **answers: Any) -> None:
    """A row of the draft. What a row names by its number, counted from 0, is named by its key."""
    kind = next(one for one in get_row_kinds(event.kind) if one.name == name)
    for field, named in (("takeaway", "takeaways"), ("session", "sessions")):
        if isinstance(answers.get(field), int):
            answers[field] = get_key(event, named, answers[field])
    add_row(record=event, kind=kind, answers=answers, by=event.author, at=NOON)


def get_key(event: LearningEvent, relation: str, number: int) -> uuid.UUID:
    rows = sorted(getattr(event.get_draft(), relation).all(), key=lambda one: one.position)
    return rows[number].key


def arrange(event: LearningEvent, **given: Any) -> EventArrangements:
    """A day in the room with ten places, open for booking, two months after NOON."""
    starts_at = given.pop("starts_at", NOON + timedelta(days=60))
    ends_at = given.pop("ends_at", starts_at + timedelta(hours=6))
    erased_on = ends_at.date() + timedelta(days=7)
    values = {"state": "open", "places": 10, "needs_erased_on": erased_on, "contact_email": "host@example.org", **given}
    return EventArrangements.objects.create(event=event, starts_at=starts_at, ends_at=ends_at, **values)


def make_booking(event: LearningEvent, **given: Any) -> Booking:
    """As it is in the table, past the rules of the service."""
    number = next(numbers)
    values = {"name": f"Person {number}", "email": f"person{number}@example.org", "audience": "newcomer", **given}
    times = {"queued_at": NOON, "created_at": NOON, "updated_at": NOON}
    return Booking.objects.create(event=event, **{"attends": "room", "state": "confirmed", **times, **values})
