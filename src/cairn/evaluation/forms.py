"""What a plan asks: four things, the rest behind a line."""

import math
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from cairn.common.forms import MonthYearField, NumberInput, RadioSelect, SectionedForm, TextInput
from cairn.evaluation import policies
from cairn.evaluation.models import Direction, EvaluationPlan
from cairn.indicators.definitions import get_definition, get_evaluable_groups
from cairn.places.models import Place
from cairn.places.queries import Names, UnableToFindPlace, find_place, get_day, get_names, normalise

FIRST_START = date(2011, 4, 1)
FIRST_LAST_YEAR = 2012
YEARS_AHEAD = 5
MOST_LEFT_OUT = 100
PROBLEMS_SHOWN = 10
MOST_NAME_PARTS = 3  # a name of a council has two commas at most
# The same children counted in two ways: one cannot show the harm of the other.
SAME_FIGURES = [{"cla_rate", "cla_number"}]
SUGGESTED = "Use the suggested measure"


def latest_start() -> date:
    return date(timezone.localdate().year + YEARS_AHEAD, 12, 1)


def latest_last_year() -> int:
    return timezone.localdate().year + YEARS_AHEAD


def describe_why_not_offered(code: str) -> str:
    """Why a council that a link named is not in the list; empty for a code that names none."""
    place = Place.objects.councils().filter(code=code).first() if code.isalnum() and code.isascii() else None
    if place is None:
        return "The link that led here named a council that we do not recognise. Choose one below."
    if place.closed_on:
        return (
            f"{place} ended on {get_day(place.closed_on)}, so you cannot write a plan about it. Choose a "
            "current council below."
        )
    kind = (
        "fictional and not among the real councils" if place.is_fictional else "real and not among the fictional ones"
    )
    return f"{place} is {kind} below. Choose one of them."


def _split_names(line: str, names: Names) -> Iterator[str]:
    """The longest name first: "Bournemouth, Christchurch and Poole, Leeds" names two councils."""
    parts = list(dict.fromkeys(part.strip() for part in line.split(",") if part.strip()))
    while parts:
        lengths = range(min(MOST_NAME_PARTS, len(parts)), 1, -1)
        length = next((size for size in lengths if normalise(" ".join(parts[:size])) in names), 1)
        yield ", ".join(parts[:length])
        parts = parts[length:]


