"""Lessons and insights that were published at noon, and what was done because of them."""

from cairn.lessons.models import Insight, Lesson
from cairn.records.models import Record, Tie
from cairn.search.services import index_record
from tests.factories.lessons import LESSON_ANSWERS
from tests.factories.records import NOON, make_draft, make_record


def make_lesson(number=0, **given):
    return publish(make_record(Lesson, **{**LESSON_ANSWERS, "title": f"Learnt {number}", **given}))


def make_insight(*supports, **given):
    insight = make_draft(Insight, **{"viewpoints": ["project"], "confidence": "sure", **given})
    for one in supports:
        Tie.objects.create(source_id=one.pk, target_id=insight.pk, relation="supports", made_at=NOON)
    return publish(insight)


def publish(record):
    """The clock of the test, not of the machine."""
    Record.objects.filter(pk=record.pk).update(live=True, sharing="public", first_published_at=NOON)
    record.refresh_from_db()
    index_record(record)
    return record
