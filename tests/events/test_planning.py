"""Planning an event: time and place, opening, moving and calling off, the list of bookings."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cairn.audit.models import AuditEntry
from cairn.common.operations.retention import get_retentions
from cairn.events import services
from cairn.events.models import Booking, BookingNeeds, EventArrangements, LearningEvent
from cairn.events.signals import arrangements_changed, event_cancelled
from cairn.notices.schedules import get_schedules
from tests.events.bookings import book, list_states
from tests.factories.accounts import UserFactory
from tests.factories.events import add, arrange, make_booking, make_event
from tests.factories.records import NOON, join, make_record, make_team

pytestmark = pytest.mark.django_db
ANSWERS = {
    "day": "9/3/2027",
    "starts": "10:00",
    "ends": "16:00",
    "attendance": "room",
    "places": "50",
    "young_places": "5",
    "address": "The Hub, Otterdale",
    "joining": "Third floor",
}


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    shown = [NOON]
    for module in ("booking", "planning", "events"):
        monkeypatch.setattr(f"cairn.events.views.{module}.now", lambda: shown[0])
    return shown


@pytest.fixture
def event():
    return make_event(UserFactory())


@pytest.fixture
def host(event):
    client = Client()
    client.force_login(event.author)
    return client


def go(name, event, *rest):
    return reverse(f"events:{name}", args=[event.slug, *rest])


def read(response):
    return " ".join(response.content.decode().split())


def publish(event):
    LearningEvent.objects.filter(pk=event.pk).update(live=True, sharing="public")


# --- Time and place --------------------------------------------------------------------------------


def test_time_and_place_are_entered_in_the_clock_of_london(host, event):
    assert host.post(go("arrangements", event), ANSWERS)["Location"] == go("plan", event)
    found = EventArrangements.objects.get()
    assert (found.starts_at, found.ends_at) == (
        datetime(2027, 3, 9, 10, tzinfo=UTC),
        datetime(2027, 3, 9, 16, tzinfo=UTC),
    )
    assert (found.places, found.young_places, found.online_places, found.state) == (50, 5, 0, "planned")
    assert found.needs_erased_on.isoformat() == "2027-03-16"
    page = read(host.get(go("plan", event)))
    assert "Tuesday 9 March 2027, 10:00 to 16:00 (UK time)" in page
    assert "50 of 50 places left in the room" in page
    assert "16 March 2027" in page


@pytest.mark.parametrize(
    ("day", "clock", "moment"),
    [
        ("12/1/2027", "10:00", datetime(2027, 1, 12, 10, 0, tzinfo=UTC)),
        ("13/7/2027", "10:00", datetime(2027, 7, 13, 9, 0, tzinfo=UTC)),
        ("28/3/2027", "00:30", datetime(2027, 3, 28, 0, 30, tzinfo=UTC)),
        ("28/3/2027", "02:30", datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        ("31/10/2027", "01:30", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),  # comes twice: the first
        ("31/10/2027", "02:30", datetime(2027, 10, 31, 2, 30, tzinfo=UTC)),
    ],
)
def test_summer_time_and_the_nights_on_which_it_changes(host, event, day, clock, moment):
    host.post(go("arrangements", event), ANSWERS | {"day": day, "starts": clock, "ends": "20:00"})
    found = EventArrangements.objects.get()
    assert found.starts_at == moment
    assert f'value="{clock}"' in host.get(go("arrangements", event)).content.decode()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"day": "28/3/2027", "starts": "01:30"}, "On 28 March 2027 the clocks go forward and there is no 01:30."),
        ({"day": "soon"}, "This is not a date. Enter it like 31/3/2027"),
        ({"starts": "ten"}, "Enter a time in hours and minutes, for example 09:30"),
        ({"ends": "09:00"}, "It starts at 10:00. Enter an end that is later."),
        ({"day": "9/3/2026"}, "This time has passed. Enter a start in the future."),
        ({"places": ""}, "Enter how many people the room holds"),
        ({"attendance": "online"}, "Enter how many people can take part online"),
        ({"young_places": "51"}, "You reserved 51 of 50 places. Reserve 50 or fewer."),
        ({"places": "many"}, "Enter a whole number from 0 to 5,000"),
        ({"books_until": "10/3/2027"}, "Booking cannot stay open after the event has started."),
        ({"books_from": "9/3/2027", "books_until": "1/3/2027"}, "Booking opens after it closes."),
        ({"contact_email": "us"}, "Enter an email address like name@example.org"),
    ],
)
def test_bad_input_gets_a_sentence(host, event, given, sentence):
    page = read(host.post(go("arrangements", event), ANSWERS | given))
    assert sentence in page
    assert "There is a problem" in page
    assert not EventArrangements.objects.exists()


def test_the_last_day_of_booking_counts_whole(host, event):
    given = {"books_from": "1/2/2027", "books_until": "28/2/2027"}
    host.post(go("arrangements", event), ANSWERS | given)
    found = EventArrangements.objects.get()
    assert found.books_from == datetime(2027, 2, 1, tzinfo=UTC)
    assert found.books_until == datetime(2027, 3, 1, tzinfo=UTC)
    page = host.get(go("arrangements", event)).content.decode()
    assert 'value="28/2/2027"' in page
    assert 'value="1/2/2027"' in page
    host.post(go("arrangements", event), ANSWERS | {"books_until": "9/3/2027"})
    found.refresh_from_db()
    assert found.books_until == found.starts_at


def test_places_of_the_other_way_of_taking_part_are_left_aside(host, event):
    host.post(go("arrangements", event), ANSWERS | {"online_places": "80"})
    assert EventArrangements.objects.get().online_places == 0
    host.post(go("arrangements", event), ANSWERS | {"attendance": "online", "online_places": "80"})
    found = EventArrangements.objects.get()
    assert (found.places, found.young_places, found.online_places) == (0, 0, 80)


def test_the_day_is_written_where_lists_and_drafts_read_it(host, event):
    host.post(go("arrangements", event), ANSWERS)
    event.refresh_from_db()
    assert event.held_on == "2027-03-09"
    assert event.get_draft().held_on == "2027-03-09"


def test_calendars_hear_of_a_new_time_or_place_and_not_of_more_places(host, event, django_capture_on_commit_callbacks):
    heard = []

    def hear(before, after, **kwargs):
        heard.append((before and before.starts_at, after.starts_at, after.sequence))

    arrangements_changed.connect(hear)
    for given in ({}, {"places": "60"}, {"starts": "11:00"}, {"address": "Elsewhere"}):
        with django_capture_on_commit_callbacks(execute=True):
            host.post(go("arrangements", event), ANSWERS | given)
    arrangements_changed.disconnect(hear)
    ten, eleven = (datetime(2027, 3, 9, hour, tzinfo=UTC) for hour in (10, 11))
    assert heard == [(None, ten, 0), (ten, ten, 0), (ten, eleven, 1), (eleven, ten, 2)]


def test_there_cannot_be_fewer_places_than_are_taken(host, event):
    host.post(go("arrangements", event), ANSWERS)
    make_booking(event)
    make_booking(event, audience="young", places=3, state="offered", offered_until=NOON)
    page = read(host.post(go("arrangements", event), ANSWERS | {"places": "3", "young_places": "0"}))
    assert "4 places are already booked in the room, so there cannot be only 3. Enter 4 or more." in page
    page = read(host.post(go("arrangements", event), ANSWERS | {"attendance": "online", "online_places": "9"}))
    assert "4 places are already booked in the room" in page


# --- Opening and calling off -----------------------------------------------------------------------


def test_booking_is_opened_once_the_event_is_published(host, event):
    host.post(go("arrangements", event), ANSWERS)
    page = read(host.post(go("open-booking", event), follow=True))
    assert "Publish the event before you open booking" in page
    publish(event)
    assert "Booking is open." in read(host.post(go("open-booking", event), follow=True))
    assert EventArrangements.objects.get().state == "open"
    assert "Book a place" in read(Client().get(event.get_absolute_url()))
    assert "Booking was already opened" in read(host.post(go("open-booking", event), follow=True))


def test_calling_off_asks_first_tells_why_and_erases_needs(host, event, django_capture_on_commit_callbacks):
    heard = []

    def hear(event, **kwargs):
        heard.append(event.pk)

    event_cancelled.connect(hear)
    publish(event)
    arrange(event)
    book(event, needs_counts={"vegan": 1})
    assert "1 person has a place and 0 are on the waiting list." in read(host.get(go("call-off", event)))
    assert EventArrangements.objects.get().state == "open"
    with django_capture_on_commit_callbacks(execute=True):
        host.post(go("call-off", event), {"because": "The hall flooded."})
    event_cancelled.disconnect(hear)
    found = EventArrangements.objects.get()
    assert (found.state, found.sequence, found.cancelled_because) == ("cancelled", 1, "The hall flooded.")
    assert heard == [event.pk]
    assert not BookingNeeds.objects.exists()
    assert list_states(event) == [("ada", "confirmed")]  # so that they can be told
    page = read(Client().get(event.get_absolute_url()))
    assert "This event is cancelled. The hall flooded." in page
    assert "already cancelled" in read(host.post(go("call-off", event), {}))
    assert "cannot be changed" in read(host.post(go("arrangements", event), ANSWERS))


def test_an_event_that_is_over_was_held(event):
    arrangements = arrange(event)
    assert services.close_past_events(at=arrangements.ends_at - timedelta(seconds=1)) == 0
    assert services.close_past_events(at=arrangements.ends_at) == 1
    assert services.close_past_events(at=arrangements.ends_at) == 0
    assert EventArrangements.objects.get().state == "held"


def test_the_job_and_the_rules_of_keeping_are_there():
    schedule = next(one for one in get_schedules() if one.name == "events.tend")
    assert schedule.every == timedelta(minutes=5)
    assert {one.name: one.days for one in get_retentions() if one.name in ("event_needs", "bookings")} == {
        "event_needs": 7,
        "bookings": 365,
    }


# --- Who plans -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["plan", "arrangements", "bookings", "call-off"])
def test_only_those_who_may_change_the_event_plan_it(name):
    author, colleague, reader, stranger = (UserFactory() for _ in range(4))
    team = make_team(None, "Hosts", author, colleague)
    join(reader, team.organisation, role="reader", team=team)
    event = make_record(LearningEvent, author=author, team=team, sharing="public", title="Planted")
    arrange(event)
    statuses = []
    for person in (author, colleague, reader, stranger):
        client = Client()
        client.force_login(person)
        statuses.append(client.get(go(name, event)).status_code)
    assert statuses == [200, 200, 404, 404]
    assert Client().get(go(name, event)).status_code == 302


# --- The list --------------------------------------------------------------------------------------


def fill(event):
    arrange(event, places=3)
    add(event, "sessions", title="The hub", kind="breakout", topic="value")
    event.get_draft().latest_revision.publish()
    hub = event.sessions.get()
    book(event, "ada", sessions=(hub.key,), needs_words="A seat near the door", needs_counts={"vegan": 1})
    book(event, "wes", audience="young", places=2, needs_counts={"vegan": 1, "step_free": 2})
    book(event, "ben")
    return hub


def test_attending_and_waiting_are_never_mixed(host, event):
    fill(event)
    page = read(host.get(go("bookings", event)))
    attending, _, rest = page.partition('id="attending"')[2].partition('id="offered"')
    waiting = rest.partition('id="waiting"')[2]
    assert ("ada@example.org" in attending, "ben@example.org" in attending) == (True, False)
    assert ("ada@example.org" in waiting, "ben@example.org" in waiting) == (False, True)
    assert "Attending (3)" in page
    assert "Waiting list (1)" in page
    assert "Vegan food: 1" in attending
    assert "A seat near the door" in attending
    assert "The hub" in attending


@pytest.mark.parametrize(("which", "names"), [("attending", ["Ada", "Wes"]), ("waiting", ["Ben"]), ("offered", [])])
def test_each_list_is_a_file_of_its_own_without_needs(host, event, which, names):
    fill(event)
    response = host.get(go("bookings-file", event, which, "csv"))
    text = response.content.decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text))
    assert [row[header.index("Name")] for row in rows] == names
    assert "seat" not in text
    assert "egan" not in text
    assert f"-{which}.csv" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    assert AuditEntry.objects.filter(action="booking.exported").count() == 1


def test_there_is_no_file_of_everybody(host, event):
    fill(event)
    assert host.get(go("bookings-file", event, "all", "csv")).status_code == 404
    assert host.get(go("bookings-file", event, "attending", "pdf")).status_code == 404


def test_a_host_takes_somebody_off_the_list(host, event):
    fill(event)
    ada = Booking.objects.get(name="Ada")
    page = read(host.post(go("cancel-a-booking", event, ada.pk), follow=True))
    assert "The booking of Ada was cancelled." in page
    assert list_states(event) == [("ada", "cancelled"), ("wes", "confirmed"), ("ben", "offered")]
    other = make_event(UserFactory())
    arrange(other)
    assert host.post(go("cancel-a-booking", event, book(other).pk)).status_code == 404


def test_the_list_asks_the_database_as_often_for_many_as_for_few(host, event, django_assert_num_queries):
    fill(event)
    with CaptureQueriesContext(connection) as few:
        host.get(go("bookings", event))
    for number in range(10):
        make_booking(event, name=f"Person {number}")
    with django_assert_num_queries(len(few)):
        host.get(go("bookings", event))


# --- Sessions --------------------------------------------------------------------------------------


def test_the_plan_shows_gaps_and_what_is_off_the_record(host, event):
    add(event, "sessions", title="Plain speaking", topic="value", off_record=True, kind="breakout")
    page = read(host.get(go("plan", event)))
    assert "Off the record" in page
    assert page.count("no session yet") == 4
    assert "No time and place yet." in page
