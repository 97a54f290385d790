"""The sections in which what the library holds is edited."""

from django import forms

from cairn.common.forms import RadioSelect, long_text, short_text
from cairn.library.models import Direction, Grade
from cairn.records.sections import Section, SectionForm


class WhatForm(SectionForm):
    title = short_text("Name", required=True, most=150)
    summary = long_text("In a few sentences", required=True, most=500, rows=3)


class ProgrammeForm(SectionForm):
    aims = long_text("What did it set out to do?")
    learnt = long_text("What was learnt across its projects? (optional)")
    not_known = long_text("What is not known? (optional)")


class ModelForm(SectionForm):
    for_whom = short_text("For whom is it?", required=True)
    aims = long_text("What is it meant to change?", required=True)
    takes = long_text("What does it take? (optional)", help_text="People, time, money, agreements.")
    not_known = long_text("What is not known? (optional)")


class ProjectForm(SectionForm):
    target_group = short_text("For whom was it?", required=True)
    aims = long_text("What did it set out to do?", required=True)
    happened = long_text("What happened? (optional)", help_text="Pauses, changes and endings are part of it.")
    not_known = long_text("What is not known? (optional)")


class SaidForm(SectionForm):
    title = short_text("What is said?", required=True, most=150, help_text="One result, with its number.")
    summary = long_text("In more words (optional)", most=500, rows=3)
    direction = forms.ChoiceField(
        label="What does it say about it?",
        choices=Direction.choices,
        widget=RadioSelect(),
        error_messages={"required": "Choose one"},
    )
    grade = forms.ChoiceField(
        label="Who says it?", choices=Grade.choices, widget=RadioSelect(), error_messages={"required": "Choose one"}
    )


class HowForm(SectionForm):
    denominator = short_text("Of whom or what? (optional)", most=200)
    period = short_text("When? (optional)", most=100)
    comparator = short_text("Compared with what? (optional)", most=200, help_text="Empty means: not found.")
    design = short_text("How do they know? (optional)", most=200, help_text="For example: randomised trial")


def get_programme_sections() -> tuple[Section, ...]:
    return Section("what", "What it is", WhatForm), Section("more", "Aims and lessons", ProgrammeForm)


def get_model_sections() -> tuple[Section, ...]:
    return Section("what", "What it is", WhatForm), Section("more", "For whom and how", ModelForm)


def get_project_sections() -> tuple[Section, ...]:
    return Section("what", "What it is", WhatForm), Section("more", "For whom and what happened", ProjectForm)


def get_claim_sections() -> tuple[Section, ...]:
    return Section("what", "What is said", SaidForm), Section("how", "How they know", HowForm)
