"""Rows that hang on a record: added and taken away one at a time, by those who may change the record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.library.rows import RowKind
from cairn.records.models import Record
from cairn.records.policies import check_can_edit


@transaction.atomic
def add_row(*, record: Record, kind: RowKind, answers: Mapping[str, Any], by: User, at: datetime) -> None:
    check_can_edit(record, by)
    rows = kind.model.objects.filter(**{kind.owner: record.pk})
    given = {f"{kind.owner}_id": record.pk, **answers}
    if kind.order == "position":
        last = rows.aggregate(last=Max("position"))["last"]
        given["position"] = 0 if last is None else last + 1
    elif rows.filter(**answers).exists():
        return
    kind.model.objects.create(**given)
    _note(record, kind, "row.added", by=by, at=at)


@transaction.atomic
def remove_row(*, record: Record, kind: RowKind, number: int, by: User, at: datetime) -> bool:
    """Whether the row was there."""
    check_can_edit(record, by)
    deleted, _ = kind.model.objects.filter(**{kind.owner: record.pk, "pk": number}).delete()
    if deleted:
        _note(record, kind, "row.removed", by=by, at=at)
    return bool(deleted)


def _note(record: Record, kind: RowKind, action: str, *, by: User, at: datetime) -> None:
    Record.objects.filter(pk=record.pk).update(updated_at=at)
    audit.record(action, target="record", key=record.slug, by=by, at=at, fields=[kind.name])
