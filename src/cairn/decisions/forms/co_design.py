"""One entry of the log of a design, and the reason for going on without a linked need."""

from typing import Any

from django import forms

from cairn.common.forms import PartialDateField, TextInput, long_text, short_text
from cairn.decisions.forms.fields import took_part
from cairn.decisions.forms.names import NO_NAMES, NamesGate
from cairn.decisions.models.decisions import MOST_PEOPLE
from cairn.decisions.policies import UnableToDecide, check_parts
from cairn.decisions.queries import STAGES
from cairn.library.forms.fields import choice
from cairn.voice.enums import Group


class CoDesignForm(NamesGate):
    stage = choice("At which stage was it?", [(one.value, one.label) for one in STAGES])
    held_on = PartialDateField("When?", required=True)
    what = short_text(
        "What did you work on?", required=True, help_text=f"For example: The rooms of the hub. {NO_NAMES}"
    )
    young_people = forms.IntegerField(
        label="How many young people took part?",
        min_value=0,
        max_value=MOST_PEOPLE,
        widget=TextInput(width=5, inputmode="numeric"),
        help_text="Enter 0 if there were none. A number below five is shown as “Fewer than 5”.",
        error_messages={
            "required": "Enter a number, or 0 if there were none",
            "invalid": "Enter a whole number, for example 8",
            "min_value": "Enter 0 or a higher number",
            "max_value": f"Enter {MOST_PEOPLE:,} or fewer",
        },
    )
    groups = forms.MultipleChoiceField(
        label="Who were they? (optional)",
        choices=Group.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    took = took_part()
    others = short_text(
        "Which adults took part? (optional)", most=200, help_text="For example: Social workers, architect"
    )
    changed = long_text("What changed because of it? (optional)", rows=3, most=500)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not self.errors:
            try:
                check_parts(young_people=given["young_people"], took=given["took"])
            except UnableToDecide as problem:
                self.add_error("took", str(problem))
        return given


class ReasonForm(NamesGate):
    words = long_text(
        "Why does this project go on without a need of young people or families?",
        required=True,
        rows=4,
        most=500,
        help_text="Everyone who can see the project can read this. It is also in the public list of reasons once the "
        "project is public.",
    )
