"""Long forms, cut into sections that are filled in one at a time and in any order."""

from dataclasses import dataclass
from typing import Any

from django.forms.utils import ErrorDict
from django.http import QueryDict

from cairn.records.forms.empty_answers import refuse_empty_answers
from cairn.records.forms.worries import WorryGate
from cairn.records.kinds import get_kind


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


def get_sections(kind: str) -> tuple[Section, ...]:
    sections = get_kind(kind).sections
    return sections() if sections else ()


def get_lists(record: Any) -> list[tuple[str, str]]:
    """Titles of the lists that hang on a record, with the addresses of the pages where they are edited."""
    return [(rows.title, rows.get_address(record)) for rows in record.get_kind().rows]
