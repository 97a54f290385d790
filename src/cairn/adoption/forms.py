"""The sections in which it is told how a model is used somewhere."""

from django import forms

from cairn.adoption.models import AdoptionMove
from cairn.common.forms import RadioSelect, TextInput, long_text, short_text
from cairn.library.rows import PartialDateField
from cairn.records.sections import Section, SectionForm


class WhatForm(SectionForm):
    title = forms.CharField(
        label="Who uses which model?",
        max_length=150,
        widget=TextInput(),
        error_messages={"required": "Write who uses which model"},
    )
    summary = forms.CharField(
        label="In a few sentences (optional)", required=False, max_length=500, widget=forms.Textarea({"rows": 3})
    )


class HowForm(SectionForm):
    changes = forms.CharField(
        label="What was changed? (optional)",
        help_text="Parts that were left out, added or done otherwise, and why.",
        required=False,
        max_length=3000,
        widget=forms.Textarea({"rows": 5}),
    )
    who_says = forms.CharField(
        label="Who says so?",
        max_length=300,
        widget=TextInput(),
        error_messages={"required": "Write who says so"},
    )
    who_to_ask = long_text(
        "Who can be asked about it? (optional)",
        most=1000,
        rows=3,
        help_text="A post or a team, and how to reach it. Not a private telephone number.",
    )


class MoveForm(forms.Form):
    """How it stands with the model now."""

    status = forms.ChoiceField(
        label="How does it stand?",
        choices=AdoptionMove.Status.choices,
        widget=RadioSelect(),
        error_messages={"required": "Choose one"},
    )
    moved_on = PartialDateField("Since when? (optional)")
    note = short_text("What happened? (optional)")


def get_sections() -> tuple[Section, ...]:
    return Section("what", "Who uses what", WhatForm), Section("how", "What was changed", HowForm)
