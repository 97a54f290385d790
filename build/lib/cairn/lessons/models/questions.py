"""What somebody asks a circle or everybody, and what they are told."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from cairn.lessons.models.lessons import Lesson
from cairn.records.enums import RecordKind
from cairn.records.models import Record


class OpenQuestion(Record):
    KIND = RecordKind.QUESTION
    TEXTS: ClassVar[dict[str, str]] = {
        "title": "The question",
        "summary": "What it is about",
        "tried": "What was tried already",
    }

    tried = models.TextField(max_length=2000, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)


class AnswerQuerySet(models.QuerySet["Answer"]):
    def given(self) -> "AnswerQuerySet":
        """Those that were not taken back."""
        return self.exclude(text="")


class Answer(models.Model):
    """Seen by whoever sees the question. It becomes a lesson only with the yes of who gave it.

    One that was taken back is an empty row where a lesson was made of it, so that this lesson is not shared again.
    """

    question = models.ForeignKey(OpenQuestion, models.CASCADE, related_name="answers")
    text = models.TextField(max_length=3000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    answered_at = models.DateTimeField()
    may_become_lesson = models.BooleanField(default=False)
    lesson = models.ForeignKey(Lesson, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = AnswerQuerySet.as_manager()

    def __str__(self) -> str:
        return f"answer {self.pk}"
