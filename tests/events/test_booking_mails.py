"""Mails to bookers: each from what is so when it goes out, read in text, HTML and calendar file."""

import email
import email.policy
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils.timezone import now
from icalendar import Calendar

from cairn.common.addresses import get_host_name
from cairn.common.lanes import Lane
from cairn.events.models import (
    Booking,
    BookingMail,
    BookingNeeds,
    EventArrangements,
    EventSession,
    LearningEvent,
    SessionChoice,
)
from cairn.events.presenters.facts import write_facts
from cairn.events.presenters.mails import compose_booking_mail
from cairn.events.services import telling
from cairn.events.services.booking import cancel_booking
from cairn.events.services.planning import call_off, save_arrangements
from cairn.records.signals import record_published
from tests.events.bookings import book
from tests.events.reading import publish
from tests.factories.events import arrange, make_booking, make_event
from tests.factories.records import NOON

pytestmark = pytest.mark.django_db
JOINING = "https://meet.example.org/planted-joining"
HOUR = timedelta(hours=1)


@pytest.fixture
def event():
    event = make_event(title="A day to share")
    return LearningEvent.objects.get(pk=event.pk)


def hold(event, **given):
    usual = {"attendance": "both", "online_places": 10, "address": "1 High Street\nOttenvale", "joining": JOINING}
    return arrange(event, **{**usual, **given})


def tell(*bookings, at=NOON):
    """Write down that something happened to them, and send what waits; the mails of this time."""
    before = len(mail.outbox)
    telling.queue_news(bookings=bookings, at=at)
    send(at)
    return mail.outbox[before:]


def send(at):
    return telling.send_waiting_mails(compose=compose_booking_mail, write=write_facts, at=at)


def change(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def read(message):
    """Text, HTML, and the calendar file that a mail program finds, from the mail as it travels."""
    parsed = email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)
    parts = {part.get_content_type(): part for part in parsed.walk() if not part.is_multipart()}
    calendar = parts.get("text/calendar")
    return (
        parts["text/plain"].get_content(),
        parts["text/html"].get_content(),
        (calendar.get_params() if hasattr(calendar, "get_params") else None) and _read_calendar(calendar),
    )


def _read_calendar(part):
    found = Calendar.from_ical(part.get_content())
    assert part["Content-Type"].params["method"] == found["METHOD"]
    return found["METHOD"], found.walk("VEVENT")[0]


def test_who_gets_a_place_is_told_how_to_join_with_a_calendar_file(event):
    held = hold(event)
    booking = make_booking(event, attends="online", name="Ada Smith", email="ada@example.org")
    [message] = tell(booking)
    text, html, (method, entry) = read(message)
    assert message.subject == "Cairn: Your place is booked: A day to share"
    assert message.to == ["Ada Smith <ada@example.org>"]
    assert message.reply_to == ["host@example.org"]
    for words in (text, html, str(entry["DESCRIPTION"])):
        assert JOINING in words
    assert f"/bookings/{booking.key}/" in text
    assert (method, entry["UID"], entry["SEQUENCE"]) == ("REQUEST", f"event-{held.key}@{get_host_name()}", 0)
    assert entry["ATTENDEE"] == "mailto:ada@example.org"
    assert entry.decoded("dtstart") == held.starts_at
    assert [part.get_filename() for part in message.message().walk() if part.get_filename()] == ["event.ics"]


@pytest.mark.parametrize("state", ["waiting", "offered", "cancelled", "declined"])
def test_nobody_without_a_place_is_told_how_to_join_or_has_it_in_a_calendar(event, state):
    hold(event)
    until = NOON + HOUR if state == "offered" else None
    booking = make_booking(event, state=state, attends="online", offered_until=until)
    [message] = tell(booking)
    text, html, calendar = read(message)
    assert calendar is None
    assert JOINING not in message.message().as_string()
    assert "calendar" not in text + html


