"""Who attends and what is left: counted in people, and waiting is never attending."""

import pytest

from cairn.events.queries import count_places, find_booking, get_attending
from tests.factories.events import arrange, make_booking, make_event
from tests.factories.records import NOON

pytestmark = pytest.mark.django_db


def test_places_are_counted_in_people_and_apart():
    event = make_event()
    arrange(event, attendance="both", places=10, young_places=4, online_places=5)
    coming = make_booking(event)
    make_booking(event, audience="young", places=3)
    make_booking(event, state="offered", offered_until=NOON)
    make_booking(event, attends="online")
    make_booking(event, state="waiting", audience="family", places=2)
    make_booking(event, state="cancelled")
    make_booking(event, state="declined")
    seats = count_places(event)
    assert (seats.room_taken, seats.online_taken, seats.taken) == (5, 1, 6)
    assert (seats.confirmed, seats.offered, seats.waiting) == (5, 1, 2)
    assert (seats.room_left, seats.reserved_left, seats.room_left_for_all, seats.online_left) == (5, 1, 4, 4)
    assert coming in get_attending(event)
    assert {one.state for one in get_attending(event)} == {"confirmed"}


def test_what_the_attendance_leaves_out_has_no_places():
    event = make_event()
    arrange(event, attendance="online", places=10, young_places=2, online_places=5)
    seats = count_places(event)
    assert (seats.room, seats.young, seats.online) == (0, 0, 5)
    assert count_places(make_event()).taken == 0


def test_a_session_lists_only_those_with_a_place_in_it():
    event = make_event()
    coming, waiting = make_booking(event), make_booking(event, state="waiting")
    session = "6f2c0d6a-1111-4222-8333-944445555666"
    coming.choices.create(session=session, state="confirmed", queued_at=NOON)
    waiting.choices.create(session=session, state="confirmed", queued_at=NOON)
    other = make_booking(event)
    other.choices.create(session=session, state="waiting", queued_at=NOON)
    assert [one.pk for one in get_attending(event, session=session)] == [coming.pk]


def test_a_booking_is_found_by_its_secret_alone():
    booking = make_booking(make_event())
    assert find_booking(booking.key) == booking
    assert find_booking("6f2c0d6a-1111-4222-8333-944445555666") is None
