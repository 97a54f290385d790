"""Bringing in the lessons and insights of the starter library, with what supports and what contradicts them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from cairn.lessons.models import Insight, Lesson
from cairn.library.definitions.starter import Row, get_starter
from cairn.library.services import LoadReport, load_entry
from cairn.records.enums import Relation
from cairn.records.models import Record
from cairn.records.services.ties import tie_for_good


@transaction.atomic
def load_lessons(*, at: datetime) -> LoadReport:
    """Safe to run again; what was edited here stays, and so do links that people made."""
    report, starter = LoadReport(), get_starter()
    loaded = [(load_entry(Lesson, row, report=report, at=at), row) for row in starter.lessons]
    loaded += [(load_entry(Insight, row, report=report, at=at), row) for row in starter.insights]
    cited = _find_cited(row for _, row in loaded)
    for record, row in loaded:
        if not record.is_withdrawn:
            _tie(record, row, cited, at)
    return report


def _find_cited(rows: Iterable[Row]) -> dict[str, Record]:
    """What the rows name, by its key, which is its address; one that was merged stands for the one that stayed."""
    keys = {key for row in rows for key in _list_keys(row)}
    found = Record.objects.filter(slug__in=keys, withdrawn_at=None).select_related("merged_into")
    return {record.slug: record.merged_into or record for record in found}


def _list_keys(row: Row) -> list[str]:
    cited = [*row.get("supports", []), *row.get("contradicts", [])]
    return [*(one["record"] for one in cited), *row.get("of", []), *([row["challenge"]] if "challenge" in row else [])]


def _tie(record: Record, row: Row, cited: dict[str, Record], at: datetime) -> None:
    def tie(key: str, relation: str, *, reason: str = "", from_record: bool = False) -> None:
        if found := cited.get(key):
            ends: dict[str, Any] = {"source": record, "target": found}
            if not from_record:
                ends = {"source": found, "target": record}
            tie_for_good(**ends, at=at, relation=relation, reason=reason)

    for one in row.get("supports", []):
        tie(one["record"], Relation.SUPPORTS, reason=one.get("reason", ""))
    for one in row.get("contradicts", []):
        tie(one["record"], Relation.CONTRADICTS, reason=one.get("reason", ""))
    for key in row.get("of", []):
        tie(key, Relation.COMES_FROM, from_record=True)
    if "challenge" in row:
        tie(row["challenge"], Relation.COMES_FROM, from_record=True)
