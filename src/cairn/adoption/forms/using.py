"""The sections in which it is told how a model is used somewhere."""

from typing import Any

from django import forms

from cairn.accounts.models import User
from cairn.adoption.models import AdoptionMove
from cairn.common.forms import CHOOSE, PartialDateField, RadioSelect, TextInput, long_text, short_text
from cairn.library.models import Grade
from cairn.places.models import Place
from cairn.places.queries import UnableToFindPlace, find_place, is_from_fictional_council
from cairn.records.forms import TeamForm
from cairn.records.forms.empty_answers import refuse_empty_answers
from cairn.records.sections import Section, SectionForm


class UseForm(SectionForm):
    title = forms.CharField(
        label="Who uses which model?",
        max_length=150,
        widget=TextInput(),
        error_messages={"required": "Enter who uses which model"},
    )
    summary = forms.CharField(
        label="In a few sentences (optional)", required=False, max_length=500, widget=forms.Textarea({"rows": 3})
    )


class HowForm(SectionForm):
    changes = forms.CharField(
        label="What was changed? (optional)",
        help_text="Parts that were left out, added or done differently, and why.",
        required=False,
        max_length=3000,
        widget=forms.Textarea({"rows": 5}),
    )
    who_says = forms.CharField(
        label="Who says so?",
        max_length=300,
        widget=TextInput(),
        error_messages={"required": "Enter who says so"},
    )
    who_to_ask = long_text(
        "Who can be asked about it? (optional)",
        most=1000,
        rows=3,
        help_text="A role or a team, and how to contact them. Do not give a private phone number.",
    )


class StartForm(TeamForm):
    """A council says that it uses a model, or somebody has read so."""

    place = short_text("Which council?", required=True, most=100, help_text="Its name, or a postcode")
    status = forms.ChoiceField(
        label="What is the status?",
        choices=AdoptionMove.Status.choices,
        widget=RadioSelect(),
        error_messages={"required": CHOOSE},
    )
    moved_on = PartialDateField("Since when? (optional)")
    who_says = short_text(
        "Who says so?", required=True, help_text="Your council, or the title and year of what you read"
    )
    grade = forms.ChoiceField(
        label="What type of source is that?",
        choices=Grade.choices,
        widget=RadioSelect(),
        error_messages={"required": CHOOSE},
    )

    field_order = ("place", "status", "moved_on", "who_says", "grade", "team")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.user = user
        refuse_empty_answers(self)

    def clean_place(self) -> Place:
        try:
            return find_place(self.cleaned_data["place"], fictional=is_from_fictional_council(self.user))
        except UnableToFindPlace as problem:
            raise forms.ValidationError(str(problem)) from None


class MoveForm(forms.Form):
    """How it stands with the model now."""

    status = forms.ChoiceField(
        label="What is the status?",
        choices=AdoptionMove.Status.choices,
        widget=RadioSelect(),
        error_messages={"required": CHOOSE},
    )
    moved_on = PartialDateField("Since when? (optional)")
    note = short_text("What happened? (optional)")


def get_sections() -> tuple[Section, ...]:
    return Section("what", "Who uses what", UseForm), Section("how", "What was changed", HowForm)
