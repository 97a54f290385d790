"""What follows for lessons, insights and questions from news about the library, records and people."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from cairn.accounts.signals import account_erased, account_exported
from cairn.lessons import tasks
from cairn.lessons.models import Agreement, Answer, Insight, Lesson, LessonCode, NamelessDraft, NotActed
from cairn.lessons.policies import reaches_others
from cairn.lessons.services import forget_person, load_lessons
from cairn.lessons.services.nameless import TOLD
from cairn.lessons.signals import agreement_asked
from cairn.library.signals import starter_loaded
from cairn.records.enums import RecordKind, Sharing
from cairn.records.models import Record
from cairn.records.signals import record_merged, record_withdrawn


@receiver(starter_loaded)
def load_with_the_library(*, at: datetime, **kwargs: Any) -> None:
    load_lessons(at=at)


@receiver(record_withdrawn)
def clear_what_hangs_on_it(sender: Any, record: Record, **kwargs: Any) -> None:
    """What was said about a withdrawn record, and copies of its words, go with it."""
    Agreement.objects.filter(lesson=record.pk).delete()
    match record.kind:
        case RecordKind.LESSON:
            cleared = {"happened": "", "tells": "", "viewpoint": "", "again": "", "topic": ""}
            Lesson.objects.filter(pk=record.pk).update(**cleared)
            LessonCode.objects.filter(lesson=record.pk).delete()
        case RecordKind.INSIGHT:
            Insight.objects.filter(pk=record.pk).update(viewpoints=[], topic="", confidence="", since="")
            NotActed.objects.filter(insight=record.pk).delete()
        case RecordKind.QUESTION:
            Answer.objects.filter(question=record.pk).delete()


@receiver(record_merged)
def move_to_the_one_that_stayed(sender: Any, kept: Record, other: Record, **kwargs: Any) -> None:
    """What was agreed to were the words of the other, so it does not move."""
    Agreement.objects.filter(lesson=other.pk, answer=Agreement.Answer.WAITING).delete()
    if kept.kind == RecordKind.INSIGHT:
        for by in NotActed.objects.filter(insight=kept.pk).values_list("by", "why"):
            NotActed.objects.filter(insight=other.pk, by=by[0], why=by[1]).delete()
        NotActed.objects.filter(insight=other.pk).update(insight=kept.pk)
    if kept.kind == RecordKind.QUESTION:
        _move_answers(kept, other)


def _move_answers(kept: Record, other: Record) -> None:
    """What people answered for a few does not move to where others read it: it stays with the duplicate."""
    if kept.sharing == Sharing.ORGANISATION and kept.organisation_id != other.organisation_id:
        return
    answers = Answer.objects.filter(question=other.pk).select_related("question")
    moving = [one.pk for one in answers if not reaches_others(one, kept.sharing, kept.circle_id)]
    Answer.objects.filter(pk__in=moving).update(question=kept.pk)


@receiver(account_exported)
def tell_what_is_kept(sender: Any, user: Any, **kwargs: Any) -> dict[str, list[Any]]:
    drafts = NamelessDraft.objects.filter(writer=user).values(*TOLD, "state", "question", "written_at")
    return {
        "lessons_without_names": list(drafts),
        "answers": list(Answer.objects.given().filter(by=user).values("question__slug", "text", "answered_at")),
        "reasons_not_to_act": list(NotActed.objects.filter(by=user).values("insight__slug", "why", "words")),
    }


@receiver(account_erased)
def forget(sender: Any, user: Any, **kwargs: Any) -> None:
    forget_person(user)


@receiver(agreement_asked)
def queue_request(sender: Any, agreement: Agreement, **kwargs: Any) -> None:
    tasks.send_request.enqueue(agreement.pk)
