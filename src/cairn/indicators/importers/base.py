"""What every importer shares: how a figure looks, how a refusal is told, how a cell is read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from math import isinf
from typing import Any, BinaryIO, NamedTuple, Protocol

from cairn.common.reading.refusals import Refusal
from cairn.indicators.enums import Status
from cairn.indicators.models import Series
from cairn.places.queries import AROUND, normalise

MONTHS = ["january", "february", "march", "april", "may", "june", "july"]
MONTHS += ["august", "september", "october", "november", "december"]
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
# Marks of the department's tables in all years; "[c]" is how the Government Analysis Function writes "c" since 2021.
MARKS = {
    "c": Status.SUPPRESSED,
    "k": Status.ROUNDS_TO_ZERO,
    "~": Status.ROUNDS_TO_ZERO,
    "u": Status.LOW_RELIABILITY,
    "x": Status.NOT_AVAILABLE,
    ":": Status.NOT_AVAILABLE,
    "z": Status.NOT_APPLICABLE,
    "low": Status.LOW,
    "-": Status.MISSING,
    "..": Status.MISSING,
    "": Status.MISSING,
}
# Where a file does not say what a column measures, a minus may be right; these are what software writes for "nothing".
SENTINELS = {-99.0, -999.0, -9999.0, -99999.0}
MOST_ERRORS = 100  # impossible numbers in one file; more are no slips of its publisher but another kind of table
MOST_UNKNOWN = 10  # councils in one file; more are a list that is not England's
FIRST_SHOWN = 5
CITY_OF = re.compile(r"^(city|county|district|unitary) (and county )?of ")
LONG_CODE = re.compile(r"[A-Z][0-9]{8}")


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


class UnknownPlace(Refusal):
    """A code that names no place here and contradicts nothing: the row can be left out, and the others kept."""

    def __init__(self, code: str, given: str, found: str, mend: str, **where: Any) -> None:
        self.code, self.given = code, given  # given: code and name, as they are in the file
        super().__init__(found, mend, **where)


ADD_COUNCIL = "If it is a new council, add it to definitions/places/england.yaml; otherwise correct the file."


@dataclass(frozen=True)
class PlaceBook:
    """Codes under which files name places: councils by their 3-digit code, or by their own codes of nine characters."""

    councils: dict[str, int]
    others: dict[str, int]  # regions and the country, by their 9-character codes
    gss: dict[str, int] = field(default_factory=dict)  # 9-character codes of councils that were always theirs alone
    names: dict[str, set[str]] = field(default_factory=dict)  # normalised name of a council -> codes
    other_names: dict[str, set[str]] = field(default_factory=dict)  # the same of regions and the country
    checked: dict[tuple[str, str, str], int] = field(default_factory=dict, compare=False)

    def get_council(
        self,
        code: str,
        *,
        name: str = "",
        gss: str = "",
        line: int | None = None,
        row: int | None = None,
        column: str,
    ) -> int:
        """The council of a row; raises Refusal where its code, name and long code are not of one council."""
        key = (code, name, gss)
        if key not in self.checked:
            self.checked[key] = self._find_council(tidy_code(code), name, gss, line=line, row=row, column=column)
        return self.checked[key]

    def _find_council(self, code: str, name: str, gss: str, **where: Any) -> int:
        gss = gss if LONG_CODE.fullmatch(gss) else ""
        named = _find_named(self.names, name)
        if not code and gss in self.gss:  # some downloads leave the short code out
            code = next(short for short, place in self.councils.items() if place == self.gss[gss])
        given = " ".join(filter(None, [code, name, f"({gss})" if gss else ""]))
        if code not in self.councils:
            if not (re.fullmatch("[0-9]{3}", code) or (gss and not code)):
                raise Refusal(
                    f"{code!r} is not the 3-digit code of a council in Cairn.",
                    "Correct the code; a spreadsheet may have changed it.",
                    **where,
                )
            if named or gss in self.gss or gss in self.others:
                raise self._contradict(code, name, gss, named, **where)
            raise UnknownPlace(
                code or gss,
                given,
                f"{code or gss!r} is not the {'3-digit' if code else 'long'} code of a council that Cairn knows.",
                ADD_COUNCIL,
                **where,
            )
        place = self.councils[code]
        if (named and code not in named) or self.gss.get(gss, place) != place or gss in self.others:
            raise self._contradict(code, name, gss, named, **where)
        return place

    def _contradict(self, code: str, name: str, gss: str, named: set[str], **where: Any) -> Refusal:
        given = ", ".join(
            f"{what} {text!r}" for what, text in (("code", code), ("name", name), ("long code", gss)) if text
        )
        short = {place: one for one, place in self.councils.items()}
        known = [
            f"the code of {name} is {' or '.join(sorted(named))}" if named else "",
            f"{gss} is the long code of {short[self.gss[gss]]}" if gss in self.gss else "",
            f"{gss} is the long code of a region or of England" if gss in self.others else "",
        ]
        return Refusal(
            f"the {given} are not of one council: {'; '.join(filter(None, known))}.",
            "Find out which of them is right, and correct the row.",
            **where,
        )

    def get_by_gss(
        self, code: str, *, name: str = "", line: int | None = None, row: int | None = None, column: str
    ) -> int:
        """For files that give nothing else; a code that two councils have had belongs to neither."""
        where: dict[str, Any] = {"line": line, "row": row, "column": column}
        place_id = self.gss.get(code, self.others.get(code))
        if place_id is None:
            raise UnknownPlace(
                code,
                f"{code} {name}".strip(),
                f"{code!r} is not the code of a council, region or country in Cairn.",
                ADD_COUNCIL,
                **where,
            )
        if code in self.others:
            return self.get_other(code, name=name, **where)
        named = _find_named(self.names, name)
        if named and place_id not in {self.councils[one] for one in named}:
            raise self._contradict("", name, code, named, **where)
        return place_id

    def get_other(
        self, code: str, *, name: str = "", line: int | None = None, row: int | None = None, column: str
    ) -> int:
        if code not in self.others:
            raise Refusal(
                f"{code!r} is not the code of England or of one of its regions.",
                "Correct the code, or take the row out if it is about another country.",
                line=line,
                row=row,
                column=column,
            )
        named = _find_named(self.other_names, name)
        if named and code not in named:
            raise Refusal(
                f"the code {code!r} and the name {name!r} are not of one area: the code of {name} is "
                f"{' or '.join(sorted(named))}.",
                "Find out which of them is right, and correct the row.",
                line=line,
                row=row,
                column=column,
            )
        return self.others[code]


def _find_named(names: dict[str, set[str]], name: str) -> set[str]:
    """Codes of the places of that name; none where no place is known by it, which contradicts nothing."""
    text = normalise(name)
    tries = (text, AROUND.sub("", text).strip(), CITY_OF.sub("", text))
    return next((found for one in tries if (found := names.get(one))), set())


def tidy_code(text: str) -> str:
    """A spreadsheet or data frame that reads codes as numbers writes 383 as 383.0."""
    return text.split(".")[0] if re.fullmatch(r"[0-9]{3}\.0+", text) else text


@dataclass
class Notes:
    """How many rows a reader saw, and what it did with those that it could not use, as sentences for the release."""

    rows: int = 0
    added: list[str] = field(default_factory=list)
    shared: dict[tuple[int, int], list[int]] = field(default_factory=dict)  # (place, year) -> all places of its row
    unknown: dict[str, int] = field(default_factory=dict)  # code and name of a place -> rows that were left out
    unknown_codes: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)  # cells with a number that cannot be
    repeated: int = 0
    first: Refusal | None = None  # what was left out or set aside first

    def add(self, sentence: str) -> None:
        self.added.append(sentence)

    def leave_out(self, problem: UnknownPlace) -> None:
        """Do without a row about a place that is not known; raises where there are too many such places."""
        self.first = self.first or problem
        if problem.given not in self.unknown:
            self.unknown_codes.append(problem.code)
        self.unknown[problem.given] = self.unknown.get(problem.given, 0) + 1
        if len(self.unknown) > MOST_UNKNOWN:
            raise problem

    def set_aside(self, problem: Refusal) -> None:
        """Do without a number that cannot be; raises where there are too many."""
        self.first = self.first or problem
        refused = Refusal(problem.found, "", line=problem.line, row=problem.row, column=problem.column)
        self.errors.append(refused.describe("").removeprefix(", ").rstrip(". "))
        if len(self.errors) > MOST_ERRORS:
            raise Refusal(
                f"{problem.found} Before it {MOST_ERRORS} other numbers cannot be right either.",
                "Check that this is the publisher's own table.",
                line=problem.line,
                row=problem.row,
                column=problem.column,
            )

    def is_repeat(self, first: Any, again: Any, problem: Refusal) -> bool:
        """Whether a row says the same as an earlier one of its kind; raises where it says something else."""
        if first != again:
            raise problem
        self.repeated += 1
        return True

    @property
    def sentences(self) -> list[str]:
        texts = list(self.added)
        if self.unknown:
            rows = sum(self.unknown.values())
            texts.append(
                f"{_count(rows, 'row')} about {_count(len(self.unknown), 'council')} that Cairn does not know "
                f"{'was' if rows == 1 else 'were'} left out: {'; '.join(self.unknown)}. "
                "Add new councils to definitions/places/england.yaml and run `cairn data import` with the file again."
            )
        if self.repeated:
            texts.append(
                f"{_count(self.repeated, 'row')} repeated an earlier row with the same figures; each was used once."
            )
        if self.errors:
            more = len(self.errors) - FIRST_SHOWN
            texts.append(
                f"{_count(len(self.errors), 'number')} cannot be right and {'is' if len(self.errors) == 1 else 'are'} "
                f"treated as an error in the published file: {'; '.join(self.errors[:FIRST_SHOWN])}"
                f"{f'; and {more} more' if more > 0 else ''}."
            )
        return texts


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


class Layout(Protocol):
    """One kind of published file."""

    @property
    def family(self) -> str: ...

    @property
    def content(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def publisher(self) -> str: ...

    @property
    def licence(self) -> str: ...

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
    notes: Notes | None = None,
) -> tuple[float | None, Status]:
    """The number in a cell, or the reason why there is none; anything else is refused, never guessed.

    A number that cannot be (a percentage of -99) is an error of the published file; without `notes` it is refused.
    """
    status = codes.get(text)
    if status is not None:
        return None, status
    if not NUMBER.fullmatch(text):
        mark = text.casefold()
        mark = mark[1:-1] if len(mark) > 2 and mark[0] == "[" and mark[-1] == "]" else mark
        if mark in codes:
            return None, codes[mark]
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
    fault = find_fault(value, unit, may_be_negative=may_be_negative)
    if fault is None:
        return value, Status.NUMBER
    problem = Refusal(f"{text!r} {fault}", "Correct the cell.", line=line, row=row, column=column)
    if notes is None:
        raise problem
    notes.set_aside(problem)
    return None, Status.SOURCE_ERROR


def find_fault(value: float, unit: Series.Unit, *, may_be_negative: bool = False) -> str | None:
    """Why a number cannot be what its column holds."""
    if isinf(value):
        return "is larger than any number that could be published."
    if unit == Series.Unit.UNSTATED and value in SENTINELS:
        return "is what software writes where there is no figure."
    if may_be_negative or unit == Series.Unit.UNSTATED:
        return None
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
