"""The answers of a kind as columns of a table: how each is called, written and read. Export and import share them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from django import forms

from cairn.common.exports import FORMULA_STARTS
from cairn.records.forms.empty_answers import tidy_label
from cairn.records.kinds import Kind, get_kinds
from cairn.records.models import Record
from cairn.records.sections import Section, get_sections

REFERENCE = "Reference"
KEPT = ("Kind", "Who can see it", "Address", "Changed on")  # told in an export, and left alone in an import
SEPARATOR = ";"
MOST_TOLD = 8


class UnableToReadCell(ValueError):
    """What somebody wrote is not one of the answers."""


@dataclass(frozen=True)
class Column:
    """One answer of one section."""

    name: str
    title: str
    section: Section
    field: forms.Field

    @property
    def is_list(self) -> bool:
        return isinstance(self.field, forms.MultipleChoiceField)

    @cached_property
    def choices(self) -> dict[str, str]:
        """Keys and labels; none where the answer is free."""
        if not isinstance(self.field, forms.ChoiceField):
            return {}
        return {str(key): str(label) for key, label in _flatten(self.field.choices) if str(key)}

    def get(self, record: Record) -> Any:
        """The answer of a record; of a link to another record its key only, for that one may be hidden."""
        return getattr(record, f"{self.name}_id" if self.is_link else self.name)

    @property
    def is_link(self) -> bool:
        return isinstance(self.field, forms.ModelChoiceField)

    def write(self, value: Any) -> str:
        """An answer as a cell: labels for choices, one form of line ends."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, Decimal):
            return f"{value.normalize():f}"
        if self.is_list:
            return f"{SEPARATOR} ".join(self.choices.get(str(one), str(one)) for one in value)
        if self.is_link:
            return self.choices.get(str(getattr(value, "pk", value)), "")
        if isinstance(value, date):
            return value.isoformat()
        return "\n".join(self.choices.get(str(value), str(value)).splitlines())

    def read(self, cell: str) -> list[str]:
        """What a browser would send for it; raises UnableToReadCell."""
        if isinstance(self.field, forms.BooleanField):
            return ["on"] if cell.casefold() in ("yes", "true", "1", "y") else []
        if not self.choices:
            return [without_guard(cell)]
        parts = cell.replace("\n", SEPARATOR).split(SEPARATOR) if self.is_list else [cell]
        return [self._find_key(part.strip()) for part in parts if part.strip()]

    def _find_key(self, given: str) -> str:
        known = {label.casefold(): key for key, label in self.choices.items()}
        known |= {key.casefold(): key for key in self.choices}
        if given.casefold() in known:
            return known[given.casefold()]
        raise UnableToReadCell(f"“{given[:60]}” is not one of the options. {self._describe_choices(given)}")

    def _describe_choices(self, given: str) -> str:
        labels = list(self.choices.values())
        if len(labels) <= MOST_TOLD:
            return f"Allowed are: {f'{SEPARATOR} '.join(labels)}."
        near = get_close_matches(given, labels, n=1)
        hint = f"Did you mean “{near[0]}”? " if near else ""
        return f"{hint}The template lists all {len(labels)} that are allowed."


def _flatten(choices: Any) -> Iterator[tuple[Any, Any]]:
    """Choices may stand in groups."""
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


def without_guard(cell: str) -> str:
    """Without the mark that our own CSV puts before what a spreadsheet would run as a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA_STARTS) else cell


def get_table_kinds() -> list[Kind]:
    """Kinds of which a table can be brought in."""
    return [kind for kind in get_kinds() if (kind.start or kind.links) and get_sections(kind.name)]


def get_columns(kind: Kind) -> list[Column]:
    """In the order of the form. Lists of links are no part of a table, nor is what no field of its own keeps."""
    found: list[Column] = []
    for section in get_sections(kind.name):
        for name, field in section.form().fields.items():
            if isinstance(field, forms.ModelMultipleChoiceField | forms.MultiValueField | forms.FileField):
                continue
            if not hasattr(kind.model, name):  # a box whose answer is kept inside another one
                continue
            title = tidy_label(field.label or name)
            if any(title.casefold() == other.title.casefold() for other in found):
                title = f"{title} ({section.title})"
            found.append(Column(name, title, section, field))
    return found
