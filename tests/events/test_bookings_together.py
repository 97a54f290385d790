"""Many people at the same moment, each with a connection of their own."""

from collections import Counter
from itertools import count

import pytest
from django.db import IntegrityError

from cairn.events import services
from cairn.events.models import Booking
from cairn.events.policies import UnableToBookTwice
from cairn.events.queries import count_places
from tests.events.bookings import after, book
from tests.factories.events import arrange, make_event
from tests.factories.records import NOON

pytestmark = [pytest.mark.both_databases]


def read(event):
    """As a thread sees it: states, and whether the line is in order."""
    bookings = list(Booking.objects.filter(event=event).order_by("pk"))
    order = [one.pk for one in bookings if one.state == "waiting"]
    line = list(Booking.objects.filter(event=event).waiting().values_list("pk", flat=True))
    return Counter(one.state for one in bookings), order == line, count_places(event).room_taken


def test_of_many_at_once_as_many_get_a_place_as_there_are(threads):
    event = make_event()
    arrange(event, places=3)
    numbers = count(1)
    states = threads(lambda: book(event, f"person{next(numbers)}").state, 8)
    assert Counter(states) == {"confirmed": 3, "waiting": 5}
    (seen,) = threads(lambda: read(event), 1)
    assert seen == (Counter({"waiting": 5, "confirmed": 3}), True, 3)


def test_one_person_pressing_at_once_books_once(threads):
    event = make_event()
    arrange(event, places=3)
    key = "6f2c0d6a-1111-4222-8333-944445555666"
    assert len({booking.pk for booking in threads(lambda: book(event, key=key), 6)}) == 1

    def try_again():
        try:
            return book(event).pk
        except (UnableToBookTwice, IntegrityError) as problem:
            return type(problem).__name__

    assert set(threads(try_again, 6)) == {"UnableToBookTwice"}


def test_leaving_and_coming_at_once_keeps_every_place_full_and_no_more(threads):
    event = make_event()
    arrange(event, places=4)
    there = [book(event, f"first{number}") for number in range(8)]
    numbers, leaving = count(1), iter(there[:4])

    def do():
        number = next(numbers)
        if number % 2:
            return services.cancel_booking(booking=next(leaving), at=after(hours=1)).state
        return book(event, f"later{number}", at=after(hours=1)).state

    assert Counter(threads(do, 8)) == {"cancelled": 4, "waiting": 4}
    (seen,) = threads(lambda: read(event), 1)
    assert seen == (Counter({"cancelled": 4, "offered": 4, "waiting": 4}), True, 4)


def test_the_last_place_is_accepted_once_however_often_it_is_pressed(threads):
    event = make_event()
    arrange(event, places=1)
    first, second = book(event, "ada"), book(event, "ben")
    services.cancel_booking(booking=first, at=NOON)
    accepted = threads(lambda: services.accept_offer(booking=second, at=after(hours=1)).state, 6)
    assert set(accepted) == {"confirmed"}


def test_offers_lapse_once_though_two_jobs_run(threads):
    event = make_event()
    arrange(event, places=2)
    there = [book(event, f"person{number}") for number in range(6)]
    for booking in there[:2]:
        services.cancel_booking(booking=booking, at=NOON)
    assert sum(threads(lambda: services.lapse_offers(at=after(hours=49)), 4)) == 2
    (seen,) = threads(lambda: read(event), 1)
    assert seen == (Counter({"cancelled": 2, "declined": 2, "offered": 2}), True, 2)
