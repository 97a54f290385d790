"""The short form that starts a reported result: what is said, who says it, and where it can be read."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from cairn.common.forms import RadioSelect, TextInput, short_text
from cairn.library.models import Direction, Grade, Source
from cairn.records.empty_answers import refuse_empty_answers
from cairn.records.forms import TeamForm

NEW = "new"


class NewClaimForm(TeamForm):
    title = short_text("What is said?", required=True, most=150, help_text="One result, with its number.")
    direction = forms.ChoiceField(
        label="What does it say about it?",
        choices=Direction.choices,
        widget=RadioSelect(),
        error_messages={"required": "Choose what it says"},
    )
    grade = forms.ChoiceField(
        label="Who says it?",
        choices=Grade.choices,
        widget=RadioSelect(),
        error_messages={"required": "Choose who says it"},
    )
    source = forms.ChoiceField(
        label="Where can it be read?",
        widget=RadioSelect(),
        error_messages={
            "required": "Choose a source, or “A new source”",
            "invalid_choice": "Choose a source of the list, or “A new source”",
        },
    )
    source_title = short_text("Title of the new source", help_text="As it stands on the report, page or article.")
    source_address = forms.URLField(
        label="Its address (optional)",
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=TextInput(type="url"),
        error_messages={"invalid": "Write the whole address, for example https://www.example.org/report"},
    )
    field_order = ("title", "direction", "grade", "source", "source_title", "source_address", "team")

    def __init__(self, *args: Any, sources: QuerySet[Source], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = {source.key: source for source in sources}
        offered = [(key, source.title) for key, source in self.sources.items()]
        self.fields["source"].choices = [*offered, (NEW, "A new source")]
        refuse_empty_answers(self)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        is_missing = given.get("source") == NEW and not given.get("source_title")
        if is_missing and "source_title" not in self.errors:
            self.add_error("source_title", "Write the title of the new source")
        return given

    def get_source(self) -> Source | None:
        """One of the list; none where it is a new one."""
        return self.sources.get(self.cleaned_data["source"])
