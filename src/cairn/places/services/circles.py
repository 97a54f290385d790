"""Circles: people of several organisations."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.places import policies
from cairn.places.models import Circle, CircleInvitation, CircleMembership, Organisation
from cairn.places.signals import added_to_circle, circle_ended, circle_ends, circle_rules_changed, invited_to_circle

CIRCLE_INVITATION_LASTS = timedelta(days=30)
LONGEST_START = 35  # of a slug, so that the audit has room for the whole
ENDS_SOON = timedelta(days=14)


@transaction.atomic
def start_circle(
    *,
    name: str,
    purpose: str,
    organisation: Organisation,
    by: User,
    at: datetime,
    use: str = Circle.Use.INSIDE,
    rules: str = "",
    listed_to: str = Circle.ListedTo.MEMBERS,
    ends_on: date | None = None,
    afterwards: str = Circle.Afterwards.PRIVATE,
) -> Circle:
    """Whoever starts it leads it, and agrees to the rules that they wrote."""
    policies.check_can_start_circle(by, organisation)
    policies.check_end_is_to_come(ends_on, on=localdate(at))
    return open_circle(
        name=name,
        purpose=purpose,
        organisation=organisation,
        use=use,
        rules=rules,
        listed_to=listed_to,
        ends_on=ends_on,
        afterwards=afterwards,
        leaders=[by],
        by=by,
        at=at,
    )


@transaction.atomic
def open_circle(*, leaders: Iterable[User], by: User, at: datetime, rules: str = "", **terms: Any) -> Circle:
    """The same for a caller whose people agreed to come together already, as two organisations do that were introduced.

    `terms` are the other fields of a circle; those who lead it know the rules, and agree to them by that.
    """
    slug = f"{slugify(terms['name'])[:LONGEST_START]}-{get_random_string(4).lower()}"
    circle = Circle.objects.create(slug=slug, rules=rules, rules_changed_at=at if rules else None, **terms)
    for leader in leaders:
        CircleMembership.objects.create(circle=circle, user=leader, leads=True, joined_at=at, agreed_at=at)
    audit.record("circle.started", target="circle", key=circle.slug, by=by, at=at)
    return circle


@transaction.atomic
def invite_to_circle(*, circle: Circle, email: str, by: User, at: datetime) -> None:
    """Ask an address in. Nothing tells whether anybody here has it: they hear it by mail, and answer it."""
    policies.check_can_change_circle(circle, by, on=localdate(at))
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    audit.record("circle.invited", target="circle", key=circle.slug, by=by, at=at, person=user.pk if user else None)
    if CircleMembership.objects.filter(circle=circle, user__email__iexact=email).exists():
        return
    CircleInvitation.objects.filter(circle=circle, email__iexact=email).delete()
    invitation = CircleInvitation.objects.create(
        circle=circle, email=email.lower(), invited_by=by, invited_at=at, expires_at=at + CIRCLE_INVITATION_LASTS
    )
    if user is not None:
        invited_to_circle.send(sender=CircleInvitation, invitation=invitation, user=user)


@transaction.atomic
def cancel_circle_invitation(*, invitation: CircleInvitation, by: User, at: datetime) -> None:
    policies.check_leads(invitation.circle, by)
    audit.record("circle.invitation_cancelled", target="circle", key=invitation.circle.slug, by=by, at=at)
    invitation.delete()


@transaction.atomic
def join_circle(*, invitation: CircleInvitation, by: User, at: datetime) -> CircleMembership:
    """By accepting the invitation somebody agrees to the rules."""
    policies.check_can_join(invitation, by, at=at)
    policies.check_is_running(invitation.circle, on=localdate(at))
    membership, _ = CircleMembership.objects.get_or_create(
        circle=invitation.circle, user=by, defaults={"joined_at": at, "agreed_at": at}
    )
    audit.record("circle.joined", target="circle", key=invitation.circle.slug, by=by, at=at)
    invitation.delete()
    return membership


@transaction.atomic
def decline_circle(*, invitation: CircleInvitation, by: User, at: datetime) -> None:
    """It goes; nobody is told who said no."""
    policies.check_can_join(invitation, by, at=at)
    invitation.delete()


@transaction.atomic
def add_to_circle(*, circle: Circle, people: Iterable[User], by: User, at: datetime) -> None:
    """For a caller whose people agreed to come together already, as two organisations do that were introduced."""
    for user in people:
        membership, is_new = CircleMembership.objects.get_or_create(
            circle=circle, user=user, defaults={"joined_at": at, "agreed_at": at}
        )
        if is_new:
            audit.record("circle.added", target="circle", key=circle.slug, by=by, at=at, person=user.pk)
            added_to_circle.send(sender=CircleMembership, membership=membership)


@transaction.atomic
def agree_to_rules(*, membership: CircleMembership, at: datetime) -> None:
    membership.agreed_at = at
    membership.save(update_fields=["agreed_at"])
    circle = membership.circle
    audit.record("circle.agreed", target="circle", key=circle.slug, by=membership.user, at=at)


@transaction.atomic
def change_circle_rules(*, circle: Circle, rules: str, by: User, at: datetime) -> None:
    """Until they agree to the new rules, members read nothing that is shared with the circle."""
    circle = Circle.objects.select_for_update().get(pk=circle.pk)
    policies.check_can_change_circle(circle, by, on=localdate(at))
    if circle.rules == rules:
        return
    circle.rules, circle.rules_changed_at = rules, at
    circle.save(update_fields=["rules", "rules_changed_at"])
    CircleMembership.objects.filter(circle=circle, user=by).update(agreed_at=at)
    audit.record("circle.rules_changed", target="circle", key=circle.slug, by=by, at=at)
    circle_rules_changed.send(sender=Circle, circle=circle, by=by, at=at)


@transaction.atomic
def change_circle_leader(*, membership: CircleMembership, leads: bool, by: User, at: datetime) -> None:
    circle = Circle.objects.select_for_update().get(pk=membership.circle_id)
    policies.check_can_change_circle(circle, by, on=localdate(at))
    if not leads:
        policies.check_keeps_a_leader(membership, leaves=False)
    CircleMembership.objects.filter(pk=membership.pk).update(leads=leads)
    audit.record(
        "circle.leader_added" if leads else "circle.leader_removed",
        target="circle",
        key=circle.slug,
        by=by,
        at=at,
        person=membership.user_id,
    )


@transaction.atomic
def leave_circle(*, membership: CircleMembership, by: User, at: datetime) -> None:
    """One's own way out, or somebody who leads shows another the door; one of those who lead stays."""
    # Those who lead come one after the other: each would find that another one stays.
    circle = Circle.objects.select_for_update().get(pk=membership.circle_id)
    found = CircleMembership.objects.filter(pk=membership.pk).first()
    if found is None:
        return
    membership = found
    if membership.user_id != by.pk:
        policies.check_leads(circle, by)
    if circle.is_running(on=localdate(at)):
        policies.check_keeps_a_leader(membership, leaves=True)
    audit.record("circle.left", target="circle", key=circle.slug, by=by, at=at, person=membership.user_id)
    membership.delete()


