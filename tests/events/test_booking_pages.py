"""Booking with and without an account on one page, and what the private link leads to."""

import re
import uuid
from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cairn.events import services
from cairn.events.models import Booking, BookingNeeds, EventSession, LearningEvent
from tests.events.bookings import after, book, get_state
from tests.factories.accounts import UserFactory
from tests.factories.events import arrange, make_event
from tests.factories.records import NOON, make_record

pytestmark = pytest.mark.django_db
ANSWERS = {"name": "Ada Smith", "email": "Ada@Example.org", "organisation_name": "Otterdale", "audience": "newcomer"}
GROUP = {"name": "Wes Worker", "email": "wes@example.org", "organisation_name": "Otterdale", "audience": "young"}


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """NOON, until a test says otherwise."""
    shown = [NOON]
    for module in ("booking", "planning", "events"):
        monkeypatch.setattr(f"cairn.events.views.{module}.now", lambda: shown[0])
    return shown


@pytest.fixture
def event():
    return make_record(LearningEvent, title="Innovation", sharing="public", hosts="Otterdale")


@pytest.fixture
def booking_page(event):
    return reverse("events:book", args=[event.slug])


def read(response):
    return " ".join(response.content.decode().split())


def add_breakout(event, title, **given):
    values = {"kind": "breakout", "title": title, "position": event.sessions.count(), "starts": time(11), **given}
    return EventSession.objects.create(event=event, **values)


def test_somebody_without_an_account_books_on_one_page_and_gets_a_private_link(client, event, booking_page):
    arrange(event, places=2, joining="Planted: third floor", address="The Hub, Otterdale")
    page = read(client.get(booking_page))
    assert "2 of 2 places left in the room" in page
    assert "Planted" not in page
    response = client.post(booking_page, ANSWERS)
    booking = Booking.objects.get()
    assert response["Location"] == reverse("events:booking", args=[booking.key])
    assert (booking.email, booking.state, booking.user) == ("ada@example.org", "confirmed", None)
    own = read(Client().get(response["Location"]))
    assert "You have a place" in own
    assert "Planted: third floor" in own


def test_somebody_signed_in_is_not_asked_for_their_address(event, booking_page):
    arrange(event)
    ada = UserFactory(name="Ada Smith", email="ada@example.org")
    client = Client()
    client.force_login(ada)
    assert 'name="email"' not in read(client.get(booking_page))
    client.post(booking_page, {"name": "Ada Smith", "audience": "partner", "email": "other@example.org"})
    assert (Booking.objects.get().email, Booking.objects.get().user) == ("ada@example.org", ada)


def test_who_comes_late_waits_and_is_told_where_in_line_and_nothing_about_joining(client, event, booking_page):
    arrange(event, places=1, joining="Planted: third floor")
    book(event, "first")
    book(event, "second")
    assert "Join the waiting list" in read(client.get(booking_page))
    own = read(client.get(client.post(booking_page, ANSWERS)["Location"]))
    assert "You are number 2 in line" in own
    assert "You do not have a place yet" in own
    assert "Planted" not in own


def test_the_same_form_sent_twice_is_one_booking(client, event, booking_page):
    arrange(event)
    key = re.search(r'name="key" value="([0-9a-f-]{36})"', client.get(booking_page).content.decode())[1]
    first = client.post(booking_page, ANSWERS | {"key": key})
    assert client.post(booking_page, ANSWERS | {"key": key})["Location"] == first["Location"]
    assert Booking.objects.count() == 1


def test_an_address_that_has_a_booking_gets_no_second_one_and_no_link(client, event, booking_page):
    arrange(event)
    own = book(event, "ada")
    page = read(client.post(booking_page, ANSWERS))
    assert "There is already a booking for this email address" in page
    assert str(own.key) not in page
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": ""}, "Enter a few words"),
        ({"email": "ada"}, "Enter an email address like name@example.org"),
        ({"audience": ""}, "Choose one"),
        ({"audience": "young"}, "Select a valid choice"),
    ],
)
def test_bad_input_gets_a_sentence_and_nothing_is_booked(client, event, booking_page, given, sentence):
    arrange(event)
    assert sentence in read(client.post(booking_page, ANSWERS | given))
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    ("arranged", "sentence"),
    [
        ({"state": "planned"}, "Booking is not open yet."),
        ({"books_from": after(days=2)}, f"Booking opens on {after(days=2):%A %-d %B %Y} at"),
        ({"books_until": after(days=-1)}, f"Booking closed on {after(days=-1):%A %-d %B %Y} at"),
        (
            {"state": "cancelled", "cancelled_because": "The hall flooded."},
            "This event is cancelled. The hall flooded.",
        ),
        ({"starts_at": after(hours=-1)}, "This event has started, so booking is closed."),
        ({"starts_at": after(days=-2)}, "This event has taken place."),
    ],
)
def test_each_state_without_booking_says_why_and_takes_nothing(client, event, booking_page, arranged, sentence):
    arrange(event, **arranged)
    page = read(client.get(booking_page))
    assert sentence in page
    assert '<form method="post"' not in page.partition("<main")[2].partition("</main")[0]
    refused = client.post(booking_page, ANSWERS)
    assert (refused.status_code, Booking.objects.count()) == (409, 0)
    assert sentence in read(client.get(event.get_absolute_url()))


