"""Which team looks after an entry from now on."""

from django import forms

from cairn.common.forms import RadioSelect
from cairn.places.models import Team


class CareForm(forms.Form):
    """Whoever shows it gives the teams to choose from."""

    team = forms.ModelChoiceField(
        Team.objects.none(),
        label="Which of your teams will look after it?",
        widget=RadioSelect(),
        empty_label=None,
        error_messages={"required": "Choose one of your teams", "invalid_choice": "Choose one of your teams"},
    )
