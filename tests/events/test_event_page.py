"""The public page, the lists and the calendars of events: what they show, and above all what they do not."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from icalendar import Calendar

from cairn.events.models import EventCalendar, EventSession, LearningEvent, SessionChoice
from cairn.events.services.meeting import make_calendar_address
from tests.events.reading import publish
from tests.factories.accounts import UserFactory, client_of
from tests.factories.events import arrange, make_booking, make_event

pytestmark = pytest.mark.django_db
JOINING = "https://meet.example.org/planted-joining"
HOUR = timedelta(hours=1)


@pytest.fixture
def event():
    """Public, in two months, with two break-outs at once."""
    found = publish(make_event(title="A day to share", audience="Councils and partners"))
    start = now().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=60)
    arrange(found, starts_at=start, ends_at=start + 6 * HOUR, joining=JOINING, attendance="both", online_places=20)
    for number, (kind, title, hour) in enumerate(
        [("plenary", "Welcome", 10), ("breakout", "Scaling", 11), ("breakout", "Value", 11), ("closing", "Actions", 14)]
    ):
        EventSession.objects.create(
            event=found,
            position=number,
            kind=kind,
            title=title,
            starts=f"{hour}:00",
            ends=f"{hour}:45",
            topic={"Scaling": "scaling", "Value": "value"}.get(title, ""),
            off_record=title == "Value",
        )
    return LearningEvent.objects.get(pk=found.pk)


def read(client, path):
    return client.get(path).content.decode()


def test_page_says_when_where_for_whom_and_how_many_places_are_left(event):
    make_booking(event)
    make_booking(event, attends="online")
    page = read(Client(), event.get_absolute_url())
    for words in (
        "9 of 10 places left in the room, 19 of 20 places left online",
        "Councils and partners",
        "(UK time)",
        "Otterdale Council",
    ):
        assert words in page
    assert "Choose one of 2" in page
    assert page.count("f-slot__sessions--parallel") == 1
    assert page.index("Welcome") < page.index("Scaling") < page.index("Actions")
    assert "Off the record" in page
    assert page.count("Gap: no session on this") == 3
    assert len(page.encode()) < 100_000


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"state": "planned"}, "Booking is not open yet"),
        ({"state": "cancelled", "cancelled_because": "The hall is flooded."}, "The hall is flooded."),
        ({"books_until": now() - HOUR}, "Booking closed on"),
        ({"books_from": now() + HOUR}, "Booking opens on"),
    ],
)
def test_page_says_why_nobody_can_book(event, given, words):
    for name, value in given.items():
        setattr(event.arrangements, name, value)
    event.arrangements.save()
    page = read(Client(), event.get_absolute_url())
    assert words in page
    assert "Book a place" not in page


def test_joining_details_are_for_those_with_a_place_wherever_one_looks(event):
    holder, waiting = UserFactory(), UserFactory()
    make_booking(event, user=holder)
    make_booking(event, user=waiting, state="waiting")
    paths = [
        event.get_absolute_url(),
        "/events/",
        f"{event.get_absolute_url()}calendar.ics",
        reverse("search:search") + "?q=planted",
        reverse("search:search") + "?q=share",
        reverse("records:export", args=["learning-event", "csv"]),
        reverse("records:feed-of-kind", args=[event.get_kind().slug]),
    ]
    for reader in (Client(), client_of(waiting), client_of(UserFactory())):
        for path in paths:
            answer = reader.get(path, follow=True)
            content = answer.getvalue() if answer.streaming else answer.content
            assert answer.status_code == 200, path
            assert JOINING.encode() not in content, path
    assert JOINING in read(client_of(holder), event.get_absolute_url())


def test_page_says_what_the_readers_own_booking_is(event):
    reader = UserFactory()
    booking = make_booking(event, user=reader, state="waiting")
    page = read(client_of(reader), event.get_absolute_url())
    assert "You do not have a place yet." in page
    assert str(booking.key) in page
    assert str(booking.key) not in read(Client(), event.get_absolute_url())
    assert "people/" not in page


def test_names_of_those_who_booked_are_not_on_the_page(event):
    make_booking(event, name="Planted Person", may_show_name=True, wants_to_meet=True)
    make_booking(event, name="Planted Person", state="waiting")
    assert "Planted Person" not in read(Client(), event.get_absolute_url())


def test_an_event_of_the_past_stays_as_imprecise_as_its_source():
    event = publish(make_event(title="Earlier", held_on="2017-03", venue=""))
    EventSession.objects.create(event=event, position=0, title="How it began")
    page = read(Client(), event.get_absolute_url())
    assert "March 2017" in page
    assert "How it began" in page
    assert "Book a place" not in page
    assert "calendar.ics" not in page
    assert Client().get(f"{event.get_absolute_url()}calendar.ics").status_code == 404


def test_lists_put_the_next_event_first_and_the_latest_past_one_after(event):
    later = publish(make_event(title="Much later"))
    arrange(later, starts_at=now() + timedelta(days=90))
    publish(make_event(title="Long ago", held_on="2017-03-16"))
    publish(make_event(title="Last year", held_on="2025-06"))
    make_event(title="Planted draft")
    page = read(Client(), "/events/")
    order = [page.index(title) for title in ("A day to share", "Much later", "Last year", "Long ago")]
    assert order == sorted(order)
    assert "Planted draft" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_page_asks_as_often_whatever_is_on_it(event, rows, django_assert_num_queries):
    for number in range(rows):
        EventSession.objects.create(event=event, position=9 + number, title=f"More {number}")
        make_booking(event)
    with django_assert_num_queries(PAGE_QUERIES):
        Client().get(event.get_absolute_url())


PAGE_QUERIES = 16


# --- Calendars ---------------------------------------------------------------------------------------


def entries(client, path):
    answer = client.get(path)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    assert calendar["METHOD"] == "PUBLISH"
    return {str(one["SUMMARY"]): one for one in calendar.walk("VEVENT")}


def test_the_calendar_of_an_event_has_its_sessions_and_moves_with_it(event):
    path = f"{event.get_absolute_url()}calendar.ics"
    found = entries(Client(), path)
    sessions = [f"{title} (A day to share)" for title in ("Welcome", "Scaling", "Value", "Actions")]
    assert list(found) == ["A day to share", *sessions]
    held = event.arrangements
    uid = found["A day to share"]["UID"]
    held.starts_at, held.sequence = held.starts_at + HOUR, 4
    held.save()
    moved = entries(Client(), path)["A day to share"]
    assert (moved["UID"], moved["SEQUENCE"]) == (uid, 4)
    assert moved.decoded("dtstart") == held.starts_at
    held.state = "cancelled"
    held.save()
    assert {one["STATUS"] for one in entries(Client(), path).values()} == {"CANCELLED"}


def test_a_private_event_has_no_public_calendar():
    event = make_event(title="Planted")
    arrange(event)
    answer = Client().get(f"{event.get_absolute_url()}calendar.ics")
    assert answer.status_code == 302
    assert "Planted" not in answer.content.decode()


def test_ones_own_calendar_holds_ones_places_and_break_outs_and_nothing_that_waits(event):
    reader = UserFactory()
    booking = make_booking(event, user=reader)
    chosen, other = event.sessions.get(title="Scaling"), event.sessions.get(title="Value")
    SessionChoice.objects.create(booking=booking, session=chosen.key, state="confirmed", queued_at=now())
    SessionChoice.objects.create(booking=booking, session=other.key, state="waiting", queued_at=now())
    second = publish(make_event(title="Planted waiting"))
    arrange(second)
    make_booking(second, user=reader, state="waiting")
    third = publish(make_event(title="Planted other"))
    arrange(third)
    make_booking(third)
    address = make_calendar_address(user=reader, at=now())
    found = entries(Client(), f"/events/calendar/{address.key}.ics")
    assert list(found) == ["A day to share", "Scaling (A day to share)"]
    assert JOINING in found["A day to share"]["DESCRIPTION"]


def test_a_renewed_address_ends_the_one_before_and_ending_it_ends_it(event):
    reader = UserFactory()
    client = client_of(reader)
    assert "No address yet." in read(client, "/events/calendar/")
    client.post("/events/calendar/")
    first = EventCalendar.objects.get().key
    client.post("/events/calendar/")
    second = EventCalendar.objects.get().key
    assert Client().get(f"/events/calendar/{first}.ics").status_code == 404
    assert Client().get(f"/events/calendar/{second}.ics").status_code == 200
    client.post("/events/calendar/", {"end": "1"})
    assert Client().get(f"/events/calendar/{second}.ics").status_code == 404
    reader.is_active = False
    reader.save()


def test_the_calendar_of_somebody_whose_account_is_closed_says_nothing(event):
    reader = UserFactory()
    make_booking(event, user=reader)
    key = make_calendar_address(user=reader, at=now()).key
    reader.is_active = False
    reader.save()
    assert Client().get(f"/events/calendar/{key}.ics").status_code == 404


@pytest.mark.parametrize("state", ["waiting", "offered", "cancelled", "declined"])
def test_the_calendar_of_a_booking_is_for_a_place(event, state):
    booking = make_booking(event)
    path = f"/bookings/{booking.key}/calendar.ics"
    assert JOINING in entries(Client(), path)["A day to share"]["DESCRIPTION"]
    booking.state, booking.offered_until = state, now() + HOUR if state == "offered" else None
    booking.save()
    assert Client().get(path).status_code == 404
