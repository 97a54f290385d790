"""What notices about boards say: that something waits or was decided, and never a word of it."""

from typing import Any

from django.urls import reverse
from wagtail.models import TaskState

from cairn.accounts.models import User
from cairn.boards.models import BoardPage
from cairn.boards.models.tasks import may_decide
from cairn.notices.enums import Frequency, NoticeGroup
from cairn.notices.kinds import NoticeKind, NoticeText

DECIDED = {
    TaskState.STATUS_APPROVED: "It is published, or will be on the date set.",
    TaskState.STATUS_REJECTED: "It needs changes first. Sign in to see what.",
}


def _find(about: str) -> tuple[Any, BoardPage | None]:
    state = TaskState.objects.select_related("revision", "workflow_state").filter(pk=about).first()
    return state, state and BoardPage.objects.filter(pk=state.revision.object_id).first()


def render_asked(user: User, about: str) -> NoticeText | None:
    state, board = _find(about)
    if board is None or state.status != TaskState.STATUS_IN_PROGRESS or not may_decide(state, user):
        return None
    sentence = "You are named as the editor who decides whether to publish it."
    return NoticeText("A board is waiting for your approval", sentence, reverse("boards:decision", args=[board.slug]))


def render_decided(user: User, about: str) -> NoticeText | None:
    state, board = _find(about)
    if board is None or state.workflow_state.requested_by_id != user.pk or state.status not in DECIDED:
        return None
    path = reverse("wagtailadmin_pages:workflow_history", args=[board.pk])
    return NoticeText("A decision on your board", DECIDED[state.status], path)


def render_published(user: User, about: str) -> NoticeText | None:
    board = BoardPage.objects.live().filter(pk=about).first()
    if board is None:
        return None
    return NoticeText(
        board.title, "This insights board, which you follow, has a new version.", board.get_absolute_url()
    )


NOTICES = (
    NoticeKind(
        "board.published",
        "A board you follow has changed",
        "Insights boards.",
        render_published,
        group=NoticeGroup.FOLLOWED,
    ),
    NoticeKind(
        "board.asked",
        "A board is waiting for your approval",
        "When you are named as the approver.",
        render_asked,
        Frequency.IMMEDIATE,
    ),
    NoticeKind(
        "board.decided",
        "Your board was approved or sent back",
        "Boards you submitted for approval.",
        render_decided,
        Frequency.IMMEDIATE,
    ),
)
