"""Each rule of booking alone."""

import uuid
from datetime import time, timedelta

import pytest

from cairn.events.models import Booking, EventSession
from cairn.events.policies import booking as rules
from tests.cases import each
from tests.events.bookings import after, answer
from tests.factories.events import arrange, make_booking, make_event
from tests.factories.records import NOON
from tests.rules import may

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def planned(**given):
    return arrange(make_event(), **given)


def test_booking_is_open_from_the_first_moment_to_the_last():
    found = planned(books_from=after(days=1), books_until=after(days=2))
    times = {
        after(days=1) - SECOND: False,
        after(days=1): True,
        after(days=2) - SECOND: True,
        after(days=2): False,
    }
    assert {at: may(rules.check_can_book, found, at=at) for at in times} == times


def test_without_an_end_booking_is_open_until_it_starts():
    found = planned()
    assert may(rules.check_can_book, found, at=found.starts_at - SECOND)
    assert not may(rules.check_can_book, found, at=found.starts_at)
    assert rules.find_why_not(found, at=found.ends_at - SECOND).startswith("This event has started")
    assert rules.find_why_not(found, at=found.ends_at) == "This event has taken place."


@pytest.mark.parametrize(("state", "can"), [("planned", False), ("open", True), ("cancelled", False), ("held", False)])
def test_only_an_open_event_is_booked(state, can):
    assert may(rules.check_can_book, planned(state=state), at=NOON) is can


def test_a_cancelled_event_says_so_whenever_it_is_opened():
    found = planned(state="cancelled", starts_at=after(days=-3))
    assert rules.find_why_not(found, at=NOON) == "This event is cancelled."


@each(
    ("given", "can"),
    [
        ({}, True),
        ({"audience": "stranger"}, False),
        ({"attends": "online"}, False),
        ({"attends": "by phone"}, False),
        ({"places": 2}, False),
        ({"places": 0}, False),
        ({"audience": "young", "places": 1}, True),
        ({"audience": "young", "places": 30}, True),
        ({"audience": "young", "places": 31}, False),
        ({"audience": "young", "places": 0}, False),
        ({"audience": "family", "places": 2, "needs_words": "x"}, False),
        ({"audience": "other", "needs_words": "x"}, True),
        ({"audience": "family", "places": 2, "needs_counts": {"vegan": 2}}, True),
        ({"audience": "family", "places": 2, "needs_counts": {"vegan": 3}}, False),
        ({"audience": "family", "places": 2, "needs_counts": {"vegan": 0}}, False),
        ({"audience": "family", "places": 2, "needs_counts": {"name of a child": 1}}, False),
    ],
)
def test_answers(given, can):
    assert may(rules.check_answers, planned(places=40), answer(**given)) is can


def test_no_booking_is_larger_than_the_event():
    found = planned(attendance="both", places=3, online_places=2)
    for attends, most in (("room", 3), ("online", 2)):
        group = {"audience": "young", "attends": attends}
        assert may(rules.check_answers, found, answer(places=most, **group))
        assert not may(rules.check_answers, found, answer(places=most + 1, **group))


def test_an_address_books_once():
    assert may(rules.check_not_booked, None)
    assert not may(rules.check_not_booked, Booking())


def session(title, starts=None, ends=None, kind="breakout"):
    return EventSession(key=uuid.uuid4(), title=title, starts=starts, ends=ends, kind=kind)


@each(
    ("one", "other", "parallel"),
    [
        ((time(10), time(11)), (time(10, 30), time(11, 30)), True),
        ((time(10), time(11)), (time(11), time(12)), False),
        ((time(10), None), (time(10), None), True),
        ((time(10), None), (time(11), None), False),
        ((time(10), time(12)), (time(11), None), True),
        ((None, None), (None, None), False),
        ((time(10), time(12)), (None, None), False),
    ],
)
def test_parallel(one, other, parallel):
    first, second = session("One", *one), session("Other", *other)
    assert rules.are_parallel(first, second) is parallel
    assert rules.are_parallel(second, first) is parallel
    assert may(rules.check_sessions, [first.key, second.key], [first, second]) is not parallel


def test_only_break_outs_that_are_there_are_chosen():
    breakout, plenary = session("One"), session("All", kind="plenary")
    assert may(rules.check_sessions, [breakout.key], [breakout, plenary])
    assert not may(rules.check_sessions, [plenary.key], [breakout, plenary])
    assert not may(rules.check_sessions, [uuid.uuid4()], [breakout, plenary])


def test_an_active_booking_is_changed_until_the_start():
    found = planned()
    booking = make_booking(found.event)
    assert may(rules.check_can_change, found, booking, at=found.starts_at - SECOND)
    assert not may(rules.check_can_change, found, booking, at=found.starts_at)
    assert may(rules.check_can_cancel, found, at=found.starts_at - SECOND)
    assert not may(rules.check_can_cancel, found, at=found.starts_at)
    booking.state = "cancelled"
    assert not may(rules.check_can_change, found, booking, at=NOON)
    booking.state, found.state = "waiting", "cancelled"
    assert not may(rules.check_can_change, found, booking, at=NOON)


def test_an_offer_is_answered_until_its_deadline():
    found = planned()
    booking = make_booking(found.event, state="offered", offered_until=after(hours=1))
    assert may(rules.check_can_answer_offer, found, booking, at=after(hours=1) - SECOND)
    assert not may(rules.check_can_answer_offer, found, booking, at=after(hours=1))
    booking.state = "waiting"
    assert not may(rules.check_can_answer_offer, found, booking, at=NOON)


def test_free_places():
    assert may(rules.check_has_free_places, 2, 2, attends="room")
    for free, words in ((1, "There is only 1 place left online."), (0, "There are no places left online.")):
        with pytest.raises(rules.UnableToBook, match=words):
            rules.check_has_free_places(2, free, attends="online")
