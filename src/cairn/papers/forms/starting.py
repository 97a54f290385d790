"""Starting a paper, its options and its measures."""

from contextlib import suppress
from typing import Any

from django import forms

from cairn.accounts.models import User
from cairn.common.forms import RadioSelect, short_text
from cairn.indicators.definitions import AREAS, get_definitions
from cairn.papers.policies import (
    UnableToWritePaper,
    check_number_of_measures,
    check_number_of_options,
)
from cairn.places.models import Place, Team
from cairn.places.queries import UnableToFindPlace, find_place, is_from_fictional_council
from cairn.records.models import Record
from cairn.records.queries import get_own_teams


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
        help_text="The name of a council or a postcode. Without a council, the paper has no local figures.",
    )
    options = OptionsField(
        label="Which options?",
        help_text="Choose two to six. Those on your short list are ticked. A model includes the results of projects "
        "that used only that model.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least two options", "invalid_choice": "Choose options from the list"},
    )
    team = forms.ModelChoiceField(
        Team.objects.none(),
        label="Which of your teams is it for?",
        help_text="Only this team can see the draft until you share it.",
        widget=RadioSelect(),
        empty_label=None,
        error_messages={"required": "Choose one of your teams", "invalid_choice": "Choose one of your teams"},
    )

    def __init__(self, *args: Any, user: User, candidates: list[Record], **kwargs: Any) -> None:
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


def find_council(text: str, user: User) -> Place:
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
        help_text="Choose up to eight. The first with figures for several years is drawn as a chart.",
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
                label=titles[slug],
                choices=[*places, (OUT, "Remove")],
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