def test_without_arrangements_there_is_nothing_to_book(client, event, booking_page):
    assert client.get(booking_page).status_code == 404
    assert "Book a place" not in read(client.get(event.get_absolute_url()))


def test_a_draft_cannot_be_booked_even_by_its_hosts():
    event = make_event()
    arrange(event)
    client = Client()
    client.force_login(event.author)
    assert client.get(reverse("events:book", args=[event.slug])).status_code == 404


# --- Groups ----------------------------------------------------------------------------------------


def test_a_worker_books_numbers_and_no_child_is_described(client, event):
    arrange(event, places=10, young_places=5)
    address = reverse("events:book-group", args=[event.slug])
    page = client.get(address).content.decode()
    asked = set(re.findall(r'name="(\w+)"', page.partition("<main")[2])) - {"csrfmiddlewaretoken", "q"}
    counts = {name for name in asked if name.startswith("need_")}
    assert asked - counts == {"key", "audience", "places", "name", "email", "organisation_name"}
    assert "<textarea" not in page
    own = client.post(address, GROUP | {"places": "4", "need_step_free": "1", "need_vegan": "2"})["Location"]
    booking = Booking.objects.get()
    assert (booking.places, booking.state, booking.needs.counts) == (4, "confirmed", {"step_free": 1, "vegan": 2})
    assert booking.needs.words == ""
    assert "You have 4 places" in read(client.get(own))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"places": "31"}, "You can book 1 to 30 places, not 31."),
        ({"places": "0"}, "Enter a whole number from 1 to 5,000"),
        ({"places": "12"}, "The event has 10 places in all, so 12 cannot be booked."),
        ({"places": "2", "need_vegan": "3"}, "You are booking 2 places, so no need can be for more people than that."),
        ({"places": "2", "organisation_name": ""}, "Enter the name of your organisation"),
    ],
)
def test_a_group_that_cannot_be_gets_a_sentence(client, event, given, sentence):
    arrange(event, places=40 if given["places"] == "31" else 10)
    page = read(client.post(reverse("events:book-group", args=[event.slug]), GROUP | given))
    assert sentence in page
    assert not Booking.objects.exists()


# --- By the private link ---------------------------------------------------------------------------


def test_an_offer_is_accepted_by_the_link_and_the_joining_details_appear(client, event):
    arrange(event, places=1, joining="Third floor")
    first, second = book(event, "ada"), book(event, "ben")
    services.cancel_booking(booking=first, at=NOON)
    page = read(client.get(second.get_absolute_url()))
    assert "A place is free for you" in page
    assert f"Accept by {after(days=2):%A %-d %B %Y}" in page
    assert "Third floor" not in page
    client.post(reverse("events:accept-offer", args=[second.key]))
    assert "Third floor" in read(client.get(second.get_absolute_url()))


def test_a_late_answer_to_an_offer_says_so(client, event, clock):
    arrange(event, places=1)
    first, second = book(event, "ada"), book(event, "ben")
    services.cancel_booking(booking=first, at=NOON)
    clock[0] = after(hours=49)
    assert "The offer of a place is over" in read(client.get(second.get_absolute_url()))
    page = read(client.post(reverse("events:accept-offer", args=[second.key]), follow=True))
    assert "The time to accept this place is over" in page
    assert get_state(second) == "offered"  # the job gives it to the next


def test_declining_ends_the_booking_and_one_can_book_again(client, event):
    arrange(event, places=1)
    first, second, third = book(event, "ada"), book(event, "ben"), book(event, "cy")
    services.cancel_booking(booking=first, at=NOON)
    page = read(client.post(reverse("events:decline-offer", args=[second.key]), follow=True))
    assert "Your booking has ended" in page
    assert "book again" in page
    assert (get_state(second), get_state(third)) == ("declined", "offered")