def test_a_move_by_an_hour_says_old_and_new_once_and_raises_the_number_of_the_calendar_file(event):
    held = hold(event, starts_at=datetime(2027, 7, 13, 9, tzinfo=UTC), ends_at=datetime(2027, 7, 13, 14, tzinfo=UTC))
    booking, waiting = make_booking(event), make_booking(event, state="waiting", name="Waiting One")
    tell(booking, waiting)
    change(held, starts_at=held.starts_at + HOUR, ends_at=held.ends_at + HOUR, sequence=1)
    messages = tell(booking, booking, waiting)
    assert [message.subject for message in messages] == ["Cairn: New date or time: A day to share"] * 2
    text, html, (method, entry) = read(messages[0])
    assert "Was: Tuesday 13 July 2027, 10:00 to 15:00 (UK time)" in text
    assert "Now: Tuesday 13 July 2027, 11:00 to 16:00 (UK time)" in text
    assert "11:00 to 16:00" in html
    assert (method, entry["SEQUENCE"]) == ("REQUEST", 1)
    assert entry.decoded("dtstart") == datetime(2027, 7, 13, 10, tzinfo=UTC)
    assert read(messages[1])[2] is None
    assert BookingMail.objects.filter(sent_at=None).count() == 0


def test_cancelling_strikes_it_out_of_the_calendar_and_a_new_booking_comes_after_that(event):
    hold(event)
    booking = make_booking(event, email="ada@example.org")
    tell(booking)
    change(booking, state="cancelled")
    [message] = tell(booking, booking)
    method, entry = read(message)[2]
    assert message.subject == "Cairn: Your booking is cancelled: A day to share"
    assert (method, entry["STATUS"], entry["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    again = make_booking(event, email="ada@example.org")
    method, second = read(tell(again)[0])[2]
    assert (method, second["UID"], second["SEQUENCE"]) == ("REQUEST", entry["UID"], 2)


def test_from_the_list_to_an_offer_to_a_place_and_an_offer_that_ended(event):
    hold(event)
    booking = make_booking(event, state="waiting")
    tell(booking)
    change(booking, state="offered", offered_until=NOON + timedelta(days=2))
    [offer] = tell(booking)
    assert offer.subject == "Cairn: A place is free for you until 12:00 on Thursday 26 November 2026: A day to share"
    assert "Accept or decline the place" in read(offer)[0]
    change(booking, state="confirmed", offered_until=None)
    [place] = tell(booking)
    assert place.subject == "Cairn: You have a place: A day to share"
    assert read(place)[2][0] == "REQUEST"
    other = make_booking(event, state="offered", offered_until=NOON + HOUR)
    tell(other)
    change(other, state="declined", offered_until=None)
    [ended] = tell(other)
    assert "has gone to the next person on the list" in read(ended)[0]


def test_an_offer_that_has_lapsed_before_the_mail_goes_is_not_made(event):
    hold(event)
    booking = make_booking(event, state="offered", offered_until=NOON + HOUR)
    assert tell(booking, at=NOON + 2 * HOUR) == []


def test_a_cancelled_event_is_told_once_with_its_reason_and_nothing_follows(event):
    held = hold(event)
    booking, waiting = make_booking(event), make_booking(event, state="waiting")
    tell(booking, waiting)
    change(held, state="cancelled", cancelled_because="The hall is flooded.", sequence=1)
    messages = tell(booking, waiting, booking)
    assert [message.subject for message in messages] == ["Cairn: Cancelled: A day to share"] * 2
    text, _, (method, entry) = read(messages[0])
    assert "Reason: The hall is flooded." in text
    assert JOINING not in messages[0].message().as_string()
    assert (method, entry["SEQUENCE"]) == ("CANCEL", 1)
    assert read(messages[1])[2] is None
    change(booking, state="cancelled")
    assert tell(booking) == []


def test_another_break_out_and_new_joining_details_are_changes(event):
    held = hold(event)
    session = EventSession.objects.create(event=event, position=0, title="Scaling", kind="breakout", room_name="Room 2")
    booking = make_booking(event)
    tell(booking)
    SessionChoice.objects.create(booking=booking, session=session.key, state="confirmed", queued_at=NOON)
    change(held, joining="https://meet.example.org/second")
    [message] = tell(booking)
    text, _, (_, entry) = read(message)
    assert message.subject == "Cairn: Your booking has changed: A day to share"
    assert "Was: None chosen" in text
    assert "Now: Scaling, Room 2" in text
    assert "Now: New details below" in text
    assert "https://meet.example.org/second" in text
    assert "Scaling" in entry["DESCRIPTION"]


def test_a_worker_is_told_of_numbers_and_that_no_names_are_held(event):
    hold(event)
    booking = make_booking(event, audience="young", places=4, name="Wanda Worker")
    BookingNeeds.objects.create(booking=booking, counts={"step_free": 1})
    text, html, _ = read(tell(booking)[0])
    assert "You have 4 places at this event." in text
    assert "We hold no names of children or young people." in html
    assert "We delete what you told us about food and access on" in text
    assert "Who is coming" not in text


def test_words_of_people_do_nothing_in_the_mail(event):
    hold(event, joining="<b>bold</b>")
    booking = make_booking(event, name='<i>Eve</i> "x" <evil@example.org>', email="eve@example.org")
    [message] = tell(booking)
    assert message.to == ["eve@example.org"]
    assert "<b>bold</b>" not in read(message)[1]
    assert "<i>Eve</i>" not in read(message)[1]


# --- Reminders ---------------------------------------------------------------------------------------


def remind(at):
    before = len(mail.outbox)
    telling.queue_reminders(at=at)
    send(at)
    return [message.subject for message in mail.outbox[before:]]


@pytest.mark.parametrize(
    "starts_at",
    [
        datetime(2027, 1, 12, 9, 30, tzinfo=UTC),
        datetime(2027, 7, 13, 8, 30, tzinfo=UTC),
        datetime(2027, 3, 28, 8, 30, tzinfo=UTC),  # the clocks went forward in the night
        datetime(2027, 10, 31, 9, 30, tzinfo=UTC),  # the clocks went back in the night
    ],
)
def test_reminders_come_once_a_week_and_a_day_before(event, starts_at):
    hold(event, starts_at=starts_at, ends_at=starts_at + 5 * HOUR)
    tell(make_booking(event))
    assert remind(starts_at - timedelta(days=8)) == []
    assert len(remind(starts_at - timedelta(days=7))) == 1
    assert remind(starts_at - timedelta(days=5)) == []
    assert len(remind(starts_at - timedelta(hours=23))) == 1
    assert remind(starts_at - timedelta(hours=2)) == []
    assert remind(starts_at) == []
    assert f"{starts_at:%-d}" in mail.outbox[-1].body
    assert "09:30" in mail.outbox[-1].body
    assert read(mail.outbox[-1])[2] is None  # nothing changed, so no calendar needs a file


def test_a_reminder_is_for_those_with_a_place_at_an_event_that_takes_place(event):
    held = hold(event)
    for state in ("waiting", "cancelled", "declined"):
        make_booking(event, state=state)
    make_booking(event, state="offered", offered_until=held.starts_at)
    late = make_booking(event, created_at=held.starts_at - HOUR)
    tell(late)
    assert remind(held.starts_at - timedelta(hours=20)) == []
    make_booking(event)
    change(held, state="cancelled")
    assert remind(held.starts_at - timedelta(hours=20)) == []


def test_what_was_queued_is_not_sent_when_the_booking_or_the_day_has_gone(event):
    held = hold(event)
    first, second = make_booking(event), make_booking(event)
    tell(first, second)
    at = held.starts_at - timedelta(hours=20)
    assert telling.queue_reminders(at=at) == 2
    change(first, state="cancelled")
    change(held, starts_at=held.starts_at + timedelta(days=14), ends_at=held.ends_at + timedelta(days=14))
    before = len(mail.outbox)
    send(at)
    assert len(mail.outbox) == before
    assert BookingMail.objects.filter(sent_at=None).count() == 0


def test_a_reminder_says_what_changed_since_the_booker_was_last_told(event):
    held = hold(event)
    booking = make_booking(event)
    tell(booking)
    change(held, address="2 Low Road\nOttenvale", sequence=1)  # of which no news was sent
    [subject] = remind(held.starts_at - timedelta(hours=20))
    text, _, (method, entry) = read(mail.outbox[-1])
    assert subject.endswith(": A day to share")
    assert "Was: 1 High Street, Ottenvale" in text
    assert "Now: 2 Low Road, Ottenvale" in text
    assert (method, entry["SEQUENCE"]) == ("REQUEST", 1)


def test_nothing_is_told_of_an_event_that_is_over(event):
    held = hold(event)
    booking = make_booking(event)
    tell(booking)
    change(booking, state="cancelled")
    assert tell(booking, at=held.ends_at) == []
    assert remind(held.ends_at) == []


# --- Nothing is lost ---------------------------------------------------------------------------------


def test_what_the_server_did_not_take_is_sent_later_and_only_once(event, monkeypatch):
    hold(event)
    booking = make_booking(event)
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", _refuse)
    assert tell(booking) == []
    assert BookingMail.objects.get().problem == "OSError"
    monkeypatch.undo()
    assert send(NOON) == 0  # not at once
    assert send(datetime.now(UTC) + HOUR) == 1
    assert send(datetime.now(UTC) + 2 * HOUR) == 0


def _refuse(*_):
    raise OSError("no server")


def test_a_booking_whose_news_was_lost_is_found(event):
    hold(event, starts_at=datetime(2030, 1, 1, 10, tzinfo=UTC), ends_at=datetime(2030, 1, 1, 12, tzinfo=UTC))
    make_booking(event)
    assert telling.queue_untold(at=NOON + timedelta(minutes=4)) == 0
    assert telling.queue_untold(at=NOON + timedelta(minutes=6)) == 1
    assert telling.queue_untold(at=NOON + timedelta(minutes=9)) == 0


def test_the_link_of_a_mail_is_the_private_one_and_no_other_key_stands_in_it(event):
    hold(event)
    booking, other = make_booking(event), make_booking(event)
    text = read(tell(booking)[0])[0]
    assert set(re.findall(r"bookings/([0-9a-f-]{36})", text)) == {str(booking.key)}
    assert str(other.key) not in text


def test_another_hour_of_a_break_out_is_told_when_it_is_published(django_capture_on_commit_callbacks):
    event = publish(make_event(title="A day to share"))
    hold(event)
    session = EventSession.objects.create(event=event, position=0, title="Scaling", kind="breakout", starts="11:00")
    booking = make_booking(event)
    SessionChoice.objects.create(booking=booking, session=session.key, state="confirmed", queued_at=NOON)
    tell(booking)
    session.starts = "13:00"
    session.save()
    record_published.send(sender=None, record=event, by=event.author, at=NOON)
    send(NOON)
    assert "Was: Scaling, 11:00" in read(mail.outbox[-1])[0]
    assert "Now: Scaling, 13:00" in read(mail.outbox[-1])[0]


# --- From booking to mail, by the services and the worker ---------------------------------------------


@pytest.fixture
def by_the_worker(monkeypatch, django_capture_on_commit_callbacks):
    """Does something, lets the worker send what followed, and gives the subjects by address."""
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)

    def do(act):
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            act()
        call_command("worker", lanes=[Lane.MAIL], batch=True)
        return sorted((message.to[0], message.subject.partition(": ")[2]) for message in mail.outbox[before:])

    return do


def test_booking_waiting_moving_and_calling_off_are_told_to_each_once(by_the_worker):
    event = publish(make_event(title="A day"))
    start = (now() + timedelta(days=40)).replace(hour=9)  # it lasts a day, and is moved within it
    hold(event, places=1, online_places=0, attendance="room", starts_at=start, ends_at=start + 6 * HOUR)
    ada, ben = "Ada <ada@example.org>", "Ben <ben@example.org>"
    assert by_the_worker(lambda: book(event, "ada", at=now())) == [(ada, "Your place is booked: A day")]
    assert by_the_worker(lambda: book(event, "ben", at=now())) == [(ben, "You are on the waiting list: A day")]
    held = EventArrangements.objects.get(event=event)
    moved = {"starts_at": held.starts_at + HOUR, "ends_at": held.ends_at + HOUR}
    told = by_the_worker(lambda: save_arrangements(event=event, answers=moved, by=event.author, at=now()))
    assert told == [(ada, "New date or time: A day"), (ben, "New date or time: A day")]
    booking = Booking.objects.get(email="ada@example.org")
    [own, offered] = by_the_worker(lambda: cancel_booking(booking=booking, at=now()))
    assert own == (ada, "Your booking is cancelled: A day")
    assert offered[0] == ben
    assert offered[1].startswith(("A place is free for you until", "You have a place"))
    told = by_the_worker(lambda: call_off(event=event, because="Snow.", by=event.author, at=now()))
    assert told == [(ben, "Cancelled: A day")]
