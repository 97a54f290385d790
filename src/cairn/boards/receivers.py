"""What follows from news: of the workflow of boards, of roles, and of records that boards cite."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.timezone import now
from wagtail.models import Revision, TaskState, WorkflowState
from wagtail.signals import page_published, page_unpublished, task_approved, task_rejected, task_submitted

from cairn.accounts.models import SiteRole, User
from cairn.boards import policies, services, tasks
from cairn.boards.models import BoardFile, BoardPage, NamedDeciderTask
from cairn.boards.searchable import BOARDS
from cairn.boards.signals import board_file_requested
from cairn.library.signals import starter_loaded
from cairn.notices.services import notify
from cairn.records.models import Record
from cairn.records.signals import record_shared
from cairn.search.services import index_pages


@receiver(starter_loaded)
def load_with_the_library(*, at: datetime, **kwargs: Any) -> None:
    """After the insights, which a receiver of an app below loads: signals go in the order of INSTALLED_APPS."""
    services.load_boards(at=at)


def is_step_of_board(state: TaskState) -> bool:
    """Pages of apps above go the same way, and these apps tell their own people."""
    is_ours = isinstance(state.task.specific, NamedDeciderTask)
    return is_ours and state.revision.content_type.model_class() is BoardPage


@receiver(task_submitted, sender=TaskState)
def notify_decider(instance: TaskState, user: User, **kwargs: Any) -> None:
    """Also the last door: whatever started the workflow, a board without a decider does not come through."""
    if not is_step_of_board(instance):
        return
    policies.check_can_submit(instance.revision.as_object(), user)
    services.note_asked(waiting=instance, by=user, at=now())
    decider = User.objects.filter(pk=instance.revision.content["decider"])
    notify(users=decider, kind="board.asked", about=str(instance.pk), at=now())


@receiver(task_approved, sender=TaskState)
@receiver(task_rejected, sender=TaskState)
def note_decision(instance: TaskState, user: User, **kwargs: Any) -> None:
    if not is_step_of_board(instance):
        return
    services.note_decided(decided=instance, by=user, at=now())
    asked: WorkflowState = instance.workflow_state
    if asked.requested_by is not None:
        notify(users=[asked.requested_by], kind="board.decided", about=str(instance.pk), at=now())


@receiver(page_published, sender=BoardPage)
def keep_version(instance: BoardPage, revision: Revision, **kwargs: Any) -> None:
    # Wagtail says "published" of a draft that waits for its day too.
    if revision is not None and instance.live and instance.live_revision_id == revision.pk:
        services.keep_version(board=instance, revision=revision, at=now())


@receiver([page_published, page_unpublished, post_delete], sender=BoardPage)
def index(sender: object, **kwargs: Any) -> None:
    """Search finds what is there now: another board may have come into its place, or left it."""
    index_pages(BOARDS)


@receiver([post_save, post_delete], sender=SiteRole)
def follow_roles(instance: SiteRole, **kwargs: Any) -> None:
    services.follow_roles(instance.user)


@receiver(board_file_requested)
def queue_file(board_file: BoardFile, **kwargs: Any) -> None:
    transaction.on_commit(partial(tasks.make_file.enqueue, board_file.pk))


@receiver(record_shared)
def delete_printed_words(record: Record, **kwargs: Any) -> None:
    """What is shared with fewer is on no file any more; the rest is printed anew when asked for."""
    services.delete_files_about(record.pk)
