"""What a booker is told of their booking and the event, so that the next mail can say what is different."""

import hashlib
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from cairn.events.enums import ArrangementState, Attends, BookingState, ChoiceState
from cairn.events.models import Booking, EventSession
from cairn.events.presenters.when import describe_held, describe_hours


@dataclass(frozen=True)
class BookingFacts:
    """As words wherever a reader compares words. Of joining details a fingerprint: a mail shows only the new ones."""

    state: str
    is_event_cancelled: bool
    title: str
    starts_at: str
    ends_at: str
    when: str
    place: str
    attends: str
    places: int
    sessions: tuple[str, ...] = ()
    joining: str = ""
    offered_until: str = ""

    @property
    def is_confirmed(self) -> bool:
        return self.state == BookingState.CONFIRMED and not self.is_event_cancelled

    @property
    def start(self) -> datetime:
        return datetime.fromisoformat(self.starts_at)

    @property
    def end(self) -> datetime:
        return datetime.fromisoformat(self.ends_at)


def read_facts(booking: Booking) -> BookingFacts:
    """As they are at this moment."""
    held = booking.event.arrangements
    in_room = booking.attends == Attends.ROOM
    return BookingFacts(
        state=booking.state,
        is_event_cancelled=held.state == ArrangementState.CANCELLED,
        title=booking.event.title,
        starts_at=held.starts_at.isoformat(),
        ends_at=held.ends_at.isoformat(),
        when=describe_held(held),
        place=describe_place(booking) if in_room else "Online",
        attends=Attends(booking.attends).label,
        places=booking.places,
        sessions=tuple(describe_session(one) for one in list_chosen(booking)),
        joining=_make_fingerprint(held.joining) if booking.attending and held.joining else "",
        offered_until=booking.offered_until.isoformat() if booking.offered_until else "",
    )


def describe_place(booking: Booking) -> str:
    """In one line."""
    held, event = booking.event.arrangements, booking.event
    lines = [line.strip(" ,") for line in (event.venue, *held.address.splitlines()) if line.strip(" ,")]
    return ", ".join(dict.fromkeys(lines))


def list_chosen(booking: Booking) -> list[EventSession]:
    """The break-outs in which it has a place, in the order of the day."""
    chosen = {one.session for one in booking.choices.all() if one.state == ChoiceState.CONFIRMED}
    sessions = [one for one in booking.event.sessions.all() if one.key in chosen]
    return sorted(sessions, key=lambda one: (one.starts is None, one.starts, one.position))


def describe_session(session: EventSession) -> str:
    """ "Scaling what works, 11:00 to 12:00, Room 2" """
    hours = describe_hours(session.starts, session.ends)
    return ", ".join(part for part in (session.title, hours, session.room_name) if part)


def _make_fingerprint(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def write_facts(facts: BookingFacts) -> dict[str, Any]:
    return asdict(facts) | {"sessions": list(facts.sessions)}


def load_facts(kept: dict[str, Any]) -> BookingFacts | None:
    """None where nothing was told yet. A field of a later version of the site is left out."""
    if not kept:
        return None
    known = {one.name for one in fields(BookingFacts)}
    return BookingFacts(**{name: value for name, value in kept.items() if name in known} | _get_sessions(kept))


def _get_sessions(kept: dict[str, Any]) -> dict[str, Any]:
    return {"sessions": tuple(kept.get("sessions", ()))}
