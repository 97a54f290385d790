"""A table of records as a whole: which column is which answer, and which rows are taken."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Any

from cairn.records.forms.empty_answers import tidy_label
from cairn.records.forms.safeguarding import is_safeguarding_concern
from cairn.records.kinds import Kind
from cairn.records.policies import UnableToChangeRecord
from cairn.records.tables.columns import KEPT, REFERENCE, Column, get_columns
from cairn.records.tables.links import LinkColumn

MOST_ROWS = 500  # more are brought in as several tables
NOT_READ = "#"  # a row whose first cell begins so is a remark: help, or an example

Row = tuple[int, list[str]]


_withdrawn_checks: list[Callable[[Sequence[str]], bool]] = []


def register_withdrawn_check(was_withdrawn: Callable[[Sequence[str]], bool]) -> None:
    """Called from `ready()`: which words were withdrawn is known to an app above."""
    _withdrawn_checks.append(was_withdrawn)


class UnableToReadTable(UnableToChangeRecord):
    """The table as a whole is not right, so no row of it was looked at."""


def read_sheet(kind: Kind, rows: Sequence[Row]) -> dict[str, Any]:
    """The table as it is kept; raises UnableToReadTable where it is not one of this kind."""
    if not rows:
        raise UnableToReadTable("This spreadsheet is empty. Add your rows to the template.")
    header = [" ".join(cell.split()) for cell in rows[0][1]]
    names = _name_columns(kind, header)
    taken = [(number, cells) for number, cells in rows[1:] if any(cells) and not cells[0].startswith(NOT_READ)]
    if not taken:
        raise UnableToReadTable("There are no rows under the header. Add your rows to the template.")
    for number, cells in taken:
        if is_safeguarding_concern(cells, {}):
            raise UnableToReadTable(
                f"Row {number} sounds like a concern about someone’s safety, so we did not save the "
                "spreadsheet. If it is, tell the safeguarding lead. If it is not, remove the row and "
                "use the form instead."
            )
    for number, cells in taken:
        if any(was_withdrawn(cells) for was_withdrawn in _withdrawn_checks):
            raise UnableToReadTable(
                f"Row {number} has a sentence that was withdrawn on this site. Delete the sentence from the row, "
                "then import the spreadsheet again."
            )
    titles = {name: title for name, title in zip(names, header, strict=True) if name}
    return {"columns": names, "titles": titles, "rows": [[number, cells] for number, cells in taken]}


def _name_columns(kind: Kind, header: list[str]) -> list[str]:
    columns: list[LinkColumn | Column] = [*(kind.links.columns if kind.links else ()), *get_columns(kind)]
    known = dict(kind.links.aliases) if kind.links else {}
    known |= {column.title.casefold(): column.name for column in columns}
    known |= {column.name.casefold(): column.name for column in columns}
    known |= {REFERENCE.casefold(): REFERENCE, "slug": REFERENCE} | dict.fromkeys(map(str.casefold, KEPT), "")
    names = [known.get(tidy_label(title).casefold(), None if title else "") for title in header]
    strange = [title for title, name in zip(header, names, strict=True) if name is None]
    if strange:
        raise UnableToReadTable(" ".join(_describe_strange(title, columns) for title in strange[:5]))
    doubled = [name for name in names if name and names.count(name) > 1]
    if doubled:
        title = next((column.title for column in columns if column.name == doubled[0]), REFERENCE)
        raise UnableToReadTable(f"The column “{title}” appears twice. Keep one of them.")
    if not any(name and name != REFERENCE for name in names):
        raise UnableToReadTable("We did not recognise any column names. Use the header row from the template.")
    return [name or "" for name in names]


def _describe_strange(title: str, columns: Sequence[Any]) -> str:
    offered = {one.casefold(): one for one in (REFERENCE, *(column.title for column in columns))}
    offered |= {column.name: column.title for column in columns}
    near = get_close_matches(title.casefold(), offered, n=1)
    mend = f"Did you mean “{offered[near[0]]}”?" if near else "Remove it, or use a name from the template."
    return f"There is no column “{title[:60]}”. {mend}"
