"""The English Indices of Deprivation summed up for upper-tier councils."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cairn.common.reading.refusals import Refusal
from cairn.common.reading.text import Row, check_width, read_rows
from cairn.indicators.importers.base import (
    MARKS,
    Figure,
    Notes,
    PlaceBook,
    SeriesKey,
    UnknownPlace,
    read_cell,
)
from cairn.indicators.models import Release, Series

CODE = re.compile(r"Upper Tier Local Authority District code \((\d{4})\)")
NAME = re.compile(r"Upper Tier Local Authority District name \((\d{4})\)")
# Their scores and shares mean the same from one edition to the next; ranks do not, and are kept as published.
FIGURES = re.compile(r"IMD(?: \d{4})? - (.+)")


def is_deprivation(header: list[str]) -> bool:
    return any(CODE.fullmatch(name) for name in header) and any(FIGURES.fullmatch(name) for name in header)


@dataclass(frozen=True)
class DeprivationLayout:
    family: str = "imd"
    title: str = "English Indices of Deprivation, summed up for councils"
    publisher: str = "Ministry of Housing, Communities and Local Government"
    licence: str = "Open Government Licence v3.0"
    content: str = Release.Content.FIGURES

    def read(self, source: BinaryIO, places: PlaceBook, notes: Notes) -> Iterator[Figure]:
        rows = read_rows(source)
        header = next(rows).cells
        names = [name.strip() for name in header]
        code_at, year = next(
            (index, int(found[1])) for index, name in enumerate(names) if (found := CODE.fullmatch(name))
        )
        columns = {
            index: SeriesKey(f"imd.{re.sub('[^a-z0-9]+', '_', found[1].casefold()).strip('_')}", Series.Unit.AMOUNT)
            for index, name in enumerate(names)
            if (found := FIGURES.fullmatch(name))
        }
        unknown = [
            name for index, name in enumerate(names) if index not in (*columns, code_at) and not NAME.fullmatch(name)
        ]
        if unknown:
            notes.add(f"Unknown columns were left out: {', '.join(unknown)}.")
        name_at = next((index for index, name in enumerate(names) if NAME.fullmatch(name)), None)
        seen: dict[int, Row] = {}
        for row in rows:
            check_width(row, header)
            notes.rows += 1
            name = row.cells[name_at].strip() if name_at is not None else ""
            try:
                place = places.get_by_gss(row.cells[code_at].strip(), name=name, line=row.line, column=names[code_at])
            except UnknownPlace as problem:
                notes.leave_out(problem)
                continue
            first = seen.setdefault(place, row)
            if first != row:
                other = Refusal(
                    f"the council is already on line {first.line}, with other figures.", "Keep one.", line=row.line
                )
                notes.is_repeat(first.cells, row.cells, other)
                continue
            for index, series in columns.items():
                value, status = read_cell(
                    row.cells[index].strip(), MARKS, series.unit, line=row.line, column=names[index], notes=notes
                )
                yield Figure(series, year, 1, str(year), place, value, status)
