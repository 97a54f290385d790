"""What a row of a table says beside the answers of a form: which other rows of the site it leads to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol

from cairn.accounts.models import Reader
from cairn.records.models import Record


@dataclass(frozen=True)
class LinkColumn:
    name: str
    title: str
    help: str
    example: str


@dataclass
class Linked:
    """What was found for a row; `notes` say it in words and `adds` what would be new on the site."""

    answers: dict[str, Any] = field(default_factory=dict)
    # What the form asks for and the row says by other columns, such as a title; a cell of its own wins.
    defaults: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    adds: list[str] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)  # title of the column, sentence


class TableLinks(Protocol):
    """Of one kind, for one person. An app that has some names its class in its `Kind`."""

    columns: ClassVar[tuple[LinkColumn, ...]]
    aliases: ClassVar[Mapping[str, str]]  # other names of columns, in small letters
    blanks: ClassVar[Mapping[str, str]]  # what stands in a cell for no answer, in small letters
    related: ClassVar[tuple[str, ...]]  # what `tell` reads of a record
    adds: ClassVar[str]  # heading over what would be new

    def __init__(self, user: Reader) -> None: ...

    def describe(self, record: Any) -> list[str]:
        """The cells of a record, in the order of the columns."""

    def read(self, cells: Mapping[str, str]) -> Linked:
        """Of a new record."""

    def compare(self, cells: Mapping[str, str], record: Record, /) -> Linked:
        """Of one that is there."""

    def write(self, linked: Linked, *, at: datetime) -> dict[str, Any]:
        """The answers, once what would be new is there."""
