from typing import Any

from django import forms

from cairn.common.forms import RadioSelect
from cairn.notices.enums import Frequency
from cairn.notices.kinds import get_notice_kinds


class PreferencesForm(forms.Form):
    """One question for each kind of news."""

    def __init__(self, *args: Any, chosen: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in get_notice_kinds():
            self.fields[kind.name] = forms.ChoiceField(
                label=kind.label,
                help_text=kind.description,
                choices=Frequency.choices,
                widget=RadioSelect(inline=True),
                initial=chosen.get(kind.name, kind.default),
            )
