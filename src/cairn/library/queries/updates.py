"""Who follows which project, what is stuck or silent, and what others could help with."""

from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery

from cairn.accounts.models import Reader
from cairn.library.models import Project, ProjectCoach, ProjectUpdate
from cairn.places.models import Membership, TeamMembership

QUARTER = timedelta(days=92)


def get_followed_projects(user: Reader) -> QuerySet[Project]:
    """Projects whose updates somebody sees: as one of the team, as whoever wrote it, or as the coach."""
    if not user.is_authenticated:
        return Project.objects.none()
    teams = TeamMembership.objects.filter(membership__user=user, membership__state=Membership.State.ACTIVE)
    own = Project.objects.editable_by(user).values("pk")
    coached = ProjectCoach.objects.filter(user=user, agreed_at__isnull=False).values("project")
    return Project.objects.filter(
        Q(pk__in=own) | Q(team__in=teams.values("team")) | Q(pk__in=coached), withdrawn_at=None, merged_into=None
    )


def get_coached_projects(user: Reader) -> QuerySet[Project]:
    return with_newest_update(Project.objects.filter(coaching__user=user))


def with_newest_update(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Those that have a coach, with when the newest update was made (empty: none yet) and where it was stuck."""
    newest = ProjectUpdate.objects.filter(project=OuterRef("pk")).order_by("-made_at", "-pk")
    return projects.filter(coaching__agreed_at__isnull=False, withdrawn_at=None, merged_into=None).annotate(
        last_update_at=Subquery(newest.values("made_at")[:1]),
        stuck=Subquery(newest.values("stuck")[:1]),
        coached_since=Subquery(ProjectCoach.objects.filter(project=OuterRef("pk")).values("agreed_at")[:1]),
    )


def with_what_is_stuck(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Each with when its newest update was made and where that says it is stuck; a coach is not needed."""
    newest = ProjectUpdate.objects.filter(project=OuterRef("pk")).order_by("-made_at", "-pk")
    return projects.annotate(
        last_update_at=Subquery(newest.values("made_at")[:1]), stuck=Subquery(newest.values("stuck")[:1])
    )


def get_silent_since(project: Project, *, at: datetime) -> datetime | None:
    """From when on an update is overdue; None while it is not. `project` is of `with_newest_update`."""
    due = (project.last_update_at or project.coached_since) + QUARTER
    return due if due <= at else None


def get_needs(user: Reader) -> QuerySet[ProjectUpdate]:
    """What projects chose to show, of projects that somebody may see; for people with a log-in only."""
    if not user.is_authenticated:
        return ProjectUpdate.objects.none()
    visible = Project.objects.visible_to(user).filter(merged_into=None).values("pk")
    found = ProjectUpdate.objects.filter(shows_need=True, project__in=visible)
    return found.select_related("project__organisation").order_by("-made_at", "-pk")
