"""Long forms, cut into sections that are filled in one at a time and in any order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms.utils import ErrorDict
from django.http import QueryDict

from cairn.records.enums import RecordKind
from cairn.records.forms.empty_answers import refuse_empty_answers
from cairn.records.forms.worries import WorryGate


class SectionForm(WorryGate):
    """One section; its fields are named like the fields of the record. An answer that says nothing is refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        refuse_empty_answers(self)

    @classmethod
    def as_typed(cls, answers: dict[str, list[str]]) -> "SectionForm":
        """What somebody typed and did not send: shown again as it was, without complaint."""
        data = QueryDict(mutable=True)
        for name, values in answers.items():
            data.setlist(name, values)
        form = cls(data)
        form._errors = ErrorDict()  # taken for cleaned, so that nothing is complained about yet
        return form

    @classmethod
    def from_record(cls, record: Any) -> "SectionForm":
        return cls(initial={name: getattr(record, name) for name in cls.base_fields})


@dataclass(frozen=True)
class Section:
    name: str
    title: str
    form: type[SectionForm]

    def is_empty(self, record: Any) -> bool:
        return not any(getattr(record, name) for name in self.form.base_fields)

    def is_drafted(self, record: Any) -> bool:
        """Whether what is there was filled in by the site and nobody has changed it yet."""
        return False

    def is_complete(self, record: Any) -> bool:
        """Whether everything that must be answered is."""
        fields = self.form.base_fields.items()
        return all(getattr(record, name) for name, field in fields if field.required)


_sections: dict[str, Callable[[], tuple[Section, ...]]] = {}


def register_sections(kind: RecordKind, sections: Callable[[], tuple[Section, ...]]) -> None:
    """Called from `ready()`; the sections are asked for when a form is opened."""
    _sections[kind] = sections


def get_sections(kind: str) -> tuple[Section, ...]:
    return _sections[kind]() if kind in _sections else ()


# Lists that hang on a record and are edited on pages of their own: titles with addresses.
Lists = Callable[[Any], list[tuple[str, str]]]
_lists: dict[str, Lists] = {}


def register_lists(kind: RecordKind, lists: Lists) -> None:
    """Called from `ready()` by the app that has the pages."""
    _lists[kind] = lists


def get_lists(record: Any) -> list[tuple[str, str]]:
    return _lists[record.kind](record) if record.kind in _lists else []
