from django import forms

from cairn.common.forms import short_text


class SaveSearchForm(forms.Form):
    """What somebody calls a search of theirs."""

    name = short_text("What do you want to call this search?", required=True, most=100)
    name.error_messages["required"] = "Enter a name for this search, for example “Edge of care”"

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())
