"""Public health profiles (Fingertips): one or several indicators, with counts and limits of confidence."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, BinaryIO

from cairn.common.reading.refusals import Refusal
from cairn.common.reading.text import Row, check_width, find_columns, read_rows
from cairn.indicators.enums import Status
from cairn.indicators.importers.base import (
    MARKS,
    MONTHS,
    Figure,
    Notes,
    PlaceBook,
    SeriesKey,
    UnknownPlace,
    read_cell,
)
from cairn.indicators.importers.lait import Period, read_label
from cairn.indicators.models import Release, Series

COLUMNS = ["Indicator ID", "Area Code", "Area Type", "Sex", "Age", "Category Type", "Time period", "Value"]
LIMITS = {"Lower CI 95.0 limit": "lower_95", "Upper CI 95.0 limit": "upper_95"}
LIMITS |= {"Lower CI 99.8 limit": "lower_99_8", "Upper CI 99.8 limit": "upper_99_8"}
COUNTS = {"Count": "count", "Denominator": "denominator"}
NOTE, NAME, TYPE = "Value note", "Area Name", "Area Type"
# Kinds of areas by the words of the publisher, who has called councils with children's services both.
COUNCILS = re.compile(r"(?i)upper tier|\butlas?\b|count(y|ies)")
REGIONS = re.compile(r"(?i)^(england|country|(government office )?regions?\b)")
SHORT_MONTHS = [month[:3] for month in MONTHS]
MONTH = re.compile(rf"(?i)(?:(\d{{1,2}})|\b({'|'.join(SHORT_MONTHS)})[a-z]*)[/ ](?:20)?(\d{{2}})(?!\d)")
UNTIL = re.compile(r"(?i)\b(pre|before|until|to) *$")
NO_LIMIT = "-1"
HIDDEN = re.compile(r"(?i)suppress|disclosure|small number")


@dataclass(frozen=True)
class FingertipsLayout:
    family: str = "fingertips"
    title: str = "Public health profiles (Fingertips)"
    publisher: str = "Office for Health Improvement and Disparities"
    licence: str = "Open Government Licence v3.0"
    content: str = Release.Content.FIGURES

    @property
    def own_columns(self) -> list[str]:
        return [*COLUMNS, *LIMITS, *COUNTS, NOTE]

    def read(self, source: BinaryIO, places: PlaceBook, notes: Notes) -> Iterator[Figure]:
        newest = _find_newest(source, self.own_columns, places)
        rows = read_rows(source)
        header = next(rows).cells
        where = find_columns(header, self.own_columns)
        more = {name: header.index(name) for name in (NAME, "Indicator Name") if name in header}
        seen: dict[tuple[Any, ...], tuple[int, list[str]]] = {}
        periods: dict[str, Period] = {}
        not_areas = older = 0
        other_kinds: Counter[str] = Counter()
        names: dict[str, str] = {}
        for row in rows:
            check_width(row, header)
            notes.rows += 1
            cells = {name: row.cells[index].strip() for name, index in (where | more).items()}
            if cells["Category Type"]:
                not_areas += 1
                continue
            if not _is_wanted(cells[TYPE]):
                other_kinds[cells[TYPE]] += 1
                continue
            key = _get_key(cells, places)
            if get_edition(cells[TYPE]) < newest.get(key, EARLIEST):
                older += 1
                continue
            try:
                place = places.get_by_gss(
                    cells["Area Code"], name=cells.get(NAME, ""), line=row.line, column="Area Code"
                )
            except UnknownPlace as problem:
                notes.leave_out(problem)
                continue
            start = _get_start(row, cells)
            names[cells["Indicator ID"]] = cells.get("Indicator Name", "")
            text = cells["Time period"]
            if text not in periods:
                periods[text] = _read_period(row, text)
            values = [cells[name] for name in ("Value", *LIMITS, *COUNTS)]
            first, before = seen.setdefault((start, periods[text], place), (row.line, values))
            if first != row.line:
                other = Refusal(
                    f"the same area, year, sex and age are already on line {first}, with other figures.",
                    f"Keep the row that is right. If the two lines differ in the column {TYPE}, download one type.",
                    line=row.line,
                )
                notes.is_repeat(before, values, other)
                continue
            yield from _read_figures(row, cells, start, periods[text], place, notes)
        notes.add("; ".join(f"Indicator {key}: {name}" for key, name in sorted(names.items())) + ".")
        if not_areas:
            notes.add(f"{not_areas:,} rows about groups of areas, such as deprivation deciles, were left out.")
        if other_kinds:
            text = ", ".join(f"{kind or 'no area type'} ({number:,})" for kind, number in sorted(other_kinds.items()))
            notes.add(f"Rows about areas other than councils, regions and England were left out: {text}.")
        if older:
            notes.add(f"Rows of councils that are also there under a newer {TYPE} were left out: {older:,}.")


Edition = tuple[int, int]
EARLIEST: Edition = (0, 0)


def _find_newest(source: BinaryIO, columns: list[str], places: PlaceBook) -> dict[tuple[Any, ...], Edition]:
    """For each row's subject that is there under several area types, the newest of them; one more reading."""
    rows = read_rows(source)
    header = next(rows).cells
    where = find_columns(header, columns)
    newest: dict[tuple[Any, ...], Edition] = {}
    types: set[str] = set()
    for row in rows:
        if len(row.cells) != len(header):
            break  # told by the reading that counts
        cells = {name: row.cells[index].strip() for name, index in where.items()}
        if not cells["Category Type"] and COUNCILS.search(cells[TYPE]):
            types.add(cells[TYPE])
            key = _get_key(cells, places)
            newest[key] = max(newest.get(key, EARLIEST), get_edition(cells[TYPE]))
    return newest if len(types) > 1 else {}


