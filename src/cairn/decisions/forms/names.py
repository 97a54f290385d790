"""A form that asks its writer to look again where a person seems to be named: children and candidates never are."""

from typing import Any

from cairn.common.identifying import MarkKind, Names, find_marks
from cairn.places.models import Organisation, Place
from cairn.records.forms.safeguarding import SafeguardingGate

NO_NAMES = "Do not name a child, a family or a candidate."
CHECKED = "no_one_recognised"  # the box beside the form, as in what young people said


class NamesGate(SafeguardingGate):
    """`asks_about_hints` is for the page, which then shows the box."""

    asks_about_hints = False

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.data.get(CHECKED):
            return given
        for name, text in list(given.items()):
            if isinstance(text, str) and (found := find_people(text)):
                self.asks_about_hints = True
                named = ", ".join(f"“{one}”" for one in found)
                self.add_error(
                    name, f"This may be a person’s name: {named}. Change it, or tick the box above if it is not."
                )
        return given


def find_people(text: str) -> list[str]:
    """What looks like the name of a person; names of councils and organisations on this site are none."""
    if not any(letter.isupper() for letter in text[1:]):
        return []
    known = Names(
        places=frozenset(Place.objects.values_list("name", flat=True)),
        organisations=frozenset(Organisation.objects.values_list("name", flat=True)),
    )
    return list(dict.fromkeys(mark.text for mark in find_marks(text, known) if mark.kind == MarkKind.NAME))
