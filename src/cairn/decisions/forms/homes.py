"""One period of homes, as four numbers."""

from datetime import timedelta
from typing import Any

from django import forms

from cairn.common.forms import NumberInput
from cairn.decisions.models import HomesCount
from cairn.decisions.policies.homes import MOST
from cairn.voice.forms.safeguarding import make_day_field

NUMBERS = {
    "offered": ("Homes offered", "In this period, whether accepted or not."),
    "moved_in": ("Moved in", "People who moved into a home in this period."),
    "ended": ("Ended", "People who left their home in this period, for whatever reason."),
    "still_home": (
        "Still home on the last day",
        "Everyone who lives in a home on that day, from this period or any before.",
    ),
}


def make_number_field(label: str, help_text: str) -> forms.IntegerField:
    whole = f"Enter a whole number from 0 to {MOST:,}"
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_value=MOST,
        widget=NumberInput(),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), whole),
    )


class HomesForm(forms.Form):
    """The first day follows from the period before; it is asked for once."""

    first = make_day_field("First day of the period", required=True)
    last = make_day_field("Last day of the period", required=True)

    def __init__(self, *args: Any, before: HomesCount | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, help_text) in NUMBERS.items():
            self.fields[name] = make_number_field(label, help_text)
        if before is not None:
            self.fields["first"].initial = f"{before.last + timedelta(days=1):%-d/%-m/%Y}"
