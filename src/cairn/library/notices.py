"""What is told of updates: that there is one, and where. Each is asked for when it is sent."""

from django.urls import reverse

from cairn.accounts.models import User
from cairn.actions.enums import State
from cairn.library.models import HelpOffer, ProjectCoach, ProjectUpdate
from cairn.library.queries.updates import get_followed_projects
from cairn.notices.enums import Frequency, NoticeGroup
from cairn.notices.kinds import NoticeKind, NoticeText
from cairn.records.models import Record
from cairn.records.policies import can_edit


def render_update(user: User, about: str) -> NoticeText | None:
    update = ProjectUpdate.objects.select_related("project").filter(pk=about).first()
    if update is None or not get_followed_projects(user).filter(pk=update.project_id).exists():
        return None
    stuck = " The team says it is stuck." if update.stuck else ""
    return NoticeText(update.project.title, f"There is a new update.{stuck}", _lead_to(update.project.slug))


def render_coach(user: User, about: str) -> NoticeText | None:
    coach = ProjectCoach.objects.select_related("project").filter(pk=about, user=user, agreed_at=None).first()
    if coach is None or coach.project.is_withdrawn:
        return None
    path = reverse("library:coach", args=[coach.project.slug])
    return NoticeText(
        f"Will you coach “{coach.project.title}”?",
        "The team would like you as their coach. You can accept or decline on the page.",
        path,
    )


def render_stuck_action(user: User, about: str) -> NoticeText | None:
    """For a coach, who may not read the action: which project, and nothing of what the action says."""
    stuck = Record.objects.filter(slug=about, withdrawn_at=None, action__state=State.STUCK).first()
    coached = ProjectCoach.objects.filter(user=user, agreed_at__isnull=False, project__ties_in__source=stuck)
    coach = coached.select_related("project").first() if stuck else None
    if coach is None:
        return None
    sentence = "An action of this project is stuck. Ask its team what would help."
    return NoticeText(f"Stuck: {coach.project.title}", sentence, _lead_to(coach.project.slug))


def render_offer(user: User, about: str) -> NoticeText | None:
    offer = HelpOffer.objects.select_related("update__project").filter(pk=about).first()
    if offer is None or not can_edit(offer.update.project, user):
        return None
    project = offer.update.project
    return NoticeText(project.title, "Someone has offered to help.", _lead_to(project.slug))


def _lead_to(slug: str) -> str:
    return reverse("library:updates", args=[slug])


PROJECT_NOTICES = (
    NoticeKind(
        "project.update", "Update from a project you coach", "For coaches.", render_update, group=NoticeGroup.PROJECTS
    ),
    NoticeKind(
        "project.action_stuck",
        "An action in a project you coach is stuck",
        "For coaches.",
        render_stuck_action,
        Frequency.IMMEDIATE,
        group=NoticeGroup.PROJECTS,
    ),
    NoticeKind(
        "project.coach",
        "You have been invited to coach a project",
        "When a team invites you.",
        render_coach,
        Frequency.IMMEDIATE,
        group=NoticeGroup.PROJECTS,
    ),
    NoticeKind(
        "project.offer",
        "Someone has offered to help",
        "When someone responds to your project’s request.",
        render_offer,
        Frequency.IMMEDIATE,
        group=NoticeGroup.PROJECTS,
    ),
)
