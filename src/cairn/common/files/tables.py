"""Tables that people bring, read in a process of their own: a small workbook can ask for all the memory there is."""

import json

from cairn.common.files.apart import UnableToOpen, run_apart
from cairn.common.files.inspection import TYPES, CheckedFile, UnableToTakeFile

TABLES = (TYPES["csv"], TYPES["xlsx"])
UNREADABLE = "This table could not be read. Save it again, or save it as “CSV UTF-8”, and choose the new file."

Row = tuple[int, list[str]]  # the number that a person sees beside it, and its cells


def read_table(checked: CheckedFile, *, most_rows: int) -> list[Row]:
    """The rows that hold something, the header first; raises UnableToTakeFile."""
    if checked.content_type not in TABLES:
        raise UnableToTakeFile("This file is not a table. Allowed are CSV and Excel (xlsx). Save it as one of these.")
    try:
        return _read_answer(run_apart("sheet", checked.content_type, str(most_rows), content=checked.content))
    except UnableToOpen:
        raise UnableToTakeFile(UNREADABLE) from None


def _read_answer(output: bytes) -> list[Row]:
    try:
        answer = json.loads(output)
    except ValueError:
        raise UnableToTakeFile(UNREADABLE) from None
    if "problem" in answer:
        raise UnableToTakeFile(answer["problem"][:1].upper() + answer["problem"][1:])
    return [(number, cells) for number, cells in answer["rows"]]
