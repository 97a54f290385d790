"""The head of an event's page: when, where, for whom, and how many places are left."""

from dataclasses import dataclass

from cairn.common.dates import show_date
from cairn.events.models import Booking, LearningEvent
from cairn.events.presenters.booking import BookingView
from cairn.events.presenters.entries import describe_public_place
from cairn.events.presenters.report import name_hosts
from cairn.events.presenters.when import describe_held, describe_moment


@dataclass(frozen=True)
class EventHead:
    """Facts for the strip, as a name and words; until when one can book."""

    facts: list[tuple[str, str]]
    book_by: str = ""


def describe_head(event: LearningEvent, booking: BookingView | None) -> EventHead:
    if booking is None:
        return EventHead(_keep_known(_list_earlier_facts(event)))
    held = booking.arrangements
    facts = [
        ("When", describe_held(held)),
        ("Where", describe_public_place(event) or "To be decided"),
        ("Places", ", ".join(booking.lines) if booking.can_book else ""),
        ("For", event.audience),
        ("Hosts", name_hosts(event)),
        ("Theme", event.theme),
    ]
    return EventHead(_keep_known(facts), describe_moment(held.books_until, held.time_zone) if held.books_until else "")


def _list_earlier_facts(event: LearningEvent) -> list[tuple[str, str]]:
    """Of an event that was held before this site knew of it: as exact as its source."""
    return [
        ("When", show_date(event.held_on) or "Not recorded"),
        ("Where", event.venue or "Not recorded"),
        ("Hosts", name_hosts(event) or "Not recorded"),
        ("Who came", event.audience),
        ("Theme", event.theme),
    ]


def _keep_known(facts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, words) for name, words in facts if words]


def describe_own(booking: Booking | None) -> str:
    """What the reader's own booking is, for the top of the page."""
    if booking is None:
        return ""
    return {
        "confirmed": "You have a place at this event.",
        "offered": "A place is being kept for you. Accept it before the deadline.",
        "waiting": "You are on the waiting list. You do not have a place yet.",
    }.get(booking.state, "")
