"""Telling how a project goes, asking somebody to coach it, offering help."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.library import policies
from cairn.library.models import HelpOffer, Project, ProjectCoach, ProjectUpdate
from cairn.library.signals import coach_asked, help_offered, update_made
from cairn.records.policies import check_can_edit


@transaction.atomic
def make_update(
    *, project: Project, moved: str, stuck: str, needs: str, shows_need: bool, by: User, at: datetime
) -> ProjectUpdate:
    """A later update replaces the need that an earlier one shows."""
    check_can_edit(project, by)
    policies.check_update(moved=moved, stuck=stuck, needs=needs, shows_need=shows_need)
    ProjectUpdate.objects.filter(project=project, shows_need=True).update(shows_need=False)
    update = ProjectUpdate.objects.create(
        project=project, moved=moved, stuck=stuck, needs=needs, shows_need=shows_need, by=by, made_at=at
    )
    audit.record("update.made", target="record", key=project.slug, by=by, at=at)
    update_made.send(sender=ProjectUpdate, update=update, at=at)
    return update


@transaction.atomic
def hide_need(*, update: ProjectUpdate, by: User, at: datetime) -> None:
    """It is met, or was shown by mistake: others do not see it any more."""
    check_can_edit(update.project, by)
    ProjectUpdate.objects.filter(pk=update.pk).update(shows_need=False)
    audit.record("need.hidden", target="record", key=update.project.slug, by=by, at=at)


@transaction.atomic
def ask_coach(*, project: Project, email: str, by: User, at: datetime) -> None:
    """Ask whoever's log-in has this address. Nothing tells whether there is one: they hear it by mail."""
    check_can_edit(project, by)
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    given: dict[str, Any] = {"email": email.lower(), "user": user, "named_at": at, "agreed_at": None}
    coach, _ = ProjectCoach.objects.update_or_create(project=project, defaults=given)
    audit.record("coach.asked", target="record", key=project.slug, by=by, at=at, person=user and user.pk)
    if user is not None:
        coach_asked.send(sender=ProjectCoach, coach=coach, at=at)


@transaction.atomic
def remove_coach(*, coach: ProjectCoach, by: User, at: datetime) -> None:
    """The team's decision, or the coach's own."""
    if coach.user_id != by.pk:
        check_can_edit(coach.project, by)
    audit.record("coach.ended", target="record", key=coach.project.slug, by=by, at=at, person=coach.user_id)
    coach.delete()


@transaction.atomic
def agree_to_coach(*, coach: ProjectCoach, by: User, at: datetime) -> None:
    policies.check_is_asked(coach, by)
    if ProjectCoach.objects.filter(pk=coach.pk, agreed_at=None).update(agreed_at=at):
        audit.record("coach.agreed", target="record", key=coach.project.slug, by=by, at=at)


@transaction.atomic
def offer_help(*, update: ProjectUpdate, words: str, by: User, at: datetime) -> HelpOffer:
    policies.check_can_offer(update, by)
    offer = HelpOffer.objects.create(update=update, words=words, by=by, made_at=at)
    audit.record("help.offered", target="record", key=update.project.slug, by=by, at=at)
    help_offered.send(sender=HelpOffer, offer=offer, at=at)
    return offer
