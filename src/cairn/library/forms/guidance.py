"""Guidance documents, their recommendations, and an organisation's check of itself against them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import Truncator

from cairn.common.forms import PartialDateField, RadioSelect, TextInput, long_text, short_text
from cairn.library.forms.fields import choice
from cairn.library.models import Answer, Backing, GuidanceType, Recommendation, SelfCheckAnswer
from cairn.records.forms import TeamForm
from cairn.records.forms.empty_answers import refuse_empty_answers
from cairn.records.forms.safeguarding import SafeguardingGate
from cairn.records.sections import Section, SectionForm

MOST_TITLE = 150
SAYS = "What does it recommend?"


class GuidanceNameForm(SectionForm):
    title = short_text("Name", required=True, most=MOST_TITLE)
    summary = long_text("In a few sentences", required=True, most=500, rows=3)
    type = choice("What kind of document is it?", GuidanceType.choices)


class GuidanceForm(SectionForm):
    publisher = short_text("Who published it?", required=True, most=200)
    published = PartialDateField("When? (optional)")
    address = forms.URLField(
        label="Where can people read it? (optional)",
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=TextInput(type="url"),
        error_messages={"invalid": "Enter the full address, for example https://www.example.org/report"},
    )
    for_whom = short_text("Who is it for? (optional)")
    in_force = short_text(
        "Is it in force, and since when? (optional)", help_text="For a duty in law. “Not found” is an answer."
    )
    what_was_read = short_text(
        "How much of it have you read?", required=True, help_text="For example: the summary only"
    )
    not_known = long_text("What is not known? (optional)")


class SaysForm(SectionForm):
    number = short_text("Its number in the document (optional)", most=20)
    summary = long_text(SAYS, required=True, rows=3, most=500, help_text="One recommendation, in one or two sentences.")
    title = short_text(
        "The same in a few words (optional)",
        most=MOST_TITLE,
        help_text="If you leave this blank, we use the beginning of the text.",
    )
    addressed_to = short_text(
        "Who should act? (optional)", most=200, help_text="For example: the council, safeguarding partners"
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not given.get("title") and given.get("summary"):
            given["title"] = shorten(given["summary"])
        return given


class BackingForm(SectionForm):
    backing = choice(
        "How strong is the evidence, according to the document?", Backing.choices, initial=Backing.NOT_SAID
    )
    backing_note = short_text("More about the evidence (optional)")


class NewRecommendationForm(SafeguardingGate, TeamForm):
    number = short_text("Its number in the document (optional)", most=20)
    summary = long_text(SAYS, required=True, rows=3, most=500, help_text="One recommendation, in one or two sentences.")
    field_order = ("number", "summary", "team")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        refuse_empty_answers(self)


class NewSelfCheckForm(SafeguardingGate, TeamForm):
    title = short_text("Name of this self-check", required=True, most=MOST_TITLE)
    checked_on = PartialDateField("As at", required=True)
    field_order = ("title", "checked_on", "team")


class SelfCheckForm(SectionForm):
    title = short_text("Name", required=True, most=MOST_TITLE)
    checked_on = PartialDateField("As at", required=True)
    summary = long_text(
        "Summary (optional)", most=500, rows=3, help_text="What this check tells you, in a few sentences."
    )


class AnswersForm(SafeguardingGate):
    """One answer and one note for each recommendation; what is left open stays open."""

    def __init__(
        self,
        *args: Any,
        recommendations: Iterable[Recommendation],
        answers: Iterable[SelfCheckAnswer],
        before: Iterable[SelfCheckAnswer] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.recommendations = list(recommendations)
        self.given = {answer.recommendation_id: answer for answer in answers}
        self.before = {answer.recommendation_id: str(Answer(answer.answer).label) for answer in before}
        for one in self.recommendations:
            self._ask_about(one, self.given.get(one.pk))

    def _ask_about(self, one: Recommendation, given: SelfCheckAnswer | None) -> None:
        before = f"Last time: {self.before[one.pk]}" if one.pk in self.before else ""
        self.fields[f"answer-{one.pk}"] = forms.ChoiceField(
            label="How far have you come?",
            help_text=before,
            choices=Answer.choices,
            required=False,
            widget=RadioSelect(inline=True),
            initial=given.answer if given else "",
        )
        note = self.fields[f"note-{one.pk}"] = short_text("Note (optional)", most=500)
        note.initial = given.note if given else ""
        if given and given.is_outdated:
            self.fields[f"holds-{one.pk}"] = forms.BooleanField(
                label="The answer still holds for the recommendation as it reads now", required=False
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for one in self.recommendations:
            if given.get(f"note-{one.pk}") and not given.get(f"answer-{one.pk}"):
                self.add_error(f"answer-{one.pk}", "Choose an answer, or delete the note")
        return given

    @property
    def questions(self) -> list[tuple[Recommendation, list[Any]]]:
        """Each recommendation with its fields."""
        names = ("answer", "note", "holds")
        return [
            (one, [self[f"{name}-{one.pk}"] for name in names if f"{name}-{one.pk}" in self.fields])
            for one in self.recommendations
        ]

    def get_answers(self) -> dict[int, tuple[str, str]]:
        """Answer and note by the key of the recommendation; those left open are missing."""
        given = self.cleaned_data
        return {
            one.pk: (given[f"answer-{one.pk}"], given[f"note-{one.pk}"])
            for one in self.recommendations
            if given[f"answer-{one.pk}"]
        }

    def get_confirmed(self) -> set[int]:
        return {one.pk for one in self.recommendations if self.cleaned_data.get(f"holds-{one.pk}")}


def shorten(words: str) -> str:
    return Truncator(" ".join(words.split())).chars(MOST_TITLE, truncate="…")


def get_guidance_sections() -> tuple[Section, ...]:
    return Section("what", "What it is", GuidanceNameForm), Section(
        "more", "Publisher, address and scope", GuidanceForm
    )


def get_recommendation_sections() -> tuple[Section, ...]:
    return Section("what", "What it says", SaysForm), Section("evidence", "Evidence", BackingForm)


def get_self_check_sections() -> tuple[Section, ...]:
    return (Section("what", "Name, date and summary", SelfCheckForm),)
