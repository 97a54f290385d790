"""What follows in the library from news about records and people."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from cairn.accounts.models import User
from cairn.actions.models import Action
from cairn.actions.signals import action_stuck
from cairn.library.models import (
    HelpOffer,
    Project,
    ProjectCoach,
    ProjectUpdate,
    Round,
)
from cairn.library.signals import coach_asked, help_offered, update_made
from cairn.notices.services import notify
from cairn.records.enums import RecordKind, Relation
from cairn.records.models import Record
from cairn.records.queries import get_writers
from cairn.records.services import (
    announce_written,
)
from cairn.records.signals import record_written


@receiver(record_written)
def name_programme_again(sender: object, record: Record, **kwargs: Any) -> None:
    """Projects and rounds are found by the name of their programme, as long as everybody may see it."""
    if record.kind == RecordKind.PROGRAMME:
        for kind in (Project, Round):
            for entry in kind.objects.filter(in_programme=record.pk, withdrawn_at=None):
                announce_written(entry)


@receiver(update_made)
def notify_coach(sender: Any, update: ProjectUpdate, at: datetime, **kwargs: Any) -> None:
    coaches = ProjectCoach.objects.filter(project=update.project_id, agreed_at__isnull=False).exclude(user=update.by)
    people = [coach.user for coach in coaches.select_related("user") if coach.user]
    notify(users=people, kind="project.update", about=str(update.pk), at=at)


@receiver(coach_asked)
def notify_who_is_asked(sender: Any, coach: ProjectCoach, at: datetime, **kwargs: Any) -> None:
    asked = [coach.user] if coach.user else []
    notify(users=asked, kind="project.coach", about=str(coach.pk), at=at, key=f"{at:%Y%m%d%H%M%S}")


@receiver(help_offered)
def notify_team(sender: Any, offer: HelpOffer, at: datetime, **kwargs: Any) -> None:
    people = get_writers(offer.update.project)
    notify(users=people, kind="project.offer", about=str(offer.pk), at=at)


@receiver(action_stuck)
def notify_coach_of_stuck_action(sender: Any, action: Action, by: User, at: datetime, **kwargs: Any) -> None:
    """The coach of each project that the action comes from."""
    coaches = ProjectCoach.objects.filter(
        project__ties_in__source=action.pk, project__ties_in__relation=Relation.COMES_FROM, agreed_at__isnull=False
    )
    people = {coach.user for coach in coaches.select_related("user") if coach.user} - {by}
    notify(users=people, kind="project.action_stuck", about=action.slug, at=at, key=f"{at:%Y%m%d%H%M%S}")
