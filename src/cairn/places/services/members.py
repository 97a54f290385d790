"""Letting people in, giving them roles, letting them go."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from cairn.accounts.models import User
from cairn.accounts.roles import READER
from cairn.accounts.sign_on import end_sign_on_sessions
from cairn.audit import services as audit
from cairn.places import policies
from cairn.places.models import Invitation, Membership, Organisation
from cairn.places.signals import asked_to_join, member_approved, person_invited

INVITATION_LASTS = timedelta(days=14)


@transaction.atomic
def invite(*, organisation: Organisation, email: str, role: str, by: User | None, at: datetime) -> Invitation:
    """Ask somebody in by mail; an open invitation to the same address is sent again with the new role.

    `by` is empty where the host sets an organisation up.
    """
    if by is not None:
        policies.check_can_manage(by, organisation)
    policies.check_role(role)
    Invitation.objects.filter(organisation=organisation, email__iexact=email, accepted_at=None).delete()
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email.lower(),
        role=role,
        invited_by=by,
        invited_at=at,
        expires_at=at + INVITATION_LASTS,
    )
    audit.record("member.invited", target="organisation", key=organisation.slug, by=by, at=at, after=role)
    person_invited.send(sender=Invitation, invitation=invitation)
    return invitation


@transaction.atomic
def invite_many(
    *, organisation: Organisation, emails: list[str], role: str, by: User, at: datetime
) -> list[Invitation]:
    """All or none. Who belongs to the organisation already is left out: there is nothing to accept."""
    inside = Membership.objects.active().filter(organisation=organisation).values_list("user__email", flat=True)
    known = {email.lower() for email in inside}
    wanted = [email for email in emails if email.lower() not in known]
    return [invite(organisation=organisation, email=email, role=role, by=by, at=at) for email in wanted]


def invite_again(*, invitation: Invitation, by: User, at: datetime) -> Invitation:
    """A new mail with a new link and a new fortnight; the earlier link ends."""
    policies.check_is_open_to_change(invitation)
    return invite(organisation=invitation.organisation, email=invitation.email, role=invitation.role, by=by, at=at)


@transaction.atomic
def cancel_invitation(*, invitation: Invitation, by: User, at: datetime) -> None:
    """The link ends, and the address is forgotten."""
    policies.check_can_manage(by, invitation.organisation)
    policies.check_is_open_to_change(invitation)
    audit.record("member.invitation_cancelled", target="organisation", key=invitation.organisation.slug, by=by, at=at)
    invitation.delete()


def delete_old_invitations(before: datetime) -> None:
    """Retention: the address of whoever never answered is needed no more, nor that somebody came in by a link."""
    Invitation.objects.filter(Q(accepted_at__lt=before) | Q(accepted_at=None, expires_at__lt=before)).delete()


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User, at: datetime) -> Membership:
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    policies.check_can_accept(invitation, user, at=at)
    # Whoever changes their address later and erases their account could not be found by the one they had.
    invitation.accepted_at, invitation.email = at, ""
    invitation.save(update_fields=["accepted_at", "email"])
    membership, _ = Membership.objects.update_or_create(
        user=user,
        organisation=invitation.organisation,
        defaults={"role": invitation.role, "state": Membership.State.ACTIVE, "joined_at": at, "asked_at": at},
    )
    _note("member.joined", membership, by=user, at=at)
    return membership


@transaction.atomic
def ask_to_join(*, organisation: Organisation, user: User, at: datetime) -> Membership:
    """Somebody with an address of the organisation waits until a coordinator lets them in."""
    membership, is_new = Membership.objects.get_or_create(
        user=user, organisation=organisation, defaults={"role": READER.name, "asked_at": at}
    )
    if is_new:
        _note("member.asked", membership, by=user, at=at)
        asked_to_join.send(sender=Membership, membership=membership)
    return membership


@transaction.atomic
def approve_member(*, membership: Membership, role: str, by: User, at: datetime) -> None:
    membership = _lock(membership)
    policies.check_can_manage(by, membership.organisation)
    policies.check_role(role)
    membership.role, membership.state, membership.joined_at = role, Membership.State.ACTIVE, at
    membership.save()
    _note("member.approved", membership, by=by, at=at)
    member_approved.send(sender=Membership, membership=membership)


@transaction.atomic
def change_role(*, membership: Membership, role: str, by: User, at: datetime) -> None:
    membership = _lock(membership)
    policies.check_can_manage(by, membership.organisation)
    policies.check_role(role)
    if role != membership.role:
        policies.check_keeps_a_coordinator(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    _note("member.role_changed", membership, by=by, at=at)


@transaction.atomic
def remove_member(*, membership: Membership, by: User, at: datetime) -> None:
    """Somebody leaves, or is let go; their teams go with the membership. They may always go themselves."""
    membership = _lock(membership)
    if membership.user_id != by.pk:
        policies.check_can_manage(by, membership.organisation)
    policies.check_keeps_a_coordinator(membership)
    _note("member.removed", membership, by=by, at=at)
    user = membership.user
    membership.delete()
    end_sign_on_sessions(user)


def _lock(membership: Membership) -> Membership:
    """As it is now, with those of the whole organisation: two coordinators who remove each other come one after the
    other, and somebody who was let go meanwhile does not come back by a change of their role."""
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    found = Membership.objects.select_related("organisation", "user").filter(pk=membership.pk).first()
    if found is None:
        raise policies.UnableToChangeMembers("This person no longer belongs to the organisation.")
    return found


def _note(action: str, membership: Membership, *, by: User, at: datetime) -> None:
    key = membership.organisation.slug
    audit.record(action, target="organisation", key=key, by=by, at=at, person=membership.user_id, after=membership.role)
