"""Who checked a translation, and the question of a session in other languages."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate

from cairn.common.forms import TextInput, short_text
from cairn.voice.forms.safeguarding import make_day_field
from cairn.voice.models import ListeningSession
from cairn.voice.models.translations import MOST_LETTERS_OF_CHECKER
from cairn.voice.translations import Language


class TranslationCheckForm(forms.Form):
    checked_by = short_text(
        "Who checked it?",
        required=True,
        most=MOST_LETTERS_OF_CHECKER,
        help_text="Name and role, if they agree to be named here. For example: Anna Nowak, interpreter. Only people "
        "who sign in can read it.",
    )
    checked_on = make_day_field("When?", required=True)
    is_native = forms.BooleanField(
        error_messages={"required": "Tick this if it is so. If it is not, ask someone else to check the translation"}
    )
    read = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, language: Language, **kwargs: Any) -> None:
        initial = {"checked_on": f"{localdate():%-d/%-m/%Y}", "read": language.sum}
        super().__init__(*args, initial=initial, **kwargs)  # type: ignore[misc]  # only data and files are given by position
        self.fields[
            "is_native"
        ].label = (
            f"They speak {language.english_name} as their own language, and compared every sentence with the English"
        )

    def clean_checked_on(self) -> date:
        day: date = self.cleaned_data["checked_on"]
        if day > localdate():
            raise forms.ValidationError(f"{day:%-d %B %Y} is still to come. Enter the day on which they checked it.")
        return day


class LanguagesForm(forms.Form):
    """A box for each language that somebody has checked. A language whose box is empty is not offered."""

    def __init__(self, *args: Any, session: ListeningSession, languages: Sequence[Language], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in languages:
            self.fields[one.code] = forms.CharField(
                label=f"Your question in {one.english_name}",
                required=False,
                max_length=200,
                initial=session.questions.get(one.code, ""),
                widget=TextInput(lang=one.tag, dir=one.direction),
                error_messages={"max_length": "This is longer than 200 characters. Shorten the question"},
            )
