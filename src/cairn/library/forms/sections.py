"""The sections in which what the library holds is edited."""

from typing import Any

from django import forms

from cairn.common.dates import is_before
from cairn.common.forms import PartialDateField, long_text, short_text
from cairn.library.forms.fields import TermsField, age, choice
from cairn.library.models import FundingStatus, Programme
from cairn.records.enums import Sharing
from cairn.records.sections import Section, SectionForm


class NameForm(SectionForm):
    title = short_text("Name", required=True, most=150)
    summary = long_text("In a few sentences", required=True, most=500, rows=3)


class AgesMixin(forms.Form):
    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        low, high = given.get("age_from"), given.get("age_to")
        if low is not None and high is not None and low > high:
            self.add_error("age_to", f"The highest age is {high} and the lowest {low}. Change one of them.")
        return given


class ProgrammeForm(SectionForm):
    aims = long_text("What did it set out to do?")
    projects_in_all = forms.IntegerField(
        label="How many projects did it have in all? (optional)",
        required=False,
        min_value=1,
        help_text="Including those that are not in this library.",
        error_messages={"invalid": "Enter a whole number, for example 94", "min_value": "Enter a number of 1 or more"},
    )
    learnt = long_text("What was learnt across its projects? (optional)")
    not_known = long_text("What is not known? (optional)")


class RoundForm(SectionForm):
    in_programme = forms.ModelChoiceField(
        Programme.objects.filter(live=True, sharing=Sharing.PUBLIC), label="Which programme? (optional)", required=False
    )
    aims = long_text("What did it set out to do? (optional)")
    money = short_text("How much money? (optional)", most=200)
    started = PartialDateField("When did it start? (optional)")
    ended = PartialDateField("When did it end? (optional)")
    not_known = long_text("What is not known? (optional)")


class ModelForWhomForm(AgesMixin, SectionForm):
    for_whom = short_text("Who is it for?", required=True)
    age_from = age("Lowest age (optional)")
    age_to = age("Highest age (optional)")
    needs = TermsField("Which needs does it answer? (optional)", "needs")
    types = TermsField("Which types of innovation does it combine? (optional)", "ten_types")


class ModelForm(SectionForm):
    aims = long_text("What is it meant to change?", required=True)
    takes = long_text("What does it take? (optional)", help_text="People, time, money, agreements.")
    helps = long_text("What helps? (optional)")
    hinders = long_text("What gets in the way? (optional)")
    not_known = long_text("What is not known? (optional)")
    originator = short_text("Where does it come from? (optional)")
    who_to_ask = long_text(
        "Who can be asked about it? (optional)",
        most=1000,
        rows=3,
        help_text="A role or a team, and how to contact them. Do not give a private phone number.",
    )


class ProjectForWhomForm(AgesMixin, SectionForm):
    target_group = short_text(
        "Who is it for?",
        required=True,
        help_text="For example: young people aged 12 to 17 who came into care in the last year",
    )
    age_from = age("Lowest age (optional)")
    age_to = age("Highest age (optional)")
    group_size = short_text("How many people? (optional)", most=200)
    excluded = short_text("Who is left out, and why? (optional)")
    needs = TermsField("Which needs does it answer? (optional)", "needs")


class ProjectWhyForm(SectionForm):
    needed = long_text("What was needed? (optional)", help_text="Start with what young people and families say.")
    drivers = TermsField("What drives it? (optional)", "drivers", help_text="“None” is also an answer.")
    set_off_by = short_text("What prompted it? (optional)", help_text="For example: an inspection, and what it found")
    set_off_on = PartialDateField("When was that? (optional)")
    aims = long_text("What does it set out to do?", required=True)
    ambition = long_text(
        "What should be different at the end? (optional)",
        help_text="Say this at the start. We show it beside the result later.",
    )
    types = TermsField("Which types of innovation does it combine? (optional)", "ten_types")


class ProjectWhenForm(SectionForm):
    in_programme = forms.ModelChoiceField(
        Programme.objects.filter(live=True, sharing=Sharing.PUBLIC),
        label="In which programme? (optional)",
        required=False,
    )
    funding_status = choice("Who pays for it?", FundingStatus.choices, initial=FundingStatus.NOT_KNOWN)
    led_by = short_text("Who leads it? (optional)", most=200)
    partners = short_text("Which partners take part? (optional)", most=500)
    planned_start = PartialDateField("When should it start? (optional)")
    started = PartialDateField("When did it start? (optional)")
    planned_end = PartialDateField("When should it end? (optional)")
    ended = PartialDateField("When did it end? (optional)")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if is_before(given.get("ended", ""), given.get("started", "")):
            self.add_error("ended", "The end comes before the start. Change one of them.")
        return given


class ProjectResultForm(SectionForm):
    happened = long_text("What happened? (optional)", help_text="Include pauses, changes and endings.")
    result = long_text("Did it achieve its aims? (optional)", help_text="What it did not achieve matters just as much.")
    helps = long_text("What helped? (optional)")
    hinders = long_text("What got in the way? (optional)")
    not_known = long_text("What is not known? (optional)")
    who_to_ask = long_text(
        "Who can be asked about it? (optional)",
        most=1000,
        rows=3,
        help_text="A role or a team, and how to contact them. Do not give a private phone number.",
    )


class MethodForm(SectionForm):
    how = long_text("How is it done?", required=True)
    family = short_text("Where does the name come from? (optional)", most=200)


class ReportForm(SectionForm):
    number = short_text("Number (optional)", most=100)
    published = PartialDateField("When was it published? (optional)")
    authors = short_text("Authors", required=True)
    publisher = short_text("Publisher (optional)", most=200)
    design = long_text("What methods did they use?", required=True)
    what_was_read = short_text("How much of it did you read?", required=True, help_text="For example: the summary only")


class ReportFoundForm(SectionForm):
    outcomes = long_text("What did it find?", required=True)
    negative = long_text(
        "What did it not find, or find against it? (optional)",
        help_text="Leave blank if none is reported in what you read.",
    )
    harms = long_text("Harms (optional)")
    costs = long_text("Costs (optional)")
    limits = long_text("Limits (optional)")


def get_programme_sections() -> tuple[Section, ...]:
    return Section("what", "What it is", NameForm), Section("more", "Aims and lessons", ProgrammeForm)


def get_round_sections() -> tuple[Section, ...]:
    return Section("what", "What it is", NameForm), Section("more", "Aims, money and dates", RoundForm)


def get_model_sections() -> tuple[Section, ...]:
    return (
        Section("what", "What it is", NameForm),
        Section("for-whom", "Who it is for", ModelForWhomForm),
        Section("more", "What it should change, and what it takes", ModelForm),
    )


def get_project_sections() -> tuple[Section, ...]:
    return (
        Section("what", "What it is", NameForm),
        Section("for-whom", "Who it is for", ProjectForWhomForm),
        Section("why", "Why, and what for", ProjectWhyForm),
        Section("when", "Who and when", ProjectWhenForm),
        Section("result", "What happened", ProjectResultForm),
    )


def get_method_sections() -> tuple[Section, ...]:
    return Section("what", "What it is", NameForm), Section("how", "How it is done", MethodForm)


def get_report_sections() -> tuple[Section, ...]:
    return (
        Section("what", "What it is", NameForm),
        Section("how", "Who evaluated it, and how", ReportForm),
        Section("found", "What it found", ReportFoundForm),
    )
