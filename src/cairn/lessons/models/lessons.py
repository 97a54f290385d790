"""What somebody learnt from something that worked, or did not."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cairn.common.privacy import BLANK, DELETE, Delete, Exported, Keep, OfPerson, OfRecord, PartOf, Run
from cairn.lessons.enums import Again, Happened, Tells, Viewpoint
from cairn.library.models import StarterRecord
from cairn.records.enums import RecordKind
from cairn.records.models import Record

LESSON_TEXTS = {
    "title": "What was learnt, in a line",
    "summary": "What happened",
    "context": "Where and when, and what else was going on",
    "why": "Why we think so",
    "differently": "What we would do differently",
}


class LessonAnswers(models.Model):
    """The answers that a lesson with names and one without have in common."""

    happened = models.CharField(max_length=12, choices=Happened, blank=True)
    tells = models.CharField(max_length=14, choices=Tells, blank=True)
    viewpoint = models.CharField(max_length=12, choices=Viewpoint, blank=True)
    context = models.TextField(max_length=3000, blank=True)
    why = models.TextField(max_length=3000, blank=True)
    differently = models.TextField(max_length=3000, blank=True)
    again = models.CharField(max_length=8, choices=Again, blank=True)
    topic = models.CharField(max_length=40, blank=True)  # a term of the vocabulary `boards`

    class Meta:
        abstract = True


class Lesson(StarterRecord, LessonAnswers):  # type: ignore[django-manager-missing,misc]  # of kinds, which stand on Wagtail
    """Never scored, and never counted per place: there is no place on it to count by.

    One that was shared without names has no author, team, organisation or link; whoever holds one of its codes can
    withdraw it.
    """

    KIND = RecordKind.LESSON
    TEXTS: ClassVar[dict[str, str]] = LESSON_TEXTS

    is_anonymous = models.BooleanField(default=False, editable=False)

    def __str__(self) -> str:
        return Record.__str__(self)


class AnonymousDraft(LessonAnswers):
    """A lesson on its way to be shared without names. It is no record: when it is cleared this row goes, and with it
    the only thing that says who wrote it."""

    PRIVACY = (
        OfPerson(
            "writer",
            erase=Run("cairn.lessons.services.anonymous.delete_drafts_of"),
            exported=(
                Exported(
                    "lessons_without_names",
                    (
                        *LESSON_TEXTS,
                        "happened",
                        "tells",
                        "viewpoint",
                        "again",
                        "topic",
                        "state",
                        "question",
                        "reply",
                        "written_at",
                    ),
                ),
            ),
        ),
    )

    class State(models.TextChoices):
        WRITING = "writing", "Being written"
        WAITING = "waiting", "Waiting for an editor"
        RETURNED = "returned", "Sent back with a question"

    writer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="anonymous_drafts")
    title = models.CharField(max_length=150)
    summary = models.CharField(max_length=500)
    state = models.CharField(max_length=8, choices=State, default=State.WRITING)
    question = models.CharField(max_length=500, blank=True)  # of the editor, where it was sent back
    reply = models.CharField(max_length=500, blank=True)  # to the editor, who does not learn whose it is
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"anonymous draft {self.pk}"


class LessonCode(models.Model):
    """What a code withdraws: a lesson without names, or its draft. Each sending adds one and none ever ends, because
    the writer was told that it works "today or in years". It has no number, as the order of numbers is a time."""

    PRIVACY = (
        PartOf("draft"),
        OfRecord("lesson", withdraw=DELETE, merge=Keep("A code withdraws the words that its writer sent, no others")),
    )

    sha256 = models.CharField(max_length=64, primary_key=True)
    draft = models.ForeignKey(AnonymousDraft, models.CASCADE, null=True, blank=True, related_name="codes")
    lesson = models.ForeignKey(Lesson, models.CASCADE, null=True, blank=True, related_name="codes")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="lesson_code_withdraws_one_thing",
                condition=Q(draft=None, lesson__isnull=False) | Q(draft__isnull=False, lesson=None),
            ),
        ]

    def __str__(self) -> str:
        return f"code {self.sha256[:8]}"


class Agreement(models.Model):
    """Somebody outside the team, such as a director, was asked to agree to the exact words of a lesson."""

    PRIVACY = (
        OfPerson("asked_by", erase=BLANK),
        OfPerson(
            "email",
            erase=DELETE,
            holds="email",
            exported=(Exported("agreements_asked_for", ("lesson__slug", "name", "words", "answer")),),
        ),
        OfRecord(
            "lesson",
            withdraw=DELETE,
            merge=(Delete(Q(answer="waiting")), Keep("What was agreed to were the words of the duplicate")),
        ),
    )

    class Answer(models.TextChoices):
        WAITING = "waiting", "Not answered yet"
        AGREED = "agreed", "Agreed"
        CHANGES = "changes", "Asked for changes"

    lesson = models.ForeignKey(Record, models.CASCADE, related_name="agreements")
    key = models.CharField(max_length=43, unique=True)  # of the link, which needs no log-in
    fingerprint = models.CharField(max_length=64)
    words = models.JSONField(default=dict)  # the texts as they were sent
    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)  # goes with the answer
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=8, choices=Answer, default=Answer.WAITING)
    comment = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lesson"], condition=Q(answer="waiting"), name="one_waiting_agreement_per_lesson"
            ),
            models.CheckConstraint(
                name="agreement_answered_at_a_time",
                condition=Q(answer="waiting", answered_at=None) | ~Q(answer="waiting") & Q(answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"agreement {self.pk}"
