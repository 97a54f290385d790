"""What is asked about a decision: sections, lists, and how one is started."""

from typing import Any

from django import forms

from cairn.common.forms import CHOOSE, PartialDateField, RadioSelect, TextInput, long_text, short_text
from cairn.decisions.enums import Appointed, Influence, Who
from cairn.decisions.forms.fields import took_part
from cairn.decisions.forms.names import NO_NAMES, NamesGate
from cairn.decisions.models import DecisionFigure, DecisionOption, DecisionParticipant, DecisionTold
from cairn.decisions.models.decisions import LONG, MOST_PEOPLE
from cairn.indicators.definitions import get_definition, get_definitions
from cairn.indicators.enums import Status
from cairn.indicators.queries import PlaceFigure, get_place_series
from cairn.library.forms.fields import choice
from cairn.library.forms.rows import PlaceForm, RowForm
from cairn.library.services.rows import RowKind
from cairn.records.forms import TeamForm
from cairn.records.sections import Section, SectionForm

IN_EASY_WORDS = "Write it for young people: short sentences, easy words."
NOT_RECORDED = ("", "Not recorded yet")


class WhatForm(NamesGate, SectionForm):
    title = short_text("What was decided?", required=True, most=150, help_text=NO_NAMES)
    summary = long_text("In a few sentences", required=True, rows=3, most=500)
    made_on = PartialDateField("When was it decided? (optional)")
    question = long_text("What had to be decided? (optional)", rows=3, most=LONG)
    reason = long_text("Why did you decide this way? (optional)", rows=4, most=LONG)


class VoiceForm(NamesGate, SectionForm):
    """Answers of young people are linked to it one by one; here is what they come to."""

    you_said = long_text(
        "What did young people and families say? (optional)",
        rows=4,
        most=LONG,
        help_text=f"{IN_EASY_WORDS} Do not quote: you can link their answers, which go when they withdraw them.",
    )
    changed_by_view = choice(
        "What did their view do to the decision?", [NOT_RECORDED, *Influence.choices], required=False
    )
    influence = long_text(
        "What is different because of it? (optional)",
        rows=3,
        most=LONG,
        help_text="For example: The budget for activities was doubled. If it changed nothing, say why.",
    )


class DidForm(NamesGate, SectionForm):
    we_did = long_text("What have you done? (optional)", rows=4, most=LONG, help_text=IN_EASY_WORDS)
    not_done = long_text("What have you not done, and why? (optional)", rows=3, most=LONG, help_text=IN_EASY_WORDS)


class RoleForm(NamesGate, SectionForm):
    """Nothing about candidates: neither who applied nor who was chosen."""

    role = short_text(
        "To which role do you appoint? (optional)",
        most=150,
        help_text="Only where this decision is about appointing staff. Write nothing about the people who apply: no "
        "names, no scores, no notes of interviews.",
    )
    result = choice("How did it end?", [("", "Not decided yet"), *Appointed.choices], required=False)


def get_decision_sections() -> tuple[Section, ...]:
    return (
        Section("what", "What was decided", WhatForm),
        Section("voice", "What young people and families said", VoiceForm),
        Section("did", "What you did", DidForm),
        Section("role", "Appointing staff", RoleForm),
    )


# --- Lists ------------------------------------------------------------------------------------------


class OptionForm(NamesGate, RowForm):
    title = short_text("Option", required=True, most=200)
    why = short_text("For and against (optional)", most=500)
    is_chosen = forms.BooleanField(label="This was chosen", required=False)


class ParticipantForm(NamesGate, RowForm):
    who = choice("Who took part?", Who.choices)
    group = short_text(
        "Which group? (optional)", most=150, help_text=f"For example: the care leavers’ forum. {NO_NAMES}"
    )
    number = forms.IntegerField(
        label="How many were they? (optional)",
        required=False,
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=TextInput(width=5, inputmode="numeric"),
        error_messages={
            "invalid": "Enter a whole number, for example 12",
            "min_value": "Enter a number of 1 or more",
            "max_value": f"Enter {MOST_PEOPLE:,} or fewer",
        },
    )
    took = took_part()


class FigureForm(PlaceForm):
    """Which figure people looked at. From which release it came is looked up, not asked."""

    measure = forms.ChoiceField(
        label="Measure",
        choices=lambda: [(one.key, one.title) for one in get_definitions()],
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    year = forms.IntegerField(
        label="Year (optional)",
        required=False,
        min_value=1990,
        max_value=2100,
        widget=TextInput(width=4, inputmode="numeric"),
        help_text="In which the figures end. Leave it blank for the newest on this site.",
        error_messages={
            "invalid": "Enter a year, for example 2025",
            "min_value": "Enter a year from 1990",
            "max_value": "Enter a year until 2100",
        },
    )
    field_order = ("measure", "place", "year")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        place, key = given.get("place"), given.get("measure")
        if place is None or not key or "year" in self.errors:
            return given
        series = [one for one in get_place_series(get_definition(key), place) if one.status != Status.NO_ROW]
        found = _choose(series, given.get("year"))
        if found is None:
            years = ", ".join(str(one.year) for one in series[-3:])
            there = f"The latest years here are {years}." if years else "There are none here for this council."
            self.add_error("year", f"We have no figure of this measure for {place.name} and this year. {there}")
            return given
        return given | {"year": found.year, "release": found.release}


def _choose(series: list[PlaceFigure], year: int | None) -> PlaceFigure | None:
    if year is None:
        return series[-1] if series else None
    return next((one for one in series if one.year == year), None)


class ToldForm(NamesGate, RowForm):
    who = choice("Who was told?", Who.choices)
    group = short_text("Which group? (optional)", most=150, help_text=NO_NAMES)
    how = short_text("How?", required=True, most=200, help_text="For example: A visit to the forum, with the poster")
    told_on = PartialDateField("When?", required=True)


ROWS = (
    RowKind("options", "Options", "Add an option", "options", DecisionOption, OptionForm),
    RowKind("took-part", "Who took part", "Add a group", "participants", DecisionParticipant, ParticipantForm),
    RowKind("figures-used", "Figures", "Add a figure", "figures", DecisionFigure, FigureForm),
    RowKind("told", "Who was told", "Add who was told", "told", DecisionTold, ToldForm),
)


# --- Starting one, and the answers behind it ----------------------------------------------------------


class NewDecisionForm(NamesGate, TeamForm):
    title = short_text(
        "What is the decision?",
        required=True,
        most=150,
        help_text=f"For example: The night line stays open until 2 am. {NO_NAMES}",
    )
    role = short_text(
        "If it is about appointing staff, to which role? (optional)",
        most=150,
        help_text="For example: Participation worker. Write nothing about the people who apply.",
    )
    field_order = ("title", "role", "team")


class AnswersForm(forms.Form):
    is_quoted = forms.TypedChoiceField(
        label="Do you want to quote them?",
        choices=((True, "Yes, to readers they agreed to"), (False, "No, only count them")),
        coerce=lambda value: value == "True",
        widget=RadioSelect(),
        error_messages={"required": CHOOSE},
    )
