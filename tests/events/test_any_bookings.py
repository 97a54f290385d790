"""Whatever people do and in whatever order: never over capacity, nobody lost or booked twice, waiting in order."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.events import services
from cairn.events.enums import ACTIVE, GROUPS, SEATED
from cairn.events.models import Booking
from cairn.events.policies import UnableToBook, UnableToPlan
from cairn.events.queries import count_places, get_attending
from tests.events.bookings import after, answer, book
from tests.factories.events import arrange, make_event
from tests.factories.records import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql_by_day]

people = st.sampled_from(["ada", "ben", "cy", "dee", "eve", "flo", "gus", "hal"])
ways = st.sampled_from(["room", "room", "room", "online"])
audiences = st.sampled_from(["newcomer", "newcomer", "funded", "young", "family"])
booked = st.tuples(st.just("book"), people, audiences, ways, st.integers(1, 4))
acts = st.one_of(
    booked,
    booked,
    st.tuples(st.sampled_from(["cancel", "accept", "decline"]), people, audiences),
    st.tuples(st.just("change"), people, audiences, ways, st.integers(1, 4)),
    st.tuples(st.just("pass"), st.sampled_from([1, 30, 60])),
    st.tuples(st.just("places"), st.integers(0, 8), st.integers(0, 4), st.integers(0, 3)),
)


class Day:
    """One event, its host, and a clock."""

    def __init__(self):
        self.host = None
        self.event = make_event()
        self.host = self.event.author
        arrange(self.event, attendance="both", places=4, young_places=2, online_places=1)
        self.at = NOON
        self.made = 0

    def do(self, act, *given):
        self.at += timedelta(seconds=1)
        with suppress(UnableToBook, UnableToPlan):
            getattr(self, f"do_{act}")(*given)

    def find(self, who, audience):
        same = {"audience": audience} if audience in GROUPS else {"audience__in": ["newcomer", "funded"]}
        return Booking.objects.active().filter(event=self.event, email=f"{who}@example.org", **same).first()

    def do_book(self, who, audience, attends, places):
        number = places if audience in GROUPS else 1
        book(self.event, who, audience=audience, attends=attends, places=number, at=self.at)
        self.made += 1

    def do_cancel(self, who, audience):
        if booking := self.find(who, audience):
            services.cancel_booking(booking=booking, at=self.at)

    def do_accept(self, who, audience):
        if booking := self.find(who, audience):
            services.accept_offer(booking=booking, at=self.at)

    def do_decline(self, who, audience):
        if booking := self.find(who, audience):
            services.decline_offer(booking=booking, at=self.at)

    def do_change(self, who, audience, attends, places):
        if booking := self.find(who, audience):
            number = places if audience in GROUPS else 1
            changed = answer(who, audience=audience, attends=attends, places=number)
            services.change_booking(booking=booking, answers=changed, at=self.at)

    def do_pass(self, hours):
        self.at += timedelta(hours=hours)
        services.lapse_offers(at=self.at)

    def do_places(self, room, young, online):
        if self.at < after(days=50):
            numbers = {"places": room, "young_places": min(young, room), "online_places": online}
            services.save_arrangements(event=self.event, answers=numbers, by=self.host, at=self.at)


def get_line(event, attends):
    return [(one.pk, one.audience in GROUPS) for one in Booking.objects.filter(event=event, attends=attends).waiting()]


def check(day, lines, act):
    event, seats = day.event, count_places(day.event)
    assert seats.room_taken <= seats.room
    assert seats.online_taken <= seats.online
    bookings = list(Booking.objects.filter(event=event))
    assert len(bookings) == day.made  # nobody is lost
    twice = Counter((one.email, one.audience if one.is_group else "") for one in bookings if one.state in ACTIVE)
    assert not [who for who, number in twice.items() if number > 1]
    assert {one.state for one in get_attending(event)} <= {"confirmed"}
    assert all((one.state == "offered") == (one.offered_until is not None) for one in bookings)
    states = {one.pk: one.state for one in bookings}
    sizes = {one.pk: one.places for one in bookings}
    for attends, most in (("room", seats.room), ("online", seats.online)):
        left, reserved = (seats.room_left_for_all, seats.reserved_left) if attends == "room" else (seats.online_left, 0)
        waiting = Booking.objects.filter(event=event, attends=attends).waiting()
        # Nobody waits for a place that is there.
        assert services.choose_next(waiting, left=left, reserved=reserved, most=most) == []
        if act in ("book", "change"):
            continue
        for is_group in (True, False):  # whoever was served was first among those like them
            line = [pk for pk, group in lines[attends] if group == is_group and sizes[pk] <= most]
            stayed = [pk for pk in line if states[pk] == "waiting"]
            served = [pk for pk in line if states[pk] in SEATED]
            assert not stayed or all(line.index(pk) < line.index(stayed[0]) for pk in served)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.lists(acts, min_size=5, max_size=30))
def test_no_order_of_bookings_breaks_a_promise(told):
    with transaction.atomic():
        day = Day()
        for act, *rest in told:
            lines = {attends: get_line(day.event, attends) for attends in ("room", "online")}
            day.do(act, *rest)
            check(day, lines, act)
        transaction.set_rollback(True)
