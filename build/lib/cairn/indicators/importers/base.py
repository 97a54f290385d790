"""What every importer shares: how a figure looks, how a refusal is told, how a cell is read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO, NamedTuple, Protocol

from cairn.common.reading.refusals import Refusal
from cairn.indicators.enums import Status
from cairn.indicators.models import Series

MONTHS = ["january", "february", "march", "april", "may", "june", "july"]
MONTHS += ["august", "september", "october", "november", "december"]
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")


class SeriesKey(NamedTuple):
    key: str
    unit: Series.Unit


class Figure(NamedTuple):
    """One cell of a published file."""

    series: SeriesKey
    year: int
    span: int
    label: str
    place_id: int
    value: float | None
    status: Status


class InspectionRow(NamedTuple):
    place_id: int
    framework: str
    kind: str
    inspected_on: date | None
    published_on: date | None
    grades: dict[str, str]  # Judgement.Area -> Judgement.Grade
    theme: str = ""
    link: str = ""


class ReportRow(NamedTuple):
    inspection: InspectionRow
    text: str


class NeighbourRow(NamedTuple):
    place_id: int
    neighbour_id: int
    rank: int
    closeness: str


class DictionaryRow(NamedTuple):
    series_key: str
    fields: dict[str, Any]  # of DictionaryEntry


class AreaRow(NamedTuple):
    """Another name under which people know (a part of) a council's area."""

    place_id: int
    name: str


Item = Figure | InspectionRow | ReportRow | NeighbourRow | DictionaryRow | AreaRow


@dataclass(frozen=True)
class PlaceBook:
    """Codes under which files name places: councils by their 3-digit code, or by their own codes of nine characters."""

    councils: dict[str, int]
    others: dict[str, int]  # regions and the country, by their 9-character codes
    gss: dict[str, int] = field(default_factory=dict)  # 9-character codes of councils that were always theirs alone
    names: dict[str, set[str]] = field(default_factory=dict)  # normalised name -> codes, for reports only

    def get_council(self, code: str, *, line: int | None = None, row: int | None = None, column: str) -> int:
        try:
            return self.councils[code]
        except KeyError:
            raise Refusal(
                f"{code!r} is not the 3-digit code of a council that Cairn knows.",
                "If it is a new council, add it to definitions/places/england.yaml; otherwise correct the file.",
                line=line,
                row=row,
                column=column,
            ) from None

    def get_by_gss(self, code: str, *, line: int | None = None, row: int | None = None, column: str) -> int:
        """For files that give nothing else; a code that two councils have had belongs to neither."""
        place_id = self.gss.get(code, self.others.get(code))
        if place_id is None:
            raise Refusal(
                f"{code!r} is not the code of one council, region or country that Cairn knows.",
                "If it is a new council, add it to definitions/places/england.yaml; otherwise correct the file.",
                line=line,
                row=row,
                column=column,
            )
        return place_id

    def get_other(self, code: str, *, line: int, column: str) -> int:
        try:
            return self.others[code]
        except KeyError:
            raise Refusal(
                f"{code!r} is not the code of England or of one of its regions.",
                "Correct the code, or take the row out if it is about another country.",
                line=line,
                column=column,
            ) from None


@dataclass
class Notes:
    """How many rows a reader saw, and what it did with those that it could not use, as sentences for the release."""

    rows: int = 0
    sentences: list[str] = field(default_factory=list)
    shared: dict[tuple[int, int], list[int]] = field(default_factory=dict)  # (place, year) -> all places of its row

    def add(self, sentence: str) -> None:
        self.sentences.append(sentence)


class Layout(Protocol):
    """One kind of published file."""

    family: str
    content: str  # of Release.Content
    title: str
    publisher: str
    licence: str

    def read(self, source: BinaryIO, places: PlaceBook, notes: Notes) -> Iterator[Item]:
        """Everything in the file, in its order; raises Refusal at the first fault."""
        ...


def read_cell(
    text: str,
    codes: dict[str, Status],
    unit: Series.Unit,
    *,
    line: int | None = None,
    row: int | None = None,
    column: str,
    may_be_negative: bool = False,
) -> tuple[float | None, Status]:
    """The number in a cell, or the reason why there is none; anything else is refused, never guessed."""
    status = codes.get(text)
    if status is not None:
        return None, status
    if not NUMBER.fullmatch(text):
        known = ", ".join(code for code in codes if code)
        raise Refusal(
            f"{text[:40]!r} is neither a number nor one of the known marks ({known}).",
            "Write numbers without commas, spaces or units, and use the publisher's marks for what is not a number.",
            line=line,
            row=row,
            column=column,
        )
    # Twelve digits strip the binary noise of spreadsheets: 16.899999999999999 was published as 16.9.
    value = float(f"{float(text):.12g}")
    fault = None if may_be_negative or unit == Series.Unit.UNSTATED else _find_fault(value, unit)
    if fault:
        raise Refusal(f"{text!r} {fault}", "Correct the cell.", line=line, row=row, column=column)
    return value, Status.NUMBER


def _find_fault(value: float, unit: Series.Unit) -> str | None:
    if value < 0:
        return "is negative, and this column counts or measures something that cannot be."
    if unit == Series.Unit.COUNT and value != int(value):
        return "is not a whole number, and this column counts."
    if unit == Series.Unit.PERCENTAGE and value > 100:
        return "is more than 100, and this column is a percentage."
    return None


def find_date_in_name(name: str) -> date | None:
    """A day (2026-04-08, 31 March 2025) or month (may_2025) in a file's name: the only thing Cairn takes from a name.

    A month is given as its first day.
    """
    try:
        if found := re.search(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)", name):
            return date.fromisoformat(found.group())
        pattern = rf"(?i)(?:(?<!\d)(\d{{1,2}})[ _-])?(?<![a-z])({'|'.join(MONTHS)})[ _-]?(20\d{{2}})(?!\d)"
        if found := re.search(pattern, name):
            return date(int(found[3]), MONTHS.index(found[2].lower()) + 1, int(found[1] or 1))
    except ValueError:
        return None
    return None
