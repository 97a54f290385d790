"""A change made to a model, the parts of a model as they are done here, and how faithfully it runs."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from cairn.adoption.models import Adaptation, AdoptionPart, FidelityAnswer, FidelityCheck
from cairn.adoption.policies import find_missing
from cairn.common.forms import PartialDateField, RadioSelect, TextInput, short_text
from cairn.library.definitions.vocabularies import get_vocabulary
from cairn.library.forms.fields import TermsField, choice
from cairn.library.models import Component, Keep
from cairn.records.forms.empty_answers import refuse_empty_answers
from cairn.records.forms.safeguarding import SafeguardingGate

NO_PART = "none"
ORIGINATOR_VIEWS = ("They agree", "They do not agree", "Asked, no answer yet", "Not asked yet")


def _terms(label: str, vocabulary: str) -> forms.ChoiceField:
    field: forms.ChoiceField = choice(label, [], required=False)
    field.choices = lambda: [(term.key, term.title) for term in get_vocabulary(vocabulary).terms]
    return field


class ChangeForm(SafeguardingGate):
    """What, which part and when; all else may be left out. Of a part that must be kept more is asked."""

    what = short_text("What was changed?", required=True, help_text="For example: A teacher joined the team")
    part = forms.ChoiceField(
        label="Which part of the model?",
        widget=RadioSelect(),
        error_messages={"required": "Choose a part, or “None of its parts”"},
    )
    made_on = PartialDateField("When?")
    fits = choice("Does it still fit the model? (optional)", Adaptation.Fits.choices, required=False)
    decided_by = TermsField("Who took part in the decision? (optional)", "change_deciders")
    planned = choice("Was it planned? (optional)", Adaptation.Planned.choices, required=False)
    nature = _terms("What kind of change was it? (optional)", "change_natures")
    reason = _terms("What was the main reason? (optional)", "change_reasons")
    why = short_text("Why, in your own words? (optional)", most=500)
    originator_view = choice(
        "What do those the model comes from say? (optional)",
        [(words, words) for words in ORIGINATOR_VIEWS],
        required=False,
        help_text="They need not agree, and you need not wait for them.",
    )
    FIRST = ("what", "part", "made_on", "fits")

    def __init__(self, *args: Any, components: Iterable[Component], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.components = {str(part.pk): part for part in components}
        hints = {key: "Must be kept" for key, part in self.components.items() if part.keep == Keep.MUST_KEEP}
        field = self.fields["part"]
        field.widget = RadioSelect(hints=hints)
        field.choices = [
            *((key, part.what) for key, part in self.components.items()),
            (NO_PART, "None of its parts: something else"),
        ]
        self.fields[
            "made_on"
        ].help_text = "Writing it down afterwards is normal. As exactly as you know it: 2025, 2025-04 or 2025-04-30"
        refuse_empty_answers(self)

    @property
    def component(self) -> Component | None:
        return self.components.get(self.cleaned_data.get("part", ""))

    @property
    def must_keep(self) -> bool:
        return self.component is not None and self.component.keep == Keep.MUST_KEEP

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self.cleaned_data = given
        for name, words in find_missing(must_keep=self.must_keep, answers=given).items():
            if name not in self.errors:
                self.add_error(name, words)
        return given

    def get_answers(self) -> dict[str, Any]:
        """As the model of a change has them."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "part"}
        part = self.component
        return {**given, "component": part, "part": part.what if part else "", "must_keep": self.must_keep}

    def list_first(self) -> list[Any]:
        return [self[name] for name in self.FIRST]

    def list_more(self) -> list[Any]:
        return [self[name] for name in self.fields if name not in self.FIRST]

    @property
    def asks_for_more(self) -> bool:
        """Whether the part that is folded away has something to say."""
        return any(field.errors or field.value() for field in self.list_more())


class _EachPart(SafeguardingGate):
    """A choice and a note for each part of the model."""

    choices: Any
    invalid = "Choose one of the answers"
    before: tuple[str, ...] = ()

    def __init__(self, *args: Any, components: Iterable[Component], given: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.components = list(components)
        for part in self.components:
            answer, note = given.get(part.what, ("", ""))
            chosen = forms.ChoiceField(
                label=part.what,
                help_text="Must be kept" if part.keep == Keep.MUST_KEEP else "",
                choices=self.choices,
                widget=RadioSelect(inline=True),
                required=False,
                initial=answer,
                error_messages={"invalid_choice": self.invalid},
            )
            words = short_text(f"Note on “{part.what}” (optional)")
            words.initial = note
            self.fields |= {f"part_{part.pk}": chosen, f"note_{part.pk}": words}
        refuse_empty_answers(self)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for part in self.components:
            name = f"part_{part.pk}"
            if given.get(f"note_{part.pk}") and not given.get(name) and name not in self.errors:
                self.add_error(name, "Choose an answer as well")
        return given

    def list_parts(self) -> list[tuple[Any, Any]]:
        return [(self[f"part_{part.pk}"], self[f"note_{part.pk}"]) for part in self.components]

    def list_answers(self) -> list[tuple[Component, str, str]]:
        """Of the parts that were answered."""
        given = self.cleaned_data
        return [
            (part, given[f"part_{part.pk}"], given[f"note_{part.pk}"])
            for part in self.components
            if given.get(f"part_{part.pk}")
        ]


class PartsForm(_EachPart):
    choices = AdoptionPart.State.choices


class FidelityForm(_EachPart):
    choices = FidelityAnswer.Rating.choices
    checked_on = forms.DateField(
        label="On which day?",
        widget=TextInput(type="date"),
        error_messages={"required": "Enter a day", "invalid": "Enter a day, for example 2026-03-31"},
    )
    how = forms.ChoiceField(
        label="Who rated it?",
        choices=FidelityCheck.How.choices,
        widget=RadioSelect(),
        error_messages={"required": "Choose who rated it"},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_checked_on(self) -> date:
        given: date = self.cleaned_data["checked_on"]
        if given > self.today:
            raise forms.ValidationError("Enter today or an earlier day")
        return given

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        self.cleaned_data = given
        if not self.errors and not self.list_answers():
            raise forms.ValidationError("Rate at least one part.")
        return given
