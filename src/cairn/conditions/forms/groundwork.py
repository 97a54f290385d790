"""What is asked before something starts: sections, and lists with a form for each row."""

from decimal import Decimal
from typing import Any

from django import forms

from cairn.common.dates import is_before
from cairn.common.forms import CHOOSE, PartialDateField, RadioSelect, TextInput, long_text, short_text
from cairn.conditions.definitions.groundwork import describe_vague, get_rules
from cairn.conditions.enums import CapacityUnit, ChangesSystem, Every, Likelihood, SharesData
from cairn.conditions.models import (
    Activity,
    Assumption,
    Capacity,
    IntendedOutcome,
    Partner,
    SettledRisk,
    StepAfter,
    StepBefore,
    Talk,
)
from cairn.conditions.queries import get_rows
from cairn.library.forms.fields import age, choice
from cairn.library.forms.rows import MeasureField, RowForm
from cairn.library.forms.sections import AgesMixin
from cairn.library.services.rows import RowKind
from cairn.records.forms.empty_answers import refuse_empty_answers
from cairn.records.sections import Section, SectionForm

DAY_FORMATS = ["%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d"]


def day_field(label: str, **kwargs: Any) -> forms.DateField:
    """A day, as people write it."""
    return forms.DateField(
        label=label,
        input_formats=DAY_FORMATS,
        widget=TextInput(width=10),
        error_messages={
            "required": "Enter a date, for example 31/3/2027",
            "invalid": "We cannot read this date. Enter it like 31/3/2027",
        },
        **{"help_text": "For example 31/3/2027", **kwargs},
    )


# --- Sections -------------------------------------------------------------------------------------


