"""Running a matching, deciding on it, and importing asks and offers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat

from cairn.common.forms import CHOOSE, RadioSelect, long_text


class RunForm(forms.Form):
    """Sent by a button for each nation."""

    nation = forms.ChoiceField(choices=[("real", "Real"), ("fictional", "Fictional")])


class DecideForm(forms.Form):
    answer = forms.ChoiceField(
        label="What do you decide?",
        choices=[("share", "Share it: each organisation sees its own matches"), ("discard", "Discard it")],
        widget=RadioSelect(),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    decision = long_text("Why? (optional)", help_text="Matching coordinators see it.", rows=3, most=500)


class ImportForm(forms.Form):
    MOST_BYTES = 2 * 1024 * 1024

    file = forms.FileField(
        label="The spreadsheet",
        help_text="CSV (UTF-8) or Excel (xlsx), with the header of the template. The first sheet is read.",
        error_messages={
            "required": "Choose a file",
            "empty": "This file is empty. Choose another",
            "missing": "Choose a file",
        },
    )

    def clean_file(self) -> "UploadedFile[Any]":
        file = self.cleaned_data["file"]
        if file.size > self.MOST_BYTES:
            raise ValidationError(
                f"This file is {filesizeformat(file.size)}. The limit is {filesizeformat(self.MOST_BYTES)}."
            )
        return file
