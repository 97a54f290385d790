"""Places, bookings and the waiting list in words."""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, Sum

from cairn.common.tables import Column
from cairn.events.enums import Attends, Audience, BookingState, ChoiceState, Need
from cairn.events.models import Booking, EventArrangements, EventSession, LearningEvent, SessionChoice
from cairn.events.policies import find_why_not, show_moment
from cairn.events.presenters.when import describe_held
from cairn.events.queries import Seats, count_seats

PERSON_COLUMNS = ("Name", "Organisation", "Email address", "Who they are", "How they take part")


# --- How many places are left ----------------------------------------------------------------------


@dataclass(frozen=True)
class BookingView:
    """What the page of an event says of booking it."""

    arrangements: EventArrangements
    seats: Seats
    why_not: str  # nobody can book now, for this reason

    @property
    def when(self) -> str:
        return describe_held(self.arrangements)

    @property
    def is_cancelled(self) -> bool:
        return self.arrangements.state == "cancelled"

    @property
    def can_book(self) -> bool:
        return not self.why_not

    @property
    def is_full(self) -> bool:
        """For somebody who books for themselves."""
        return not self.seats.room_left_for_all and not self.seats.online_left

    @property
    def lines(self) -> list[str]:
        """ "12 of 50 places left in the room", and so on."""
        seats, said = self.seats, []
        if seats.room:
            said.append(f"{say_left(seats.room_left, seats.room)} in the room")
        if seats.reserved_left:
            are = "is" if seats.reserved_left == 1 else "are"
            said.append(f"{seats.reserved_left} of these {are} reserved for young people and families")
        if seats.online:
            said.append(f"{say_left(seats.online_left, seats.online)} online")
        if seats.waiting:
            said.append(f"{seats.waiting} {'person is' if seats.waiting == 1 else 'people are'} on the waiting list")
        return said


def say_left(left: int, places: int) -> str:
    return f"{left} of {places} place{'' if places == 1 else 's'} left"


def describe_event_booking(event: LearningEvent, *, at: datetime) -> BookingView | None:
    """None where the event has no arrangements, as those of the past."""
    arrangements = EventArrangements.objects.filter(event=event.pk).first()
    return describe_arrangements(arrangements, at=at) if arrangements is not None else None


def describe_arrangements(arrangements: EventArrangements, *, at: datetime) -> BookingView:
    return BookingView(arrangements, count_seats(arrangements), find_why_not(arrangements, at=at))


def describe_fullness(event: LearningEvent, sessions: Sequence[EventSession]) -> dict[uuid.UUID, str]:
    """What stands behind the title of a break-out in a form: how many places it has left, or that one waits."""
    if all(one.places is None for one in sessions):
        return {}
    wishes = SessionChoice.objects.filter(
        booking__event=event.pk, booking__state=BookingState.CONFIRMED, state=ChoiceState.CONFIRMED
    )
    taken = dict(wishes.order_by().values_list("session").annotate(Sum("booking__places")))
    found = {}
    for one in sessions:
        if one.is_breakout and one.places is not None:
            left = one.places - taken.get(one.key, 0)
            found[one.key] = f" ({left} place{'' if left == 1 else 's'} left)" if left > 0 else " (full: waiting list)"
    return found


# --- One booking -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class OwnBookingView:
    """A booking for whoever has its private link."""

    booking: Booking
    arrangements: EventArrangements
    position: int  # on the waiting list, from 1; otherwise 0
    sessions: list[tuple[EventSession, bool]]  # and whether there is a place in it
    has_needs: bool
    offer_open: bool
    can_change: bool
    why_not_again: str  # of an ended booking: why nobody can book now

    @property
    def event(self) -> LearningEvent:
        return self.booking.event

    @property
    def when(self) -> str:
        return describe_held(self.arrangements)

    @property
    def is_cancelled_event(self) -> bool:
        return self.arrangements.state == "cancelled"

    @property
    def attends(self) -> str:
        return str(Attends(self.booking.attends).label)

    @property
    def offered_until(self) -> str:
        until = self.booking.offered_until
        return show_moment(until, self.arrangements.zone) if until else ""


def describe_own_booking(
    booking: Booking, arrangements: EventArrangements, sessions: Sequence[EventSession], *, at: datetime
) -> OwnBookingView:
    chosen = {one.session: one.state == ChoiceState.CONFIRMED for one in booking.choices.all()}
    is_open = arrangements.state != "cancelled" and arrangements.starts_at > at
    return OwnBookingView(
        booking=booking,
        arrangements=arrangements,
        position=find_position(booking),
        sessions=[(one, chosen[one.key]) for one in sessions if one.key in chosen],
        has_needs=hasattr(booking, "needs"),
        offer_open=booking.is_offer_open(at=at),
        can_change=is_open and booking.is_active,
        why_not_again=find_why_not(arrangements, at=at),
    )


