"""What may happen to the checks of whether something lasts. Each rule says what to do instead."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from cairn.adoption.models import Embedding, EmbedReview
from cairn.records.enums import RecordKind
from cairn.records.models import Record

CHECKED = (RecordKind.PROJECT, RecordKind.ADOPTION)
EARLY = timedelta(days=30)


class UnableToReview(Exception):
    """It is not time yet, nothing was answered, or the record is of another kind."""


def check_can_start(record: Record) -> None:
    if record.kind not in CHECKED:
        raise UnableToReview("Only projects and uses of a model are checked for whether they last.")


def check_can_review(embedding: Embedding, when: str, answers: Mapping[str, Any], *, day: date) -> None:
    due = embedding.get_due(when)
    if when != EmbedReview.When.START and day < due - EARLY:
        raise UnableToReview(
            f"This look is due on {due:%-d %B %Y}. It can be taken from {due - EARLY:%-d %B %Y}: earlier it would not "
            "show whether anything lasts."
        )
    if not answers:
        raise UnableToReview("Say of at least one of them how it stands.")