def _get_key(cells: dict[str, str], places: PlaceBook) -> tuple[Any, ...]:
    """What a row is about; a council by itself, because its long codes differ from area type to area type."""
    code = cells["Area Code"]
    return (places.gss.get(code, code), *(cells[name] for name in ("Indicator ID", "Sex", "Age", "Time period")))


def _is_wanted(kind: str) -> bool:
    return bool(COUNCILS.search(kind) or REGIONS.search(kind))


@cache
def get_edition(kind: str) -> Edition:
    """Year and month from which the areas of a type hold: (2023, 4) of "Upper tier local authorities (post 4/23)"."""
    found = MONTH.search(kind)
    if found is None or UNTIL.search(kind[: found.start()]):
        return EARLIEST
    month = int(found[1]) if found[1] else SHORT_MONTHS.index(found[2].casefold()) + 1
    return 2000 + int(found[3]), month


def _get_start(row: Row, cells: dict[str, str]) -> str:
    if not cells["Indicator ID"].isdecimal():
        raise Refusal(
            f"{cells['Indicator ID']!r} is not the number of an indicator.",
            "Use the publisher's original file.",
            line=row.line,
            column="Indicator ID",
        )
    parts = (
        re.sub("[^a-z0-9]+", "_", cells[name].casefold().replace("<", "under ")).strip("_") for name in ("Sex", "Age")
    )
    return f"fingertips.{cells['Indicator ID']}.{'.'.join(parts)}"


def _read_period(row: Row, text: str) -> Period:
    """As in the Local Authority Interactive Tool, with spaces around the dash of a range."""
    try:
        period = read_label(re.sub(r" *- *", "-", text))
    except Refusal as problem:
        raise Refusal(problem.found, problem.mend, line=row.line, column="Time period") from None
    if period is None:
        raise Refusal(f"{text!r} is not a year.", "Correct the row.", line=row.line, column="Time period")
    return period


def _read_figures(
    row: Row, cells: dict[str, str], start: str, period: Period, place: int, notes: Notes
) -> Iterator[Figure]:
    label = cells["Time period"]
    why = Status.SUPPRESSED if HIDDEN.search(cells[NOTE]) else Status.MISSING

    def make(end: str, name: str, unit: Series.Unit) -> Figure:
        text = "" if name in LIMITS and cells[name] == NO_LIMIT else cells[name]
        value, status = read_cell(text, MARKS, unit, line=row.line, column=name, notes=notes)
        if not text and name not in LIMITS:
            status = why
        return Figure(SeriesKey(f"{start}.{end}", unit), *period, label, place, value, status)

    yield make("value", "Value", Series.Unit.UNSTATED)
    for name, end in LIMITS.items():
        yield make(end, name, Series.Unit.UNSTATED)
    for name, end in COUNTS.items():
        yield make(end, name, Series.Unit.AMOUNT)
