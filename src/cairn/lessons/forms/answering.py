"""Agreeing to a lesson, answering a question, gathering lessons, saying why nobody acts."""

from typing import Any

from django import forms
from django.utils.html import format_html

from cairn.accounts.models import User
from cairn.common.forms import TextInput, long_text, short_text
from cairn.lessons.definitions import get_topic_choices
from cairn.lessons.enums import WhyNot
from cairn.lessons.forms.writing import WatchesForSafety
from cairn.lessons.models import Agreement
from cairn.library.forms import choice
from cairn.records.enums import RecordKind
from cairn.records.forms import TeamForm
from cairn.records.forms.empty_answers import refuse_empty_answers
from cairn.records.forms.safeguarding import SafeguardingGate
from cairn.records.models import Record
from cairn.voice.forms import NO_CHILD


class AskToAgreeForm(forms.Form):
    name = short_text("Who is asked?", required=True, most=150, help_text="For example: our director")
    email = forms.EmailField(
        label="Their e-mail address",
        help_text="We send a link to the exact words there. We delete the address when they answer.",
        max_length=254,
        widget=TextInput(type="email", autocomplete="off"),
        error_messages={
            "required": "Enter their e-mail address",
            "invalid": "Enter an e-mail address in the right form, for example name@example.org",
        },
    )


class AgreeForm(forms.Form):
    answer = choice(
        "Your answer",
        [
            (Agreement.Answer.AGREED, "I agree to these words"),
            (Agreement.Answer.CHANGES, "I ask for changes"),
        ],
    )
    comment = long_text("What should change, or what you want to add (optional)", rows=4, most=1000)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("answer") == Agreement.Answer.CHANGES and not given.get("comment"):
            self.add_error("comment", "Enter what should change")
        return given


class AnswerForm(WatchesForSafety):
    text = long_text("Your answer", required=True, rows=5, help_text=NO_CHILD)
    may_become_lesson = forms.BooleanField(
        label="This may become a lesson", required=False, help_text="You can change your mind later."
    )
    field_order = ("text", "may_become_lesson", "not_a_concern")


class WhyNotForm(SafeguardingGate):
    why = choice("What is stopping this?", WhyNot.choices)
    words = short_text("In a few words (optional)", most=300, help_text="Visible only to people who are signed in.")


class GatherForm(SafeguardingGate, TeamForm):
    """Lessons that say the same, each with the way round that was found, become one insight on a challenge."""

    title = short_text("What do they have in common, in one line?", required=True, most=150)
    summary = long_text("In one or two sentences", required=True, rows=3, most=400)
    topic = choice("Which board does it belong to?", get_topic_choices)
    challenge = forms.ModelChoiceField(
        Record.objects.none(), label="On which challenge? (optional)", required=False, empty_label="None"
    )

    def __init__(self, *args: Any, user: User, lessons: list[Any], chosen: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.lessons = lessons
        challenges = Record.objects.visible_to(user).of_kind(RecordKind.CHALLENGE)
        self.fields["challenge"].queryset = challenges.order_by("title")
        for lesson in lessons:
            self.fields[f"take_{lesson.pk}"] = forms.BooleanField(
                label=lesson.title, required=False, initial=lesson in chosen
            )
            hidden = format_html('<span class="govuk-visually-hidden">: {}</span>', lesson.title)
            label = format_html("What they did about it (optional){}", hidden)
            self.fields[f"way_{lesson.pk}"] = short_text(label, most=300)
        refuse_empty_answers(self)

    def list_lessons(self) -> list[tuple[Any, forms.BoundField, forms.BoundField]]:
        return [(lesson, self[f"take_{lesson.pk}"], self[f"way_{lesson.pk}"]) for lesson in self.lessons]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if sum(bool(given.get(f"take_{lesson.pk}")) for lesson in self.lessons) < 2:
            raise forms.ValidationError("Choose at least two lessons with something in common.")
        return given

    def get_answers(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("title", "summary", "topic")}

    def get_ways(self) -> dict[Any, str]:
        given = self.cleaned_data
        return {one: given[f"way_{one.pk}"] for one in self.lessons if given[f"take_{one.pk}"]}
