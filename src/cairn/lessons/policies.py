"""What may happen to lessons, insights and questions. Each rule raises and says what to do instead."""

from django.db.models import Q

from cairn.accounts.models import Reader, User
from cairn.accounts.permissions import Permission
from cairn.audit.models import AuditEntry
from cairn.lessons.models import Agreement, AnonymousDraft, Answer, Insight, Lesson, NotActed, OpenQuestion
from cairn.places.models import Circle
from cairn.places.policies import has_permission
from cairn.records.enums import RecordKind, Relation, Sharing
from cairn.records.models import Record, Tie
from cairn.records.policies import (
    UnableToChangeRecord,
    UnableToLink,
    UnableToShareRecord,
    can_edit,
    check_can_edit,
)


class UnableToTell(UnableToChangeRecord):
    """The lesson is somebody else's, or in a state in which this may not happen."""


# --- sharing -----------------------------------------------------------------------------------------


def check_sharing_of_lesson(lesson: Lesson, sharing: str, circle: Circle | None = None) -> None:
    """Who was asked to agree answers first, and to the words that are shared."""
    made_of = Q(lesson=lesson.pk) | Q(lesson__merged_into=lesson.pk)
    if Answer.objects.filter(made_of, may_become_lesson=False).exists():
        raise UnableToShareRecord("The author of the answer it is based on no longer agrees. Withdraw.")
    newest = Agreement.objects.filter(lesson=lesson.pk).order_by("-asked_at", "-pk").first()
    if newest is None or sharing == Sharing.TEAM:
        return
    if newest.answer == Agreement.Answer.WAITING:
        raise UnableToShareRecord(
            f"{newest.name} was asked to agree and has not answered yet. You can cancel the request."
        )
    if newest.answer == Agreement.Answer.CHANGES:
        raise UnableToShareRecord(f"{newest.name} asked for changes. Make them, and ask again.")
    # A yes is one to words, and those who gave it do not see what is changed afterwards.
    if newest.fingerprint != lesson.get_draft().get_fingerprint():
        raise UnableToShareRecord(f"It was changed after {newest.name} agreed to it. Ask again.")


def check_sharing_of_insight(insight: Insight, sharing: str, circle: Circle | None = None) -> None:
    """No card without a viewpoint and without something that it rests on."""
    draft = insight.get_draft()
    if not draft.viewpoints or not draft.confidence or not draft.summary:
        raise UnableToShareRecord("First say what the insight is, whose view it is and how sure you are.")
    if not Tie.objects.filter(target=insight.pk, relation=Relation.SUPPORTS, source__withdrawn_at=None).exists():
        raise UnableToShareRecord(
            "Link at least one lesson, result or project that supports it first, so that readers can check it."
        )


def check_sharing_of_question(question: OpenQuestion, sharing: str, circle: Circle | None = None) -> None:
    """People answered for those who could read it then."""
    others = [one for one in question.answers.given() if one.by_id is None or one.by_id != question.author_id]
    if any(reaches_others(answer, sharing, circle.pk if circle else None) for answer in others):
        raise UnableToShareRecord("People answered when fewer could read it. Ask a new question to reach others.")


def reaches_others(answer: Answer, sharing: str, circle_id: int | None) -> bool:
    """Whether people would read an answer who could not when it was given."""
    # People say to ten colleagues what they would not say to everybody; asking later is asking too late.
    then = _get_audience_then(answer)
    return sharing != Sharing.TEAM and then[0] != Sharing.PUBLIC and then != (sharing, circle_id)


def _get_audience_then(answer: Answer) -> tuple[str, int | None]:
    """With whom the question was shared when it was answered, as the audit has it; and the circle."""
    shared = AuditEntry.objects.about("record", answer.question.slug).filter(
        action__in=("record.shared", "record.taken_down"), at__lte=answer.answered_at
    )
    last = shared.order_by("-at", "-pk").first()
    if last is None:
        return answer.question.sharing, answer.question.circle_id
    return last.detail["after"], last.detail.get("circle")


# --- without names -----------------------------------------------------------------------------------


def check_link_of_lesson(source: Record, target: Record) -> None:
    """One without names stands beside insights and what is done because of it; other links could say whose it is."""
    kinds = {source.kind, target.kind} & {RecordKind.INSIGHT, RecordKind.ACTION, RecordKind.PAPER}
    lessons = Lesson.objects.filter(pk__in=[source.pk, target.pk])
    if not kinds and any(lesson.is_anonymous for lesson in lessons):
        raise UnableToLink(
            "A lesson shared without names can be linked only to insights, because other links could "
            "show who wrote it. You can also add an action."
        )


