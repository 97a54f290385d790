"""Lists of areas: which districts lie in a council's area, and under which other names councils are known."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cairn.common.reading.refusals import Refusal
from cairn.common.reading.text import check_width, find_columns, read_rows
from cairn.common.reading.workbooks import find_header, open_workbook, read_sheet, read_text
from cairn.indicators.importers.base import AreaRow, Notes, PlaceBook, UnknownPlace
from cairn.indicators.importers.lait import REORGANISED
from cairn.indicators.models import Release

OGL = "Open Government Licence v3.0"
PROVIDER = ["la_code", "la_code_new", "local_authority_ons_name", "also_known_as"]
CODE_LIST = {"LA Number", "LA Name", "Region", "Type"}


def find_year(header: list[str]) -> str | None:
    """The two digits in LTLA23CD, where the file has all four columns of one year."""
    for name in header:
        year = name[4:6]
        if name.startswith("LTLA") and name.endswith("CD") and set(get_lookup_columns(year)) <= set(header):
            return year
    return None


def get_lookup_columns(year: str) -> list[str]:
    return [f"LTLA{year}CD", f"LTLA{year}NM", f"UTLA{year}CD", f"UTLA{year}NM"]


@dataclass(frozen=True)
class LookupLayout:
    family: str = "ons.lookup"
    title: str = "Districts and the councils they lie in"
    publisher: str = "Office for National Statistics"
    licence: str = OGL
    content: str = Release.Content.AREAS

    def read(self, source: BinaryIO, places: PlaceBook, notes: Notes) -> Iterator[AreaRow]:
        rows = read_rows(source)
        header = next(rows).cells
        names = [name.strip() for name in header]
        columns = get_lookup_columns(find_year(names) or "")
        where = find_columns(header, columns)
        elsewhere = 0
        for row in rows:
            check_width(row, header)
            notes.rows += 1
            district_code, district, code, name = (row.cells[where[one]].strip() for one in columns)
            if not code.startswith("E"):
                elsewhere += 1
                continue
            try:
                place = places.get_by_gss(code, name=name, line=row.line, column=columns[2])
            except UnknownPlace as problem:
                notes.leave_out(problem)
                continue
            yield AreaRow(place, district)
            yield AreaRow(place, district_code)  # postcodes lead to it
        if elsewhere:
            notes.add(f"{elsewhere} areas outside England were left out.")


@dataclass(frozen=True)
class ProviderLayout:
    family: str = "providers"
    title: str = "Councils with their codes in several lists"
    publisher: str = "Data to Insight"
    licence: str = OGL
    content: str = Release.Content.AREAS

    def read(self, source: BinaryIO, places: PlaceBook, notes: Notes) -> Iterator[AreaRow]:
        rows = read_rows(source)
        header = next(rows).cells
        where = find_columns(header, PROVIDER)
        other = []
        for row in rows:
            check_width(row, header)
            notes.rows += 1
            code, gss, name, also = (row.cells[where[column]].strip() for column in PROVIDER)
            try:
                place = places.get_council(code, line=row.line, column="la_code")
            except UnknownPlace as problem:
                notes.leave_out(problem)
                continue
            if gss and places.gss.get(gss) != place:
                other.append(f"{name} ({code}, {gss})")
            for one in (name, *also.split(";")):
                if one.strip():
                    yield AreaRow(place, one.strip())
        if other:
            notes.add(
                f"The nine-character code is not the one Cairn has for: {', '.join(other)}. The "
                "three-digit code was used."
            )


@dataclass(frozen=True)
class CodeListLayout:
    family: str = "lait.codes"
    title: str = "Local Authority Interactive Tool: list of councils"
    publisher: str = "Department for Education"
    licence: str = OGL
    content: str = Release.Content.AREAS

    def read(self, source: BinaryIO, places: PlaceBook, notes: Notes) -> Iterator[AreaRow]:
        workbook = open_workbook(source)
        for sheet in workbook.sheet_names:
            rows = read_sheet(workbook, sheet)
            start = find_header(rows, CODE_LIST)
            if start is None:
                continue
            header = [read_text(cell) for cell in rows[start]]
            code_at, name_at, type_at = (header.index(name) for name in ("LA Number", "LA Name", "Type"))
            for number, cells in enumerate(rows[start + 1 :], start=start + 2):
                code, name = read_text(cells[code_at]), read_text(cells[name_at])
                if not code:
                    continue
                notes.rows += 1
                if not read_text(cells[type_at]) or read_text(cells[type_at]) == "NA":
                    continue  # the country and its regions
                try:
                    place = places.get_council(code, name=REORGANISED.sub("", name), row=number, column="LA Number")
                except UnknownPlace as problem:
                    notes.leave_out(problem)
                    continue
                yield AreaRow(place, name)
            return
        raise Refusal("no sheet has the columns LA Number, LA Name, Region and Type.", "Use the original workbook.")
