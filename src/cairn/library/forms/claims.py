"""Reported results: the short form that starts one, and the sections in which it is edited."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from cairn.common.forms import RadioSelect, TextInput, long_text, short_text
from cairn.library.forms.fields import TermsField, choice, web_address
from cairn.library.models import Change, Direction, Grade, Source, Study, Topic
from cairn.records.forms import TeamForm
from cairn.records.forms.empty_answers import refuse_empty_answers
from cairn.records.sections import Section, SectionForm

NEW = "new"


class NewClaimForm(TeamForm):
    """What is said, who says it, and where it can be read."""

    title = short_text("What is said?", required=True, most=150, help_text="One result, with its number.")
    direction = forms.ChoiceField(
        label="What does the result show?",
        choices=Direction.choices,
        widget=RadioSelect(),
        error_messages={"required": "Choose what the result shows"},
    )
    grade = forms.ChoiceField(
        label="Who says it?",
        choices=Grade.choices,
        widget=RadioSelect(),
        error_messages={"required": "Choose who says it"},
    )
    source = forms.ChoiceField(
        label="Where can people read it?",
        widget=RadioSelect(),
        error_messages={
            "required": "Choose a source, or “A new source”",
            "invalid_choice": "Choose a source from the list, or “A new source”",
        },
    )
    source_title = short_text("Title of the new source", help_text="As it appears on the report, page or article.")
    source_address = web_address()
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
            self.add_error("source_title", "Enter the title of the new source")
        return given

    def get_source(self) -> Source | None:
        """One of the list; none where it is a new one."""
        return self.sources.get(self.cleaned_data["source"])


class SaidForm(SectionForm):
    title = short_text("What is said?", required=True, most=150, help_text="One result, with its number.")
    summary = long_text("In more words (optional)", most=500, rows=3)
    direction = choice("What does the result show?", Direction.choices)
    topic = choice("What is it a result of?", Topic.choices)
    outcome_terms = TermsField("Which outcomes is it about? (optional)", "outcomes")
    change = choice(
        "Which way did the figure move? (optional)",
        [("", "Not stated"), *Change.choices],
        required=False,
        help_text=(
            "If more is not better in itself, as with children in care, pages show the direction and make no judgement."
        ),
    )
    grade = choice("Who says it?", Grade.choices)


class HowForm(SectionForm):
    value = forms.DecimalField(
        label="The number alone (optional)",
        required=False,
        max_digits=18,
        decimal_places=4,
        widget=TextInput(width=10, inputmode="decimal"),
        error_messages={"invalid": "Enter a number, for example 36.2"},
    )
    unit = short_text("Its unit (optional)", most=60, help_text="For example: %, children, pounds a year")
    denominator = short_text("Of whom or what? (optional)", most=200)
    period = short_text("When? (optional)", most=100)
    comparator = short_text(
        "Compared with what? (optional)", most=200, help_text="Leave it blank if you could not find it."
    )
    design = short_text("How do they know? (optional)", most=200, help_text="For example: randomised trial")
    study = choice(
        "What kind of study is it? (optional)",
        [("", "Not stated"), *Study.choices],
        required=False,
        help_text="We calculate strength of evidence from this, who says it and what it is compared with.",
    )
    question = short_text(
        "Which question does it answer? (optional)",
        most=200,
        help_text="If other sources answer the same question differently, use the same words there.",
    )
    preferred_because = short_text("Why is this value preferred? (optional)")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("value") is not None and not given.get("denominator"):
            self.add_error("denominator", "Say who or what the number is about.")
        return given


def get_claim_sections() -> tuple[Section, ...]:
    return Section("what", "What is said", SaidForm), Section("how", "How they know", HowForm)
