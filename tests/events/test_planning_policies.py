"""Each rule of planning alone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from cairn.events.models import EventArrangements
from cairn.events.policies import planning as rules
from cairn.events.queries import Seats
from tests.cases import each
from tests.events.bookings import after
from tests.factories.accounts import UserFactory
from tests.factories.events import arrange, make_booking, make_event
from tests.factories.records import NOON, join, make_record, make_team
from tests.rules import may

SECOND = timedelta(seconds=1)


def planned(**given):
    values = {"starts_at": after(days=60), "ends_at": after(days=60, hours=3), "places": 10, "state": "open", **given}
    return EventArrangements(**values)


@each(
    ("given", "can"),
    [
        ({}, True),
        ({"ends_at": after(days=60)}, False),
        ({"ends_at": after(days=61)}, False),
        ({"starts_at": NOON, "ends_at": after(hours=1)}, False),
        ({"starts_at": NOON + SECOND, "ends_at": after(hours=1)}, True),
        ({"young_places": 10}, True),
        ({"young_places": 11}, False),
        ({"books_until": after(days=60)}, True),
        ({"books_until": after(days=60) + SECOND}, False),
        ({"books_from": after(days=60)}, False),
        ({"books_from": after(days=60) - SECOND}, True),
        ({"books_from": after(days=5), "books_until": after(days=5)}, False),
    ],
)
def test_arrangements(given, can):
    assert may(rules.check_arrangements, planned(**given), before=None, at=NOON) is can


def test_a_day_is_one_of_its_own_clock():
    """In July midnight in London is eleven in the evening of the day before, as computers count."""
    late = {"starts_at": datetime(2027, 7, 1, 20, tzinfo=UTC), "ends_at": datetime(2027, 7, 1, 22, 59, tzinfo=UTC)}
    assert may(rules.check_arrangements, planned(**late), before=None, at=NOON)
    past_midnight = late | {"ends_at": datetime(2027, 7, 1, 23, tzinfo=UTC)}
    assert not may(rules.check_arrangements, planned(**past_midnight), before=None, at=NOON)


def test_what_is_cancelled_or_over_is_not_planned_again():
    assert may(rules.check_arrangements, planned(), before=planned(), at=NOON)
    assert not may(rules.check_arrangements, planned(), before=planned(state="cancelled"), at=NOON)
    over = planned(starts_at=after(hours=-2), ends_at=NOON)
    assert not may(rules.check_arrangements, planned(), before=over, at=NOON)
    assert may(rules.check_arrangements, planned(), before=over, at=NOON - SECOND)


@each(("room_taken", "online_taken", "can"), [(4, 2, True), (5, 2, False), (4, 3, False)])
def test_nobody_loses_a_place(room_taken, online_taken, can):
    seats = Seats(4, 2, 0, room_taken, online_taken, 0, 0, 0, 0)
    assert may(rules.check_capacity, planned(), seats) is can


@pytest.mark.django_db
def test_booking_is_opened_once_of_a_published_event_to_come():
    event = make_event()
    found = arrange(event, state="planned")
    assert not may(rules.check_can_open, event, found, at=NOON)
    event.live = True
    assert may(rules.check_can_open, event, found, at=found.starts_at - SECOND)
    assert not may(rules.check_can_open, event, found, at=found.starts_at)
    for state in ("open", "cancelled", "held"):
        found.state = state
        assert not may(rules.check_can_open, event, found, at=NOON)


def test_an_event_is_called_off_once_until_it_is_over():
    found = planned()
    assert may(rules.check_can_call_off, found, at=found.ends_at - SECOND)
    assert not may(rules.check_can_call_off, found, at=found.ends_at)
    assert not may(rules.check_can_call_off, planned(state="cancelled"), at=NOON)


@pytest.mark.django_db
def test_whoever_may_change_the_event_plans_it():
    author, reader = UserFactory(), UserFactory()
    team = make_team(None, "Hosts", author)
    join(reader, team.organisation, role="reader", team=team)
    event = make_record(type(make_event()), author=author, team=team, sharing="public")
    assert [rules.can_plan(event, one) for one in (author, reader, UserFactory())] == [True, False, False]
    assert may(rules.check_can_plan, event, author)
    assert not may(rules.check_can_plan, event, reader)


@pytest.mark.django_db
@each(
    ("given", "booking", "on", "can"),
    [
        ({"state": "open"}, "confirmed", NOON, False),
        ({"state": "open"}, "waiting", NOON, False),
        ({"state": "open"}, "cancelled", NOON, True),
        ({"state": "cancelled"}, "confirmed", NOON, True),
        ({"state": "open"}, "confirmed", after(days=60, hours=3), True),
    ],
)
def test_an_event_that_people_booked_is_cancelled_before_it_is_withdrawn(given, booking, on, can, monkeypatch):
    event = make_event()
    arrange(event, starts_at=after(days=60), ends_at=after(days=60, hours=3), **given)
    make_booking(event, state=booking)
    monkeypatch.setattr(rules, "now", lambda: on)
    assert may(rules.check_withdrawal, event) is can


@pytest.mark.django_db
def test_nobody_withdraws_an_event_past_those_who_booked_it(client, monkeypatch):
    author = UserFactory()
    event = make_event(author)
    arrange(event, starts_at=after(days=60), ends_at=after(days=60, hours=3), state="open")
    make_booking(event)
    monkeypatch.setattr(rules, "now", lambda: NOON)
    client.force_login(author)
    page = client.post(reverse("records:withdraw", args=[event.slug]), follow=True).content.decode()
    event.refresh_from_db()
    assert "Cancel it first, so that they are told." in page
    assert event.withdrawn_at is None
