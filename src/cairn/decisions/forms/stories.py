"""Which story influenced the decision."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from cairn.common.forms import RadioSelect
from cairn.voice.models import Story


class NameStoryForm(forms.Form):
    story = forms.ModelChoiceField(
        Story.objects.none(),
        label="Which story?",
        help_text="Stories that can be read today. Consent for each permits it.",
        to_field_name="key",
        widget=RadioSelect(),
        empty_label=None,
        error_messages={"required": "Choose a story", "invalid_choice": "Choose a story from the list"},
    )

    def __init__(self, *args: Any, stories: QuerySet[Story], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["story"].queryset = stories
        self.fields["story"].label_from_instance = lambda one: one.page.heading
