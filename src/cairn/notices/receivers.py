"""News about people in organisations."""

import sys
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from cairn.accounts.models import User
from cairn.accounts.permissions import Permission
from cairn.accounts.roles import get_roles_with
from cairn.common.operations.logs import describe_error
from cairn.notices import services, tasks
from cairn.notices.signals import notices_wait
from cairn.places.models import Circle, CircleInvitation, CircleMembership, Invitation, Membership
from cairn.places.signals import (
    added_to_circle,
    asked_to_join,
    circle_ended,
    circle_ends,
    circle_rules_changed,
    invited_to_circle,
    member_approved,
    person_invited,
)


@receiver(notices_wait)
def queue_immediate(sender: object, is_duty: bool, **kwargs: Any) -> None:
    (tasks.send_duties if is_duty else tasks.send_immediate).enqueue()


@receiver(pre_save, sender=DBTaskResult)
def keep_no_message(sender: object, instance: "DBTaskResult[Any, Any]", **kwargs: Any) -> None:
    """Of a job that failed. The message of an error may quote an address or what somebody wrote; called while the
    error is being handled."""
    if instance.traceback:
        instance.traceback = describe_error(sys.exc_info()[1])


@receiver(person_invited)
def queue_invitation(sender: object, invitation: Invitation, **kwargs: Any) -> None:
    transaction.on_commit(partial(tasks.send_invitation.enqueue, invitation.pk))


@receiver(asked_to_join)
def notify_coordinators(sender: Any, membership: Membership, **kwargs: Any) -> None:
    coordinators = Membership.objects.active().filter(
        organisation=membership.organisation, role__in=get_roles_with(Permission.MEMBERS_MANAGE)
    )
    people = [one.user for one in coordinators.select_related("user")]
    services.notify(users=people, kind="member.waits", about=str(membership.pk), at=now())


@receiver(member_approved)
def notify_member(sender: Any, membership: Membership, **kwargs: Any) -> None:
    services.notify(users=[membership.user], kind="member.approved", about=str(membership.pk), at=now())


@receiver(added_to_circle)
def notify_circle_member(sender: Any, membership: CircleMembership, **kwargs: Any) -> None:
    services.notify(users=[membership.user], kind="circle.joined", about=str(membership.pk), at=now())


@receiver(invited_to_circle)
def notify_invited(sender: Any, invitation: CircleInvitation, user: User, **kwargs: Any) -> None:
    services.notify(users=[user], kind="circle.invited", about=str(invitation.pk), at=now())


def _notify_members(circle: Circle, kind: str, *, at: datetime, key: str = "", but: User | None = None) -> None:
    members = User.objects.filter(circle_memberships__circle=circle)
    services.notify(users=members.exclude(pk=but.pk) if but else members, kind=kind, about=circle.slug, at=at, key=key)


@receiver(circle_rules_changed)
def notify_of_rules(sender: Any, circle: Circle, by: User, at: datetime, **kwargs: Any) -> None:
    _notify_members(circle, "circle.rules", at=at, key=f"{at:%Y-%m-%dT%H:%M:%S.%f}", but=by)


@receiver(circle_ends)
def notify_of_end_to_come(sender: Any, circle: Circle, at: datetime, **kwargs: Any) -> None:
    _notify_members(circle, "circle.ends", at=at)


@receiver(circle_ended)
def notify_of_end(sender: Any, circle: Circle, at: datetime, **kwargs: Any) -> None:
    _notify_members(circle, "circle.ended", at=at)
