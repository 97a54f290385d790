"""Calendar files, read back by icalendar and held against the time zones of Python."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Timezone

from cairn.events.presenters.calendar import LONDON_RULES, CalendarEntry, Method, make_calendar

AT = datetime(2027, 1, 4, 9, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


def make_entry(starts_at, hours=3, **more) -> CalendarEntry:
    return CalendarEntry("event-1@cairn.test", "A day", starts_at, starts_at + timedelta(hours=hours), **more)


def read(entry, method=Method.REQUEST):
    raw = make_calendar([entry], method=method, at=AT)
    calendar = Calendar.from_ical(raw)
    return raw.decode(), calendar, calendar.walk("VEVENT")[0]


@pytest.mark.parametrize(
    ("starts_at", "hours", "written", "ended"),
    [
        (datetime(2027, 1, 12, 9, 30, tzinfo=UTC), 6, "20270112T093000", "20270112T153000"),  # winter
        (datetime(2027, 7, 13, 9, 30, tzinfo=UTC), 6, "20270713T103000", "20270713T163000"),  # summer
        (
            datetime(2027, 3, 28, 0, 30, tzinfo=UTC),
            1,
            "20270328T003000",
            "20270328T023000",
        ),  # the hour that is left out
        (datetime(2027, 10, 30, 23, 30, tzinfo=UTC), 3, "20271031T003000", "20271031T023000"),  # an hour comes twice
    ],
)
def test_times_are_those_of_the_clock_on_the_wall_and_mean_the_same_moment(starts_at, hours, written, ended):
    text, calendar, event = read(make_entry(starts_at, hours))
    assert f"DTSTART;TZID=Europe/London:{written}" in text
    assert f"DTEND;TZID=Europe/London:{ended}" in text
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]
    assert event.decoded("dtstart").astimezone(UTC) == starts_at
    assert event.decoded("dtend") - event.decoded("dtstart").astimezone(UTC) == timedelta(hours=hours)
    # Whoever knows no time zone but the file's own comes to the same moment.
    own = Timezone.from_ical(calendar.walk("VTIMEZONE")[0].to_ical()).to_tz()
    wall = datetime.strptime(written, "%Y%m%dT%H%M%S")  # noqa: DTZ007 (as it is written)
    assert wall.replace(tzinfo=own).astimezone(UTC) == starts_at


def test_the_second_half_past_one_of_the_autumn_night_is_not_taken_for_the_first():
    starts_at = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    assert starts_at.astimezone(LONDON).strftime("%H:%M") == "01:30"
    text, _, event = read(make_entry(starts_at))
    assert "DTSTART:20271031T013000Z" in text
    assert event.decoded("dtstart") == starts_at


def test_the_rules_of_london_are_those_of_python_for_twenty_years():
    own = Timezone.from_ical(LONDON_RULES).to_tz()
    hour = datetime(2020, 1, 1, tzinfo=LONDON)
    for number in range(0, 20 * 366 * 24, 7):
        wall = (hour.replace(tzinfo=None)) + timedelta(hours=number)
        if wall.replace(tzinfo=LONDON, fold=0).utcoffset() != wall.replace(tzinfo=LONDON, fold=1).utcoffset():
            continue  # an hour that is left out or comes twice
        assert wall.replace(tzinfo=own).utcoffset() == wall.replace(tzinfo=LONDON).utcoffset(), wall


def test_another_time_zone_is_described_as_well():
    starts_at = datetime(2027, 7, 13, 9, tzinfo=UTC)
    text, calendar, event = read(make_entry(starts_at, time_zone="Europe/Dublin"))
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Dublin"]
    assert "DTSTART;TZID=Europe/Dublin:20270713T100000" in text
    assert event.decoded("dtstart").astimezone(UTC) == starts_at


@pytest.mark.parametrize(
    ("method", "status"), [(Method.REQUEST, "CONFIRMED"), (Method.CANCEL, "CANCELLED"), (Method.PUBLISH, "CONFIRMED")]
)
def test_a_file_says_what_to_do_with_it(method, status):
    entry = make_entry(AT, sequence=3, organiser="events@cairn.test", attendee="ada@example.org")
    text, calendar, event = read(entry, method)
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"], event["UID"]) == (method, status, 3, entry.uid)
    assert event["ORGANIZER"] == "mailto:events@cairn.test"
    assert event["ATTENDEE"] == "mailto:ada@example.org"
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert text.endswith("END:VCALENDAR\r\n")


def test_words_cannot_leave_their_line():
    entry = make_entry(
        AT, words="Line one\nATTENDEE:mailto:x@example.org\r\nBEGIN:VALARM", place="Hall; 2, High Street"
    )
    entry = replace(entry, title="Day\r\nATTENDEE:mailto:evil@example.org")
    text, calendar, event = read(entry)
    assert "ATTENDEE" not in event
    assert calendar.walk("VALARM") == []
    assert event["LOCATION"] == "Hall; 2, High Street"
    assert not any(line.startswith(("ATTENDEE", "BEGIN:VALARM")) for line in text.split("\r\n"))


def test_a_calendar_with_a_name_can_be_subscribed_to_and_sessions_take_no_time():
    raw = make_calendar([make_entry(AT, is_free=True)], method=Method.PUBLISH, at=AT, name="My learning events")
    assert b"X-WR-CALNAME:My learning events\r\n" in raw
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in raw
    assert Calendar.from_ical(raw).walk("VEVENT")[0]["TRANSP"] == "TRANSPARENT"
