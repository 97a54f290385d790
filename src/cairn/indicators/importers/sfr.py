"""Underlying data of the statistical first releases on children looked after, 2010 to 2017, as first published."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cairn.common.reading.refusals import Refusal
from cairn.common.reading.text import Row, check_width, find_columns, read_rows
from cairn.indicators.enums import Status
from cairn.indicators.importers.base import (
    MARKS,
    Figure,
    Notes,
    PlaceBook,
    SeriesKey,
    UnknownPlace,
    read_cell,
    tidy_code,
)
from cairn.indicators.models import Release, Series

COUNT = Series.Unit.COUNT
CODES = MARKS | {"x": Status.SUPPRESSED, "#VALUE!": Status.SOURCE_ERROR}  # x meant something else then
TOTAL = re.compile(r"(?:CLA_Mar|MarTotal_)(\d{4})")
POPULATION = re.compile(r"Mid(\d{4})Pop0-17")
DETAIL = re.compile(r"(CLAA?(?:_\w+?)??|MarPlace_\w+?)_?(\d{4})?")
SPARE = {"New_geog_code", "LA_order", "geog_n"}
MAY_BE_NEGATIVE = {"sfr.CLA_NetGain"}
NATIONAL, REGIONAL, LOCAL = "national", "regional", "local"
LEVELS = {"NATIONAL": NATIONAL, "REGION": REGIONAL, "GOR": REGIONAL, "LA": LOCAL}
ENGLAND = "E92000001"
# The same letters mean different regions: in 2010 the old letters of the government office regions stood, with gaps.
LETTERS_2010 = dict(zip("ABDEFGHJK", [f"E1200000{number}" for number in range(1, 10)], strict=True))
LETTERS = dict(zip("ABCDEFGJK", [f"E1200000{number}" for number in range(1, 10)], strict=True))
LETTERS |= {"H": "E13000001", "I": "E13000002"}  # Inner and Outer London share London's long code in these files


@dataclass(frozen=True)
class Column:
    index: int
    name: str
    series: SeriesKey
    year: int
    label: str


@dataclass(frozen=True)
class SfrLayout:
    family: str = "sfr"
    content: str = Release.Content.FIGURES
    title: str = "Children looked after: underlying data of the statistical first release"
    publisher: str = "Department for Education"
    licence: str = "Open Government Licence v3.0"

    def read(self, source: BinaryIO, places: PlaceBook, notes: Notes) -> Iterator[Figure]:
        rows = read_rows(source)
        header = next(rows).cells
        find_columns(header, ["geog_l", "geog_c"])
        names = [name.strip() for name in header]
        year = find_year(header)
        columns = list(_get_columns(names, year, notes))
        blank = [index for index, name in enumerate(names) if not name]
        level, code = names.index("geog_l"), names.index("geog_c")
        letters = LETTERS if "New_geog_code" in names else LETTERS_2010
        called = names.index("geog_n") if "geog_n" in names else None
        seen: dict[int, Row] = {}
        for row in rows:
            check_width(row, header)
            notes.rows += 1
            _check_blank(row, blank)
            name = row.cells[called].strip() if called is not None else ""
            try:
                place_id = _get_place(
                    row, row.cells[level].strip(), row.cells[code].strip(), name, letters, places, notes
                )
            except UnknownPlace as problem:
                notes.leave_out(problem)
                continue
            first = seen.setdefault(place_id, row)
            if first != row:
                other = Refusal(
                    f"the same place is already on line {first.line}, with other figures.",
                    "Keep the row that is right.",
                    line=row.line,
                )
                notes.is_repeat(first.cells, row.cells, other)
                continue
            for column in columns:
                value, status = read_cell(
                    row.cells[column.index].strip(),
                    CODES,
                    COUNT,
                    line=row.line,
                    column=column.name,
                    may_be_negative=column.series.key in MAY_BE_NEGATIVE,
                    notes=notes,
                )
                yield Figure(column.series, column.year, 1, column.label, place_id, value, status)


def find_year(header: list[str]) -> int:
    """The year stands in the name of the column of totals, and nowhere else."""
    for name in header:
        if found := TOTAL.fullmatch(name.strip()):
            return int(found[1])
    raise Refusal(
        "the column of children looked after at 31 March (such as CLA_Mar2016) is missing.",
        "Use the publisher's original file.",
        line=1,
    )


def _get_columns(names: list[str], year: int, notes: Notes) -> Iterator[Column]:
    unknown = []
    for index, name in enumerate(names):
        if name in SPARE or name in ("", "geog_l", "geog_c"):
            continue
        if TOTAL.fullmatch(name):
            yield Column(index, name, SeriesKey("sfr.cla.on_31_march", COUNT), year, str(year))
        elif found := POPULATION.fullmatch(name):
            label = f"Mid{found[1]}"
            yield Column(index, name, SeriesKey("sfr.population_0_17", COUNT), int(found[1]), label)
        elif (found := DETAIL.fullmatch(name)) and found[2] in (None, str(year)):
            yield Column(index, name, SeriesKey(f"sfr.{found[1]}", COUNT), year, str(year))
        else:
            unknown.append(name)
    if unknown:
        notes.add(f"Unknown columns were left out: {', '.join(unknown)}.")


def _check_blank(row: Row, blank: list[int]) -> None:
    for index in blank:
        if row.cells[index].strip():
            raise Refusal(
                f"{row.cells[index]!r} is in a column without a name.",
                "Name the column or remove it.",
                line=row.line,
                column=index + 1,
            )


def _get_place(
    row: Row, level: str, code: str, name: str, letters: dict[str, str], places: PlaceBook, notes: Notes
) -> int:
    kind = LEVELS.get(level.upper())
    if not level and tidy_code(code) in places.councils:
        notes.add(f"Line {row.line} has no level; it was read as a council because its code is {code}.")
        kind = LOCAL
    if kind == LOCAL:
        return places.get_council(code, name=name, line=row.line, column="geog_c")
    if kind == REGIONAL:
        return places.get_other(letters.get(code, code), name=name, line=row.line, column="geog_c")
    if kind == NATIONAL:  # its number was 921 in 2010, which is also the Isle of Wight: the level decides
        return places.get_other(ENGLAND, line=row.line, column="geog_c")
    raise Refusal(
        f"{level!r} is not a level known for this table; known are {', '.join(LEVELS)}.",
        "Correct the row or take it out.",
        line=row.line,
        column="geog_l",
    )
