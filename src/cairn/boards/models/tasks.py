"""The one step between a draft and its readers: the person named on the board says yes or no."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from wagtail.models import Task, TaskState

from cairn.accounts.models import SiteRole, User
from cairn.accounts.permissions import Permission
from cairn.accounts.roles import get_roles_with
from cairn.common.privacy import Impersonal


class NamedDeciderTask(Task):
    """Only whoever the draft names may decide; whoever asks may not decide alone."""

    PRIVACY = (Impersonal("A step of a workflow"),)

    class Meta:
        verbose_name = "Decision of the person named on the board"

    def user_can_access_editor(self, obj: Any, user: User) -> bool:
        return self.may_decide(obj, user)

    def locked_for_user(self, obj: Any, user: User) -> bool:
        return not self.may_decide(obj, user)

    def get_actions(self, obj: Any, user: User) -> list[tuple[str, str, bool]]:
        if not self.may_decide(obj, user):
            return []
        return [("reject", "Ask for changes", True), ("approve", "Publish", False)]

    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: Any) -> None:
        if not may_decide(task_state, user):
            raise PermissionDenied
        super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> QuerySet[TaskState]:
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).select_related("revision")
        return TaskState.objects.filter(pk__in=[one.pk for one in waiting if may_decide(one, user)])

    def may_decide(self, obj: Any, user: User) -> bool:
        waiting = obj.current_workflow_task_state
        return waiting is not None and may_decide(waiting, user)

    @classmethod
    def get_description(cls) -> str:
        return "The approver named on the board publishes it or asks for changes."


def may_decide(waiting: TaskState, user: User) -> bool:
    """The person named in the draft that waits, and not whoever asked for the decision."""
    is_named = waiting.revision.content.get("decider") == user.pk
    return is_named and user.is_active and waiting.workflow_state.requested_by_id != user.pk


def get_possible_deciders() -> QuerySet[User]:
    """People who may edit pages, one of whom each board names."""
    roles = SiteRole.objects.filter(role__in=get_roles_with(Permission.PAGES_EDIT)).values("user")
    return User.objects.filter(is_active=True, pk__in=roles).order_by("name", "pk")
