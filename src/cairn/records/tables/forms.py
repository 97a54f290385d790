"""Giving a table: of what, for whom, and the file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat

from cairn.common.forms.fields import RadioSelect
from cairn.records.forms import TeamForm
from cairn.records.kinds import Kind
from cairn.records.tables.columns import get_table_kinds


class ImportForm(TeamForm):
    """A table of records of one kind, for one team."""

    MOST_BYTES = 5 * 1024 * 1024

    kind = forms.ChoiceField(
        label="What is in the table?",
        widget=RadioSelect(),
        error_messages={"required": "Choose what is in the table", "invalid_choice": "Choose what is in the table"},
    )
    file = forms.FileField(
        label="The table",
        help_text="CSV (UTF-8) or Excel (xlsx), with the header of the template. The first sheet is read.",
        error_messages={
            "required": "Choose a file",
            "empty": "This file is empty. Choose another",
            "missing": "Choose a file",
        },
    )
    field_order = ("kind", "team", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = {kind.slug: kind for kind in get_table_kinds()}
        self.fields["kind"].choices = [(slug, kind.plural) for slug, kind in self.kinds.items()]

    def clean_file(self) -> "UploadedFile[Any]":
        file = self.cleaned_data["file"]
        if file.size > self.MOST_BYTES:
            raise ValidationError(
                f"This file is {filesizeformat(file.size)}. The limit is "
                f"{filesizeformat(self.MOST_BYTES)}. Split it into smaller files."
            )
        return file

    def get_kind(self) -> Kind:
        return self.kinds[self.cleaned_data["kind"]]
