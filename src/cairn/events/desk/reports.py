"""What reports of learning events put on a desk."""

from django.urls import reverse
from wagtail.models import TaskState

from cairn.accounts.models import User
from cairn.boards.desk import get_steps
from cairn.events.models import EventReportPage
from cairn.records.desk import DueItem


def find_reports(user: User) -> list[DueItem]:
    """Reports that wait for this person's decision, and those of theirs that came back from one."""
    waiting, sent_back = get_steps(user, EventReportPage)
    return [_ask_to_decide(one) for one in waiting] + [_ask_to_change(one) for one in sent_back]


def _ask_to_decide(step: TaskState) -> DueItem:
    slug = EventReportPage.objects.values_list("event__slug", flat=True).get(pk=step.revision.object_id)
    url = reverse("events:report-decision", args=[slug])
    return DueItem(step.revision.content["title"], "This report is waiting for your approval", url, step.started_at)


def _ask_to_change(step: TaskState) -> DueItem:
    url = reverse("wagtailadmin_pages:edit", args=[step.revision.object_id])
    title = step.revision.content["title"]
    return DueItem(title, "Your report needs changes before it can be published", url, step.finished_at)
