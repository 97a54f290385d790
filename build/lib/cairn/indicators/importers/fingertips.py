"""Public health profiles (Fingertips): one or several indicators, with counts and limits of confidence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cairn.common.reading.text import Row, check_width, find_columns, read_rows
from cairn.indicators.enums import Status
from cairn.indicators.importers.base import Figure, Notes, PlaceBook, Refusal, SeriesKey, read_cell
from cairn.indicators.importers.lait import Period, read_label
from cairn.indicators.models import Release, Series

COLUMNS = ["Indicator ID", "Area Code", "Area Type", "Sex", "Age", "Category Type", "Time period", "Value"]
LIMITS = {"Lower CI 95.0 limit": "lower_95", "Upper CI 95.0 limit": "upper_95"}
LIMITS |= {"Lower CI 99.8 limit": "lower_99_8", "Upper CI 99.8 limit": "upper_99_8"}
COUNTS = {"Count": "count", "Denominator": "denominator"}
NOTE = "Value note"
CODES = {"": Status.MISSING}
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
        rows = read_rows(source)
        header = next(rows).cells
        where = find_columns(header, self.own_columns)
        seen: dict[tuple, tuple[int, list[str]]] = {}
        periods: dict[str, Period] = {}
        not_areas = repeated = 0
        names: dict[str, str] = {}
        for row in rows:
            check_width(row, header)
            notes.rows += 1
            cells = {name: row.cells[index].strip() for name, index in where.items()}
            if cells["Category Type"]:
                not_areas += 1
                continue
            place = places.get_by_gss(cells["Area Code"], line=row.line, column="Area Code")
            start = _get_start(row, cells)
            names[cells["Indicator ID"]] = (
                row.cells[header.index("Indicator Name")] if "Indicator Name" in header else ""
            )
            text = cells["Time period"]
            if text not in periods:
                periods[text] = _read_period(row, text)
            values = [cells[name] for name in ("Value", *LIMITS, *COUNTS)]
            first = seen.setdefault((start, text, place), (row.line, values))
            if first[0] != row.line:
                if first[1] != values:
                    raise Refusal(
                        f"the same area, year, sex and age already stand on line {first[0]} with other figures.",
                        "Keep the row that is right.",
                        line=row.line,
                    )
                repeated += 1
                continue
            yield from _read_figures(row, cells, start, periods[text], place)
        notes.add("; ".join(f"Indicator {key}: {name}" for key, name in sorted(names.items())) + ".")
        if not_areas:
            notes.add(f"{not_areas:,} rows about groups of areas, such as deprivation deciles, were left out.")
        if repeated:
            notes.add(f"{repeated:,} rows stand there twice with the same figures; each was taken once.")


def _get_start(row: Row, cells: dict[str, str]) -> str:
    if not cells["Indicator ID"].isdecimal():
        raise Refusal(
            f"{cells['Indicator ID']!r} is not the number of an indicator.",
            "Give the file as the publisher offers it.",
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


def _read_figures(row: Row, cells: dict[str, str], start: str, period: Period, place: int) -> Iterator[Figure]:
    label = cells["Time period"]
    why = Status.SUPPRESSED if HIDDEN.search(cells[NOTE]) else Status.MISSING

    def make(end: str, name: str, unit: Series.Unit) -> Figure:
        text = "" if name in LIMITS and cells[name] == NO_LIMIT else cells[name]
        value, status = read_cell(text, CODES, unit, line=row.line, column=name, may_be_negative=True)
        if value is None and name not in LIMITS:
            status = why
        return Figure(SeriesKey(f"{start}.{end}", unit), *period, label, place, value, status)

    yield make("value", "Value", Series.Unit.UNSTATED)
    for name, end in LIMITS.items():
        yield make(end, name, Series.Unit.UNSTATED)
    for name, end in COUNTS.items():
        yield make(end, name, Series.Unit.AMOUNT)
