"""Whether an event can be planned, moved, opened for booking or called off, and by whom."""

from datetime import datetime

from django.utils.timezone import now

from cairn.accounts.models import Reader
from cairn.events.enums import ArrangementState
from cairn.events.models import Booking, EventArrangements, LearningEvent
from cairn.events.queries.booking import Seats
from cairn.records.policies import UnableToChangeRecord, can_edit, check_can_edit


class UnableToPlan(UnableToChangeRecord):
    """The sentence says why, and what to do instead."""


def can_plan(event: LearningEvent, user: Reader) -> bool:
    """The hosts: whoever may change the record of the event."""
    return can_edit(event, user)


def check_can_plan(event: LearningEvent, user: Reader) -> None:
    check_can_edit(event, user)


def check_arrangements(arrangements: EventArrangements, *, before: EventArrangements | None, at: datetime) -> None:
    """Of what is about to be saved; `before` is what stands there now."""
    if before is not None and before.state == ArrangementState.CANCELLED:
        raise UnableToPlan("This event is cancelled and cannot be changed. Plan a new one.")
    if before is not None and before.ends_at <= at:
        raise UnableToPlan("This event is over, so its time and places can no longer be changed.")
    if arrangements.ends_at <= arrangements.starts_at:
        raise UnableToPlan("The event ends before it starts. Enter an end that is later than the start.")
    if arrangements.local_end.date() != arrangements.day:
        raise UnableToPlan("An event here lasts one day. Plan each further day as an event of its own.")
    if arrangements.starts_at <= at:
        raise UnableToPlan("This time has passed. Enter a start in the future.")
    if arrangements.young_places > arrangements.places:
        raise UnableToPlan(
            f"You reserved {arrangements.young_places} of {arrangements.places} places. "
            f"Reserve {arrangements.places} or fewer."
        )
    if arrangements.books_until and arrangements.books_until > arrangements.starts_at:
        raise UnableToPlan("Booking cannot stay open after the event has started. Enter an earlier end of booking.")
    if arrangements.books_from and arrangements.books_from >= (arrangements.books_until or arrangements.starts_at):
        raise UnableToPlan("Booking opens after it closes. Enter an earlier opening.")


def check_capacity(arrangements: EventArrangements, seats: Seats) -> None:
    """Nobody loses a place because there are fewer. `seats` is counted with the new numbers."""
    for places, taken, where in (
        (seats.room, seats.room_taken, "in the room"),
        (seats.online, seats.online_taken, "online"),
    ):
        if taken > places:
            are = "place is" if taken == 1 else "places are"
            raise UnableToPlan(
                f"{taken} {are} already booked {where}, so there cannot be only {places}. Enter {taken} or more."
            )


def check_can_open(event: LearningEvent, arrangements: EventArrangements, *, at: datetime) -> None:
    if not event.live:
        raise UnableToPlan("Publish the event before you open booking: until then only your team can see it.")
    if arrangements.state != ArrangementState.PLANNED:
        raise UnableToPlan("Booking was already opened, or the event is cancelled. Reload the page.")
    if arrangements.starts_at <= at:
        raise UnableToPlan("This event has started, so booking cannot be opened.")


def check_can_call_off(arrangements: EventArrangements, *, at: datetime) -> None:
    if arrangements.state == ArrangementState.CANCELLED:
        raise UnableToPlan("This event is already cancelled.")
    if arrangements.ends_at <= at:
        raise UnableToPlan("This event is over, so it cannot be cancelled.")


def check_withdrawal(event: LearningEvent) -> None:
    """Whoever has booked hears of a cancellation; of a withdrawal, which deletes the bookings, nobody would hear."""
    open_events = EventArrangements.objects.exclude(state=ArrangementState.CANCELLED).filter(ends_at__gt=now())
    if open_events.filter(event=event.pk).exists() and Booking.objects.active().filter(event=event.pk).exists():
        raise UnableToPlan(
            "People have booked this event. Cancel it first, so that they are told. You can withdraw it afterwards."
        )
