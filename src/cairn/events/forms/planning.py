"""When and where an event takes place, how many can come, and calling it off."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from cairn.actions.forms import day as day_field
from cairn.common.forms import CHOOSE, RadioSelect, long_text, short_text
from cairn.events.enums import Attendance
from cairn.events.forms.fields import ClockField, email_field, make_moment, whole_number
from cairn.events.models import EventArrangements

ZONE = ZoneInfo("Europe/London")
MIDNIGHT = time(0)


class ArrangementsForm(forms.Form):
    """Times are those of the clock in London."""

    day = day_field("Which day?", "Enter the day of the event")
    starts = ClockField("When does it start?", required=True)
    ends = ClockField("When does it end?", required=True)
    attendance = forms.ChoiceField(
        label="How do people take part?",
        choices=Attendance.choices,
        widget=RadioSelect(),
        error_messages={"required": CHOOSE},
    )
    address = long_text(
        "Address (optional)", rows=3, most=500, help_text="Everyone who can read about the event sees it."
    )
    places = whole_number("Places in the room", required=False, help_text="Leave empty for an event online.")
    young_places = whole_number(
        "How many of these are reserved for young people and families? (optional)",
        required=False,
        help_text="Others cannot book them. Lower this number later to offer them to the waiting list.",
    )
    online_places = whole_number("Places online", required=False, help_text="Leave empty for an event in the room.")
    access_words = long_text(
        "Access (optional)",
        rows=3,
        most=1000,
        help_text="For example: step-free entrance, hearing loop, quiet room, how far the station is",
    )
    joining = long_text(
        "How to join (optional)",
        rows=3,
        most=1000,
        help_text="Only people with a place see this: the link to the meeting, the floor, where to sign in.",
    )
    contact_email = email_field(
        "Email address for questions (optional)",
        required=False,
        help_text="Everyone who can read about the event sees it.",
    )
    books_from = day_field("First day of booking (optional)", "", required=False)
    books_until = day_field(
        "Last day of booking (optional)", "", required=False, help_text="Until it starts if you leave it."
    )

    def __init__(self, *args: Any, arrangements: EventArrangements | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = describe_initial(arrangements)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for name in ("starts", "ends"):
            if given.get("day") and given.get(name) is not None:
                try:
                    given[f"{name}_at"] = make_moment(given["day"], given[name], ZONE)
                except forms.ValidationError as problem:
                    self.add_error(name, problem)
        if given.get("starts") and given.get("ends") and given["ends"] <= given["starts"]:
            self.add_error("ends", f"It starts at {given['starts']:%H:%M}. Enter an end that is later.")
        attendance = given.get("attendance")
        if attendance in (Attendance.ROOM, Attendance.BOTH) and not given.get("places"):
            self._ask("places", "Enter how many people the room holds")
        if attendance in (Attendance.ONLINE, Attendance.BOTH) and not given.get("online_places"):
            self._ask("online_places", "Enter how many people can take part online")
        return given

    def _ask(self, name: str, words: str) -> None:
        if name not in self.errors:
            self.add_error(name, words)

    def get_answers(self) -> dict[str, Any]:
        """As the columns are called. Places of the other way of taking part are left aside."""
        given: Mapping[str, Any] = self.cleaned_data
        attendance = given["attendance"]
        in_room, online = attendance != Attendance.ONLINE, attendance != Attendance.ROOM
        first, last = given.get("books_from"), given.get("books_until")
        return {
            **{name: given[name] for name in ("starts_at", "ends_at", "attendance", "address", "access_words")},
            **{name: given[name] for name in ("joining", "contact_email")},
            "places": (given.get("places") or 0) if in_room else 0,
            "young_places": (given.get("young_places") or 0) if in_room else 0,
            "online_places": (given.get("online_places") or 0) if online else 0,
            "books_from": first and make_moment(first, MIDNIGHT, ZONE),
            "books_until": last and find_end_of_day(last, given["day"], given["starts_at"]),
        }


def find_end_of_day(last: date, day: date, starts_at: datetime) -> datetime:
    """The last day of booking counts whole; on the day of the event, until it starts."""
    return starts_at if last == day else make_moment(last + timedelta(days=1), MIDNIGHT, ZONE)


def describe_initial(arrangements: EventArrangements | None) -> dict[str, Any]:
    if arrangements is None:
        return {"attendance": Attendance.ROOM}
    same = ("attendance", "address", "access_words", "joining", "contact_email")
    numbers = ("places", "young_places", "online_places")
    books_from, books_until = arrangements.books_from, arrangements.books_until
    return {
        **{name: getattr(arrangements, name) for name in same},
        **{name: getattr(arrangements, name) or None for name in numbers},
        "day": show_day(arrangements.day),
        "starts": f"{arrangements.local_start:%H:%M}",
        "ends": f"{arrangements.local_end:%H:%M}",
        "books_from": books_from and show_day(books_from.astimezone(ZONE).date()),
        # The end of a day is the beginning of the next one.
        "books_until": books_until and show_day((books_until.astimezone(ZONE) - timedelta(seconds=1)).date()),
    }


def show_day(one: date) -> str:
    """As the form asks for it: "31/3/2027"."""
    return f"{one.day}/{one.month}/{one.year}"


class CallOffForm(forms.Form):
    because = short_text(
        "Why is it cancelled? (optional)",
        help_text="Everyone who has booked reads this, and so does everyone who opens the page.",
    )
