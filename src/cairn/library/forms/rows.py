"""The lists that hang on models and projects, and what is asked of one row: parts of a model, moves of a project."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse

from cairn.accounts.models import User
from cairn.common.forms import CHOOSE, PartialDateField, RadioSelect, TextInput, long_text, short_text
from cairn.indicators.definitions import get_definitions
from cairn.library.models import (
    Award,
    Component,
    CostUnit,
    Keep,
    ModelCost,
    Moved,
    PracticeModel,
    ProjectCost,
    ProjectMove,
    ProjectOutcome,
    Rating,
    Risk,
    RiskState,
    SystemPart,
)
from cairn.library.policies import UnableToMove, check_can_move
from cairn.library.services.rows import RowKind
from cairn.places.models import Place
from cairn.places.queries import UnableToFindPlace, find_place, is_from_fictional_council
from cairn.records.enums import RecordKind
from cairn.records.forms.safeguarding import SafeguardingGate
from cairn.records.kinds import get_kind
from cairn.records.models import Record


class MeasureField(forms.ChoiceField):
    """One of the measures; the list is read when the form is made."""

    def __init__(self) -> None:
        super().__init__(label="Measure that would show it (optional)", required=False, choices=self._list_measures)

    @staticmethod
    def _list_measures() -> list[tuple[str, str]]:
        return [("", "None"), *((measure.key, measure.title) for measure in get_definitions())]


class RowForm(SafeguardingGate):
    """One row; its fields are named like the fields of its model. `record` is the draft on which it hangs."""

    def __init__(self, *args: Any, user: User, record: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.record = user, record


class PlaceForm(RowForm):
    place = short_text("Council", required=True, most=100, help_text="Its name, or a postcode")

    def clean_place(self) -> Place:
        try:
            return find_place(self.cleaned_data["place"], fictional=is_from_fictional_council(self.user))
        except UnableToFindPlace as problem:
            raise forms.ValidationError(str(problem)) from None


class ModelUsedForm(RowForm):
    model = forms.ModelChoiceField(
        PracticeModel.objects.none(),
        label="Model",
        error_messages={"required": "Choose a model", "invalid_choice": "Choose a model from the list"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["model"].queryset = PracticeModel.objects.visible_to(self.user).order_by("title")


class AboutForm(RowForm):
    about = forms.ModelChoiceField(
        Record.objects.none(),
        label="Model or challenge",
        error_messages={
            "required": "Choose a model or a challenge",
            "invalid_choice": "Choose a model or a challenge from the list",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = (RecordKind.PRACTICE_MODEL, RecordKind.CHALLENGE)
        self.fields["about"].queryset = Record.objects.visible_to(self.user).filter(kind__in=kinds).order_by("title")


class PartForm(RowForm):
    what = short_text("Part", required=True, help_text="For example: One key worker who stays with the young person")
    function = short_text("What is it for? (optional)")
    form = short_text("How is it done? (optional)", most=500)
    outcome = short_text("What should it change? (optional)")
    measure = MeasureField()
    keep = forms.ChoiceField(
        label="Must others keep it when they use the model?",
        choices=Keep.choices,
        widget=RadioSelect(),
        error_messages={"required": CHOOSE},
    )


class RatingForm(RowForm):
    scale = short_text(
        "Which scale?",
        required=True,
        most=100,
        help_text="The name of a published scale, for example: Nesta standards of evidence",
    )
    level = short_text("Which level?", required=True, most=100)
    rated_by = short_text("Who gave it?", required=True, most=200)
    rated_on = PartialDateField("When?", required=True)
    where = short_text("Where can people read it?", required=True, help_text="Title and year, or an address")


class MoveForm(RowForm):
    move = forms.ChoiceField(
        label="What stage is the project at?",
        choices=Moved.choices,
        widget=RadioSelect(),
        help_text="Pausing, handing on and ending are normal and worth recording.",
        error_messages={"required": CHOOSE},
    )
    moved_on = PartialDateField("Since when?", required=True)
    note = short_text("What happened? (optional)", most=500)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        move = given.get("move")
        if move and self.record is not None and move != self.initial.get("move"):
            try:
                check_can_move(self.record, move)
            except UnableToMove as problem:
                self.add_error("move", str(problem))
        return given


class AwardForm(RowForm):
    words = short_text(
        "How much, and from whom?", required=True, most=200, help_text="For example: £250,000 from the council"
    )
    amount = forms.IntegerField(
        label="In whole pounds (optional)",
        required=False,
        min_value=0,
        max_value=10**12,
        widget=TextInput(width=10, prefix="£", inputmode="numeric"),
        error_messages={"invalid": "Enter a whole number of pounds, for example 250000"},
    )
    given_on = PartialDateField("When? (optional)")


class CostForm(RowForm):
    covers = short_text(
        "What does it cover?",
        required=True,
        most=200,
        help_text="For example: Two hubs with their teams. A grant goes under “Money”.",
    )
    amount = forms.DecimalField(
        label="How much, in pounds?",
        min_value=Decimal("0.01"),
        max_digits=14,
        decimal_places=2,
        widget=TextInput(width=10, prefix="£", inputmode="decimal"),
        error_messages={
            "required": "Enter an amount",
            "invalid": "Enter an amount in pounds, for example 180000",
            "min_value": "Enter an amount above zero",
        },
    )
    is_rough = forms.BooleanField(label="The source says “about”", required=False)
    unit = forms.ChoiceField(
        label="What is that for?", choices=CostUnit.choices, widget=RadioSelect(), error_messages={"required": CHOOSE}
    )
    period = short_text("When? (optional)", most=100, help_text="For example: 2016 to 2017, or prices of 2024")


class OutcomeForm(RowForm):
    title = short_text("What should change?", required=True, most=200)
    definition = long_text("How is it counted? (optional)", rows=2, most=500)
    measure = MeasureField()
    baseline = short_text(
        "Figure before it began (optional)",
        most=200,
        help_text="Without one, no one can judge later whether it changed.",
    )
    baseline_on = PartialDateField("When was that? (optional)")
    target = short_text("Target (optional)", most=200)
    result = short_text("Figure afterwards (optional)", most=200)
    result_on = PartialDateField("When was that? (optional)")


class SystemPartForm(RowForm):
    part = short_text("Part of the system", required=True, most=200, help_text="A team, an agency, a pathway, a place")
    before = short_text("Before (optional)", most=500)
    after = short_text("After (optional)", most=500)
    measured_by = short_text("How is it measured? (optional)", most=200)


class RiskForm(RowForm):
    """Without a rule a risk is a worry that nobody acts on."""

    what = short_text(
        "What could go wrong?",
        required=True,
        help_text="For example: Young people want the flats but not the group",
    )
    early_sign = short_text("What would show it early? (optional)", help_text="Something that can be seen or counted")
    who_watches = short_text("Who watches it? (optional)", most=200, help_text="A post or a team, not a private person")
    stop_rule = short_text(
        "When do you pause or stop?",
        required=True,
        most=500,
        help_text="For example: No new referrals if two of the five placements break down within a month",
    )
    state = forms.ChoiceField(
        label="What is the status?",
        choices=RiskState.choices,
        widget=RadioSelect(),
        error_messages={"required": "Choose the current state"},
    )
    state_on = PartialDateField("Since when? (optional)")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("state") == RiskState.HAPPENED and not given.get("state_on") and "state_on" not in self.errors:
            self.add_error("state_on", "Enter when it happened, at least the year")
        return given


MODEL_ROWS = (
    RowKind("parts", "Parts of the model", "Add a part", "components", Component, PartForm),
    RowKind("costs", "Cost", "Add a cost", "prices", ModelCost, CostForm),
    RowKind("ratings", "How strong the evidence is", "Add a rating", "ratings", Rating, RatingForm),
)
PROJECT_ROWS = (
    RowKind("councils", "Council areas", "Add a council", "places", None, PlaceForm),
    RowKind("models", "Models it uses", "Add a model", "models_used", None, ModelUsedForm),
    RowKind("moves", "Stages, pauses and endings", "Add a step", "moves", ProjectMove, MoveForm),
    RowKind("outcomes", "Outcomes that should change", "Add an outcome", "outcomes", ProjectOutcome, OutcomeForm),
    RowKind("awards", "Money", "Add money", "awards", Award, AwardForm),
    RowKind("costs", "Cost", "Add a cost", "prices", ProjectCost, CostForm),
    RowKind("risks", "Risks and stop rules", "Add a risk", "risks", Risk, RiskForm),
    RowKind("system", "The system before and after", "Add a part", "parts", SystemPart, SystemPartForm),
)
RECOMMENDATION_ROWS = (
    RowKind("about", "Models and challenges it is about", "Add a model or challenge", "about", None, AboutForm),
    RowKind("councils", "Councils it is addressed to", "Add a council", "places", None, PlaceForm),
)


@dataclass(frozen=True)
class AnswerRows:
    """The answers of a self-check have a page of their own, one question for each recommendation."""

    title: str = "Answers"
    relation: str = "answers"

    def get_address(self, record: Record) -> str:
        return reverse("library:self-check-answers", args=[record.slug])


def get_row_kinds(kind: str) -> tuple[RowKind, ...]:
    return tuple(one for one in get_kind(kind).rows if isinstance(one, RowKind))
