"""What boards put on a desk."""

from django.db.models import F
from django.urls import reverse
from wagtail.models import Page, TaskState, WorkflowState

from cairn.accounts.models import User
from cairn.boards.models import BoardFollow, BoardPage, NamedDeciderTask
from cairn.boards.models.tasks import may_decide
from cairn.boards.policies import is_editor_now
from cairn.records.desk import DueItem, FollowedItem


def find_boards(user: User) -> list[DueItem]:
    """Drafts that wait for this person's decision, and those of theirs that came back from one."""
    waiting, sent_back = get_steps(user, BoardPage)
    return [_ask_to_decide(one) for one in waiting] + [_ask_to_change(one) for one in sent_back]


def get_steps(user: User, page: type[Page]) -> tuple[list[TaskState], list[TaskState]]:
    """Of pages of this kind: what waits for this person's decision, and what of theirs came back from one."""
    if not is_editor_now(user):
        return [], []
    steps = TaskState.objects.filter(
        task__content_type__model=NamedDeciderTask._meta.model_name,
        revision__content_type__app_label=page._meta.app_label,
        revision__content_type__model=page._meta.model_name,
    )
    steps = steps.select_related("revision", "workflow_state")
    waiting = [one for one in steps.filter(status=TaskState.STATUS_IN_PROGRESS) if may_decide(one, user)]
    sent_back = steps.filter(
        workflow_state__current_task_state=F("pk"),
        workflow_state__status=WorkflowState.STATUS_NEEDS_CHANGES,
        workflow_state__requested_by=user,
    )
    return waiting, list(sent_back)


def _ask_to_decide(step: TaskState) -> DueItem:
    # The address is that of the board, which a draft may be about to change.
    slug = BoardPage.objects.values_list("slug", flat=True).get(pk=step.revision.object_id)
    url = reverse("boards:decision", args=[slug])
    return DueItem(_get_title(step), "This board is waiting for your approval", url, step.started_at)


def _ask_to_change(step: TaskState) -> DueItem:
    url = reverse("wagtailadmin_pages:edit", args=[step.revision.object_id])
    return DueItem(_get_title(step), "Your board needs changes before it can be published", url, step.finished_at)


def _get_title(step: TaskState) -> str:
    return step.revision.content["title"]


def find_followed(user: User) -> list[FollowedItem]:
    """Boards are for everybody to read; one that is published no more is not listed."""
    follows = BoardFollow.objects.filter(user=user, board__live=True).select_related("board").order_by("-since")
    return [
        FollowedItem(one.board.title, reverse("boards:board", args=[one.board.slug]), "Board", one.since)
        for one in follows
    ]
