"""A team's own figures."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from cairn.adoption import services
from cairn.adoption.models import OwnMeasure
from cairn.common.dates import add_months
from cairn.library.models import Project
from cairn.records.models import Record
from tests.factories.records import NOON

BEFORE = [20, 22, 19, 21, 20, 23, 18, 21, 20, 22, 19, 21]  # mean 20.5
SINCE = [40, 41, 39, 42, 40, 43, 41]
FIRST = date(2025, 1, 1)

Count = int | tuple[int, int] | str


def make_measure(record: Record, counts: Iterable[Count] = (), *, first: date = FIRST, **answers: Any) -> OwnMeasure:
    """With a figure for each month from `first` on; words stand for a month in which nothing was collected."""
    given = {"asks": "practice", "title": "Evening visits", "form": "count", "every": "month", "better": "up"}
    measure = services.start_measure(record=record, answers=given | answers, by=record.author, at=NOON)
    add_figures(measure, counts, first=first)
    return measure


def add_figures(measure: OwnMeasure, counts: Iterable[Count], *, first: date) -> None:
    figures = {add_months(first, measure.months * number): read_count(count) for number, count in enumerate(counts)}
    if figures:
        by = measure.record.author
        services.save_figures(measure=measure, figures=figures, by=by, at=NOON)
        measure.refresh_from_db()


def read_count(count: Count) -> dict[str, Any]:
    if isinstance(count, str):
        return {"why_none": count}
    number, out_of = count if isinstance(count, tuple) else (count, None)
    return {"number": number, "out_of": out_of}


def set_start(record: Record, started: str) -> None:
    Project.objects.filter(pk=record.pk).update(started=started)