def find_position(booking: Booking) -> int:
    """How many wait before it for the same sort of place, and itself."""
    if booking.state != BookingState.WAITING:
        return 0
    before = Q(queued_at__lt=booking.queued_at) | Q(queued_at=booking.queued_at, pk__lte=booking.pk)
    waiting = Booking.objects.filter(event=booking.event_id, attends=booking.attends, state=BookingState.WAITING)
    return waiting.filter(before).count()


# --- The list for the hosts ------------------------------------------------------------------------


@dataclass(frozen=True)
class ListedBooking:
    """One row for the hosts."""

    booking: Booking
    number: int  # in its list
    sessions: list[str]
    needs: str

    @property
    def who(self) -> str:
        return str(Audience(self.booking.audience).label)

    @property
    def attends(self) -> str:
        return str(Attends(self.booking.attends).label)


@dataclass(frozen=True)
class BookingList:
    """Those of one state. Nobody is in two, and what waits is never in the list of those who attend."""

    name: str  # in the address of its file
    title: str
    none: str
    rows: list[ListedBooking]

    @property
    def people(self) -> int:
        return sum(row.booking.places for row in self.rows)


LISTS = (
    ("attending", "Attending", "No bookings yet.", BookingState.CONFIRMED),
    ("offered", "Offered a place", "No place is being offered.", BookingState.OFFERED),
    ("waiting", "Waiting list", "The waiting list is empty.", BookingState.WAITING),
)
LIST_NAMES = tuple(name for name, *_ in LISTS)


def list_bookings(event: LearningEvent, sessions: Sequence[EventSession]) -> list[BookingList]:
    found = Booking.objects.filter(event=event.pk).active().in_order()
    bookings = list(found.select_related("needs", "organisation").prefetch_related("choices"))
    titles = {one.key: one.title for one in sessions}
    return [
        BookingList(name, title, none, _list_rows([one for one in bookings if one.state == state], titles))
        for name, title, none, state in LISTS
    ]


def _list_rows(bookings: Iterable[Booking], titles: dict[uuid.UUID, str]) -> list[ListedBooking]:
    return [
        ListedBooking(one, number, _list_sessions(one, titles), describe_needs(one))
        for number, one in enumerate(bookings, start=1)
    ]


def _list_sessions(booking: Booking, titles: dict[uuid.UUID, str]) -> list[str]:
    """In the order of the programme; where somebody waits for one, it says so."""
    states = {one.session: one.state for one in booking.choices.all()}
    return [
        title if states[key] == ChoiceState.CONFIRMED else f"{title} (waiting)"
        for key, title in titles.items()
        if key in states
    ]


def describe_needs(booking: Booking) -> str:
    needs = getattr(booking, "needs", None)
    if needs is None:
        return ""
    told = [
        f"{Need(name).label}{f': {number}' if booking.is_group else ''}"
        for name, number in needs.counts.items()
        if name in Need.values
    ]
    return "; ".join([*told, *filter(None, [needs.words])])


def add_up_needs(lists: Iterable[BookingList]) -> list[tuple[str, int]]:
    """Of those who attend: how many need what, for the kitchen and the venue."""
    total: Counter[str] = Counter()
    for row in next(one for one in lists if one.name == "attending").rows:
        needs = getattr(row.booking, "needs", None)
        total.update(needs.counts if needs else {})
    return [(str(need.label), total[need.value]) for need in Need if total[need.value]]


def make_table(listed: BookingList) -> tuple[list[str], list[list[Any]]]:
    """For a file. Needs are not in it: a copy of them would outlive the day on which they are erased."""
    header = ["Number", *PERSON_COLUMNS, "Places", "Break-outs"]
    rows = [
        [
            *(row.number, row.booking.name, row.booking.organisation_name, row.booking.email, row.who, row.attends),
            *(row.booking.places, "; ".join(row.sessions)),
        ]
        for row in listed.rows
    ]
    return header, rows


def count_columns() -> list[Any]:
    return ["Need", Column("People", numeric=True)]


def count_audiences(lists: Iterable[BookingList]) -> list[tuple[str, int]]:
    """How many of those who attend are of which sort."""
    attending = next(one for one in lists if one.name == "attending")
    total: Counter[str] = Counter()
    for row in attending.rows:
        total[row.booking.audience] += row.booking.places
    return [(str(one.label), total[one.value]) for one in Audience if total[one.value]]
