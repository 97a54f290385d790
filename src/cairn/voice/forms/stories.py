"""A story of change: what was agreed, the words, what its young person said to them, and what it did."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from cairn.common.files import CleanedMedia, Media, UnableToTakeFile, check_media
from cairn.common.forms import RadioSelect, TextInput, long_text, short_text
from cairn.records.forms import TeamForm
from cairn.records.forms.safeguarding import SafeguardingGate
from cairn.voice.enums import Adult, AgeBand, Answer, StoryNames, ToldHow
from cairn.voice.forms.listening import RECORDINGS, TWO_YEARS, TextForm, find_code, show_day
from cairn.voice.forms.safeguarding import make_day_field
from cairn.voice.models import PrivateCode, Story, StoryPage
from cairn.voice.models.stories import MOST_LETTERS
from cairn.voice.presenters.hints import describe_hints, find_hints
from cairn.voice.services import Told
from cairn.voice.services.stories import AFTERCARE
from cairn.voice.translations import Text


class StoryConsentForm(forms.Form):
    """What was agreed to."""

    age_band = forms.ChoiceField(
        label="How old are they?",
        choices=AgeBand.choices,
        widget=RadioSelect(inline=True),
        error_messages={"required": "Choose an age, or “Not said”"},
    )
    adult = forms.ChoiceField(
        label="Which adult agreed as well?", choices=Adult.choices, widget=RadioSelect(inline=True), initial=Adult.NONE
    )
    until = make_day_field("Until when can their story be read here?", required=True)

    def __init__(self, *args: Any, story: Story | None = None, **kwargs: Any) -> None:
        initial = {"until": show_day(localdate() + TWO_YEARS)}
        if story is not None:
            initial = {"age_band": story.age_band, "adult": story.adult, "until": show_day(story.until)}
        super().__init__(*args, initial=initial, **kwargs)  # type: ignore[misc]  # only data and files are given by position


class StartStoryForm(StoryConsentForm, TeamForm):
    """The same, before a word is written."""

    has_agreed = forms.BooleanField(
        label="They agreed to tell their story on this site. They know that they read it first, that anyone can then "
        "read it, and that they can withdraw it at any time.",
        error_messages={"required": "Ask them first. Start the story when they have agreed"},
    )
    code = forms.CharField(
        label="Their private code (optional)",
        help_text="If they have one already, from an answer. They can then read the story with it.",
        required=False,
        max_length=40,
        widget=TextInput(width=20, autocomplete="off"),
    )
    wants_code = forms.BooleanField(
        label="Make a private code for them",
        help_text="With it they can read the story on their own before it is published, and withdraw it.",
        required=False,
    )

    field_order = ("has_agreed", "age_band", "adult", "until", "wants_code", "code", "team")

    def clean_code(self) -> PrivateCode | None:
        return find_code(self.cleaned_data["code"])


class StoryWordsForm(SafeguardingGate):
    """The words, and a look for names in them."""

    heading = short_text(
        "Title",
        required=True,
        most=120,
        help_text="In their own words, without a name or a place. For example: My own front door.",
    )
    lead = short_text("The story in one sentence (optional)", most=300)
    words = forms.CharField(
        label="The story",
        help_text="As they tell it. Leave an empty line between paragraphs.",
        max_length=MOST_LETTERS,
        widget=forms.Textarea({"rows": 16, "autocomplete": "off"}),
        error_messages={
            "required": "Write the story with the young person",
            "max_length": f"This is longer than {MOST_LETTERS:,} characters. Shorten it with the young person",
        },
    )
    names = forms.ChoiceField(
        label="Are the names real?",
        choices=StoryNames.choices,
        widget=RadioSelect(),
        help_text="Readers of the story are told.",
        error_messages={"required": "Choose whether the names are changed"},
    )
    real_names = forms.CharField(
        label="Real names to look for (optional)",
        help_text="Names of the young person, their family, friends, school and home, with commas between them. We "
        "check that none of them is in the story. We do not save this list.",
        required=False,
        max_length=1000,
        widget=TextInput(autocomplete="off"),
    )

    recording = forms.FileField(
        label="Recording (optional)",
        help_text="The story in their own voice: M4A, MP3 or WAV, up to 5 minutes and 10 MB. We remove names and dates "
        "from the file. A voice can be recognised, so talk about that first.",
        required=False,
        widget=forms.FileInput({"accept": RECORDINGS}),
        error_messages={"empty": "This file is empty. Choose another"},
    )
    transcript = forms.CharField(
        label="What is said in the recording",
        help_text="Word for word. Without it the recording cannot be published.",
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea({"rows": 8, "autocomplete": "off"}),
        error_messages={"max_length": f"This is longer than {MOST_LETTERS:,} characters. Use a shorter recording"},
    )
    removes_recording = forms.BooleanField(label="Remove the recording", required=False)

    asks_about_hints = False
    sound: CleanedMedia | None = None

    def __init__(self, *args: Any, draft: StoryPage | None, **kwargs: Any) -> None:
        names = ("heading", "lead", "words", "names", "transcript")
        initial = {name: getattr(draft, name) for name in names} if draft else {}
        super().__init__(*args, initial=initial, **kwargs)  # type: ignore[misc]  # as above
        if draft is None or draft.recording_id is None:
            del self.fields["removes_recording"]

    def clean_recording(self) -> None:
        """What is kept is the sound and nothing else of the file."""
        if (given := self.cleaned_data["recording"]) is None:
            return
        try:
            self.sound = check_media(Media.RECORDING, given)
        except UnableToTakeFile as problem:
            raise forms.ValidationError(str(problem)) from None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        hints = find_hints("\n".join(given.get(name, "") for name in ("heading", "lead", "words", "transcript")))
        if hints and not self.data.get("no_one_recognised"):
            self.asks_about_hints = True
            self.add_error("words", describe_hints(hints))
        if self.sound and self.errors:  # browsers empty the box when the page comes back
            self.add_error("recording", "The story was not saved. Choose the recording again")
        return given

    def get_told(self) -> Told:
        given = self.cleaned_data
        return Told(
            given["heading"],
            given["lead"],
            given["words"],
            given["names"],
            given["transcript"],
            self.sound,
            keeps_recording=not given.get("removes_recording"),
        )


class ReadingForm(forms.Form):
    """What the young person said who read it with the worker."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    answer = forms.ChoiceField(
        label="What did they say?",
        choices=Answer.choices,
        widget=RadioSelect(),
        error_messages={"required": "Choose what they said"},
    )
    read_on = make_day_field("On which day did they read it?", required=True)
    comment = long_text("What should be changed? (optional)", rows=3, most=500)

    def __init__(self, *args: Any, draft: StoryPage, **kwargs: Any) -> None:
        initial = {"sha256": draft.sha256, "read_on": show_day(localdate())}
        super().__init__(*args, initial=initial, **kwargs)  # type: ignore[misc]  # as above


