"""CSV files as people have them: what cannot be used is named with its line, and with what to do about it."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from stepchange import PanelError
from stepchange.options import FIRST_YEAR, LAST_YEAR

MOST_SHOWN = 20
SAVE_AGAIN = "Open it in a spreadsheet and save the sheet as “CSV UTF-8 (comma delimited)”."
SIGNATURES = (
    (b"PK\x03\x04", "is a workbook or another packed file, not a CSV file"),
    (b"\xd0\xcf\x11\xe0", "is a workbook of an old kind, not a CSV file"),
    (b"PAR1", "is a Parquet file, not a CSV file"),
    (b"\xff\xfe", "is written in UTF-16"),
    (b"\xfe\xff", "is written in UTF-16"),
)
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


class Problems(list[str]):
    """Everything that is wrong with a file, said at once."""

    @contextmanager
    def collect(self) -> Iterator[None]:
        """Note a problem and go on."""
        try:
            yield
        except PanelError as problem:
            self.append(str(problem))

    def check(self) -> None:
        """Raise when there is any: twenty of them, and how many more."""
        if not self:
            return
        if len(self) == 1:
            raise PanelError(self[0])
        lines = [f"There are {len(self)} problems:", *(f"- {one}" for one in self[:MOST_SHOWN])]
        if len(self) > MOST_SHOWN:
            lines.append(f"- and {len(self) - MOST_SHOWN} more.")
        raise PanelError("\n".join(lines))


def listing(names: list[str]) -> str:
    """'A, B, C'; of a long list twenty and how many more."""
    shown = ", ".join(names[:MOST_SHOWN])
    return f"{shown} and {len(names) - MOST_SHOWN} more" if len(names) > MOST_SHOWN else shown


def read_rows(
    path: str, *choices: set[str], needed: str = "", problems: Problems | None = None
) -> Iterator[tuple[str, dict[str, str]]]:
    """Each row with where it stands, for messages; PanelError unless all columns of one of the choices are there.

    Rows with more cells than the file has columns are noted among the problems and left out.
    """
    found = Problems() if problems is None else problems
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    try:
        columns = [name.strip().casefold() for name in next(reader, [])]
        _check_columns(path, columns, choices, needed)
        for cells in reader:
            where = f"{path}, line {reader.line_num}"
            if not any(cell.strip() for cell in cells):
                continue
            surplus = [cell for cell in cells[len(columns) :] if cell.strip()]
            if surplus:
                found.append(
                    f"{where}: there are more cells than columns ({surplus[0]!r} is the first without one); a cell "
                    "that holds a comma needs quotation marks."
                )
                continue
            padded = [*cells, *[""] * (len(columns) - len(cells))]
            yield where, {name: cell.strip() for name, cell in zip(columns, padded, strict=False) if name}
    except csv.Error as problem:
        raise PanelError(f"{path}, line {reader.line_num}: this is not CSV ({problem}). {SAVE_AGAIN}") from None
    if problems is None:
        found.check()


def read_text(path: str) -> str:
    """The text of a file in UTF-8; PanelError names the file and the remedy."""
    try:
        raw = Path(path).read_bytes()
    except OSError as problem:
        raise PanelError(f"{path} cannot be read ({problem.strerror}). Give the name of a CSV file.") from None
    for signature, words in SIGNATURES:
        if raw.startswith(signature):
            raise PanelError(f"{path} {words}. {SAVE_AGAIN}")
    if b"\x00" in raw:
        raise PanelError(f"{path} is not text in UTF-8. {SAVE_AGAIN}")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        raise PanelError(f"{path}, line {line}: this is not UTF-8. {SAVE_AGAIN}") from None


def _check_columns(path: str, columns: list[str], choices: tuple[set[str], ...], needed: str) -> None:
    if any(choice <= set(columns) for choice in choices):
        twice = [name for name in dict.fromkeys(columns) if name and columns.count(name) > 1]
        if twice:
            raise PanelError(f"{path} has the column {twice[0]!r} twice; keep one of them.")
        return
    separators = [words for mark, words in SEPARATORS.items() if len(columns) == 1 and mark in columns[0]]
    if separators:
        raise PanelError(f"{path} has {separators[0]} between its cells; commas are needed. {SAVE_AGAIN}")
    choice = needed or ", ".join(sorted(choices[0]))
    raise PanelError(f"{path} has the columns {sorted(columns)}; {choice} are needed.")


def whole_number(text: str, where: str, column: str) -> int:
    if not text.removeprefix("-").isdecimal():
        raise PanelError(f"{where}: the {column} {text!r} is not a whole number.")
    return int(text)


def read_year(text: str, where: str) -> int:
    if not (text.isdecimal() and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise PanelError(f"{where}: the period {text!r} is not a year; write 2021 for the year that ends in it.")
    return int(text)


def number(text: str, column: str, where: str) -> float:
    """A number, or NaN for an empty cell."""
    if not text.strip():
        return np.nan
    try:
        found = float(text.replace("_", "x"))
    except ValueError:
        found = np.nan
    if not np.isfinite(found):
        raise PanelError(f"{where}: the {column} {text!r} is not a number; leave the cell empty where there is none.")
    return found
