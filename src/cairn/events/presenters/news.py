"""What there is to tell a booker: what they were last told, held against what is so now. Nothing else decides it.

So a piece of news that was lost, or came twice or late, does no harm: the next look finds what has not been told.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from cairn.events.enums import BookingState
from cairn.events.presenters.facts import BookingFacts


class News(Enum):
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    PROMOTED = "promoted"
    OFFER_ENDED = "offer ended"
    CANCELLED = "cancelled"
    CHANGED = "changed"
    EVENT_CANCELLED = "event cancelled"
    REMINDER = "reminder"


@dataclass(frozen=True)
class Change:
    """What is different since they were last told. `was` is empty where only the new can be shown."""

    label: str
    was: str
    now: str


OF_A_NEW_STATE = {
    BookingState.CONFIRMED: News.CONFIRMED,
    BookingState.WAITING: News.WAITING,
    BookingState.OFFERED: News.OFFERED,
    BookingState.CANCELLED: News.CANCELLED,
    BookingState.DECLINED: News.OFFER_ENDED,
}
ENDED = (BookingState.CANCELLED, BookingState.DECLINED)
FROM_THE_LIST = (BookingState.WAITING, BookingState.OFFERED)


def find_news(told: BookingFacts | None, now: BookingFacts, *, at: datetime) -> News | None:
    """None where there is nothing to tell: of an event that is over, or where they know it all."""
    if now.end <= at or (told is not None and told.is_event_cancelled):
        return None
    if now.is_event_cancelled:
        return None if (told or now).state in ENDED else News.EVENT_CANCELLED
    if told is None or told.state != now.state:
        return _find_news_of_state(told, now, at=at)
    if now.state in ENDED:
        return None
    if now.state == BookingState.OFFERED and told.offered_until != now.offered_until:
        return News.OFFERED
    return News.CHANGED if list_changes(told, now) else None


def _find_news_of_state(told: BookingFacts | None, now: BookingFacts, *, at: datetime) -> News | None:
    state = BookingState(now.state)
    if state == BookingState.OFFERED and datetime.fromisoformat(now.offered_until) <= at:
        return None  # it has lapsed before anybody could hear of it
    if told is not None and state == BookingState.CONFIRMED and told.state in FROM_THE_LIST:
        return News.PROMOTED
    if told is not None and state == BookingState.WAITING and told.state == BookingState.OFFERED:
        return News.OFFER_ENDED
    return OF_A_NEW_STATE[state]


def can_remind(now: BookingFacts, *, before: timedelta, at: datetime) -> bool:
    """Only those with a place, of an event that is not cancelled, and close enough: it may have moved since."""
    return now.is_confirmed and at < now.start <= at + before


def list_changes(told: BookingFacts | None, now: BookingFacts) -> list[Change]:
    """Old and new, in the order in which they matter."""
    if told is None:
        return []
    pairs = (
        ("Name of the event", told.title, now.title),
        ("When", told.when, now.when),
        ("Where", told.place, now.place),
        ("How you take part", told.attends, now.attends),
        ("Number of places", str(told.places), str(now.places)),
        ("Your break-outs", _join(told.sessions), _join(now.sessions)),
    )
    found = [Change(label, was, new) for label, was, new in pairs if was != new]
    # Somebody who has just got a place has nothing to compare them with.
    if told.is_confirmed and now.joining and told.joining != now.joining:
        found.append(Change("Joining details", "", "New details below" if told.joining else "Now below"))
    return found


def _join(sessions: tuple[str, ...]) -> str:
    return "; ".join(sessions) or "None chosen"
