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
        raise UnableToReview("Only projects and councils using a model have these reviews.")


def check_can_review(embedding: Embedding, when: str, answers: Mapping[str, Any], *, day: date) -> None:
    due = embedding.get_due(when)
    if when != EmbedReview.When.START and day < due - EARLY:
        raise UnableToReview(
            f"This review is due on {due:%-d %B %Y}. You can complete it from "
            f"{due - EARLY:%-d %B %Y}. Any earlier would be too soon to show what has lasted."
        )
    if not answers:
        raise UnableToReview("Choose the status of at least one of them.")
