"""Asking somebody, such as a director, to agree to the exact words of a lesson."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.crypto import get_random_string

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.lessons import policies
from cairn.lessons.models import Agreement, Lesson
from cairn.lessons.signals import agreement_asked
from cairn.notices.services import notify


@transaction.atomic
def ask_to_agree(*, lesson: Lesson, name: str, email: str, by: User, at: datetime) -> Agreement:
    """The words of the draft as they are now; what is written later was not agreed to."""
    policies.check_can_ask_to_agree(lesson, by)
    draft = lesson.get_draft()
    agreement = Agreement.objects.create(
        lesson_id=lesson.pk,
        key=get_random_string(43),
        fingerprint=draft.get_fingerprint(),
        words={field: getattr(draft, field) for field in Lesson.TEXTS},
        name=name,
        email=email,
        asked_by=by,
        asked_at=at,
    )
    audit.record("agreement.asked", target="record", key=lesson.slug, by=by, at=at)
    transaction.on_commit(partial(agreement_asked.send, sender=Agreement, agreement=agreement))
    return agreement


@transaction.atomic
def answer_agreement(*, agreement: Agreement, answer: str, comment: str, at: datetime) -> None:
    """By whoever holds the link; the address is forgotten with the answer."""
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    policies.check_can_answer_agreement(agreement)
    agreement.answer, agreement.comment, agreement.answered_at, agreement.email = answer, comment, at, ""
    agreement.save()
    audit.record("agreement.answered", target="record", key=agreement.lesson.slug, by=None, at=at, decision=answer)
    if agreement.asked_by is not None:
        notify(users=[agreement.asked_by], kind="agreement.answered", about=str(agreement.pk), at=at)


@transaction.atomic
def take_back_agreement(*, agreement: Agreement, by: User, at: datetime) -> None:
    """Nobody is asked any more; the link leads nowhere from now on."""
    policies.check_can_take_back_agreement(agreement, by)
    audit.record("agreement.taken_back", target="record", key=agreement.lesson.slug, by=by, at=at)
    agreement.delete()


def delete_unanswered_requests(before: datetime) -> int:
    """Retention: requests that nobody answered, with the address that they went to."""
    deleted, _ = Agreement.objects.filter(answer=Agreement.Answer.WAITING, asked_at__lt=before).delete()
    return deleted
