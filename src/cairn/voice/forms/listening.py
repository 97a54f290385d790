"""A session, one answer typed in, what becomes of it, and the private code of a person."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.common.forms import RadioSelect, SectionedForm, TextInput, short_text
from cairn.common.keys import read_key
from cairn.records.forms import TeamForm
from cairn.records.forms.safeguarding import SafeguardingGate
from cairn.rooms.models import make_random_key
from cairn.voice.enums import Adult, AgeBand, Group, Purpose, Reason, Source
from cairn.voice.forms.safeguarding import make_day_field
from cairn.voice.models import Contribution, ListeningSession, PrivateCode
from cairn.voice.models.contributions import MOST_LETTERS
from cairn.voice.presenters.hints import describe_hints, find_hints
from cairn.voice.queries import get_possible_workers
from cairn.voice.services import Agreed, find_private_code
from cairn.voice.translations import Section, Text

TWO_YEARS = timedelta(days=730)


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


class TypeInForm(AnswerForm, SectionedForm):
    """One answer. The next form remembers everything but the words."""

    number = forms.CharField(widget=forms.HiddenInput, required=False)
    source = forms.ChoiceField(
        label="How did it reach you?", choices=Source.choices, widget=RadioSelect(inline=True), initial=Source.TYPED
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

    optional: ClassVar = ("until", "code", "wants_code")
    optional_summary = "Until when, and private code"
    field_order = ("words", "age_band", "purposes", "adult", "source", "until", "code", "wants_code")

    def __init__(self, *args: Any, session: ListeningSession, **kwargs: Any) -> None:
        initial = {
            "number": str(make_random_key()),
            "until": show_day(session.consent_until),
            **kwargs.pop("initial", {}),
        }
        super().__init__(*args, initial=initial, **kwargs)  # type: ignore[misc]  # only data and files are given by position

    def clean_number(self) -> int:
        """What can be no key is replaced by one made by chance."""
        return read_key(self.cleaned_data["number"]) or make_random_key()

    def clean_code(self) -> Any:
        typed = self.cleaned_data["code"]
        if not typed:
            return None
        if (found := find_private_code(typed)) is None:
            raise forms.ValidationError(
                "No one has this code. Check each letter, or leave it empty and tick the box to make a new one."
            )
        return found

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


class ScreenForm(TextForm):
    """On a phone or tablet, for somebody of ten: few words, large boxes."""

    number = forms.CharField(widget=forms.HiddenInput, required=False)
    # Without maxlength, by which browsers cut what is pasted and say nothing.
    words = forms.CharField(widget=forms.Textarea({"rows": 5, "autocomplete": "off", "dir": "auto"}))
    age_band = forms.ChoiceField(widget=RadioSelect())
    purposes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, text: Text, **kwargs: Any) -> None:
        super().__init__(*args, text=text, initial={"number": str(make_random_key())}, **kwargs)
        self.word("words", text["write"], label="words", hint="words_hint", missing="words_missing")
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
    """The same of an answer that is there."""

    def __init__(self, *args: Any, contribution: Contribution, **kwargs: Any) -> None:
        consents = list(contribution.consents.all())
        initial = {
            "words": contribution.words,
            "age_band": contribution.age_band,
            "purposes": [one.purpose for one in consents],
            "adult": consents[0].adult if consents else Adult.NONE,
            "until": show_day(min(one.until for one in consents)) if consents else "",
        }
        super().__init__(*args, initial=initial, **kwargs)  # type: ignore[misc]  # only data and files are given by position


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

    def __init__(self, *args: Any, session: ListeningSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = get_possible_workers(session)
        self.fields["to"].label_from_instance = lambda one: one.name


def show_day(day: date) -> str:
    return f"{day:%-d/%-m/%Y}"
