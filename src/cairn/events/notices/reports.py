"""What notices about learning events say: that something waits or came, and never a word that was said there."""

from typing import Any

from django.urls import reverse
from wagtail.models import TaskState

from cairn.accounts.models import User
from cairn.actions.models import Action
from cairn.actions.queries import is_owner
from cairn.boards.models.tasks import may_decide
from cairn.boards.queries import get_topics
from cairn.common.keys import read_key
from cairn.events.models import EventReportPage, SessionNote
from cairn.events.policies.capture import can_read_notes
from cairn.notices.enums import Frequency, NoticeGroup
from cairn.notices.kinds import NoticeKind, NoticeText

DECIDED = {
    TaskState.STATUS_APPROVED: "It is published.",
    TaskState.STATUS_REJECTED: "It needs changes first. Sign in to see what.",
}


def _find(about: str) -> tuple[Any, EventReportPage | None]:
    state = TaskState.objects.select_related("revision", "workflow_state").filter(pk=about).first()
    pages = EventReportPage.objects.select_related("event")
    return state, state and pages.filter(pk=state.revision.object_id).first()


def render_asked(user: User, about: str) -> NoticeText | None:
    state, page = _find(about)
    if (
        page is None
        or page.event is None
        or state.status != TaskState.STATUS_IN_PROGRESS
        or not may_decide(state, user)
    ):
        return None
    sentence = "You are named as the editor who decides whether to publish it."
    path = reverse("events:report-decision", args=[page.event.slug])
    return NoticeText("The report of a learning event is waiting for your approval", sentence, path)


def render_decided(user: User, about: str) -> NoticeText | None:
    state, page = _find(about)
    if page is None or state.workflow_state.requested_by_id != user.pk or state.status not in DECIDED:
        return None
    path = reverse("wagtailadmin_pages:workflow_history", args=[page.pk])
    return NoticeText("A decision on your report of a learning event", DECIDED[state.status], path)


def render_notes(user: User, about: str) -> NoticeText | None:
    topic, _, event = about.partition("/")
    titles = dict(get_topics())
    if topic not in titles or not can_read_notes(user):
        return None
    if not SessionNote.objects.filter(topic=topic, event__pk=read_key(event) or 0, event__withdrawn_at=None).exists():
        return None
    path = reverse("events:board-notes", args=[topic])
    sentence = "Read what people said in its sessions before you edit the board."
    return NoticeText(f"Notes from a learning event for the board: {titles[topic]}", sentence, path)


def render_action(user: User, about: str) -> NoticeText | None:
    action = Action.objects.visible_to(user).filter(slug=about).first()
    if action is None or not action.is_open or not is_owner(action, user):
        return None
    sentence = "You wrote this action at a learning event. How is it going?"
    return NoticeText(f"How is it going: {action.title}", sentence, action.get_absolute_url())


NOTICES = (
    NoticeKind(
        "event_report.asked",
        "The report of a learning event is waiting for your approval",
        "When you are named as the approver.",
        render_asked,
        Frequency.IMMEDIATE,
    ),
    NoticeKind(
        "event_report.decided",
        "Your event report was approved or sent back",
        "Reports you submitted for approval.",
        render_decided,
        Frequency.IMMEDIATE,
    ),
    NoticeKind(
        "event.notes",
        "Notes from a learning event for a board",
        "For editors: what people said in sessions on the topic of a board.",
        render_notes,
        group=NoticeGroup.DUTIES,
    ),
    NoticeKind(
        "event.action",
        "Actions you wrote at a learning event",
        "30 days, 90 days and six months after the event, while the action is open.",
        render_action,
        group=NoticeGroup.ACTIONS,
    ),
)
