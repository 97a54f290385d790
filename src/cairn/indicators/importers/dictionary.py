"""The Local Authority Interactive Tool's dictionary of its measures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, BinaryIO

from cairn.common.reading.refusals import Refusal
from cairn.common.reading.text import check_width, find_columns, read_rows
from cairn.indicators.importers.base import DictionaryRow, Notes, PlaceBook
from cairn.indicators.models import Release

TITLE, KEY = "Chart_title", "Measure_short"
COLUMNS = ["Topic", "Measure", TITLE, KEY, "Polarity", "y_axis_name", "Description", "Last Update", "Next Update"]
COLUMNS += ["Methodology", "Hyperlink(s)", "dps", "Year_Type"]
EMPTY = ("", "NA", "-", "N/A")
SERIAL_START = date(1899, 12, 30)  # day nought of spreadsheets
POLARITIES = {"High": "up", "Low": "down"}


@dataclass(frozen=True)
class DictionaryLayout:
    family: str = "lait.dictionary"
    title: str = "Local Authority Interactive Tool: dictionary"
    publisher: str = "Department for Education"
    licence: str = "Open Government Licence v3.0"
    content: str = Release.Content.DICTIONARY

    def read(self, source: BinaryIO, places: PlaceBook, notes: Notes) -> Iterator[DictionaryRow]:
        rows = read_rows(source)
        header = next(rows).cells
        where = find_columns(header, COLUMNS)
        seen: dict[tuple[str, str], tuple[int, dict[str, str]]] = {}
        twice: set[str] = set()
        topics: dict[str, str] = {}
        for row in rows:
            check_width(row, header)
            notes.rows += 1
            cells = {name: _tidy(row.cells[index]) for name, index in where.items()}
            key, topic = cells[KEY], cells["Topic"]
            if not key or len(key) > 90:
                raise Refusal(f"{key[:40]!r} is not the key of a measure.", "Correct it.", line=row.line, column=KEY)
            if topics.setdefault(key, topic) != topic:
                twice.add(key)
            first, before = seen.setdefault((key, topic), (row.line, cells))
            if first != row.line:
                problem = Refusal(
                    f"the measure {key!r} is already on line {first} under the same topic, with other words.",
                    "Keep one of them.",
                    line=row.line,
                )
                notes.is_repeat(before, cells, problem)
                continue
            yield DictionaryRow(f"lait.{key}", _get_fields(cells, row.line))
        if twice:
            notes.add(f"{len(twice)} measures appear under more than one topic.")


def _get_fields(cells: dict[str, str], line: int) -> dict[str, Any]:
    decimals = cells["dps"]
    if decimals and not (decimals.isdecimal() and int(decimals) < 10):
        raise Refusal(f"{decimals!r} is not a number of decimals.", "Correct the cell.", line=line, column="dps")
    return {
        "topic": cells["Topic"][:100],
        "title": (cells[TITLE] or cells["Measure"])[:300],
        "unit": cells["y_axis_name"][:150],
        "polarity": POLARITIES.get(cells["Polarity"], ""),
        "decimals": int(decimals) if decimals else None,
        "year_type": cells["Year_Type"][:60],
        "description": cells["Description"],
        "method": cells["Methodology"],
        "links": cells["Hyperlink(s)"],
        "last_update": read_serial(cells["Last Update"])[:60],
        "next_update": read_serial(cells["Next Update"])[:60],
    }


def _tidy(text: str) -> str:
    lines = [" ".join(line.split()) for line in text.replace("\r", "\n").split("\n")]
    tidied = "\n".join(line for line in lines if line)
    return "" if tidied in EMPTY else tidied


def read_serial(text: str) -> str:
    """A day that a spreadsheet wrote as a number (45809), as a day; other words as they are."""
    if text.isdecimal() and 30_000 < int(text) < 60_000:
        day = SERIAL_START + timedelta(days=int(text))
        return f"{day.day} {day:%B %Y}"
    return text