class SizeField(forms.FloatField):
    """A size without a direction; the sign for per cent may stand behind it."""

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]  # its input is a whole number's, its value not
        if isinstance(value, str):
            value = (value.strip().removesuffix("%").rstrip() or value).replace("\N{MINUS SIGN}", "-")
        size = super().to_python(value)
        if size is not None and math.isfinite(size) and size < 0:
            raise forms.ValidationError(self.error_messages["minus"], code="minus")
        return size


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
        help_text="When the first families got the service, for example 4 2021 (April 2021). It can be in the future.",
        first=FIRST_START,
        last=latest_start,
    )
    direction = forms.TypedChoiceField(
        label="Which way should it move?",
        help_text="For some measures neither direction is good in itself. Say what you hope for.",
        choices=[(value, label.capitalize()) for value, label in Direction.choices],
        coerce=int,
        widget=RadioSelect(inline=True),
        error_messages={"required": "Choose a fall or a rise", "invalid_choice": "Choose a fall or a rise"},
    )
    smallest_change = SizeField(
        label="What is the smallest change that would matter?",
        help_text=(
            "Use per cent for rates and numbers, and percentage points where the measure is a percentage. If you leave "
            "it blank, we use 10% or 2 points."
        ),
        required=False,
        widget=NumberInput(width=4, decimal=True, suffix="% or points"),
        error_messages={
            "invalid": "Enter the smallest change as a number, for example 10",
            "minus": "Enter it without a minus sign. Say above whether you hope for a fall or a rise",
        },
    )
    harm_measure = forms.ChoiceField(
        label="Which measure would show harm?",
        help_text=(
            "Something that should not get worse as a result. We test it too. If you are not sure, use our suggestion: "
            "the next page shows it, and why, before you lock the plan."
        ),
        required=False,
        error_messages={"invalid_choice": "Choose a measure that would show harm from the list"},
    )
    what_was_started = forms.CharField(
        label="Name of the programme or change",
        help_text="For example Family Safeguarding. Shown in the title of the plan.",
        required=False,
        max_length=120,
        widget=TextInput(width=30),
    )
    last_year = forms.IntegerField(
        label="Last year to use",
        help_text="For example 2024, if the work stopped then. Leave it blank to use all years.",
        required=False,
        widget=NumberInput(width=4),
        error_messages={
            "invalid": "Enter the last year in four digits, for example 2024",
        },
    )
    excluded = forms.CharField(
        label="Councils to leave out of the comparison",
        help_text=(
            "By name or three-digit code, one on each line or separated by commas. For example, councils "
            "that started the same thing."
        ),
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"max_length": "Enter the councils to leave out in 5,000 characters or fewer"},
    )
    is_national_reform = forms.BooleanField(
        label="Every council made this change at about the same time",
        help_text="Then there is no council to compare with, and the result will say so.",
        required=False,
    )
    optional = ("what_was_started", "last_year", "excluded", "is_national_reform")
    optional_summary = "More choices (name, last year, councils to leave out)"

    def __init__(self, *args: Any, fictional: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fictional = fictional
        groups = [(title, [(one.key, one.title) for one in measures]) for title, measures in get_evaluable_groups()]
        self.fields["measure"].choices = groups
        self.fields["harm_measure"].choices = [("", SUGGESTED), *groups]
        self.fields["place"].queryset = (
            Place.objects.councils().in_nation(fictional=fictional).current().order_by("name")
        )

    def clean_last_year(self) -> int | None:
        year = self.cleaned_data["last_year"]
        if year is None:
            return None
        if not 1000 <= year <= 9999:
            raise forms.ValidationError(self.fields["last_year"].error_messages["invalid"])
        if year < FIRST_LAST_YEAR:
            raise forms.ValidationError(f"Enter a last year of {FIRST_LAST_YEAR} or later")
        if year > latest_last_year():
            raise forms.ValidationError(f"Enter a last year of {latest_last_year()} or earlier")
        return year

    def clean_excluded(self) -> list[Place]:
        """One on each line, or several with commas or semicolons; some names have commas of their own."""
        lines = dict.fromkeys(
            line.strip() for line in re.split(r"[\r\n;]", self.cleaned_data["excluded"]) if line.strip(" ,")
        )
        parts = {part.strip() for line in lines for part in line.split(",")}
        if max(len(lines), len(parts)) > MOST_LEFT_OUT:
            raise forms.ValidationError(
                f"Leave out {MOST_LEFT_OUT} councils or fewer; you named {max(len(lines), len(parts))}. "
                "With more, too few are left."
            )
        places: dict[Place, None] = {}
        problems: list[str] = []
        names = get_names(fictional=self.fictional) if lines else {}
        for name in (name for line in lines for name in _split_names(line, names)):
            if len(problems) == PROBLEMS_SHOWN:
                break
            try:
                places[find_place(name, fictional=self.fictional, names=names)] = None
            except UnableToFindPlace as problem:
                problems.append(str(problem))
        if problems:
            raise forms.ValidationError(problems)
        return list(places)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        self._fill_smallest_change(answers)
        self._check_direction(answers)
        self._fill_harm_measure(answers)
        self._check_last_year(answers)
        place = answers.get("place")
        if place and place in answers.get("excluded", []):
            self.add_error("excluded", f"{place} is the council in the plan, so it cannot be left out.")
        return answers

    def _fill_smallest_change(self, answers: dict[str, Any]) -> None:
        if "smallest_change" in self.errors:
            return
        measure = get_definition(answers["measure"]) if answers.get("measure") else None
        size = answers.get("smallest_change")
        if size is not None:
            try:
                policies.check_smallest_change(size, measure.kind if measure else "")
            except policies.UnableToAskThis as problem:
                self.add_error("smallest_change", str(problem))
        elif measure is not None:
            answers["smallest_change"] = measure.smallest_important_change

    def _fill_harm_measure(self, answers: dict[str, Any]) -> None:
        if not answers.get("measure") or "harm_measure" in self.errors:
            return
        measure, harm = get_definition(answers["measure"]), answers.get("harm_measure")
        if not harm:
            answers["harm_measure"] = measure.harm.measure if measure.harm else ""
        elif harm in {measure.key}.union(*(keys for keys in SAME_FIGURES if measure.key in keys)):
            self.add_error("harm_measure", "Choose a measure that counts something other than what you want to change")

    def _check_direction(self, answers: dict[str, Any]) -> None:
        if not answers.get("measure") or not answers.get("direction"):
            return
        try:
            policies.check_direction(get_definition(answers["measure"]).good_direction, answers["direction"])
        except policies.UnableToAskThis as problem:
            self.add_error("direction", str(problem))

    def _check_last_year(self, answers: dict[str, Any]) -> None:
        last_year, start = answers.get("last_year"), answers.get("start_date")
        if last_year and start and last_year <= start.year:
            self.add_error("last_year", f"Enter a year after the start ({start:%B %Y}), or leave it blank")

    def describe_not_offered(self) -> str:
        """A sentence about a council that was asked for and is not in the list, while the form is not yet filled in."""
        code = self.initial.get("place", "")
        if self.is_bound or not code or self.fields["place"].queryset.filter(code=code[:9].replace("\0", "")).exists():
            return ""
        return describe_why_not_offered(code)

    @classmethod
    def initial_from(cls, plan: EvaluationPlan) -> dict[str, Any]:
        """The answers of a plan, to be changed; a suggested measure of harm follows if the measure is changed."""
        harm = get_definition(plan.measure).harm
        return {
            "measure": plan.measure,
            "place": plan.place.code,
            "start_date": plan.start_date,
            "direction": plan.direction,
            "smallest_change": f"{plan.smallest_change:g}",
            "harm_measure": "" if harm and harm.measure == plan.harm_measure else plan.harm_measure,
            "what_was_started": plan.what_was_started,
            "last_year": plan.last_year,
            "excluded": "\n".join(place.code for place in plan.excluded_places.all()),
            "is_national_reform": plan.is_national_reform,
        }

    def answers(self) -> dict[str, Any]:
        """What `services.draft_plan` takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "excluded"}


class OutlookForm(forms.Form):
    """Where and when something is to start, to be told what the figures could show."""

    place = forms.ModelChoiceField(
        Place.objects.none(),
        label="Where?",
        to_field_name="code",
        empty_label=None,
        error_messages={"required": "Choose a council", "invalid_choice": "Choose a council from the list"},
    )
    start_date = MonthYearField(
        label="When will it reach the first families?",
        help_text="Your best guess of the month, for example 4 2027. It can be in the past.",
        first=FIRST_START,
        last=latest_start,
    )

    def __init__(self, *args: Any, places: Iterable[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [place.pk for place in places]
        self.fields["place"].queryset = Place.objects.filter(pk__in=keys).order_by("name")
        self.fields["place"].initial = self.fields["place"].queryset.first()
        if len(keys) == 1:
            self.fields["place"].widget = forms.HiddenInput()
            self.fields["place"].initial = self.fields["place"].queryset.get().code
