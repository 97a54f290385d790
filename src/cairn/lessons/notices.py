"""What notices about lessons and questions say: never a word of the lesson."""

from django.urls import reverse

from cairn.accounts.models import User
from cairn.lessons.models import Agreement, AnonymousDraft, Answer
from cairn.lessons.policies import can_clear
from cairn.notices.enums import Frequency, NoticeGroup
from cairn.notices.kinds import NoticeKind, NoticeText
from cairn.records.models import Record

AT_ONCE = Frequency.IMMEDIATE


def _find_draft(about: str, state: AnonymousDraft.State) -> AnonymousDraft | None:
    return AnonymousDraft.objects.filter(pk=about, state=state).first()


def render_waiting(user: User, about: str) -> NoticeText | None:
    draft = _find_draft(about, AnonymousDraft.State.WAITING)
    if draft is None or not can_clear(user) or draft.writer_id == user.pk:
        return None
    return NoticeText(
        "A lesson is waiting for approval", "Check what is highlighted.", reverse("lessons:clear", args=[draft.pk])
    )


def render_returned(user: User, about: str) -> NoticeText | None:
    draft = _find_draft(about, AnonymousDraft.State.RETURNED)
    if draft is None or draft.writer_id != user.pk:
        return None
    path = reverse("lessons:anonymous-check", args=[draft.pk])
    return NoticeText("An editor has a question", "They do not know who you are. Read it on the site.", path)


def render_words_went(user: User, about: str) -> NoticeText | None:
    """What went and why; not a word of it, nor who took it back."""
    question = Record.objects.visible_to(user).filter(slug=about).first()
    named = f"the question “{question.title}”" if question else "a question"
    sentence = (
        f"It was based on an answer to {named}, and its author has withdrawn that answer. So we "
        "deleted the draft, its history and anything you had added. It had not been shared outside "
        "your team. You can still share what you learnt in your own words."
    )
    return NoticeText("One of your team’s draft lessons was deleted", sentence, reverse("lessons:new-lesson"))


def render_agreement(user: User, about: str) -> NoticeText | None:
    agreement = Agreement.objects.filter(pk=about, asked_by=user).exclude(answer="waiting").first()
    if agreement is None or not Record.objects.visible_to(user).filter(pk=agreement.lesson_id).exists():
        return None
    path = reverse("lessons:agreement", args=[agreement.lesson.slug])
    return NoticeText(f"{agreement.name} has answered", "About the words that you asked them to agree to.", path)


def render_answer(user: User, about: str) -> NoticeText | None:
    answer = Answer.objects.given().filter(pk=about).select_related("question").first()
    if answer is None or not Record.objects.visible_to(user).filter(pk=answer.question_id).exists():
        return None
    return NoticeText(answer.question.title, "You have a reply.", answer.question.get_absolute_url())


LESSON_NOTICES = (
    NoticeKind(
        "lesson.waits",
        "An anonymous lesson is waiting for you",
        "For editors of the site.",
        render_waiting,
        AT_ONCE,
        group=NoticeGroup.DUTIES,
    ),
    NoticeKind(
        "lesson.returned",
        "An editor has a question",
        "About lessons that you share anonymously.",
        render_returned,
        AT_ONCE,
    ),
    NoticeKind(
        "lesson.gone",
        "One of your team’s draft lessons was deleted",
        "The answer it was based on was withdrawn.",
        render_words_went,
        AT_ONCE,
    ),
    NoticeKind(
        "agreement.answered",
        "Reply to a request for agreement",
        "From people you asked to agree.",
        render_agreement,
        AT_ONCE,
    ),
)
QUESTION_NOTICES = (
    NoticeKind(
        "question.answered",
        "A question was answered",
        "Your own, and those that you follow.",
        render_answer,
        AT_ONCE,
        group=NoticeGroup.FOLLOWED,
    ),
)