class AnswerOfCodeForm(TextForm):
    """For the young person, in words of a ten-year-old."""

    story = forms.CharField(widget=forms.HiddenInput, max_length=12)
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    answer = forms.ChoiceField(widget=RadioSelect())
    comment = forms.CharField(
        required=False, max_length=500, widget=forms.Textarea({"rows": 3, "autocomplete": "off", "dir": "auto"})
    )

    def __init__(self, *args: Any, text: Text, **kwargs: Any) -> None:
        super().__init__(*args, text=text, **kwargs)
        words = text["story"]
        self.word("answer", words, label="right", missing="right_missing")
        self.word("comment", words, label="comment", hint="comment_hint", missing="right_missing")
        self.fields["comment"].error_messages["max_length"] = words["comment_long"]
        self.fields["answer"].choices = [(value, words[value]) for value in Answer.values]


class PublishStoryForm(forms.Form):
    aftercare_on = make_day_field("When will you ask the young person how it has been?", required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        initial = {"aftercare_on": show_day(localdate() + AFTERCARE)}
        super().__init__(*args, initial=initial, **kwargs)  # type: ignore[misc]  # as above


class AudienceForm(forms.Form):
    told_to = short_text(
        "Who was it told to?",
        required=True,
        most=150,
        help_text="Readers of the story see this. For example: The corporate parenting board. Do not name a place by "
        "which the young person could be known.",
    )
    told_on = make_day_field("When?", required=True)
    how = forms.ChoiceField(
        label="How?", choices=ToldHow.choices, widget=RadioSelect(), error_messages={"required": "Choose how"}
    )
    what_followed = short_text("What followed from it? (optional)", most=300)


class AftercareForm(forms.Form):
    next_on = make_day_field("When will you ask again? (optional)")
