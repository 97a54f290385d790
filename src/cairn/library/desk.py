"""What projects put on the desk of their coach and their team."""

from django.urls import reverse
from django.utils.timezone import now

from cairn.accounts.models import User
from cairn.library.models import Project, ProjectCoach, ShortListed
from cairn.library.queries.updates import (
    get_coached_projects,
    get_followed_projects,
    get_needs,
    get_silent_since,
    with_newest_update,
    with_what_is_stuck,
)
from cairn.places.models import Organisation
from cairn.records.desk import Column, DigestItem, DigestPart, DueItem, FirstStep, Question, WorkItem, describe_shared

MOST = 10
SHOWN = 3


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


def ask_for_outcome(user: User) -> Question | None:
    """One's own project that ended and says nothing of what happened."""
    silent = Project.objects.editable_by(user).filter(live=True, happened="", result="").exclude(ended="")
    project = silent.order_by("-updated_at").first()
    if project is None:
        return None
    url = reverse("records:section", args=[project.slug, "result"])
    return Question("It has ended. What happened?", project.title, url, project.is_fictional)


def find_work(user: User) -> list[WorkItem]:
    """Projects of one's teams that others read already and that go on."""
    own = Project.objects.editable_by(user).filter(live=True, has_unpublished_changes=False, ended="")
    return [_make_work_item(project) for project in with_what_is_stuck(own).order_by("-updated_at")[:MOST]]


def _make_work_item(project: Project) -> WorkItem:
    shared = describe_shared(project.sharing)
    return WorkItem(
        title=project.title,
        url=project.get_absolute_url(),
        kind="Project",
        state="Stuck" if project.stuck else shared,
        next_step="Add an update",
        next_url=reverse("library:updates", args=[project.slug]),
        changed_at=project.last_update_at or project.updated_at,
    )


def find_stuck(user: User, organisation: Organisation) -> DigestPart | None:
    """Where a project is stuck is for its team and coach; what it needs is for everybody it chose to show it to."""
    followed = with_what_is_stuck(get_followed_projects(user).filter(organisation=organisation))
    stuck = {
        one.pk: DigestItem(one.title, reverse("library:updates", args=[one.slug]), f"Stuck: {one.stuck}", sign="minus")
        for one in followed.exclude(stuck="").exclude(stuck=None).order_by("-last_update_at")
    }
    for update in get_needs(user).filter(project__organisation=organisation):
        project = update.project
        stuck.setdefault(
            project.pk, DigestItem(project.title, project.get_absolute_url(), f"Needs: {update.needs}", sign="minus")
        )
    if not stuck:
        return None
    words = f"project{'' if len(stuck) == 1 else 's'} stuck or in need of help"
    return DigestPart(Column.STUCK, len(stuck), words, reverse("library:help-wanted"), list(stuck.values())[:SHOWN])


def find_short_list_step(user: User) -> FirstStep:
    return FirstStep(
        "Save a model for later", reverse("library:models"), ShortListed.objects.filter(user=user).exists()
    )
