"""Tables that people bring, read in a process of their own: a small workbook can ask for all the memory there is."""

import json
import subprocess
import sys
from pathlib import Path

from cairn.common.files.inspection import TYPES, CheckedFile, UnableToTakeFile

ROOT = str(Path(__file__).resolve().parents[3])  # the same code as here, installed or not
SECONDS = 30
TABLES = (TYPES["csv"], TYPES["xlsx"])
UNREADABLE = "This table could not be read. Save it again, or save it as “CSV UTF-8”, and choose the new file."

Row = tuple[int, list[str]]  # the number that a person sees beside it, and its cells


def read_table(checked: CheckedFile, *, most_rows: int) -> list[Row]:
    """The rows that hold something, the header first; raises UnableToTakeFile."""
    if checked.content_type not in TABLES:
        raise UnableToTakeFile("This file is not a table. Allowed are CSV and Excel (xlsx). Save it as one of these.")
    code = f"from cairn.common.files.sheet import main; main({checked.content_type!r}, {most_rows:d})"
    command = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {ROOT!r}); {code}"]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=checked.content, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise UnableToTakeFile(UNREADABLE) from None
    return _read_answer(done.stdout if done.returncode == 0 else b"")


def _read_answer(output: bytes) -> list[Row]:
    try:
        answer = json.loads(output)
    except ValueError:
        raise UnableToTakeFile(UNREADABLE) from None
    if "problem" in answer:
        raise UnableToTakeFile(answer["problem"][:1].upper() + answer["problem"][1:])
    return [(number, cells) for number, cells in answer["rows"]]
