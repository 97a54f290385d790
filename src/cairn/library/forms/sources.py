"""Giving a bibliography."""

from typing import Any

from django import forms

from cairn.library.importers import MOST_BYTES, Cited, UnableToReadBibliography, read_bibliography


class BibliographyForm(forms.Form):
    file = forms.FileField(
        label="Bibliography (RIS or BibTeX)",
        help_text="A file ending in .ris or .bib, as Zotero, EndNote and Mendeley export it. At most 500 references.",
        error_messages={"required": "Choose a file", "empty": "The file is empty. Choose another one."},
    )
    cited: list[Cited]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            self.cited = read_bibliography(file.name, file.read(MOST_BYTES + 1))
        except UnableToReadBibliography as problem:
            raise forms.ValidationError(str(problem)) from problem
        return file
