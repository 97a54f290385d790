"""A file that was refused: what was found, where, and what to do."""


class UnableToImport(ValueError):
    """A file, or a whole import, that was refused; nothing of it was kept."""


class Refusal(UnableToImport):
    """What was found, where, and what to do. The file's name is added by whoever opened it."""

    def __init__(
        self,
        found: str,
        mend: str,
        *,
        line: int | None = None,
        row: int | None = None,  # for files that have no lines
        column: str | int | None = None,
    ) -> None:
        self.found, self.mend, self.line, self.row, self.column = found, mend, line, row, column
        super().__init__(self.describe("the file"))

    def describe(self, name: str) -> str:
        where = [name]
        if self.line is not None:
            where.append(f"line {self.line}")
        if self.row is not None:
            where.append(f"row {self.row}")
        if self.column is not None:
            where.append(f"column {self.column}")
        return f"{', '.join(where)}: {self.found} {self.mend}"
