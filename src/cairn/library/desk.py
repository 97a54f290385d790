"""What projects put on the desk of their coach and their team."""

from django.urls import reverse
from django.utils.timezone import now

from cairn.accounts.models import User
from cairn.library.models import Project, ProjectCoach
from cairn.library.queries.updates import (
    get_coached_projects,
    get_silent_since,
    with_newest_update,
)
from cairn.records.desk import DueItem, Question

MOST = 10


def find_coaching(user: User) -> list[DueItem]:
    """Asked to coach; and of the projects one coaches those that are stuck or silent for a quarter."""
    asked = ProjectCoach.objects.filter(user=user, agreed_at=None, project__withdrawn_at=None)
    found = [
        DueItem(
            title=one.project.title,
            action="You have been invited to coach this project. Accept or decline",
            url=reverse("library:coach", args=[one.project.slug]),
            since=one.named_at,
        )
        for one in asked.select_related("project")[:MOST]
    ]
    return found + [item for project in get_coached_projects(user) if (item := _make_due_item(project))][:MOST]


def _make_due_item(project: Project) -> DueItem | None:
    url = reverse("library:updates", args=[project.slug])
    if since := get_silent_since(project, at=now()):
        return DueItem(project.title, "You coach this project. It has had no update for three months", url, since)
    if project.stuck:
        return DueItem(project.title, "You coach this project. The team says it is stuck", url, project.last_update_at)
    return None


def ask_for_update(user: User) -> Question | None:
    """One's own project with a coach, of which nothing was told for a quarter."""
    for project in with_newest_update(Project.objects.editable_by(user)):
        if get_silent_since(project, at=now()):
            return Question(
                "Add an update: what has moved, and where are you stuck?",
                project.title,
                reverse("library:updates", args=[project.slug]),
            )
    return None
