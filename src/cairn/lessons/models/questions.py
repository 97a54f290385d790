"""What somebody asks a circle or everybody, and what they are told."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cairn.common.privacy import DELETE, Blank, Exported, Keep, OfPerson, OfRecord, Run
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

    PRIVACY = (
        # It was given for others to read, and stays without a name. Nobody can take it back any more, so no new lesson
        # is made of it.
        OfPerson(
            "by",
            erase=Blank(("by", "may_become_lesson")),
            exported=(Exported("answers", ("question__slug", "text", "answered_at"), where=~Q(text="")),),
        ),
        OfRecord("question", withdraw=DELETE, merge=Run("cairn.lessons.services.questions.move_answers")),
        OfRecord(
            "lesson",
            withdraw=Keep("That a lesson was made of it, so that none is made again"),
            merge=Keep("Taking the answer back follows the lesson to the one that stayed"),
        ),
    )

    question = models.ForeignKey(OpenQuestion, models.CASCADE, related_name="answers")
    text = models.TextField(max_length=3000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField()
    may_become_lesson = models.BooleanField(default=False)
    lesson = models.ForeignKey(Lesson, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = AnswerQuerySet.as_manager()

    def __str__(self) -> str:
        return f"answer {self.pk}"
