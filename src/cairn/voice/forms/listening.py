"""A session, one answer typed in, what becomes of it, and the private code of a person."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.common.files import CleanedMedia, Media, UnableToTakeFile, check_media
from cairn.common.forms import RadioSelect, SectionedForm, TextInput, short_text
from cairn.common.keys import read_key
from cairn.records.forms import TeamForm
from cairn.records.forms.safeguarding import SafeguardingGate
from cairn.rooms.models import make_random_key
from cairn.voice.enums import Adult, AgeBand, Group, Medium, Purpose, Reason, Source
from cairn.voice.forms.safeguarding import make_day_field
from cairn.voice.models import Contribution, ListeningSession, PrivateCode, Story
from cairn.voice.models.contributions import MOST_DESCRIBED, MOST_LETTERS
from cairn.voice.presenters.hints import describe_hints, find_hints
from cairn.voice.queries import get_possible_workers
from cairn.voice.services import Agreed, find_private_code
from cairn.voice.translations import Section, Text

TWO_YEARS = timedelta(days=730)
PICTURES = "image/jpeg,image/png,image/webp"  # an iPhone turns its own kind into the first of these
RECORDINGS = "audio/mp4,audio/x-m4a,audio/mpeg,audio/wav,.m4a,.mp3,.wav"


class SessionForm(TeamForm):
    """What was asked, and whom."""

    title = short_text(
        "What is the session about?",
        required=True,
        most=150,
        help_text="For example: Saturday group, what helps at home. Do not name a child, a school or a home.",
    )
    question = short_text(
        "What do you ask them?",
        required=True,
        most=200,
        help_text="One short question, printed on the sheet. For example: What would make home better?",
    )
    held_on = make_day_field("When is it?", required=True)
    groups = forms.MultipleChoiceField(
        label="Who is it for? (optional)",
        choices=Group.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Select all that apply. This is kept for the session, not for each person.",
    )
    consent_until = make_day_field("Until when will you ask to use their words?", required=True)

    field_order = ("title", "question", "held_on", "groups", "consent_until", "team")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"].initial = f"{localdate():%-d/%-m/%Y}"
        self.fields["consent_until"].initial = f"{localdate() + TWO_YEARS:%-d/%-m/%Y}"
        if self.has_choice:
            self.fields["team"].help_text = "Only you read the answers. This team sees those that you keep."

    def get_answers(self) -> dict[str, Any]:
        names = ("title", "question", "held_on", "groups", "consent_until")
        return {name: self.cleaned_data[name] for name in names}


class AnswerForm(SafeguardingGate):
    """The words, how old the person is, and what they agreed to."""

    words = forms.CharField(
        label="What they said",
        help_text="In their own words. Leave out names, schools, streets and anything else that says who it is about.",
        max_length=MOST_LETTERS,
        widget=forms.Textarea({"rows": 4, "autocomplete": "off"}),
        error_messages={
            "required": "Enter what they said",
            "max_length": f"This is longer than {MOST_LETTERS:,} characters. Enter it as two answers",
        },
    )
    age_band = forms.ChoiceField(
        label="How old are they?",
        choices=AgeBand.choices,
        widget=RadioSelect(inline=True),
        error_messages={"required": "Choose an age, or “Not said”"},
    )
    purposes = forms.MultipleChoiceField(
        label="What did they agree to?",
        choices=Purpose.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ask for each one. They always agree themselves.",
        error_messages={"required": "Tick what they agreed to. If they agreed to nothing, do not save their words"},
    )
    adult = forms.ChoiceField(
        label="Which adult agreed as well?", choices=Adult.choices, widget=RadioSelect(inline=True), initial=Adult.NONE
    )
    until = make_day_field("Until when?", required=True)

    asks_about_hints = False

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        hints = find_hints(given.get("words", ""))
        if hints and not self.data.get("no_one_recognised"):
            self.asks_about_hints = True
            self.add_error("words", describe_hints(hints))
        return given

    def get_agreed(self) -> Agreed:
        return Agreed(self.cleaned_data["purposes"], self.cleaned_data["adult"], self.cleaned_data["until"])


class MediaForm(forms.Form):
    """Words, a picture or a recording: one of the last two at most, and something of the three."""

    picture = forms.FileField(
        label="Picture",
        help_text="A drawing or photograph: JPEG, PNG or WebP, up to 10 MB. We remove where and when it was taken.",
        required=False,
        widget=forms.FileInput({"accept": PICTURES}),
        error_messages={"empty": "This file is empty. Choose another"},
    )
    recording = forms.FileField(
        label="Recording",
        help_text="M4A, MP3 or WAV, up to 5 minutes and 10 MB. We remove names and dates from the file.",
        required=False,
        widget=forms.FileInput({"accept": RECORDINGS}),
        error_messages={"empty": "This file is empty. Choose another"},
    )

    file: CleanedMedia | None = None
    sentences: Mapping[str, str] = {
        "words_missing": "Enter what they said, or choose a picture or a recording",
        "one_file": "One answer can have a picture or a recording. Enter the other one as an answer of its own",
        "choose_again": "Nothing was saved because of another problem on this page. Choose the file again",
    }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen = [kind for kind in Media if given.get(kind)]
        if not given.get("words") and not chosen and "words" not in self.errors:
            self.add_error("words", self.sentences["words_missing"])
        elif len(chosen) > 1:
            self.add_error(Media.RECORDING, self.sentences["one_file"])
        elif chosen and self.errors:
            self.ask_for_file_again()
        elif chosen:
            self._take(chosen[0], given[chosen[0]])
        return given

    def ask_for_file_again(self) -> None:
        """Browsers empty the box when the page comes back."""
        for kind in Media:
            if self.files.get(kind):
                self.add_error(kind, self.sentences["choose_again"])

    def _take(self, kind: Media, file: Any) -> None:
        try:
            self.file = check_media(kind, file)
        except UnableToTakeFile as problem:
            self.add_error(kind, self.sentences.get(kind, str(problem)))


class TypeInForm(MediaForm, AnswerForm, SectionedForm):
    """One answer. The next form remembers everything but the words."""

    number = forms.CharField(widget=forms.HiddenInput, required=False)
    source = forms.ChoiceField(
        label="How did it reach you?",
        choices=[(one.value, one.label) for one in (Source.TYPED, Source.SHEET)],
        widget=RadioSelect(inline=True),
        initial=Source.TYPED,
    )
    code = forms.CharField(
        label="Their private code",
        help_text="Sixteen letters and figures in four groups, if they have one already.",
        required=False,
        max_length=40,
        widget=TextInput(width=20, autocomplete="off"),
    )
    wants_code = forms.BooleanField(
        label="Make a private code for them",
        help_text="With it they can see what happened with their answers, and withdraw them. Answers that share a "
        "code are linked to each other.",
        required=False,
    )

    optional: ClassVar = ("picture", "recording", "until", "code", "wants_code")
    optional_summary = "Picture or recording, until when, and private code"
    field_order = ("words", "age_band", "purposes", "adult", "source", *optional)

    def __init__(self, *args: Any, session: ListeningSession, **kwargs: Any) -> None:
        initial = {
            "number": str(make_random_key()),
            "until": show_day(session.consent_until),
            **kwargs.pop("initial", {}),
        }
        super().__init__(*args, initial=initial, **kwargs)  # type: ignore[misc]  # only data and files are given by position
        self.fields["words"].required = False  # a picture or a recording will do

    def clean_number(self) -> int:
        """What can be no key is replaced by one made by chance."""
        return read_key(self.cleaned_data["number"]) or make_random_key()

    def clean_code(self) -> PrivateCode | None:
        return find_code(self.cleaned_data["code"])

    def get_remembered(self, code: str) -> dict[str, Any]:
        """For the next answer, of the same person where they have a code."""
        names = ("age_band", "purposes", "adult", "source")
        kept = {name: self.cleaned_data[name] for name in names}
        return kept | {"until": show_day(self.cleaned_data["until"]), "code": code}


class TextForm(forms.Form):
    """In the language of a Text: the labels, hints and errors of a field lie in it under the field's name."""

    def __init__(self, *args: Any, text: Text, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = text

    def word(self, name: str, sentences: Section, *, label: str, hint: str = "", missing: str) -> None:
        field = self.fields[name]
        field.label, field.help_text = sentences[label], sentences[hint] if hint else ""
        field.error_messages |= dict.fromkeys(("required", "invalid_choice", "invalid_list"), sentences[missing])


class ScreenForm(MediaForm, TextForm, SectionedForm):
    """On a phone or tablet, for somebody of ten: few words, large boxes, and the rest behind a line."""

    optional: ClassVar = tuple(Media)

    number = forms.CharField(widget=forms.HiddenInput, required=False)
    # Without maxlength, by which browsers cut what is pasted and say nothing.
    words = forms.CharField(widget=forms.Textarea({"rows": 5, "autocomplete": "off", "dir": "auto"}))
    age_band = forms.ChoiceField(widget=RadioSelect())
    purposes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, text: Text, **kwargs: Any) -> None:
        super().__init__(*args, text=text, initial={"number": str(make_random_key())}, **kwargs)
        # The form names each problem in one sentence: a child cannot do more than try again, or tell the worker.
        self.sentences = text["write"]
        self.optional_summary = text["write"]["files"]
        self.word("words", text["write"], label="words", hint="words_hint", missing="words_missing")
        self.fields["words"].required = False
        for kind in Media:
            self.word(kind, text["write"], label=f"{kind}_label", hint=f"{kind}_hint", missing="choose_again")
            self.fields[kind].error_messages["empty"] = text["write"][kind]
        self.fields["picture"].widget.attrs["capture"] = "environment"  # phones open the camera
        self.word("age_band", text["write"], label="age", missing="age_missing")
        self.word("purposes", text["write"], label="agree", missing="agree_missing")
        self.fields["age_band"].choices = [(value, text["ages"][value]) for value in AgeBand.values]
        self.fields["purposes"].choices = [(value, text["purposes"][value]) for value in Purpose.values]

    def clean_number(self) -> int:
        return read_key(self.cleaned_data["number"]) or make_random_key()

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if len(words) > MOST_LETTERS:
            raise forms.ValidationError(self.text["write"]["words_long"].format(letters=MOST_LETTERS))
        return words


