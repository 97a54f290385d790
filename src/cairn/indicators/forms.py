"""Giving a file."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat


class UploadForm(forms.Form):
    file = forms.FileField(
        label="The file",
        help_text="As published: CSV, Parquet, Excel, OpenDocument, a report as PDF, or one of these zipped.",
        error_messages={
            "required": "Choose a file.",
            "empty": "The file is empty. Download it again.",
        },
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_MAX_BYTES:
            raise ValidationError(
                f"The file has {filesizeformat(file.size)}; at most {filesizeformat(settings.IMPORT_MAX_BYTES)} are "
                "taken. Give only the table that is needed."
            )
        return file
