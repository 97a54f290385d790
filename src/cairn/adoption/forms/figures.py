"""What a team counts, the figure of a month, a table of them, and from when on limits begin anew."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from cairn.adoption.models import OwnMeasure, OwnPhase
from cairn.common.forms import CHOOSE, RadioSelect, long_text, short_text
from cairn.common.forms.fields import NumberInput
from cairn.records.forms.safeguarding import SafeguardingGate

MOST = 10_000_000
NO_FIGURE = "Enter the number. If there were none, enter 0. If nothing was collected, say why instead"
BOTH = "Enter either a number or why nothing was collected, not both"


class UnableToReadCount(ValueError):
    """What was written is no count; the sentence says what is allowed."""


def read_count(written: str) -> int | None:
    """A whole number of 0 or more, with or without commas; none where nothing is written."""
    text = written.strip().replace(",", "").replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise UnableToReadCount(f"“{written[:30]}” is not a number. Enter a whole number, such as 12") from None
    if not value.is_finite() or value != value.to_integral_value():
        raise UnableToReadCount(f"“{written[:30]}” is not a whole number. Enter a count, such as 12")
    if not 0 <= value <= MOST:
        raise UnableToReadCount(f"“{written[:30]}” is not possible. Enter a number from 0 to {MOST:,}")
    return int(value)


def check_figure(measure: OwnMeasure, number: int | None, out_of: int | None, why_none: str) -> list[tuple[str, str]]:
    """What is wrong with the parts of one figure together: the name of a part and a sentence."""
    if why_none:
        return [("why_none", BOTH)] if number is not None or out_of is not None else []
    if number is None:
        return [("number", NO_FIGURE)]
    if not measure.is_percentage:
        return []
    if out_of is None:
        return [("out_of", "Enter out of how many. We work out the percentage")]
    if number > out_of:
        return [("number", f"{number:,} is more than {out_of:,}. Enter the part first, then out of how many")]
    return []


class CountField(forms.CharField):
    """A count in a text box."""

    def __init__(self, label: str, *, help_text: str = "") -> None:
        super().__init__(label=label, help_text=help_text, required=False, max_length=20, widget=NumberInput(width=10))

    def clean(self, value: Any) -> Any:
        try:
            return read_count(super().clean(value))
        except UnableToReadCount as problem:
            raise forms.ValidationError(str(problem)) from None


def radio(label: str, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=RadioSelect(), error_messages={"required": CHOOSE}, **more
    )


class MeasureForm(SafeguardingGate):
    """Once there are figures, what they are and how often they come stays."""

    asks = radio("What does it measure?", OwnMeasure.Asks.choices)
    title = short_text(
        "What do you count?", required=True, most=120, help_text="For example: Families visited in the evening"
    )
    definition = long_text(
        "What exactly is counted? (optional)",
        rows=3,
        most=500,
        help_text="So that a colleague would count the same: who is included, on which day, from which system.",
    )
    form = radio(
        "What is the figure?",
        OwnMeasure.Form.choices,
        help_text="For a percentage you enter the number and out of how many. We keep both.",
    )
    every = radio("How often?", OwnMeasure.Every.choices)
    better = radio("Which way is better?", OwnMeasure.Better.choices)
    target = forms.DecimalField(
        label="Target (optional)",
        help_text="Only where you have one. The chart then says whether you will meet it if nothing changes.",
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=1,
        widget=NumberInput(width=10, decimal=True),
        error_messages={
            "invalid": "This is not a number. Enter one such as 80, or leave it blank",
            "max_decimal_places": "Enter a number with one decimal place at most",
            "max_digits": "This number is too large",
            "min_value": "Enter a number of 0 or more",
        },
    )
    has_reminders = forms.BooleanField(
        label="Remind us on My desk when a figure is missing",
        required=False,
    )

    def __init__(self, *args: Any, has_figures: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_figures:
            del self.fields["form"], self.fields["every"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        is_percentage = given.get("form", self.initial.get("form")) == OwnMeasure.Form.PERCENTAGE
        if is_percentage and (given.get("target") or 0) > 100:
            self.add_error("target", "A percentage cannot be more than 100")
        return given


class FigureForm(SafeguardingGate):
    """The figure of one period. `periods` are those that may be chosen; none where the address names it."""

    number = CountField("Number")
    out_of = CountField("Out of how many?")
    why_none = short_text(
        "Nothing collected? Say why (optional)",
        most=200,
        help_text="For example: the system was down. Leave the number blank. It is shown as a gap and not as 0.",
    )
    note = short_text("Note (optional)", help_text="What happened then. It is marked on the chart.")

    def __init__(self, *args: Any, measure: OwnMeasure, periods: Sequence[date] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measure = measure
        if not measure.is_percentage:
            del self.fields["out_of"]
        if periods:
            choices = [(period.isoformat(), measure.name_period(period)) for period in periods]
            there = [figure.period for figure in measure.figures.all()]
            is_complete = bool(there) and periods[0] < there[0]
            field = forms.ChoiceField(
                label="Which month?" if measure.months == 1 else "Which quarter?",
                help_text=f"You have every {measure.period_word} so far. You can add an earlier one."
                if is_complete
                else "",
                choices=choices,
                initial=choices[0][0],
                error_messages={"required": CHOOSE, "invalid_choice": "Choose one from the list"},
            )
            self.fields = {"period": field, **self.fields}

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not {"number", "out_of", "why_none"} & set(self.errors):
            parts = given.get("number"), given.get("out_of"), given.get("why_none", "")
            for name, sentence in check_figure(self.measure, *parts):
                self.add_error(name, sentence)
        return given

    def get_period(self) -> date:
        return date.fromisoformat(self.cleaned_data["period"])

    def get_answers(self) -> dict[str, Any]:
        given = self.cleaned_data
        names = ("number", "why_none", "note")
        return {name: given[name] for name in names} | {"out_of": given.get("out_of")}


class FiguresTableForm(forms.Form):
    """A table of figures."""

    file = forms.FileField(
        label="The table",
        help_text="CSV (UTF-8) or Excel (xlsx). The first sheet is read.",
        error_messages={
            "required": "Choose a file",
            "missing": "Choose a file",
            "empty": "This file is empty. Choose another",
        },
    )


class PhaseForm(SafeguardingGate):
    """From when on the normal range begins anew."""

    ground = radio("What has happened?", OwnPhase.Ground.choices)
    reason = short_text(
        "What do you know about it?",
        required=True,
        help_text="For example: evening visits began in all four areas. Only your team reads it.",
    )

    def __init__(self, *args: Any, measure: OwnMeasure, periods: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        period = forms.ChoiceField(
            label="From which month?" if measure.months == 1 else "From which quarter?",
            choices=[(one.isoformat(), measure.name_period(one)) for one in periods],
            error_messages={"required": CHOOSE, "invalid_choice": "Choose one from the list"},
        )
        self.fields = {"period": period, **self.fields}

    def get_period(self) -> date:
        return date.fromisoformat(self.cleaned_data["period"])
