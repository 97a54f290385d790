"""What happens when a decision is taken. Wagtail reads this while its own models load, so nothing of it is imported."""

from typing import Any

from cairn.accounts.models import User


def publish_decided(workflow_state: Any, user: User | None = None) -> None:
    """What was decided on is published, now or on its day: no later draft, and by nobody's right to publish.

    Wagtail calls it (WAGTAIL_FINISH_WORKFLOW_ACTION). No editor may publish a board in another way.
    """
    decided = workflow_state.task_states.filter(status="approved").order_by("-finished_at").first()
    decided.revision.publish(user=user, skip_permission_checks=True)
