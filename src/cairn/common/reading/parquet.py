"""Parquet files, read by arro3, which is a fifth of the size of the libraries that do more with them (ADR 49)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

from cairn.common.reading.refusals import Refusal

if TYPE_CHECKING:
    from arro3.core import DataType, RecordBatchReader

MARK = b"PAR1"  # a whole file begins and ends with it
ROWS_AT_A_TIME = 1 << 16


def open_parquet(source: BinaryIO) -> "RecordBatchReader":
    """The names and types of the columns are read; no row is yet."""
    from arro3.io import read_parquet  # 30 MB of code that only these files need

    _check_ends(source)
    with _refuse_unreadable():
        return read_parquet(source, batch_size=ROWS_AT_A_TIME)


def read_columns(table: "RecordBatchReader", names: Sequence[str], *, most: int) -> dict[str, list[Any]]:
    """These columns as lists; a table of more rows than `most` is refused before it is in memory."""
    columns: dict[str, list[Any]] = {name: [] for name in names}
    rows = 0
    with _refuse_unreadable():
        for batch in table:
            rows += batch.num_rows
            if rows > most:
                raise Refusal(f"the table has more than {most:,} rows.", "Check what file this is.")
            for name, column in columns.items():
                column += batch.column(name).to_pylist()
    return columns


def describe(type_: "DataType") -> str:
    """What a column holds, in words: "text", "numbers", or what the file calls it."""
    kind = type(type_)
    if kind.is_string(type_) or kind.is_large_string(type_) or kind.is_string_view(type_):
        return "text"
    return "numbers" if kind.is_numeric(type_) else "neither text nor numbers"


def _check_ends(source: BinaryIO) -> None:
    """Say so where the end is missing: it is the common fault, of a download that broke off."""
    source.seek(-min(len(MARK), source.seek(0, 2)), 2)
    is_whole = source.read() == MARK
    source.seek(0)
    if not is_whole:
        _refuse("its end is missing")


@contextmanager
def _refuse_unreadable() -> Iterator[None]:
    try:
        yield
    except Refusal:
        raise
    except BaseException as problem:
        # arro3 has no exception of its own. Where a file lies about itself, its Rust code panics, and that is no
        # Exception for Python; anything else that is none (the end of the process) goes on.
        if not isinstance(problem, Exception) and type(problem).__module__ != "pyo3_runtime":
            raise
        _refuse((str(problem).splitlines() or ["no reason given"])[0][:200], problem)


def _refuse(reason: str, problem: BaseException | None = None) -> None:
    raise Refusal(
        f"this Parquet file cannot be read ({reason}).", "It may have been cut off; download it again."
    ) from problem
