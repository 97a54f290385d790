"""The head of an event's page: when, where, for whom, how many places are left, and what a reader can do next."""

from dataclasses import dataclass
from datetime import datetime

from cairn.common.dates import show_date
from cairn.events.enums import ArrangementState
from cairn.events.models import Booking, EventArrangements, LearningEvent
from cairn.events.presenters.entries import describe_public_place
from cairn.events.presenters.when import describe_moment, describe_when, name_zone
from cairn.events.queries.booking import Seats


@dataclass(frozen=True)
class EventHead:
    """Facts for the strip, as a name and words, and whether somebody can book."""

    facts: list[tuple[str, str]]
    state: str  # one of "", "planned", "open", "waiting", "closed", "cancelled", "over"
    sentence: str
    because: str = ""

    @property
    def can_book(self) -> bool:
        return self.state in ("open", "waiting")


def describe_head(event: LearningEvent, seats: Seats | None, *, at: datetime) -> EventHead:
    held: EventArrangements | None = getattr(event, "arrangements", None)
    if held is None or seats is None:
        return EventHead(_list_earlier_facts(event), "", "")
    state = _find_state(held, seats, at=at)
    facts = [
        ("When", f"{describe_when(held.starts_at, held.ends_at, held.time_zone)} ({name_zone(held.time_zone)})"),
        ("Where", describe_public_place(event) or "To be decided"),
        ("Places", describe_places(held, seats, state)),
        ("For", event.audience),
        ("Hosts", event.hosts),
        ("Theme", event.theme),
    ]
    sentence = _write_sentence(held, state, at=at)
    return EventHead([(name, words) for name, words in facts if words], state, sentence, held.cancelled_because)


def _list_earlier_facts(event: LearningEvent) -> list[tuple[str, str]]:
    """Of an event that was held before this site knew of it: as exact as its source."""
    facts = [
        ("When", show_date(event.held_on) or "Not recorded"),
        ("Where", event.venue or "Not recorded"),
        ("Hosts", event.hosts or "Not recorded"),
        ("Who came", event.audience),
        ("Theme", event.theme),
    ]
    return [(name, words) for name, words in facts if words]


def _find_state(held: EventArrangements, seats: Seats, *, at: datetime) -> str:
    if held.state == ArrangementState.CANCELLED:
        return "cancelled"
    if held.state == ArrangementState.HELD or held.starts_at <= at:
        return "over"
    if held.state == ArrangementState.PLANNED or (held.books_from is not None and held.books_from > at):
        return "planned"
    if held.books_until is not None and held.books_until <= at:
        return "closed"
    return "open" if _has_room(held, seats) else "waiting"


def _has_room(held: EventArrangements, seats: Seats) -> bool:
    """Who waits is served first, so with somebody waiting nothing is free."""
    return not seats.waiting and (seats.room_left_for_all > 0 or seats.online_left > 0)


def describe_places(held: EventArrangements, seats: Seats, state: str) -> str:
    """ "12 left in the room, 40 online"; for young people and families apart."""
    if state in ("cancelled", "over"):
        return ""
    parts = []
    if held.has_room and seats.room:
        parts.append(f"{_count_left(seats.room_left_for_all)} in the room")
        if seats.reserved_left:
            parts.append(f"{seats.reserved_left} kept for young people and families")
    if held.is_online and seats.online:
        parts.append(f"{_count_left(seats.online_left)} online")
    if seats.waiting:
        parts.append(f"{seats.waiting} on the waiting list")
    return ", ".join(parts)


def _count_left(number: int) -> str:
    return f"{number} left" if number else "None left"


def _write_sentence(held: EventArrangements, state: str, *, at: datetime) -> str:
    match state:
        case "planned" if held.books_from is not None and held.books_from > at:
            return f"Booking opens at {describe_moment(held.books_from, held.time_zone)}."
        case "planned":
            return "Booking is not open yet."
        case "open" | "waiting" if held.books_until is not None:
            return f"Book by {describe_moment(held.books_until, held.time_zone)}."
        case "closed":
            return "Booking has closed."
        case "cancelled":
            return "This event is cancelled."
    return ""


def describe_own(booking: Booking | None) -> str:
    """What the reader's own booking is, for the top of the page."""
    if booking is None:
        return ""
    return {
        "confirmed": "You have a place at this event.",
        "offered": "A place is being kept for you. Accept it before the deadline.",
        "waiting": "You are on the waiting list. You do not have a place yet.",
    }.get(booking.state, "")
