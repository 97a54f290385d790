"""What the table component needs to know about a column."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column with figures is set flush right, its digits under each other."""

    label: str
    numeric: bool = False
