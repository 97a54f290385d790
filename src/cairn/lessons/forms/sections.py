"""The sections of a lesson, an insight and a question."""

from django import forms

from cairn.common.forms import PartialDateField, long_text, short_text
from cairn.common.readability import get_reading_age
from cairn.lessons.definitions import get_topic_choices
from cairn.lessons.enums import Again, Confidence, Happened, Tells, Viewpoint
from cairn.library.forms import choice
from cairn.records.sections import Section, SectionForm
from cairn.voice.forms import NO_CHILD

OLDEST_READER = 16.0  # above this reading age an insight is refused; a board should be read by everybody
MOST_SENTENCES = 2


def list_topics() -> list[tuple[str, str]]:
    return [*get_topic_choices(), ("", "None of these")]


def topic_field() -> forms.ChoiceField:
    return choice("Which topic does it belong to? (optional)", list_topics, required=False)


def happened_field() -> forms.ChoiceField:
    return choice("What is it about?", Happened.choices)


def tells_field() -> forms.ChoiceField:
    return choice("Is it about how it was done, or about what changed?", Tells.choices)


class LessonForm(SectionForm):
    happened = happened_field()
    tells = tells_field()
    title = short_text("What was learnt, in a line", required=True, most=150)
    summary = long_text("What happened", required=True, rows=4, most=500, help_text=NO_CHILD)


class WhyForm(SectionForm):
    context = long_text("Where and when, and what else was going on (optional)")
    why = long_text("Why do you think so? (optional)", help_text="What makes you think this was the reason?")
    viewpoint = choice("Whose view is this?", Viewpoint.choices)


class NextForm(SectionForm):
    differently = long_text("What would you do differently?", required=True)
    again = choice("Would you try it again?", Again.choices)
    topic = topic_field()


def get_lesson_sections() -> tuple[Section, ...]:
    return (
        Section("what", "What happened", LessonForm),
        Section("why", "Why you think so", WhyForm),
        Section("next", "What you would do now", NextForm),
    )


class InsightForm(SectionForm):
    title = short_text("The insight in a line", required=True, most=150)
    summary = long_text(
        "The insight",
        required=True,
        rows=3,
        most=400,
        help_text="One or two sentences that a busy person understands at once.",
    )
    tells = tells_field()
    topic = choice("Which board does it belong to?", get_topic_choices)

    def clean_summary(self) -> str:
        given = self.cleaned_data["summary"]
        sentences = [part for part in given.replace("?", ".").split(". ") if part.strip(" .")]
        if len(sentences) > MOST_SENTENCES:
            raise forms.ValidationError(
                f"This has {len(sentences)} sentences. An insight has one or two. "
                "Move the rest to the supporting evidence."
            )
        age = get_reading_age(given)
        if age > OLDEST_READER:
            raise forms.ValidationError(
                f"This needs a reading age of {age:.0f} or more. Use shorter sentences and plainer words, "
                "so that a 14-year-old can read it."
            )
        return given


class HowSureForm(SectionForm):
    viewpoints = forms.MultipleChoiceField(
        label="Whose view is it?",
        choices=Viewpoint.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose whose view it is"},
    )
    confidence = choice("How sure are you?", Confidence.choices)
    confidence_reason = long_text("Why?", required=True, rows=3, most=1000)
    since = PartialDateField("Since when has it been known?", required=True)


def get_insight_sections() -> tuple[Section, ...]:
    return (Section("what", "The insight", InsightForm), Section("sure", "How sure it is", HowSureForm))


class QuestionForm(SectionForm):
    title = short_text("What do you want to know?", required=True, most=150)
    summary = long_text("What is it about?", required=True, rows=4, most=500, help_text=NO_CHILD)
    tried = long_text("What have you tried already? (optional)", rows=4, most=2000)


def get_question_sections() -> tuple[Section, ...]:
    return (Section("what", "Your question", QuestionForm),)
