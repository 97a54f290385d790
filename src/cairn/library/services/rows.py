"""Lists that hang on a record. They are part of its draft: nobody else sees a change before it is published."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from cairn.accounts.models import User
from cairn.library.models import ProjectMove
from cairn.library.policies import check_can_move
from cairn.records.models import Record
from cairn.records.policies import UnableToChangeRecord
from cairn.records.services import change_draft


@dataclass(frozen=True)
class RowKind:
    """A list: its address, its heading, what it is called on the record, its model, and the form of a row.

    Without a model the list is of links to councils or models, and its form has that one field.
    """

    name: str
    title: str
    add: str
    relation: str
    model: type[Any] | None
    form: type[Any]  # takes the user and the draft besides

    def get_address(self, record: Record) -> str:
        """Of the page where the list of a record is edited."""
        return reverse("library:rows", args=[record.slug, self.name])


def get_rows(draft: Record, kind: RowKind) -> list[Any]:
    """The rows of a draft in their order; links in the order of the alphabet."""
    found = list(getattr(draft, kind.relation).all())
    return sorted(found, key=lambda row: row.position) if kind.model else sorted(found, key=str)


def add_row(*, record: Record, kind: RowKind, answers: Mapping[str, Any], by: User, at: datetime) -> None:
    def add(draft: Record) -> None:
        rows = get_rows(draft, kind)
        if kind.model is None:
            getattr(draft, kind.relation).add(*answers.values())
        else:
            if kind.model is ProjectMove:
                check_can_move(draft, answers["move"])
            position = rows[-1].position + 1 if rows else 0
            getattr(draft, kind.relation).add(kind.model(position=position, **answers))
        if kind.relation == "moves":
            _put_in_order(get_rows(draft, kind))

    change_draft(record=record, by=by, at=at, change=add, what=kind.relation)


def _put_in_order(moves: list[ProjectMove]) -> None:
    """By their dates, so that a step that is told late stands where it belongs; not where one has no date."""
    if all(move.moved_on for move in moves):
        for position, move in enumerate(sorted(moves, key=lambda move: move.moved_on)):
            move.position = position


def change_row(
    *, record: Record, kind: RowKind, number: int, answers: Mapping[str, Any], seen: str, by: User, at: datetime
) -> None:
    """Other answers in the row that has this number on the page, which showed the draft `seen`."""

    def change(draft: Record) -> None:
        _check_is_seen(draft, seen)
        rows = get_rows(draft, kind)
        if number >= len(rows):
            raise UnableToChangeRecord("This line was removed. Open the list again.")
        if kind.model is ProjectMove and answers["move"] != rows[number].move:
            check_can_move(draft, answers["move"])
        for name, value in answers.items():
            setattr(rows[number], name, value)
        if kind.relation == "moves":
            _put_in_order(rows)

    change_draft(record=record, by=by, at=at, change=change, what=kind.relation)


def _check_is_seen(draft: Record, seen: str) -> None:
    if seen != str(draft.latest_revision_id or ""):
        raise UnableToChangeRecord(
            "Someone has changed this since you opened it. Check it again before you change or remove a line."
        )


def remove_row(*, record: Record, kind: RowKind, number: int, seen: str, by: User, at: datetime) -> None:
    """`number` counts from 0 in the order of the page, which showed the draft `seen`; gone already is no fault."""

    def remove(draft: Record) -> None:
        _check_is_seen(draft, seen)
        rows = get_rows(draft, kind)
        if number < len(rows):
            getattr(draft, kind.relation).remove(rows[number])

    change_draft(record=record, by=by, at=at, change=remove, what=kind.relation)
