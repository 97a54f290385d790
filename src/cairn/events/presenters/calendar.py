"""Learning events in calendar programs, as RFC 5545 and RFC 5546 have it. Entries in, a file out; nothing is read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Event, Timezone, vCalAddress

PRODUCT = "-//Cairn//Learning events//EN"
ASK_AGAIN = timedelta(hours=1)  # how often a program that subscribed should ask
LONDON = "Europe/London"
# By rules and not by dates: Outlook reads no others, and these hold for events of any later year.
LONDON_RULES = """\
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""


class Method(StrEnum):
    """What a file asks of the program that opens it."""

    PUBLISH = "PUBLISH"  # here is an event
    REQUEST = "REQUEST"  # you have a place: write it down, or change what you have written down
    CANCEL = "CANCEL"  # you no longer have: strike it out


@dataclass(frozen=True)
class CalendarEntry:
    """An event or a session. `uid` stays for good; `sequence` is higher each time that something changed."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str = LONDON
    sequence: int = 0
    place: str = ""
    words: str = ""
    address: str = ""  # of its page
    organiser: str = ""  # an e-mail address
    attendee: str = ""  # an e-mail address
    is_cancelled: bool = False
    is_free: bool = False  # takes no time of its own, as a session within its event


def make_calendar(entries: Iterable[CalendarEntry], *, method: Method, at: datetime, name: str = "") -> bytes:
    """A file for a mail or a download, and where it has a name, a calendar to subscribe to."""
    from icalendar import Calendar  # needed by few requests

    entries = list(entries)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", ASK_AGAIN, {"value": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
    for zone in _list_zones(entries):
        calendar.add_component(zone)
    for entry in entries:
        calendar.add_component(_make_event(entry, method, at=at))
    return bytes(calendar.to_ical())


def _list_zones(entries: list[CalendarEntry]) -> "list[Timezone]":
    return [_make_zone(name, entries) for name in sorted({entry.time_zone for entry in entries})]


def _make_zone(name: str, entries: list[CalendarEntry]) -> "Timezone":
    from icalendar import Timezone

    if name == LONDON:
        return Timezone.from_ical(LONDON_RULES)  # type: ignore[return-value]  # it holds one component
    years = [at.year for entry in entries if entry.time_zone == name for at in (entry.starts_at, entry.ends_at)]
    return Timezone.from_tzid(name, first_date=date(min(years) - 1, 1, 1), last_date=date(max(years) + 2, 1, 1))


def _make_event(entry: CalendarEntry, method: Method, *, at: datetime) -> "Event":
    from icalendar import Event, vCalAddress

    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", _tell_time(entry.starts_at, entry.time_zone))
    event.add("dtend", _tell_time(entry.ends_at, entry.time_zone))
    event.add("summary", entry.title)
    for name, value in (("location", entry.place), ("description", entry.words), ("url", entry.address)):
        if value:
            event.add(name, value)
    event.add("status", "CANCELLED" if entry.is_cancelled or method == Method.CANCEL else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.is_free or entry.is_cancelled else "OPAQUE")
    if entry.organiser:
        event.add("organizer", vCalAddress(f"mailto:{entry.organiser}"))
    if entry.attendee:
        event.add("attendee", _make_attendee(entry.attendee))
    return event


def _make_attendee(email: str) -> "vCalAddress":
    """They have already said that they come, so that no program asks them again."""
    from icalendar import vCalAddress, vText

    attendee = vCalAddress(f"mailto:{email}")
    attendee.params["partstat"] = vText("ACCEPTED")
    attendee.params["rsvp"] = vText("FALSE")
    return attendee


def _tell_time(at: datetime, zone: str) -> datetime:
    """On the clock on the wall; in UTC in the hour that comes twice, when a clock would mean its first time."""
    local = at.astimezone(ZoneInfo(zone))
    return at.astimezone(UTC) if local.fold else local
