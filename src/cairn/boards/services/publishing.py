"""From a draft to its readers: deciding, and keeping each version. Wagtail's office is where it is asked for."""

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Revision, TaskState

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.boards import policies
from cairn.boards.models import BoardPage, BoardVersion
from cairn.boards.queries import get_waiting
from cairn.boards.services.following import notify_followers

TARGET = "board"


@transaction.atomic
def decide_board(*, board: BoardPage, by: User, at: datetime, approved: bool, comment: str = "") -> None:
    """Publish the draft that waits, now or on the day it names; or ask for changes."""
    waiting = get_waiting(board)
    policies.check_can_decide(waiting, by)
    if approved:
        policies.check_can_publish(waiting.revision.as_object())
    task = waiting.task.specific
    task.on_action(waiting, by, "approve" if approved else "reject", comment=comment)


@transaction.atomic
def take_off(*, board: BoardPage, by: User, at: datetime) -> None:
    """Nobody reads it any more, and it is not published on its day. Its versions stay at their addresses."""
    policies.check_can_take_off(board, by)
    board.revisions.update(approved_go_live_at=None)
    if board.live:
        board.unpublish()  # by the decision of `by`, who as an editor has no right to publish in Wagtail
    audit.record("board.taken_off", target=TARGET, key=str(board.pk), by=by, at=at)


def note_asked(*, waiting: TaskState, by: Any, at: datetime) -> None:
    _note("board.asked", waiting, by=by, at=at, decider=waiting.revision.content.get("decider"))


def note_decided(*, decided: TaskState, by: Any, at: datetime) -> None:
    """Who decided what and when; the words of the decision stand with it, not here."""
    _note(f"board.{decided.status}", decided, by=by, at=at)


def _note(action: str, state: TaskState, *, by: Any, at: datetime, **detail: Any) -> None:
    key = str(state.revision.object_id)
    audit.record(action, target=TARGET, key=key, by=by, at=at, revision=state.revision_id, **detail)


@transaction.atomic
def keep_version(*, board: BoardPage, revision: Revision, at: datetime) -> BoardVersion:
    """What was published is a version of its own, with whoever decided on it; safe to run twice."""
    there = board.versions.filter(revision=revision).first()
    if there is not None:
        return there
    last = board.versions.select_for_update().order_by("-number").first()
    decision = (
        TaskState.objects.filter(revision=revision, status=TaskState.STATUS_APPROVED).order_by("-finished_at").first()
    )
    version = BoardVersion.objects.create(
        board=board,
        number=last.number + 1 if last else 1,
        revision=revision,
        what_changed=board.what_changed,
        published_at=at,
        decided_by=decision.finished_by if decision else None,
        decided_at=decision.finished_at if decision else None,
    )
    by = decision.finished_by if decision else None
    audit.record("board.published", target=TARGET, key=str(board.pk), by=by, at=at, version=version.number)
    notify_followers(version=version, at=at)
    return version
