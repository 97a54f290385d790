"""CSV read strictly: UTF-8 or refused, with the true line of every row."""

import csv
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from cairn.common.reading.refusals import Refusal

LONGEST_LINE = 1_000_000  # bytes; a table has no longer lines, and a file without line ends must not fill the memory
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SAVE_AS_UTF8 = "Save the file as 'CSV UTF-8' and import it again."


class Row(NamedTuple):
    line: int  # the line on which the row begins
    cells: list[str]


def read_rows(source: BinaryIO) -> Iterator[Row]:
    """Rows of a CSV file; empty lines are left out."""
    source.seek(0)
    reader = csv.reader(_read_lines(source), strict=True)
    begins = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            raise Refusal(
                f"this is not a well-formed table ({problem}).", "Check the quotation marks of the row.", line=begins
            ) from None
        if any(cells):
            yield Row(begins, cells)
        begins = reader.line_num + 1


def _read_lines(source: BinaryIO) -> Iterator[str]:
    number = 0
    while raw := source.readline(LONGEST_LINE):
        number += 1
        if number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
            if raw.startswith(UTF_16):
                raise Refusal("the file is UTF-16 and not UTF-8.", SAVE_AS_UTF8, line=1)
        if len(raw) == LONGEST_LINE and not raw.endswith(b"\n"):
            raise Refusal("the line is longer than a million characters.", "This is not a table.", line=number)
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as problem:
            raise Refusal(
                f"the byte {raw[problem.start]:#04x} is not UTF-8 (it may be Latin-1 or Windows-1252).",
                SAVE_AS_UTF8,
                line=number,
                column=len(raw[: problem.start].decode("utf-8")) + 1,
            ) from None
        if b"\0" in raw:
            raise Refusal("this is not a text file.", "Use the publisher's CSV file.", line=number)
        yield text


def check_width(row: Row, header: list[str]) -> None:
    if len(row.cells) != len(header):
        raise Refusal(
            f"the row has {len(row.cells)} cells and the header has {len(header)}.",
            "Check the commas and quotation marks of the row; the file may have been cut off here.",
            line=row.line,
        )


def find_columns(header: list[str], wanted: list[str]) -> dict[str, int]:
    """Where each wanted column stands; a missing or doubled one is refused."""
    names = [name.strip() for name in header]
    missing = [name for name in wanted if name not in names]
    if missing:
        raise Refusal(
            f"the column{'s' if len(missing) > 1 else ''} {', '.join(map(repr, missing))} "
            f"{'are' if len(missing) > 1 else 'is'} missing.",
            f"The columns found are: {', '.join(names)}. Use the publisher's original file.",
            line=1,
        )
    doubled = sorted({name for name in names if name and names.count(name) > 1})
    if doubled:
        raise Refusal(f"the column {doubled[0]!r} appears twice.", "Keep one of them.", line=1)
    return {name: names.index(name) for name in wanted}
