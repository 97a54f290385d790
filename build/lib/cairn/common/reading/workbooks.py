"""Sheets of Excel and OpenDocument workbooks, read by calamine; sizes are capped before anything is read."""

import zipfile
from datetime import date, datetime
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

from cairn.common.reading.refusals import Refusal

MOST_ROWS, MOST_BYTES = 100_000, 256 * 1024 * 1024
Cells = list[list[Any]]


def open_workbook(source: BinaryIO) -> CalamineWorkbook:
    source.seek(0)
    try:
        with zipfile.ZipFile(source) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST_BYTES:
                raise Refusal("unpacked this workbook is larger than 256 MB.", "Save only the sheets you need.")
        source.seek(0)
        return CalamineWorkbook.from_filelike(source)
    except (CalamineError, zipfile.BadZipFile, OSError) as problem:
        raise Refusal(f"this workbook cannot be read ({problem}).", "It may be damaged; download it again.") from None


def read_sheet(workbook: CalamineWorkbook, name: str) -> Cells:
    """The rows of a sheet from its first, so that row 1 is the one that a person sees as row 1."""
    try:
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS + 1)
    except CalamineError as problem:
        raise Refusal(f"the sheet {name!r} cannot be read ({problem}).", "Save the workbook again.") from None
    if len(rows) > MOST_ROWS:
        raise Refusal(f"the sheet {name!r} has more than {MOST_ROWS:,} rows.", "Check what file this is.")
    return rows


def find_header(rows: Cells, wanted: set[str], *, within: int = 10) -> int | None:
    """The index of the first row that has all these cells; titles and notes often stand above it."""
    for index, row in enumerate(rows[:within]):
        if wanted <= {read_text(cell) for cell in row}:
            return index
    return None


def read_text(cell: Any) -> str:
    """A cell as text: whole numbers without a point, spaces tidied."""
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return " ".join(str(cell).split())


def read_day(cell: Any, forms: tuple[str, ...], *, row: int, column: str) -> date | None:
    """A day as the workbook or its text gives it; none where the cell is empty or says None."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = read_text(cell)
    if text in ("", "None", "NULL", "NA"):
        return None
    for form in forms:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 a day has no time zone
        except ValueError:
            continue
    raise Refusal(
        f"{text[:40]!r} is not a day.", "Write it as 27/10/2023, or as a date of the workbook.", row=row, column=column
    )
