"""The first look at whether something lasts, and eighteen months of own figures, in a fictional project."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from cairn.adoption.models import EmbedAnswer, Embedding, EmbedReview, OwnMeasure
from cairn.adoption.services.embedding import save_review, start_embedding
from cairn.adoption.services.figures import save_figures, start_measure
from cairn.common.dates import add_months
from cairn.library.services.demonstration import LEAD, NIGHT_LINE, get_demonstration_people
from cairn.records.models import Record

State = EmbedAnswer.State
LOOK: dict[str, dict[str, Any]] = {
    "owner": {
        "state": State.PARTLY,
        "note": "It depends on two people.",
        "next_step": "Add the post to the staffing plan.",
    },
    "leaders": {"state": State.IN_PLACE},
    "money": {"state": State.NOT_YET, "note": "Paid by a grant.", "next_step": "Ask for it in the next budget."},
    "time": {"state": State.PARTLY, "note": "No one for the weekend yet."},
    "newcomers": {"state": State.NOT_YET},
    "everyday": {"state": State.PARTLY, "next_step": "Record calls in the case system, not in a separate list."},
    "voice": {"state": State.IN_PLACE, "note": "Families chose the hours."},
    "rules": {"state": State.NOT_HERE},
}

FIRST_MONTH = date(2025, 5, 1)  # ten months before the line began, and eight since
COUNTED: tuple[tuple[dict[str, Any], list[int | tuple[int, int] | str], dict[int, str]], ...] = (
    (
        {
            "asks": OwnMeasure.Asks.PRACTICE,
            "title": "Families in contact with us after 6 pm",
            "definition": "Families on the list who called or were visited after 6 pm, each once a month.",
            "form": OwnMeasure.Form.COUNT,
            "better": OwnMeasure.Better.UP,
        },
        [22, 19, 24, 21, 18, 23, 20, 25, 21, 22, 27, 36, 39, 42, 38, 41, 44, 40],
        {10: "The line opened, with one worker.", 11: "A second worker began."},
    ),
    (
        {
            "asks": OwnMeasure.Asks.PRACTICE,
            "title": "Families with a written plan for evenings",
            "definition": "Of the families on the list at the end of the month.",
            "form": OwnMeasure.Form.PERCENTAGE,
            "better": OwnMeasure.Better.UP,
            "target": 80,
        },
        [(29, 48), (31, 50), (28, 47), (30, 51), (33, 52), (29, 50), (31, 49), (30, 50), (32, 53), (30, 51), (33, 54),
         (31, 52), (34, 55), (32, 54), (35, 56), "The case system was replaced, and plans were not counted.", (33, 55),
         (34, 57)],
        {},
    ),
    (
        {
            "asks": OwnMeasure.Asks.OUTCOME,
            "title": "Nights in emergency care that began after 6 pm",
            "form": OwnMeasure.Form.COUNT,
            "better": OwnMeasure.Better.DOWN,
        },
        [11, 9, 12, 10, 13, 11, 9, 12, 11, 10, 12, 10, 9, 11, 24, 10, 12, 9],
        {14: "Two sibling groups came into care in one week."},
    ),
)  # fmt: skip


@transaction.atomic
def load_demonstration_checks(*, at: datetime) -> None:
    """Looked at once; what somebody answered in the demonstration stays."""
    project = Record.objects.get(slug=NIGHT_LINE)
    if project.is_withdrawn or Embedding.objects.filter(record=project).exists():
        return
    lead = get_demonstration_people()[LEAD]
    embedding = start_embedding(record=project, started_on=localdate(at), by=lead, at=at)
    save_review(embedding=embedding, when=EmbedReview.When.START, answers=LOOK, by=lead, at=at)


@transaction.atomic
def load_demonstration_figures(*, at: datetime) -> None:
    """Counted once; what somebody changed or deleted in the demonstration stays so. A month that goes on has none."""
    project = Record.objects.get(slug=NIGHT_LINE)
    if project.is_withdrawn or OwnMeasure.objects.filter(record=project).exists():
        return
    lead, today = get_demonstration_people()[LEAD], localdate(at)
    for answers, counts, notes in COUNTED:
        measure = start_measure(record=project, answers={**answers, "every": OwnMeasure.Every.MONTH}, by=lead, at=at)
        months = {add_months(FIRST_MONTH, number): count for number, count in enumerate(counts)}
        figures = {
            month: _read_count(count) | {"note": notes.get(number, "")}
            for number, (month, count) in enumerate(months.items())
            if measure.get_next(month) <= today
        }
        if figures:
            save_figures(measure=measure, figures=figures, by=lead, at=at)


def _read_count(count: int | tuple[int, int] | str) -> dict[str, Any]:
    number, out_of = count if isinstance(count, tuple) else (count, None)
    return {"why_none": number} if isinstance(number, str) else {"number": number, "out_of": out_of}
