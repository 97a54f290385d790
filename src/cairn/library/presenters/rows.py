"""A row that hangs on a record, in two lines: what it is, and what else is known of it."""

from collections.abc import Iterable
from typing import Any

from cairn.library.dates import show_date
from cairn.library.models import Award, Component, Keep, Moved, Project, ProjectMove, ProjectOutcome, SystemPart


def show_rows(rows: Iterable[Any]) -> list[tuple[int, str, str]]:
    """Number, what it is, what else is known."""
    return [(row.pk, *_show(row)) for row in rows]


def _show(row: Any) -> tuple[str, str]:
    match row:
        case Component():
            return row.what, _join(row.function, row.form, row.outcome, str(Keep(row.keep).label))
        case ProjectMove():
            return f"{Moved(row.move).label}, {show_date(row.moved_on)}", row.note
        case ProjectOutcome():
            return row.title, _join(
                row.definition, row.baseline and f"Before: {row.baseline}", row.result and f"After: {row.result}"
            )
        case SystemPart():
            return row.part, _join(
                row.before and f"Before: {row.before}", row.after and f"After: {row.after}", row.measured_by
            )
        case Award():
            return row.words, show_date(row.given_on)
        case Project.places.through():
            return row.place.name, ""
        case _:
            return row.practicemodel.title, ""


def _join(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
