"""What follows from news about actions and people: mails, and who may make a log-in."""

from datetime import datetime
from functools import partial
from typing import Any

from allauth.account.signals import email_confirmed
from django.db import transaction
from django.dispatch import receiver
from django.utils.timezone import now

from cairn.accounts.models import User
from cairn.accounts.signals import asked_who_may_sign_up
from cairn.actions import services, tasks
from cairn.actions.models import Action, ActionInvitation
from cairn.actions.queries import get_coordinators
from cairn.actions.signals import action_answered, action_given, action_stuck, address_refused, owner_invited
from cairn.notices.services import notify
from cairn.records.queries import get_writers


@receiver(owner_invited)
def queue_invitation(sender: object, invitation: ActionInvitation, **kwargs: Any) -> None:
    transaction.on_commit(partial(tasks.send_invitation.enqueue, invitation.pk))


@receiver(action_given)
def notify_owner(sender: Any, action: Action, at: datetime, **kwargs: Any) -> None:
    people = [action.owner] if action.owner else []
    notify(users=people, kind="action.given", about=action.slug, at=at, key=f"{at:%Y%m%d%H%M%S}")


@receiver(action_answered)
def notify_asker(sender: Any, action: Action, by: User, at: datetime, **kwargs: Any) -> None:
    people = [action.author] if action.author and action.author_id != by.pk else []
    notify(users=people, kind="action.answered", about=action.slug, at=at, key=f"{at:%Y%m%d%H%M%S}")


@receiver(action_stuck)
def notify_helpers(sender: Any, action: Action, by: User, at: datetime, **kwargs: Any) -> None:
    """The team and the coordinators; the coach is known to an app above."""
    people = set(get_writers(action)) | set(get_coordinators(action.organisation_id))
    notify(users=people - {by}, kind="action.stuck", about=action.slug, at=at, key=f"{at:%Y%m%d%H%M%S}")


@receiver(address_refused)
def notify_inviter(sender: Any, invitation: ActionInvitation, at: datetime, **kwargs: Any) -> None:
    people = [invitation.invited_by] if invitation.invited_by else []
    notify(users=people, kind="action.refused", about=str(invitation.pk), at=at)


@receiver(asked_who_may_sign_up)
def know_address(sender: object, email: str, **kwargs: Any) -> bool:
    """Whoever is invited to own an action may make a log-in; it lets them into that action and nothing else."""
    return ActionInvitation.objects.filter(email__iexact=email, expires_at__gt=now()).exists()


@receiver(email_confirmed)
def let_in_by_address(sender: object, email_address: Any, **kwargs: Any) -> None:
    """The address is proven: invitations to it count."""
    user, at = email_address.user, now()
    for invitation in ActionInvitation.objects.filter(email__iexact=email_address.email, expires_at__gt=at):
        if user.email.lower() == email_address.email.lower():
            services.accept_invitation(invitation=invitation, user=user, at=at)