class ChangeForm(AnswerForm):
    """The same of an answer that is there, and what its worker says about its picture or recording."""

    description = forms.CharField(
        label="What does the picture show?",
        help_text="For people who cannot see it. Do not say who made it.",
        max_length=MOST_DESCRIBED,
        widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
        error_messages={"required": "Say in a sentence what the picture shows"},
    )
    is_checked = forms.BooleanField(error_messages={"required": "Check it, and tick this box, before you save"})

    field_order = ("words", "description", "is_checked")
    checks: ClassVar = {
        Medium.PICTURE: "I have looked: it shows no name, face, school or place by which someone could be recognised",
        Medium.RECORDING: "I have listened: no one is named, and the person knows that only I can hear their voice",
    }

    def __init__(self, *args: Any, contribution: Contribution, **kwargs: Any) -> None:
        consents = list(contribution.consents.all())
        initial: dict[str, Any] = {
            "words": contribution.words,
            "age_band": contribution.age_band,
            "purposes": [one.purpose for one in consents],
            "adult": consents[0].adult if consents else Adult.NONE,
            "until": show_day(min(one.until for one in consents)) if consents else "",
        }
        if contribution.medium != Medium.WORDS:
            initial |= {"description": contribution.file.description, "is_checked": contribution.file.is_checked}
        super().__init__(*args, initial=initial, **kwargs)  # type: ignore[misc]  # only data and files are given by position
        self._ask_about(contribution.medium)

    def _ask_about(self, medium: str) -> None:
        if medium == Medium.WORDS:
            del self.fields["description"], self.fields["is_checked"]
            return
        self.fields["is_checked"].label = self.checks[Medium(medium)]
        if medium == Medium.PICTURE:
            self.fields["words"].required = False
            return
        del self.fields["description"]
        self.fields["words"].label = "What is said in the recording?"
        self.fields["words"].help_text = "Type it in, without names. Others read these words; only you can listen."

    def get_about_file(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("description", "is_checked") if name in self.cleaned_data}


