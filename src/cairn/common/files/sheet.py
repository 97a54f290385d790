"""The rows of a table as JSON, from stdin to stdout. Runs under limits, alone; tables.py starts it."""

import io
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO

from cairn.common.files.extract import limit
from cairn.common.reading.refusals import Refusal
from cairn.common.reading.text import read_rows
from cairn.common.reading.workbooks import open_workbook, read_sheet

Rows = Iterator[tuple[int, list[str]]]


def read_text(source: BinaryIO) -> Rows:
    for row in read_rows(source):
        yield row.line, [write_cell(cell) for cell in row.cells]


def read_workbook(source: BinaryIO) -> Rows:
    """The first sheet; others may hold notes."""
    workbook = open_workbook(source)
    if not workbook.sheet_names:
        raise Refusal("this workbook has no sheet.", "Save it again.")
    for number, row in enumerate(read_sheet(workbook, workbook.sheet_names[0]), start=1):
        cells = [write_cell(cell) for cell in row]
        if any(cells):
            yield number, cells


def write_cell(cell: Any) -> str:
    """A cell as somebody sees it: whole numbers without a point, days without an hour, lines kept."""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    text = "\n".join(line.rstrip() for line in str(cell).splitlines()).strip()
    return "".join(letter for letter in text if letter.isprintable() or letter in "\n\t")


def take(rows: Rows, most: int) -> list[tuple[int, list[str]]]:
    """The rows under each other; one is the header."""
    found: list[tuple[int, list[str]]] = []
    for row in rows:
        if len(found) > most:
            raise Refusal(f"there are more than {most:,} rows.", "Cut the table into smaller files.")
        found.append(row)
    return found


def main(content_type: str, most_rows: str) -> None:
    source = io.BytesIO(sys.stdin.buffer.read())
    limit()
    try:
        rows = take((read_text if content_type == "text/csv" else read_workbook)(source), int(most_rows))
    except Refusal as problem:
        sys.stdout.write(json.dumps({"problem": problem.describe("the file")}))
    else:
        sys.stdout.write(json.dumps({"rows": rows}))
