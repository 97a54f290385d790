"""How something was scaled: the sections in which it is told, and one row of its money or of its life cycle."""

from typing import Any

from django import forms

from cairn.adoption.models import ScalingFunding, ScalingMove, ScalingStrategy
from cairn.common.dates import is_before
from cairn.common.forms import CHOOSE, PartialDateField, RadioSelect, long_text, short_text
from cairn.library.forms.fields import choice
from cairn.library.forms.rows import RowForm
from cairn.library.models import PracticeModel, Project
from cairn.library.services.rows import RowKind
from cairn.records.enums import Sharing
from cairn.records.sections import Section, SectionForm

SAY_WHO = "Say where you read it, or that it is your own experience."


def _get_public(model: Any) -> Any:
    return model.objects.filter(live=True, sharing=Sharing.PUBLIC).order_by("title")


class WhatForm(SectionForm):
    title = short_text("What spread, and how?", required=True, most=150)
    summary = long_text("In a few sentences", required=True, most=500, rows=3)
    practice_model = forms.ModelChoiceField(
        PracticeModel.objects.none(),
        label="Which model? (optional)",
        required=False,
        error_messages={"invalid_choice": "Choose a model from the list"},
    )
    of_project = forms.ModelChoiceField(
        Project.objects.none(),
        label="Which project? (optional)",
        required=False,
        error_messages={"invalid_choice": "Choose a project from the list"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["practice_model"].queryset = _get_public(PracticeModel)
        self.fields["of_project"].queryset = _get_public(Project)


class HowForm(SectionForm):
    vehicle = long_text(
        "Who leads the spread, and how? (optional)",
        help_text=f"For example: the council itself, a charity, a national unit. {SAY_WHO}",
    )
    geography = choice(
        "How far does it reach?", ScalingStrategy.Geography.choices, initial=ScalingStrategy.Geography.NOT_SAID
    )
    where = long_text("Where? (optional)", rows=3)
    demand = long_text(
        "Where does demand come from? (optional)",
        help_text="For example: councils ask for it, a programme pays for it, an inspection asks for it.",
    )
    capacity = long_text(
        "Which capacity is there to support others? (optional)", help_text="People, time and money beside the own work."
    )


class ResultForm(SectionForm):
    outcome = long_text("What was the outcome? (optional)", help_text=SAY_WHO)
    failed = long_text(
        "What did not work? (optional)", help_text=f"Pauses, exits and closures are worth as much. {SAY_WHO}"
    )
    not_known = long_text("What is not known? (optional)")
    who_to_ask = long_text(
        "Who can be asked about it? (optional)",
        most=1000,
        rows=3,
        help_text="A role or a team, and how to contact them. Do not give a private phone number.",
    )


def get_scaling_sections() -> tuple[Section, ...]:
    return (
        Section("what", "What spread", WhatForm),
        Section("how", "How it spread", HowForm),
        Section("result", "Outcome and what did not work", ResultForm),
    )


class FundingForm(RowForm):
    financial_model = forms.ChoiceField(
        label="What kind of money?",
        choices=ScalingFunding.FinancialModel.choices,
        widget=RadioSelect(),
        error_messages={"required": CHOOSE},
    )
    words = short_text(
        "How much, and from whom?", required=True, help_text="For example: £250,000 a year from five councils"
    )
    since = PartialDateField("From when? (optional)")
    until = PartialDateField("Until when? (optional)")
    was_planned_only = forms.BooleanField(label="It was planned only, and did not come", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if is_before(given.get("until", ""), given.get("since", "")):
            self.add_error("until", "The end comes before the start. Change one of them.")
        return given


class StepForm(RowForm):
    step = forms.ChoiceField(
        label="What happened?",
        choices=ScalingMove.Step.choices,
        widget=RadioSelect(),
        help_text="Pausing, leaving and closing are normal and worth recording.",
        error_messages={"required": CHOOSE},
    )
    moved_on = PartialDateField("When? (optional)")
    note = short_text("In a sentence (optional)", most=500)


SCALING_ROWS = (
    RowKind("funding", "What pays for it", "Add funding", "funding", ScalingFunding, FundingForm),
    RowKind("life-cycle", "Life cycle", "Add a step", "moves", ScalingMove, StepForm),
)