class CodeForm(TextForm):
    code = forms.CharField(
        # Longer is no code either, and gets the same sentence.
        widget=TextInput(width=20, autocomplete="off", autocapitalize="none", spellcheck="false", dir="ltr"),
    )

    def __init__(self, *args: Any, text: Text, **kwargs: Any) -> None:
        super().__init__(*args, text=text, **kwargs)
        self.word("code", text["code"], label="code", hint="code_hint", missing="code_missing")

    def clean_code(self) -> PrivateCode:
        if (found := find_private_code(self.cleaned_data["code"])) is None:
            raise forms.ValidationError(self.text["code"]["code_unknown"])
        return found


class ThemeForm(forms.Form):
    theme = short_text(
        "What do these answers have in common?",
        required=True,
        most=80,
        help_text="A few words of your own, for example: Someone to call at night. You read and group them; the site "
        "does not.",
    )
    is_quoted = forms.BooleanField(
        label="Quote them on the page of the need",
        help_text="Each is shown only to readers that the person agreed to, and goes when they withdraw it.",
        required=False,
    )


class RejectForm(forms.Form):
    reason = forms.ChoiceField(
        label="Why is it not used?",
        choices=[choice for choice in Reason.choices if choice[0] != Reason.SAFETY],
        widget=RadioSelect(),
        error_messages={"required": "Choose why it is not used"},
    )


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(
        User.objects.none(),
        label="Who takes over?",
        widget=RadioSelect(),
        empty_label=None,
        error_messages={"required": "Choose who takes over", "invalid_choice": "Choose someone from the list"},
    )

    def __init__(self, *args: Any, session: ListeningSession | Story, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = get_possible_workers(session)
        self.fields["to"].label_from_instance = lambda one: one.name


def show_day(day: date) -> str:
    return f"{day:%-d/%-m/%Y}"


def find_code(typed: str) -> PrivateCode | None:
    """For a form in which a worker types in somebody's code; none is typed where they have none."""
    if not typed:
        return None
    if (found := find_private_code(typed)) is None:
        raise forms.ValidationError(
            "No one has this code. Check each letter, or leave it empty and tick the box to make a new one."
        )
    return found