class GroupForm(AgesMixin, SectionForm):
    """Fixed fields: an answer that could be anyone is refused with an example of a better one."""

    objective = long_text("What do you want to achieve?", required=True, rows=3)
    target_group = short_text("Who is it for?", required=True)
    age_from = age("Lowest age (optional)")
    age_to = age("Highest age (optional)")
    group_size = forms.IntegerField(
        label="How many do you want to reach?",
        min_value=1,
        max_value=1_000_000,
        widget=TextInput(width=5, inputmode="numeric"),
        error_messages={
            "required": "Enter a number",
            "invalid": "Enter a whole number, for example 40",
            "min_value": "Enter a number of 1 or more",
        },
    )
    size_words = short_text(
        "Of what is that the number? (optional)", most=100, help_text="For example: young people a year"
    )
    excluded = short_text(
        "Who is left out, and why?",
        required=True,
        most=500,
        help_text="For example: Young people who live outside the county, because the team cannot travel that far",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("objective", "target_group"):
            self.fields[name].help_text = f"For example: {get_rules(name).example}"

    def clean_objective(self) -> str:
        return _refuse_vague("objective", self.cleaned_data["objective"])

    def clean_target_group(self) -> str:
        return _refuse_vague("target_group", self.cleaned_data["target_group"])


def _refuse_vague(name: str, given: str) -> str:
    if problem := describe_vague(name, given):
        raise forms.ValidationError(problem, code="vague")
    return given


class WhyForm(SectionForm):
    needed = long_text(
        "What is the need?", required=True, help_text="Start with what children, young people and families say."
    )
    ambition = long_text(
        "What should be different at the end?",
        required=True,
        help_text="We show this beside the result once it has ended.",
    )


class SystemForm(SectionForm):
    changes_system = choice("Does it change who does what around a family?", ChangesSystem.choices)
    system_measure = short_text(
        "If it does: how will you know that the system works in the new way? (optional)",
        help_text="For example: The number of workers a family has met in the first three months",
    )


class TimeForm(SectionForm):
    set_up_from = PartialDateField("When does setting up begin?", required=True)
    planned_start = PartialDateField("When should the first families or young people be reached?", required=True)
    planned_end = PartialDateField("When should it end? (optional)")
    set_up_steps = long_text(
        "What has to be done before the start?",
        required=True,
        help_text="Hiring, premises, approvals, contracts, training, systems. Setting up usually takes longer than "
        "planned.",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        begins, starts, ends = (given.get(name) or "" for name in ("set_up_from", "planned_start", "planned_end"))
        if is_before(starts, begins):
            self.add_error("planned_start", "This is before setting up begins. Check both dates.")
        if is_before(ends, starts):
            self.add_error("planned_end", "This is before the start. Check both dates.")
        return given


class CapacityForm(SectionForm):
    capacity_answer = long_text(
        "If more is promised than you have: what will you do about it? (optional)",
        rows=3,
        help_text="List people, hours and money under “Capacity”. We say where there is too little, and by how much.",
    )


class PartnersForm(SectionForm):
    works_alone = short_text("If no partner takes part: why? (optional)")


class NameForm(SectionForm):
    title = short_text("Name", required=True, most=150)
    summary = long_text("In a few sentences (optional)", most=500, rows=3)


def get_groundwork_sections() -> tuple[Section, ...]:
    return (
        Section("name", "Name", NameForm),
        Section("group", "Objective and target group", GroupForm),
        Section("why", "Need and ambition", WhyForm),
        Section("system", "Whether the system changes", SystemForm),
        Section("time", "Time to set up", TimeForm),
        Section("capacity", "If there is too little capacity", CapacityForm),
        Section("partners", "If no partner takes part", PartnersForm),
    )


# --- Rows -----------------------------------------------------------------------------------------


class PlainRow(RowForm):
    """An answer that says nothing is refused here too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        refuse_empty_answers(self)


class OutcomeForm(PlainRow):
    title = short_text(
        "What should change?", required=True, most=200, help_text="For example: Fewer moves between placements"
    )
    measure = MeasureField()
    measured_by = short_text(
        "If none of these measures fits: how will you measure it? (optional)",
        most=200,
        help_text="Without a measure, no one can say later whether it changed.",
    )
    baseline = short_text("Figure now (optional)", most=200, help_text="For example: 42 moves in 12 months")
    baseline_on = PartialDateField("When was that? (optional)")
    target = short_text("Target (optional)", most=200)
    target_on = PartialDateField("By when? (optional)")
    result = short_text("Figure at the end (optional)", most=200, help_text="Leave blank until it has ended.")
    result_on = PartialDateField("When was that? (optional)")


class ActivityForm(PlainRow):
    what = short_text(
        "What will be done?", required=True, most=200, help_text="For example: One key worker for each young person"
    )
    inputs = short_text("What does it need? (optional)", most=200, help_text="People, money, training, premises")
    mechanism = short_text(
        "How should it work? (optional)",
        help_text="Why should this lead to the outcome? For example: A young person trusts a worker who stays",
    )
    outcomes = forms.MultipleChoiceField(
        label="Which outcomes should it lead to? (optional)",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose outcomes from the list"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = get_rows(self.record, "outcomes") if self.record else []
        self.fields["outcomes"].choices = [(one.key, one.title) for one in listed]
        if not listed:
            self.fields["outcomes"].help_text = "Add the outcomes first. Then you can choose them here."


class AssumptionForm(PlainRow):
    what = short_text(
        "What must be true for this to work?",
        required=True,
        help_text="For example: Schools release staff for an hour a week",
    )
    watched_by = short_text("Who watches it? (optional)", most=200, help_text="A post or a team")
    sign = short_text("What would show that it is not true? (optional)")


class StepForm(PlainRow):
    what = short_text(
        "What happens?", required=True, most=200, help_text="For example: A social worker visits the family"
    )
    agency = short_text(
        "Who does it?",
        required=True,
        most=120,
        help_text="The agency or team. Where the next step is done by another one, we count a hand-over.",
    )


def _amount(label: str, *, required: bool = True) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=required,
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=2,
        widget=TextInput(width=10, inputmode="decimal"),
        error_messages={
            "required": "Enter a number",
            "invalid": "Enter a number without commas, for example 12.5",
            "min_value": "Enter a number of 0 or more",
        },
    )


class CapacityRowForm(PlainRow):
    what = short_text("Who or what?", required=True, most=200, help_text="For example: Team managers")
    unit = forms.ChoiceField(
        label="Counted in", choices=CapacityUnit.choices, widget=RadioSelect(), error_messages={"required": CHOOSE}
    )
    promised = _amount("How much have you promised?")
    available = _amount("How much is there?")
    competing = _amount("How much of that does other work take? (optional)", required=False)
    competing_words = short_text("Which other work? (optional)", most=200)

    def clean_competing(self) -> Decimal:
        return self.cleaned_data["competing"] or Decimal(0)


class PartnerForm(PlainRow):
    name = short_text("Which organisation?", required=True, most=200)
    role = short_text("What did they agree to do? (optional)", help_text="Leave blank if nothing is agreed yet.")
    agreed_on = PartialDateField("When was that agreed? (optional)")
    shares_data = choice("Will you share data about families with them?", SharesData.choices)
    data_basis = short_text(
        "If so: on what basis? (optional)",
        help_text="For example: Data sharing agreement of May 2026, public task. Your data protection lead can help.",
    )


class TalkForm(PlainRow):
    who = short_text(
        "Who talks to whom?", required=True, most=200, help_text="For example: The director and the project team"
    )
    about = short_text("What about? (optional)", most=200)
    every = forms.TypedChoiceField(
        label="How often?",
        choices=Every.choices,
        coerce=int,
        widget=RadioSelect(),
        error_messages={"required": CHOOSE},
    )


class RiskForm(PlainRow):
    """A worry about somebody who is at risk now is not kept, whatever else is said about it."""

    what = short_text(
        "What could go wrong?", required=True, help_text="For example: No one applies for the late shifts"
    )
    is_about_a_person = forms.ChoiceField(
        label="Is this about a child, or anyone else, who may be at risk of harm now?",
        choices=(("no", "No: it is a risk to the project"), ("yes", "Yes")),
        widget=RadioSelect(),
        error_messages={"required": CHOOSE},
    )
    likelihood = choice("How likely is it?", Likelihood.choices)
    stop_rule = short_text(
        "When do you pause or stop?",
        required=True,
        help_text="For example: No new referrals while there are fewer than two workers",
    )
    owner = short_text("Who is responsible for it?", required=True, most=200, help_text="A post or a team")
    review_on = day_field("When will you review it?")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.pop("is_about_a_person", "no") == "yes":
            self.asks_about_safeguarding = True
            self.add_error("what", CONCERN)
        return given


CONCERN = (
    "A concern about someone’s safety does not belong in a list of risks, so we did not save it. Tell the "
    "safeguarding lead: the link is at the top of this form."
)
ROWS = (
    RowKind("aims", "Outcomes, with baseline and target", "Add an outcome", "outcomes", IntendedOutcome, OutcomeForm),
    RowKind(
        "activities", "Activities, and how they should work", "Add an activity", "activities", Activity, ActivityForm
    ),
    RowKind("assumptions", "Assumptions", "Add an assumption", "assumptions", Assumption, AssumptionForm),
    RowKind("steps-before", "The system before", "Add a step", "before", StepBefore, StepForm),
    RowKind("steps-after", "The system after", "Add a step", "after", StepAfter, StepForm),
    RowKind("capacity", "Capacity: people, hours and money", "Add a line", "capacity", Capacity, CapacityRowForm),
    RowKind("partners", "Partners", "Add a partner", "partners", Partner, PartnerForm),
    RowKind("talks", "Regular communication", "Add a conversation", "talks", Talk, TalkForm),
    RowKind("project-risks", "Risks and stop rules", "Add a risk", "risks", SettledRisk, RiskForm),
)
