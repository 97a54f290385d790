"""Actions in calendar programs, as RFC 5545 has it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from cairn.actions.models import Action
from cairn.common.addresses import get_host_name, make_absolute

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Cairn//Actions//EN"


def make_calendar_file(actions: Iterable[Action], *, name: str, at: datetime) -> bytes:
    """Due dates, and reviews, as events of a whole day."""
    from icalendar import Calendar  # needed by few requests

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for action in actions:
        if action.due_date is not None and action.is_open:
            calendar.add_component(_make_event(action, action.due_date, "due", "Due", at=at))
        if action.review_date is not None:
            calendar.add_component(_make_event(action, action.review_date, "review", "Review", at=at))
    return bytes(calendar.to_ical())


def _make_event(action: Action, day: date, key: str, words: str, *, at: datetime) -> "Event":
    """Its name stays when the day moves, so that a calendar moves the event and shows no second one."""
    from icalendar import Event

    event = Event()
    event.add("uid", f"{action.slug}-{key}@{get_host_name()}")
    event.add("dtstamp", at)
    event.add("dtstart", day)
    event.add("summary", f"{words}: {action.title}")
    event.add("description", f"First step: {action.first_step}")
    event.add("url", make_absolute(action.get_absolute_url()))
    event.add("transp", "TRANSPARENT")  # nobody is busy because something is due
    return event
