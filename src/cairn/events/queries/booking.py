"""Who attends a learning event, who waits, and how many places are left. Waiting is never attending."""

import uuid
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum

from cairn.accounts.models import User
from cairn.events.enums import GROUPS, SEATED, Attends, BookingState, ChoiceState
from cairn.events.models import Booking, EventArrangements, LearningEvent

EXPORTED = (
    *("event__title", "name", "email", "organisation_name", "audience", "attends", "places", "state"),
    *("wants_to_meet", "may_show_name", "needs__words", "needs__counts", "created_at"),
)


@dataclass(frozen=True)
class Seats:
    """Places, counted in people. What is taken is confirmed or held by an offer."""

    room: int
    online: int
    young: int  # of those in the room, reserved for young people and families
    room_taken: int
    online_taken: int
    young_taken: int  # in the room, by groups; they may be more than are reserved
    confirmed: int
    offered: int
    waiting: int

    @property
    def taken(self) -> int:
        return self.room_taken + self.online_taken

    @property
    def room_left(self) -> int:
        return max(self.room - self.room_taken, 0)

    @property
    def online_left(self) -> int:
        return max(self.online - self.online_taken, 0)

    @property
    def reserved_left(self) -> int:
        """Of the places left in the room, those that only young people and families can have."""
        return min(max(self.young - self.young_taken, 0), self.room_left)

    @property
    def room_left_for_all(self) -> int:
        return self.room_left - self.reserved_left


def count_places(event: LearningEvent) -> Seats:
    """Of an event without arrangements there are none."""
    arrangements = EventArrangements.objects.filter(event=event.pk).first()
    return count_seats(arrangements) if arrangements else Seats(0, 0, 0, 0, 0, 0, 0, 0, 0)


def count_seats(arrangements: EventArrangements) -> Seats:
    counted: Counter[str] = Counter()
    active = Booking.objects.filter(event=arrangements.event_id).active().order_by()
    for attends, state, audience, places in active.values_list("attends", "state", "audience").annotate(Sum("places")):
        counted[state] += places
        if state in SEATED:
            counted[f"{attends}_taken"] += places
            if attends == Attends.ROOM and audience in GROUPS:
                counted["young_taken"] += places
    return Seats(
        room=arrangements.places if arrangements.has_room else 0,
        online=arrangements.online_places if arrangements.is_online else 0,
        young=arrangements.young_places if arrangements.has_room else 0,
        room_taken=counted["room_taken"],
        online_taken=counted["online_taken"],
        young_taken=counted["young_taken"],
        confirmed=counted[BookingState.CONFIRMED],
        offered=counted[BookingState.OFFERED],
        waiting=counted[BookingState.WAITING],
    )


def count_free(arrangements: EventArrangements, *, is_group: bool, attends: str) -> int:
    """How many places somebody who comes now gets without passing anybody who waits."""
    seats = count_seats(arrangements)
    in_room = attends == Attends.ROOM
    left, reserved = (seats.room_left_for_all, seats.reserved_left) if in_room else (seats.online_left, 0)
    waiting = Booking.objects.filter(event=arrangements.event_id, attends=attends, state=BookingState.WAITING)
    line = list(waiting.values_list("audience", flat=True))
    if any(audience in GROUPS for audience in line):
        return 0
    return (0 if line else left) + (reserved if is_group else 0)


def get_attending(event: LearningEvent, *, session: uuid.UUID | None = None) -> QuerySet[Booking]:
    """Those who have a place, in the order of their names; in one break-out, those who have a place in it."""
    found = Booking.objects.filter(event=event.pk).confirmed()
    if session is not None:
        found = found.filter(choices__session=session, choices__state=ChoiceState.CONFIRMED)
    return found.select_related("organisation").order_by("name", "pk")


def find_booking(key: uuid.UUID) -> Booking | None:
    """By the secret of its private link."""
    found = Booking.objects.filter(key=key, event__withdrawn_at=None)
    return found.select_related("event__arrangements", "organisation", "user").first()


def export_bookings(*, person: User) -> list[dict[str, Any]]:
    """For somebody who downloads what is kept about them: booked with their account, or to its address."""
    own = Booking.objects.filter(Q(user=person) | Q(email__iexact=person.email)).order_by("pk")
    return list(own.values(*EXPORTED))
