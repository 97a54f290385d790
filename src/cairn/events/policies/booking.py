"""Whether a place can be booked, changed, accepted or given back now."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import combinations
from typing import Protocol
from zoneinfo import ZoneInfo

from cairn.events.enums import GROUPS, ArrangementState, Attends, Audience, BookingState, Need
from cairn.events.models import Booking, EventArrangements, EventSession

MOST_IN_GROUP = 30


class UnableToBook(Exception):
    """The sentence says why, and what to do instead."""


class UnableToBookTwice(UnableToBook):
    """This address has a booking, whose private link went to it."""


class Answers(Protocol):
    """What the rules ask of the answers of a form."""

    @property
    def audience(self) -> str: ...
    @property
    def attends(self) -> str: ...
    @property
    def places(self) -> int: ...
    @property
    def needs_words(self) -> str: ...
    @property
    def needs_counts(self) -> dict[str, int]: ...


def show_moment(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B %Y} at {local:%H:%M}"


def find_why_not(arrangements: EventArrangements, *, at: datetime) -> str:
    """Why nobody can book now, in a sentence; nothing where they can."""
    zone = arrangements.zone
    if arrangements.state == ArrangementState.CANCELLED:
        return " ".join(part for part in ("This event is cancelled.", arrangements.cancelled_because) if part)
    if arrangements.starts_at <= at:
        has_ended = arrangements.ends_at <= at
        return "This event has taken place." if has_ended else "This event has started, so booking is closed."
    if arrangements.state != ArrangementState.OPEN:
        return "Booking is not open yet. Come back later, or ask the hosts when it opens."
    if arrangements.books_from and arrangements.books_from > at:
        return f"Booking opens on {show_moment(arrangements.books_from, zone)}."
    if arrangements.books_until and arrangements.books_until <= at:
        return (
            f"Booking closed on {show_moment(arrangements.books_until, zone)}. Ask the hosts if you still want to come."
        )
    return ""


def check_can_book(arrangements: EventArrangements, *, at: datetime) -> None:
    if problem := find_why_not(arrangements, at=at):
        raise UnableToBook(problem)


def check_answers(arrangements: EventArrangements, answers: Answers) -> None:
    """Whether there is such a way of taking part, for so many; and that nothing of a child is kept."""
    is_group = answers.audience in GROUPS
    if answers.audience not in Audience.values:
        raise UnableToBook("Choose which of these describes you.")
    ways: dict[str, bool] = {Attends.ROOM: arrangements.has_room, Attends.ONLINE: arrangements.is_online}
    if not ways.get(answers.attends, False):
        raise UnableToBook("Choose how you will take part: this event does not offer the way you chose.")
    if not is_group and answers.places != 1:
        raise UnableToBook("One booking is one place. Ask each of your colleagues to book their own.")
    if is_group and not 1 <= answers.places <= MOST_IN_GROUP:
        raise UnableToBook(
            f"You can book 1 to {MOST_IN_GROUP} places, not {answers.places}. Ask the hosts about a larger group."
        )
    most = arrangements.places if answers.attends == Attends.ROOM else arrangements.online_places
    if answers.places > most:
        raise UnableToBook(f"The event has {most} places in all, so {answers.places} cannot be booked. Enter fewer.")
    if is_group and answers.needs_words:
        raise UnableToBook("Enter needs as numbers only. We keep nothing that could describe a child.")
    if any(name not in Need.values or number < 1 for name, number in answers.needs_counts.items()):
        raise UnableToBook("Enter for each need how many people have it, as a whole number.")
    if any(number > answers.places for number in answers.needs_counts.values()):
        raise UnableToBook(f"You are booking {answers.places} places, so no need can be for more people than that.")


def check_not_booked(booked: Booking | None) -> None:
    """By the active booking of the same address, where there is one."""
    if booked is not None:
        raise UnableToBookTwice(
            "There is already a booking for this email address. Use the private link that we sent to it to change or "
            "cancel it. If you cannot find the link, ask the hosts."
        )


def check_sessions(chosen: Collection[uuid.UUID], sessions: Sequence[EventSession]) -> None:
    """Break-outs of this event, no two at the same time. `sessions` are those of the published event."""
    breakouts = {one.key: one for one in sessions if one.is_breakout}
    if any(key not in breakouts for key in chosen):
        raise UnableToBook("One of the sessions you chose has been removed. Check the programme and choose again.")
    for one, other in combinations([breakouts[key] for key in chosen], 2):
        if are_parallel(one, other):
            raise UnableToBook(f"“{one.title}” and “{other.title}” are at the same time. Choose one of them.")


def are_parallel(one: EventSession, other: EventSession) -> bool:
    """Whether they overlap; one without an end is as long as it takes to start."""
    if one.starts is None or other.starts is None:
        return False
    if one.starts == other.starts:
        return True
    return one.starts < (other.ends or other.starts) and other.starts < (one.ends or one.starts)


def check_can_change(arrangements: EventArrangements, booking: Booking, *, at: datetime) -> None:
    if arrangements.state == ArrangementState.CANCELLED:
        raise UnableToBook("This event is cancelled, so there is nothing to change.")
    if arrangements.starts_at <= at:
        raise UnableToBook("The event has started, so bookings can no longer be changed. Ask the hosts.")
    if not booking.is_active:
        raise UnableToBook("This booking has ended. You can book again if booking is open.")


def check_can_cancel(arrangements: EventArrangements, *, at: datetime) -> None:
    if arrangements.starts_at <= at:
        raise UnableToBook("The event has started, so bookings can no longer be cancelled. Tell the hosts if you left.")


def check_can_answer_offer(arrangements: EventArrangements, booking: Booking, *, at: datetime) -> None:
    check_can_change(arrangements, booking, at=at)
    if booking.state != BookingState.OFFERED:
        raise UnableToBook("No place is being offered to this booking now.")
    if not booking.is_offer_open(at=at):
        raise UnableToBook("The time to accept this place is over, and it goes to the next person.")


def check_has_free_places(wanted: int, free: int, *, attends: str) -> None:
    """For somebody who has a place and asks for more, or for one of the other sort."""
    if wanted > free:
        where = "online" if attends == Attends.ONLINE else "in the room"
        left = f"only {free} place{'' if free == 1 else 's'} left {where}" if free else f"no places left {where}"
        raise UnableToBook(f"There {'is' if free == 1 else 'are'} {left}. Your booking stays as it was.")
