"""The sections of a need and of a challenge."""

from typing import Any

from django import forms

from cairn.common.forms import TextInput, long_text
from cairn.indicators.definitions import get_definitions
from cairn.records.sections import Section, SectionForm
from cairn.voice.models import Viewpoint

NO_CHILD = "Do not include anything that could identify a child or family, or a child’s own words."


class ViewpointField(forms.MultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=Viewpoint.choices, widget=forms.CheckboxSelectMultiple, **kwargs)


class ChallengeForm(SectionForm):
    """What a challenge is about."""

    title = forms.CharField(
        label="What do you want to change?",
        max_length=150,
        widget=TextInput(),
        error_messages={"required": "Enter what you want to change"},
    )
    summary = long_text(
        "In a few sentences",
        required=True,
        rows=3,
        most=500,
        help_text="What happens now, and what should be different?",
    )
    for_whom = forms.CharField(
        label="Who is it for?",
        help_text="For example: young people aged 13 to 17 at the edge of care",
        max_length=300,
        widget=TextInput(),
        error_messages={"required": "Enter who it is for"},
    )
    why_now = long_text("Why now? (optional)")


class VoiceForm(SectionForm):
    """Whose words a challenge is in."""

    viewpoints = ViewpointField(
        label="Whose view is this?",
        help_text="Select all that apply. “Figures only” is an honest answer.",
        error_messages={"required": "Choose whose view it is, or that it comes from figures only"},
    )
    whose_words = long_text(
        "How do they put it? (optional)", help_text=f"In your words: what did they tell you? {NO_CHILD}"
    )


class MeasuresForm(SectionForm):
    """How one would see the change."""

    measures = forms.MultipleChoiceField(
        label="Which measures would show it? (optional)",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    measures_note = long_text("What would no measure show? (optional)", rows=3, most=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measures"].choices = [(measure.key, measure.title) for measure in get_definitions()]


class AskForm(SectionForm):
    """Whom to ring."""

    who_to_ask = long_text(
        "Who can be asked about this?",
        required=True,
        rows=3,
        most=1000,
        help_text="A role or a team, and how to contact them. Do not give a private phone number.",
    )


class NeedForm(SectionForm):
    title = forms.CharField(
        label="What is needed?", max_length=150, widget=TextInput(), error_messages={"required": "Enter what is needed"}
    )
    summary = long_text("In a few sentences", required=True, rows=3, most=500, help_text=NO_CHILD)
    for_whom = forms.CharField(
        label="Who needs it?", max_length=300, widget=TextInput(), error_messages={"required": "Enter who needs it"}
    )


class HowWeKnowForm(SectionForm):
    viewpoints = ViewpointField(
        label="Who told you?",
        help_text="Select all that apply.",
        error_messages={"required": "Choose who told you"},
    )
    how_we_know = long_text(
        "How do you know?",
        required=True,
        help_text=f"For example: three evenings with the care leavers’ forum in spring. {NO_CHILD}",
    )
    what_would_help = long_text("What do they say would help? (optional)")


def get_challenge_sections() -> tuple[Section, ...]:
    return (
        Section("what", "What you want to change", ChallengeForm),
        Section("voice", "Whose view it is", VoiceForm),
        Section("measures", "How you would measure it", MeasuresForm),
        Section("ask", "Who to ask", AskForm),
    )


def get_need_sections() -> tuple[Section, ...]:
    return (
        Section("what", "What is needed", NeedForm),
        Section("how", "How you know", HowWeKnowForm),
    )