def test_cancelling_asks_first_and_then_erases_what_was_needed(client, event):
    arrange(event)
    booking = book(event, needs_words="A seat near the door", needs_counts={"vegan": 1})
    address = reverse("events:cancel-booking", args=[booking.key])
    assert "you cannot get it back" in read(client.get(address))
    assert get_state(booking) == "confirmed"
    assert "Your booking was cancelled." in read(client.post(address, follow=True))
    assert get_state(booking) == "cancelled"
    assert not BookingNeeds.objects.exists()
    client.post(address)  # pressed again
    assert get_state(booking) == "cancelled"


def test_a_booking_is_changed_by_its_link(client, event):
    arrange(event, attendance="both", places=1, online_places=1)
    hub, other = add_breakout(event, "The hub"), add_breakout(event, "Peer work")
    booking = book(event, sessions=(hub.key,), needs_counts={"vegan": 1}, needs_words="A seat near the door")
    address = reverse("events:change-booking", args=[booking.key])
    page = client.get(address).content.decode()
    assert f'value="{hub.key}" ' in page
    assert "A seat near the door" in page
    changed = {"name": "Ada Jones", "audience": "funded", "attends": "online", "slot_0": str(other.key)}
    client.post(address, changed)
    booking = Booking.objects.get()
    assert (booking.name, booking.attends, booking.state) == ("Ada Jones", "online", "confirmed")
    assert [one.session for one in booking.choices.all()] == [other.key]
    assert not BookingNeeds.objects.exists()
    assert "was changed" in read(client.get(booking.get_absolute_url()))


def test_a_change_that_there_is_no_place_for_leaves_the_booking_as_it_was(client, event):
    arrange(event, attendance="both", places=2, online_places=1)
    book(event, "ben", attends="online")
    booking = book(event)
    changed = {"name": "Ada", "audience": "funded", "attends": "online"}
    page = read(client.post(reverse("events:change-booking", args=[booking.key]), changed))
    assert "There are no places left online. Your booking stays as it was." in page
    assert Booking.objects.get(pk=booking.pk).attends == "room"


def test_after_the_start_nothing_is_changed_or_cancelled(client, event, clock):
    arrangements = arrange(event)
    booking = book(event)
    clock[0] = arrangements.starts_at + timedelta(minutes=1)
    for name, sentence in (("change", "can no longer be changed"), ("cancel", "can no longer be cancelled")):
        page = read(client.post(reverse(f"events:{name}-booking", args=[booking.key]), {}, follow=True))
        assert sentence in page
    assert get_state(booking) == "confirmed"


def test_a_link_that_leads_nowhere_is_not_found(client):
    assert client.get(reverse("events:booking", args=[uuid.uuid4()])).status_code == 404


def test_the_link_of_a_cancelled_event_says_so(client, event):
    arrange(event)
    booking = book(event)
    event.arrangements.state, event.arrangements.cancelled_because = "cancelled", "The hall flooded."
    event.arrangements.save()
    page = read(client.get(booking.get_absolute_url()))
    assert "This event is cancelled" in page
    assert "The hall flooded." in page
    assert "Change your booking" not in page


# --- Break-outs ------------------------------------------------------------------------------------


def test_break_outs_at_the_same_time_are_one_choice_and_a_full_one_says_so(client, event, booking_page):
    arrange(event)
    hub = add_breakout(event, "The hub", places=1)
    add_breakout(event, "Peer work", starts=time(11))
    add_breakout(event, "Later", starts=time(14))
    book(event, "first", sessions=(hub.key,))
    page = read(client.get(booking_page))
    assert "Break-out at 11:00" in page
    assert "Break-out at 14:00" in page
    assert "The hub (full: waiting list)" in page
    own = client.post(booking_page, ANSWERS | {"slot_0": str(hub.key)})["Location"]
    assert "The hub, 11:00 <strong" in read(client.get(own))
    assert "Waiting list" in read(client.get(own))


# --- Limits ----------------------------------------------------------------------------------------


def test_one_network_cannot_book_without_end(client, event, booking_page, monkeypatch):
    arrange(event, places=100)
    answers = [client.post(booking_page, ANSWERS | {"email": f"p{number}@example.org"}) for number in range(61)]
    assert [one.status_code for one in answers] == [302] * 60 + [429]
    assert Booking.objects.count() == 60
