"""Answering a question, and making a lesson of an answer with the consent of whoever gave it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.lessons import policies
from cairn.lessons.models import Answer, Lesson, OpenQuestion
from cairn.lessons.queries import was_shown_to_others
from cairn.notices.services import notify
from cairn.records import services as records
from cairn.records.enums import Consent, Relation, Sharing
from cairn.records.models import Record
from cairn.records.queries import get_default_team, get_writers


@transaction.atomic
def answer_question(*, question: OpenQuestion, text: str, may_become_lesson: bool, by: User, at: datetime) -> Answer:
    """Seen at once by whoever sees the question; the people who asked and those who follow it hear of it."""
    policies.check_can_answer(question, by)
    answer = Answer.objects.create(
        question=question, text=text, by=by, answered_at=at, may_become_lesson=may_become_lesson
    )
    Record.objects.filter(pk=question.pk).update(updated_at=at)
    audit.record("answer.given", target="record", key=question.slug, by=by, at=at)
    hear = {*get_writers(question), *User.objects.filter(follows__record=question.pk)} - {by}
    notify(users=hear, kind="question.answered", about=str(answer.pk), at=at)
    return answer


@transaction.atomic
def take_back_answer(*, answer: Answer, by: User, at: datetime) -> bool | None:
    """The words go, and with them a draft that was made of them and shown to nobody outside its team.

    A lesson that others have read, or that took another one in, stays with its own people, who can share it no more
    and may withdraw it. Says whether a lesson went; None where there was none.
    """
    policies.check_gave_answer(answer, by)
    answer = Answer.objects.select_related("question", "lesson__merged_into").get(pk=answer.pk)
    lesson = None if answer.lesson is None or answer.lesson.is_withdrawn else answer.lesson
    goes = lesson is not None and not was_shown_to_others(lesson) and not lesson.merged.exists()
    _withhold(answer, by=by, at=at)
    if lesson is not None and goes:
        _clear(lesson, question=answer.question, at=at)
    audit.record("answer.taken_back", target="record", key=answer.question.slug, by=by, at=at)
    if lesson is None or goes:
        answer.delete()
    else:
        Answer.objects.filter(pk=answer.pk).update(text="", may_become_lesson=False)
    return None if lesson is None else goes


def _clear(lesson: Lesson, *, question: Record, at: datetime) -> None:
    """From the row, its history, files, requests and the search, for good; its team hears what went and why."""
    writers = list(get_writers(lesson))
    records.withdraw_without_log_in(record=lesson, at=at)
    notify(users=writers, kind="lesson.gone", about=question.slug, at=at, key=lesson.slug)


@transaction.atomic
def decide_use(*, answer: Answer, may_become_lesson: bool, by: User, at: datetime) -> None:
    """Whoever answered says whether it may become a lesson, also later; a no takes a lesson out of sight again."""
    policies.check_gave_answer(answer, by)
    Answer.objects.filter(pk=answer.pk).update(may_become_lesson=may_become_lesson)
    if not may_become_lesson:
        _withhold(answer, by=by, at=at)


def _withhold(answer: Answer, *, by: User, at: datetime) -> None:
    """Also the lesson into which the one that was made of it was merged: it stands for those words."""
    if answer.lesson is None:
        return
    for lesson in (answer.lesson, answer.lesson.merged_into):
        if lesson is not None and not lesson.is_withdrawn:
            records.hold_back(record=lesson, by=by, at=at)


@transaction.atomic
def make_lesson_of(*, answer: Answer, by: User, at: datetime) -> Lesson:
    """A draft of whoever makes it, with the words of the answer; linked to the question that it came from."""
    policies.check_can_make_lesson_of(answer, by)
    title = answer.text.strip().split("\n")[0][:150]
    lesson: Lesson = records.start_record(
        Lesson,
        by=by,
        at=at,
        team=get_default_team(by),
        answers={"title": title, "summary": answer.text[:500], "context": answer.text[500:]},
    )
    Record.objects.filter(pk=lesson.pk).update(consent=Consent.GIVEN)
    Answer.objects.filter(pk=answer.pk).update(lesson=lesson)
    records.link(source=lesson, target=answer.question, relation=Relation.COMES_FROM, reason="", by=by, at=at)
    return lesson


@transaction.atomic
def settle_question(*, question: OpenQuestion, by: User, at: datetime) -> None:
    policies.check_can_settle(question, by)
    OpenQuestion.objects.filter(pk=question.pk).update(settled_at=at)
    audit.record("question.settled", target="record", key=question.slug, by=by, at=at)


def move_answers(*, kept: Record, other: Record, **_: Any) -> None:
    """What people answered for a few does not move to where others read it: it stays with the duplicate."""
    if kept.sharing == Sharing.ORGANISATION and kept.organisation_id != other.organisation_id:
        return
    answers = Answer.objects.filter(question=other.pk).select_related("question")
    moving = [one.pk for one in answers if not policies.reaches_others(one, kept.sharing, kept.circle_id)]
    Answer.objects.filter(pk__in=moving).update(question=kept.pk)
