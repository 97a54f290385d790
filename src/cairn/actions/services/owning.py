"""Who has an action: giving it to a colleague, to a body, or to somebody who is invited by e-mail."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from cairn.accounts.models import User
from cairn.actions import policies
from cairn.actions.enums import Act, Response
from cairn.actions.models import Action, ActionInvitation
from cairn.actions.services.acting import lock, note
from cairn.actions.signals import action_given, address_refused, owner_invited
from cairn.audit import services as audit
from cairn.records.models import Guest
from cairn.records.services import announce_written

INVITATION_LASTS = timedelta(days=14)


@dataclass(frozen=True)
class Ownership:
    """Who will do it: a colleague, an e-mail address that is invited, or a body with somebody inside it."""

    owner: User | None = None
    email: str = ""
    body: str = ""
    contact: str = ""
    contact_email: str = ""


@transaction.atomic
def give_action(*, action: Action, to: Ownership, reason: str = "", by: User, at: datetime) -> None:
    """From now on somebody else has it, and is asked. Who had it as a guest sees it no more."""
    action = lock(action)
    policies.check_can_give(action, by, outside=to.owner is None)
    note(action, Act.GIVEN, words=reason, by=by, at=at)
    hand_over(action, to, by=by, at=at)


def hand_over(action: Action, to: Ownership, *, by: User, at: datetime) -> None:
    """The part that starting and giving have in common; the caller has asked whether `by` may."""
    if to.owner is not None:
        policies.check_owner(to.owner, action.team, by)
    Guest.objects.filter(record=action.pk).delete()
    ActionInvitation.objects.filter(action=action.pk).delete()
    facts: dict[str, Any] = {
        "owner": to.owner,
        "body": to.body,
        "contact": to.contact,
        "contact_email": to.contact_email,
    }
    Action.objects.filter(pk=action.pk).update(**facts)
    for name, value in facts.items():
        setattr(action, name, value)
    if to.email:
        _invite(action, to.email, by=by, at=at)
    if to.owner is not None and to.owner.pk == by.pk:  # who takes it on has answered
        note(action, Act.RESPONDED, by=by, at=at, response=Response.ACCEPTED)
    elif to.owner is not None:
        action_given.send(sender=Action, action=action, by=by, at=at)
    announce_written(action)


def _invite(action: Action, email: str, *, by: User, at: datetime) -> None:
    """Nothing tells whether the address has an account here: the mail is the same for all."""
    invitation = ActionInvitation.objects.create(
        action=action, email=email.lower(), invited_by=by, invited_at=at, expires_at=at + INVITATION_LASTS
    )
    audit.record("action.invited", target="record", key=action.slug, by=by, at=at)
    owner_invited.send(sender=ActionInvitation, invitation=invitation)


@transaction.atomic
def accept_invitation(*, invitation: ActionInvitation, user: User, at: datetime) -> Action:
    """Whoever accepts owns the action and is let into it, and into nothing else."""
    invitation = ActionInvitation.objects.select_for_update().get(pk=invitation.pk)
    policies.check_can_accept(invitation, user, at=at)
    action, invited_by = lock(invitation.action), invitation.invited_by
    invitation.delete()
    Action.objects.filter(pk=action.pk).update(owner=user)
    Guest.objects.get_or_create(user=user, record_id=action.pk, defaults={"let_in_by": invited_by, "since": at})
    audit.record("action.accepted_invitation", target="record", key=action.slug, by=user, at=at)
    return lock(action)


def clear_old_invitations(before: datetime) -> None:
    """Retention: the address of somebody who never answered is needed no more; that the action waits for them is."""
    ActionInvitation.objects.filter(expires_at__lt=before).exclude(email="").update(email="")


def note_refused_address(*, invitation: ActionInvitation, at: datetime) -> None:
    """The mail server says that the address receives nothing; whoever invited it is told."""
    ActionInvitation.objects.filter(pk=invitation.pk).update(refused_at=at)
    address_refused.send(sender=ActionInvitation, invitation=invitation, at=at)
