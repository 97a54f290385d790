"""Fields that forms of events share."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from cairn.common.forms import TextInput

MOST_PLACES = 5000


class ClockField(forms.TimeField):
    """A time of day on the clock of the event."""

    def __init__(self, label: str, *, required: bool = False) -> None:
        super().__init__(
            label=label,
            required=required,
            input_formats=("%H:%M", "%H.%M", "%H%M"),
            widget=TextInput(width=5),
            error_messages={
                "required": "Enter a time in hours and minutes, for example 09:30",
                "invalid": "Enter a time in hours and minutes, for example 09:30",
            },
        )

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value


def whole_number(label: str, *, required: bool, least: int = 0, help_text: str = "") -> forms.IntegerField:
    wrong = f"Enter a whole number from {least} to {MOST_PLACES:,}"
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=required,
        min_value=least,
        max_value=MOST_PLACES,
        widget=TextInput(width=5, inputmode="numeric"),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
    )


def email_field(label: str, *, required: bool, help_text: str = "") -> forms.EmailField:
    wrong = "Enter an email address like name@example.org"
    return forms.EmailField(
        label=label,
        help_text=help_text,
        required=required,
        widget=TextInput(type="email", autocomplete="email"),
        error_messages={"required": wrong, "invalid": wrong},
    )


def make_moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The moment that a clock on the wall means. In autumn the hour that comes twice means its first time."""
    moment = datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).time() != clock:
        raise forms.ValidationError(
            f"On {day:%-d %B %Y} the clocks go forward and there is no {clock:%H:%M}. Enter a time an hour later."
        )
    return moment
