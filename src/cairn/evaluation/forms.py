"""What a plan asks: four things, the rest behind a line."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from cairn.common.forms import MonthYearField, NumberInput, RadioSelect, SectionedForm, TextInput
from cairn.evaluation.models import Direction, EvaluationPlan
from cairn.indicators.definitions import get_definition, get_definitions
from cairn.places.models import Place
from cairn.places.queries import UnableToFindPlace, find_place

FIRST_START = date(2011, 4, 1)
YEARS_AHEAD = 5
MOST_LEFT_OUT = 100
PROBLEMS_SHOWN = 10
# The same children counted in two ways: one cannot show the harm of the other.
SAME_FIGURES = [{"cla_rate", "cla_number"}]


def latest_start() -> date:
    return date(timezone.localdate().year + YEARS_AHEAD, 12, 1)


class PlanForm(SectionedForm):
    measure = forms.ChoiceField(
        label="What are you trying to change?",
        error_messages={
            "required": "Choose what you are trying to change",
            "invalid_choice": "Choose what you are trying to change",
        },
        widget=RadioSelect(),
    )
    place = forms.ModelChoiceField(
        Place.objects.none(),
        label="Where?",
        to_field_name="code",
        empty_label="Choose a council",
        error_messages={
            "required": "Choose the council where it was started",
            "invalid_choice": "Choose a council from the list",
        },
    )
    start_date = MonthYearField(
        label="Since when?",
        help_text="The month in which the work reached the first families, for example 4 2021. It may lie ahead.",
        first=FIRST_START,
        last=latest_start,
    )
    direction = forms.TypedChoiceField(
        label="Which way should it move?",
        help_text="For some measures neither way is good by itself; then say what you hope for.",
        choices=[(value, label.capitalize()) for value, label in Direction.choices],
        coerce=int,
        widget=RadioSelect(inline=True),
        error_messages={"required": "Choose a fall or a rise", "invalid_choice": "Choose a fall or a rise"},
    )
    smallest_change = forms.FloatField(
        label="What is the smallest change that would matter?",
        help_text="Per cent for rates and numbers, points for percentages. If left empty, Cairn takes 10% or 2 points.",
        required=False,
        min_value=0.5,
        max_value=90,
        widget=NumberInput(width=4, decimal=True, suffix="% or points"),
        error_messages={
            "invalid": "Enter the smallest change as a number, for example 10",
            "min_value": "Enter a smallest change of 0.5 or more",
            "max_value": "Enter a smallest change of 90 or less",
        },
    )
    what_was_started = forms.CharField(
        label="Name of what was started",
        help_text="For example Family Safeguarding. Shown in the title of the plan.",
        required=False,
        max_length=120,
        widget=TextInput(width=30),
    )
    last_year = forms.IntegerField(
        label="Last year to use",
        help_text="For example 2024, if the work stopped then. Otherwise all years are used.",
        required=False,
        min_value=2012,
        max_value=2050,
        widget=NumberInput(width=4),
        error_messages={
            "invalid": "Enter the last year in four figures, for example 2024",
            "min_value": "Enter a last year of 2012 or later",
            "max_value": "Enter a last year of 2050 or earlier",
        },
    )
    excluded = forms.CharField(
        label="Councils to leave out of the comparison",
        help_text="One on each line, by name or three-figure code: for example those that started the same thing.",
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"max_length": "Name the councils to leave out in 5,000 letters or fewer"},
    )
    is_national_reform = forms.BooleanField(
        label="Every council made this change at about the same time",
        help_text="Then there is nobody to compare with, and Cairn will say so.",
        required=False,
    )
    optional = ("what_was_started", "last_year", "excluded", "is_national_reform")
    optional_summary = "More choices (name, last year, councils to leave out)"

    def __init__(self, *args: Any, fictional: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fictional = fictional
        measures = get_definitions()
        self.fields["measure"].choices = [(measure.key, measure.title) for measure in measures]
        self.fields["place"].queryset = (
            Place.objects.councils().in_nation(fictional=fictional).current().order_by("name")
        )

    def clean_excluded(self) -> list[Place]:
        lines = dict.fromkeys(line.strip() for line in self.cleaned_data["excluded"].splitlines() if line.strip())
        if len(lines) > MOST_LEFT_OUT:
            raise forms.ValidationError(
                f"Leave out {MOST_LEFT_OUT} councils or fewer; you named {len(lines)}. With more, too few are left."
            )
        places, problems = [], []
        for line in lines:
            if len(problems) == PROBLEMS_SHOWN:
                break
            try:
                places.append(find_place(line, fictional=self.fictional))
            except UnableToFindPlace as problem:
                problems.append(str(problem))
        if problems:
            raise forms.ValidationError(problems)
        return places

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        self._fill_smallest_change(answers)
        self._check_direction(answers)
        self._check_last_year(answers)
        place = answers.get("place")
        if place and place in answers.get("excluded", []):
            self.add_error("excluded", f"{place} is the council of the plan, so it cannot be left out.")
        return answers

    def _fill_smallest_change(self, answers: dict[str, Any]) -> None:
        if answers.get("measure") and answers.get("smallest_change") is None and "smallest_change" not in self.errors:
            answers["smallest_change"] = get_definition(answers["measure"]).smallest_important_change

    def _check_direction(self, answers: dict[str, Any]) -> None:
        if not answers.get("measure") or not answers.get("direction"):
            return
        measure = get_definition(answers["measure"])
        good = {"up": Direction.RISE, "down": Direction.FALL}.get(measure.polarity)
        if good is not None and answers["direction"] != good:
            way = "higher" if good == Direction.RISE else "lower"
            self.add_error(
                "direction",
                f"For this measure {way} is better, so choose {good.label}. If you fear the opposite, name it as the "
                "measure that would show harm.",
            )

    def _check_last_year(self, answers: dict[str, Any]) -> None:
        last_year, start = answers.get("last_year"), answers.get("start_date")
        if last_year and start and last_year <= start.year:
            self.add_error("last_year", f"Enter a year after the start ({start:%B %Y}), or leave it empty")

    @classmethod
    def initial_from(cls, plan: EvaluationPlan) -> dict[str, Any]:
        """The answers of a plan, to be changed."""
        return {
            "measure": plan.measure,
            "place": plan.place.code,
            "start_date": plan.start_date,
            "direction": plan.direction,
            "smallest_change": f"{plan.smallest_change:g}",
            "what_was_started": plan.what_was_started,
            "last_year": plan.last_year,
            "excluded": "\n".join(place.code for place in plan.excluded_places.all()),
            "is_national_reform": plan.is_national_reform,
        }

    def answers(self) -> dict[str, Any]:
        """What `services.draft_plan` takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "excluded"}


class LockForm(forms.Form):
    harm_measure = forms.ChoiceField(
        label="Which measure would show harm?",
        help_text="Something that should not get worse while you change the other. It is tested with the result.",
        widget=RadioSelect(),
        error_messages={
            "required": "Choose one measure that would show harm",
            "invalid_choice": "Choose one measure that would show harm",
        },
    )

    def __init__(self, *args: Any, plan: EvaluationPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        same = {plan.measure}.union(*(keys for keys in SAME_FIGURES if plan.measure in keys))
        self.fields["harm_measure"].choices = [
            (measure.key, measure.title) for measure in get_definitions() if measure.key not in same
        ]
