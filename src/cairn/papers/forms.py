"""Starting a paper, its sections, its options and its measures."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django import forms

from cairn.common.forms import NumberInput, RadioSelect, long_text, short_text
from cairn.indicators.definitions import AREAS, get_definitions
from cairn.library.forms import TermsField
from cairn.papers.analysis import MOST_YEARS, STATED
from cairn.papers.models import Paper
from cairn.papers.policies import (
    UnableToWritePaper,
    check_number_of_measures,
    check_number_of_options,
)
from cairn.places.models import Place, Team
from cairn.places.queries import UnableToFindPlace, find_place, is_from_fictional_council
from cairn.records.models import Record
from cairn.records.queries import get_own_teams
from cairn.records.sections import Section, SectionForm

SOURCED = "Put where a number comes from behind it, as [1] or in words."
WEEKS = 52


class OptionsField(forms.MultipleChoiceField):
    """Boxes for records, by their slugs."""

    def offer(self, records: list[Record]) -> None:
        self.records = {record.slug: record for record in records}
        self.choices = [(record.slug, f"{record.title} ({record.get_kind().label.lower()})") for record in records]

    def clean(self, value: Any) -> list[Record]:
        return [self.records[slug] for slug in super().clean(value)]


class StartForm(forms.Form):
    title = short_text("What is the paper called?", required=True, most=150)
    council = short_text(
        "Whose figures? (optional)",
        most=100,
        help_text="The name of a council or a postcode. Without one the paper has no local figures.",
    )
    options = OptionsField(
        label="Which options?",
        help_text="Choose two to six. Those on your short list are ticked.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least two options", "invalid_choice": "Choose options from the list"},
    )
    team = forms.ModelChoiceField(
        Team.objects.none(),
        label="For which of your teams?",
        help_text="The draft is seen by this team only, until you share it.",
        widget=RadioSelect(),
        empty_label=None,
        error_messages={"required": "Choose one of your teams", "invalid_choice": "Choose one of your teams"},
    )

    def __init__(self, *args: Any, user: Any, candidates: list[Record], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["options"].offer(candidates)
        teams = list(get_own_teams(user))
        self.only_team = teams[0] if len(teams) == 1 else None
        if len(teams) > 1:
            self.fields["team"].queryset = get_own_teams(user)
        else:
            del self.fields["team"]

    def clean_council(self) -> Place | None:
        given = self.cleaned_data["council"]
        return find_council(given, self.user) if given else None

    def clean_options(self) -> list[Record]:
        return _check(check_number_of_options, self.cleaned_data["options"])

    def get_team(self) -> Team | None:
        return self.cleaned_data.get("team", self.only_team)


def find_council(text: str, user: Any) -> Place:
    """A real council; a fictional one for those who work in the fictional nation."""
    try:
        return find_place(text, fictional=False)
    except UnableToFindPlace as problem:
        if is_from_fictional_council(user):
            with suppress(UnableToFindPlace):
                return find_place(text, fictional=True)
        raise forms.ValidationError(str(problem)) from problem


def _check(rule: Any, given: list[Any]) -> list[Any]:
    try:
        rule(len(given))
    except UnableToWritePaper as problem:
        raise forms.ValidationError(str(problem)) from problem
    return given


class MeasuresForm(forms.Form):
    measures = forms.MultipleChoiceField(
        label="Which measures?",
        help_text="Choose up to eight. Five fit well on two pages.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose measures from the list"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_area = sorted(get_definitions(), key=lambda measure: list(AREAS).index(measure.area))
        self.fields["measures"].choices = [(measure.key, measure.title) for measure in by_area]

    def clean_measures(self) -> list[str]:
        return _check(check_number_of_measures, self.cleaned_data["measures"])


OUT = "out"


class OrderForm(forms.Form):
    """A place or “take it out” for each option that is in the paper; boxes for those that could be."""

    add = OptionsField(label="Add options (optional)", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, slugs: list[str], titles: dict[str, str], candidates: list[Record], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.slugs = slugs
        places = [(str(number), str(number)) for number in range(1, len(slugs) + 1)]
        for number, slug in enumerate(slugs):
            self.fields[f"place_{number}"] = forms.ChoiceField(
                label=titles.get(slug, "An option that you may not see"),
                choices=[*places, (OUT, "Take it out")],
                initial=str(number + 1),
                widget=forms.Select,
            )
        new = [record for record in candidates if record.slug not in slugs]
        self.fields["add"].offer(new)
        if not new:
            del self.fields["add"]
        self.order_fields([*(name for name in self.fields if name != "add"), "add"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors:
            _check(check_number_of_options, self.get_slugs())
        return given

    def get_slugs(self) -> list[str]:
        """In the wanted order; two with the same place stay as they were."""
        kept = [
            (int(self.cleaned_data[f"place_{number}"]), number, slug)
            for number, slug in enumerate(self.slugs)
            if self.cleaned_data[f"place_{number}"] != OUT
        ]
        return [slug for *_, slug in sorted(kept)] + [record.slug for record in self.cleaned_data.get("add", [])]


# --- Sections ----------------------------------------------------------------------------------


class WhatForm(SectionForm):
    title = short_text("What is the paper called?", required=True, most=150)
    summary = long_text("In one sentence, for lists (optional)", rows=2, most=500)
    question = long_text("What is to be decided?", required=True)
    drivers = TermsField("What drives this? (optional)", "drivers")
    recommendation = long_text(
        "What do you recommend? (optional)",
        help_text="It stands on top. Leave it empty while the panel still has to say.",
    )


class LocalForm(SectionForm):
    local = long_text("What do the figures say here?", required=True, rows=8, help_text=SOURCED)


class OptionsForm(SectionForm):
    options_words = long_text("The options", required=True, rows=8, help_text="The table below it is made by the site.")
    costs = long_text("What may it cost?", required=True, rows=6, help_text=SOURCED)
    risks = long_text("What may go wrong?", required=True, rows=6)


class VoicesForm(SectionForm):
    voices = long_text(
        "What do children and families say?",
        required=True,
        help_text="Never write about a child or family who could be recognised, and no child’s own words.",
    )


class UnknownsForm(SectionForm):
    unknowns = long_text("What does nobody know?", required=True)
    whom_to_ring = long_text(
        "Whom to ring?", required=True, help_text="A post or a team. Not a private telephone number."
    )


class NumberField(forms.FloatField):
    """A number as people write it: with commas, a pound sign or a per cent sign."""

    widget = NumberInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=NumberInput(width=10, decimal=True), **kwargs)
        self.error_messages["invalid"] = "Write a number, for example 25 or 60,000"

    def to_python(self, value: Any) -> float | None:
        return super().to_python(str(value or "").replace(",", "").replace("£", "").replace("%", "").strip())


@dataclass(frozen=True)
class Assumed:
    """One thing that has to be stated, with its three boxes."""

    name: str
    title: str
    hint: str
    least: float
    most: float


ASSUMED = (
    Assumed("children", "How many children in the first year?", "Those for whom nothing would change", 0, 1_000_000),
    Assumed("cost", "What does each cost a year, in pounds?", "At today’s prices", 0, 10_000_000),
    Assumed("growth", "By how many per cent does their number grow a year?", "0 if it stays, −2 if it falls", -50, 100),
)
ENDS = {"low": "At least", "likely": "Most likely", "high": "At most"}
WHERE = "Where does this come from?"


class DoingNothingForm(SectionForm):
    """Stated assumptions; without them nothing is worked out."""

    template_name = "papers/doing_nothing_form.html"
    offers_cost = False

    years = NumberField(label="For how many years?", min_value=1, max_value=MOST_YEARS)
    years_source = short_text("Why so many years?", most=200)
    doing_nothing = long_text("In words", required=True, help_text="What happens to children, not only to money.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in ASSUMED:
            for end, label in ENDS.items():
                box = NumberField(label=label, min_value=one.least, max_value=one.most)
                self.fields[f"{one.name}_{end}"] = box
            self.fields[f"{one.name}_source"] = short_text(WHERE, most=200)

    @classmethod
    def from_record(cls, record: Paper) -> "DoingNothingForm":
        """The cost of a child looked after is offered where nobody has stated any, with its release."""
        given = record.assumptions or _offer(record.snapshot.get("weekly_cost"))
        initial: dict[str, Any] = {"doing_nothing": record.doing_nothing}
        for name, answers in given.items():
            if name == "years":
                initial |= {"years": answers["number"], "years_source": answers["source"]}
            else:
                initial |= {f"{name}_{part}": _show(value) for part, value in answers.items()}
        form = cls(initial=initial)
        form.offers_cost = bool(given) and not record.assumptions
        return form

    def groups(self) -> list[tuple[Assumed, list[forms.BoundField], forms.BoundField]]:
        return [(one, [self[f"{one.name}_{end}"] for end in ENDS], self[f"{one.name}_source"]) for one in ASSUMED]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        words = given.get("doing_nothing", "")
        assumptions = {one.name: self._read(one.name) for one in ASSUMED}
        years = given.get("years")
        if years is not None and years != int(years):
            self.add_error("years", "Write whole years, for example 5")
        if years is not None and not given.get("years_source"):
            self.add_error("years_source", "Write why so many years")
        stated = [name for name in STATED if assumptions[name]] + (["years"] if years is not None else [])
        if stated and not self.errors:
            self._check_all_are_stated(stated)
        if not stated:
            return {"doing_nothing": words, "assumptions": {}}
        told = {"number": years and int(years), "source": given.get("years_source")}
        return {"doing_nothing": words, "assumptions": {**assumptions, "years": told}}

    def _read(self, name: str) -> dict[str, Any] | None:
        given = self.cleaned_data
        likely, source = given.get(f"{name}_likely"), given.get(f"{name}_source", "")
        low, high = (given.get(f"{name}_{end}") for end in ("low", "high"))
        if likely is None:
            if low is not None or high is not None:
                self.add_error(f"{name}_likely", "Write what is most likely; the other two are optional")
            return None
        low, high = likely if low is None else low, likely if high is None else high
        if not low <= likely <= high:
            self.add_error(f"{name}_likely", "Write the smallest number first: at least, most likely, at most")
        if not source:
            self.add_error(f"{name}_source", "Write where this number comes from")
        return {"low": low, "likely": likely, "high": high, "source": source}

    def _check_all_are_stated(self, stated: list[str]) -> None:
        missing = [name for name in (*STATED, "years") if name not in stated]
        for name in missing:
            field = "years" if name == "years" else f"{name}_likely"
            self.add_error(field, "State this too: without it nothing can be worked out")


def _offer(weekly: dict[str, Any] | None) -> dict[str, Any]:
    if not weekly:
        return {}
    source = f"{weekly['source']}: £{weekly['pounds']:,.0f} a week in {weekly['year']}, times {WEEKS}"
    return {"cost": {"likely": weekly["pounds"] * WEEKS, "source": source[:200]}}


def _show(value: Any) -> str:
    return f"{value:,.10g}" if isinstance(value, int | float) else value


@dataclass(frozen=True)
class DoingNothingSection(Section):
    """Its boxes are no fields of the record; the words are all that must be there."""

    def is_empty(self, record: Any) -> bool:
        return not (record.doing_nothing or record.assumptions)

    def is_complete(self, record: Any) -> bool:
        return bool(record.doing_nothing)


def get_sections() -> tuple[Section, ...]:
    return (
        Section("what", "Title, question, recommendation", WhatForm),
        Section("local", "What the figures say", LocalForm),
        Section("options", "The options, their cost and risks", OptionsForm),
        DoingNothingSection("nothing", "What doing nothing may cost", DoingNothingForm),
        Section("voices", "What children and families say", VoicesForm),
        Section("unknowns", "What nobody knows, and whom to ring", UnknownsForm),
    )
