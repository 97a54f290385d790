"""Fields that several forms of the library, and of the apps above, share."""

from typing import Any

from django import forms

from cairn.common.forms import CHOOSE, RadioSelect, TextInput
from cairn.library.definitions.vocabularies import get_vocabulary


class TermsField(forms.MultipleChoiceField):
    """Words of one vocabulary; the list is read when the form is made, because reviewers may change it."""

    def __init__(self, label: str, vocabulary: str, *, help_text: str = "") -> None:
        super().__init__(
            label=label, help_text=help_text, required=False, widget=forms.CheckboxSelectMultiple, choices=[]
        )
        self.choices = lambda: [(term.key, term.title) for term in get_vocabulary(vocabulary).terms]


def age(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=120,
        widget=TextInput(width=3, inputmode="numeric"),
        error_messages={"invalid": "Enter the age in whole years, for example 12"},
    )


def choice(label: str, choices: Any, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=RadioSelect(), error_messages={"required": CHOOSE}, **kwargs
    )


def web_address() -> forms.URLField:
    """Where a source can be read."""
    return forms.URLField(
        label="Its address (optional)",
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=TextInput(type="url"),
        error_messages={"invalid": "Enter the full address, for example https://www.example.org/report"},
    )
