"""Telling a lesson with names: a draft of one's team, which is shared like every record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from cairn.accounts.models import User
from cairn.lessons.models import Lesson
from cairn.places.models import Team
from cairn.records import services as records
from cairn.records.enums import Relation
from cairn.records.models import Record


@transaction.atomic
def start_lesson(
    *, answers: Mapping[str, Any], team: Team | None, by: User, at: datetime, about: Record | None = None
) -> Lesson:
    """`about` is what the lesson comes from: a project, a use of a model, an evaluation."""
    lesson: Lesson = records.start_record(Lesson, by=by, at=at, team=team, answers=answers)
    if about is not None:
        records.link(source=lesson, target=about, relation=Relation.COMES_FROM, reason="", by=by, at=at)
    return lesson