def check_is_writer(draft: AnonymousDraft, by: User) -> None:
    if draft.writer_id != by.pk:
        raise UnableToTell("This was written by someone else.")


def check_can_write_anonymous_draft(draft: AnonymousDraft, by: User) -> None:
    check_is_writer(draft, by)
    if draft.state == AnonymousDraft.State.WAITING:
        raise UnableToTell("It is waiting for an editor. Withdraw first if you want to edit it.")


def check_can_send_anonymous_draft(draft: AnonymousDraft, by: User) -> None:
    check_can_write_anonymous_draft(draft, by)
    if not (draft.title and draft.summary and draft.happened):
        raise UnableToTell("First say what it is about, what was learnt and what happened.")


def can_clear(user: Reader) -> bool:
    return bool(user.is_authenticated and has_permission(user, Permission.LESSONS_CLEAR))


def check_can_clear(draft: AnonymousDraft, by: User) -> None:
    if not can_clear(by):
        raise UnableToTell("Only editors of the site can approve what is shared without names.")
    # Besides the second look: the audit names whoever clears it, and would so name whoever wrote it.
    if draft.writer_id == by.pk:
        raise UnableToTell("Someone else must approve this, because you wrote it.")
    if draft.state != AnonymousDraft.State.WAITING:
        raise UnableToTell("It is no longer waiting for an editor.")


# --- agreement ---------------------------------------------------------------------------------------


def is_shared_as_it_is(lesson: Lesson) -> bool:
    """Whether its newest words are what people outside the team read now."""
    return lesson.live and lesson.sharing != Sharing.TEAM and not lesson.has_unpublished_changes


def check_can_ask_to_agree(lesson: Lesson, by: User) -> None:
    check_can_edit(lesson, by)
    if Agreement.objects.filter(lesson=lesson.pk, answer=Agreement.Answer.WAITING).exists():
        raise UnableToTell("Someone has already been asked and has not answered yet.")
    if is_shared_as_it_is(lesson):
        raise UnableToTell(
            "Others can read this lesson already, so it is too late to ask for agreement. Edit it, or make it private, "
            "then ask."
        )
    draft = lesson.get_draft()
    if not draft.summary:
        raise UnableToTell("First write what happened, so that there is something to agree to.")


def check_can_answer_agreement(agreement: Agreement) -> None:
    if agreement.answer != Agreement.Answer.WAITING:
        raise UnableToTell("You have answered already.")


def check_can_take_back_agreement(agreement: Agreement, by: User) -> None:
    check_can_edit(agreement.lesson, by)
    if agreement.answer != Agreement.Answer.WAITING:
        raise UnableToTell("It has already been answered.")


# --- questions ---------------------------------------------------------------------------------------


def check_can_answer(question: Record, by: Reader) -> None:
    if not by.is_authenticated or not Record.objects.visible_to(by).filter(pk=question.pk, live=True).exists():
        raise UnableToTell("Sign in to answer. You can answer only questions you can see.")


def check_can_settle(question: OpenQuestion, by: User) -> None:
    if not can_edit(question, by):
        raise UnableToTell("Only the people who asked can close the question.")


def check_gave_answer(answer: Answer, by: User) -> None:
    if answer.by_id != by.pk:
        raise UnableToTell("Only the author of this answer can do that.")


def check_can_make_lesson_of(answer: Answer, by: User) -> None:
    check_can_answer(answer.question, by)
    if not answer.may_become_lesson:
        raise UnableToTell("The author of this answer has not agreed to a lesson. You can ask them in an answer.")
    if answer.lesson is not None and not answer.lesson.is_withdrawn:
        raise UnableToTell("There is already a lesson based on this answer.")


# --- insights ----------------------------------------------------------------------------------------


def check_can_gather(insight: Insight, by: User) -> None:
    check_can_edit(insight, by)


def check_can_say_why_not(insight: Insight, by: User) -> None:
    if not by.is_authenticated or not Record.objects.visible_to(by).filter(pk=insight.pk).exists():
        raise UnableToTell("Sign in to say why. You can do so only for insights you can see.")


def check_said(reason: NotActed, by: User) -> None:
    if reason.by_id != by.pk:
        raise UnableToTell("This was written by someone else.")