@transaction.atomic
def end_circle(*, circle: Circle, by: User, at: datetime) -> None:
    """Before its last day, by those who lead it."""
    circle = Circle.objects.select_for_update().get(pk=circle.pk)
    policies.check_can_change_circle(circle, by, on=localdate(at))
    _end(circle, by=by, at=at)


@transaction.atomic
def tend_circles(*, at: datetime) -> None:
    """Note the end of circles whose last day is over, and tell members of an end to come.

    Whoever may not read on stops at once: `reading` goes by the day, and waits for no job.
    """
    today = localdate(at)
    for circle in Circle.objects.select_for_update().filter(ended_at=None, ends_on__lt=today):
        _end(circle, by=None, at=at)
    for circle in Circle.objects.filter(ended_at=None, ends_on__range=(today, today + ENDS_SOON)):
        circle_ends.send(sender=Circle, circle=circle, at=at)


@transaction.atomic
def close_circle(*, circle: Circle, by: User, at: datetime) -> None:
    """With what it was for, which the caller has ended by a policy of its own and tells people about."""
    if circle.ended_at is None:
        _end(circle, by=by, at=at)


def _end(circle: Circle, *, by: User | None, at: datetime) -> None:
    circle.ended_at = at
    circle.save(update_fields=["ended_at"])
    CircleInvitation.objects.filter(circle=circle).delete()
    audit.record("circle.ended", target="circle", key=circle.slug, by=by, at=at, after=circle.afterwards)
    circle_ended.send(sender=Circle, circle=circle, at=at)


def delete_old_circle_invitations(before: datetime) -> None:
    """Retention: the address of whoever never answered."""
    CircleInvitation.objects.filter(expires_at__lt=before).delete()
