"""Whether an error says that nothing can be written any more: the disk is full, or may only be read."""

import errno
import sqlite3
from collections.abc import Iterator
from enum import StrEnum


class DiskProblem(StrEnum):
    """What it says to whoever sent something."""

    FULL = "The disk that this site writes to is full."
    READ_ONLY = "The disk that this site writes to can only be read at the moment."


ERRNOS = {errno.ENOSPC: DiskProblem.FULL, errno.EDQUOT: DiskProblem.FULL, errno.EROFS: DiskProblem.READ_ONLY}
SQLITE_CODES = {
    sqlite3.SQLITE_FULL: DiskProblem.FULL,
    sqlite3.SQLITE_READONLY: DiskProblem.READ_ONLY,
}
# PostgreSQL: disk_full, read_only_sql_transaction
SQL_STATES = {"53100": DiskProblem.FULL, "25006": DiskProblem.READ_ONLY}
PRIMARY = 0xFF  # of a code of SQLite; what stands above it tells apart kinds of the same


def find_disk_problem(error: BaseException | None) -> DiskProblem | None:
    """What the error, or one that led to it, says of the disk."""
    for one in _list_chain(error):
        code = getattr(one, "sqlite_errorcode", None)
        found = (
            (ERRNOS.get(one.errno or 0) if isinstance(one, OSError) else None)
            or (SQLITE_CODES.get(code & PRIMARY) if code is not None else None)
            or SQL_STATES.get(getattr(one, "sqlstate", None) or "")
        )
        if found:
            return found
    return None


def _list_chain(error: BaseException | None) -> Iterator[BaseException]:
    met: set[int] = set()
    while error is not None and id(error) not in met:
        met.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
