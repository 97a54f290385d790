from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms

from cairn.notices.enums import Frequency
from cairn.notices.kinds import get_notice_kinds


class PreferencesForm(forms.Form):
    """One question for each kind of news, under headings."""

    def __init__(self, *args: Any, chosen: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in get_notice_kinds():
            self.fields[kind.name] = forms.ChoiceField(
                label=kind.label,
                help_text=kind.description,
                choices=Frequency.choices,
                initial=chosen.get(kind.name, kind.default),
            )

    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        for group, kinds in groupby(get_notice_kinds(), key=lambda kind: kind.group):
            yield str(group.label), [self[kind.name] for kind in kinds]
