"""A question that is asked of a decision and of each stage of a design."""

from django import forms

from cairn.decisions.enums import Took


def took_part() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="What is true of their part in it?",
        choices=Took.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick only what they would say themselves.",
    )
