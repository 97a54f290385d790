"""Forms for what happens while something runs. What somebody writes passes the check for worries about safety."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from cairn.common.dates import is_partial_date
from cairn.common.forms import PartialDateField, TextInput, long_text, short_text
from cairn.conditions.enums import Ending
from cairn.conditions.forms.groundwork import day_field
from cairn.conditions.models import Groundwork
from cairn.conditions.queries import get_rows
from cairn.conditions.services.course import CHANGEABLE, TARGET
from cairn.library.forms.fields import choice
from cairn.records.forms.safeguarding import SafeguardingGate

DATES = ("planned_start", "planned_end")


class StartedForm(SafeguardingGate):
    started_on = PartialDateField("When did it start?", required=True)


class EndForm(SafeguardingGate):
    ended_on = PartialDateField("When did it end?", required=True)
    ending = choice("How did it end?", Ending.choices)
    result = long_text(
        "What was different at the end?",
        required=True,
        most=2000,
        help_text="We show this beside what you wanted at the start. “Nothing changed” is a result too.",
    )


class PlanForm(SafeguardingGate):
    """What changes is chosen from the dates and numbers that were settled."""

    item = forms.ChoiceField(label="What changes?", error_messages={"required": "Choose what changes"})
    value = short_text("What is it now?", required=True, most=200, help_text="A date like 2027-04, or a number")
    reason = long_text("Why?", required=True, rows=3, most=500)
    on = day_field("When was that decided?")

    def __init__(self, *args: Any, record: Groundwork, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        targets = [(f"{TARGET}{one.key}", f"Target: {one.title}") for one in get_rows(record, "outcomes")]
        self.fields["item"].choices = [*CHANGEABLE.items(), *targets]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        item, value = given.get("item"), given.get("value")
        if item in DATES and value and not is_partial_date(value):
            self.add_error("value", f"“{value}” is not a date we can read. Enter it like 2027-04 or 2027-04-30.")
        if item == "group_size" and value:
            plain = value.replace(",", "")
            if plain.isascii() and plain.isdigit() and 0 < int(plain) <= 1_000_000:
                given["value"] = int(plain)
            else:
                self.add_error("value", f"“{value}” is not a whole number. Enter one, for example 40.")
        return given


class LeaderForm(SafeguardingGate):
    was = short_text("Who led it until now? (optional)", most=200, help_text="A post is enough")
    now = short_text("Who leads it from now on?", required=True, most=200, help_text="A post is enough")
    reason = short_text("What happened?", required=True, most=500, help_text="For example: The head of service left")
    on = day_field("Since when?")


class TalkedForm(forms.Form):
    """One click: the day is filled in."""

    on = forms.DateField(
        label="We talked on", widget=TextInput(width=10, type="date"), initial=localdate, input_formats=["%Y-%m-%d"]
    )


class RiskReviewForm(forms.Form):
    on = forms.DateField(
        label="Reviewed on", widget=TextInput(width=10, type="date"), initial=localdate, input_formats=["%Y-%m-%d"]
    )
    next_on = forms.DateField(label="Next review", widget=TextInput(width=10, type="date"), input_formats=["%Y-%m-%d"])
