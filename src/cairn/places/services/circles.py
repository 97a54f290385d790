"""Circles: people of several organisations."""

from datetime import datetime

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from cairn.accounts.models import User
from cairn.accounts.permissions import Permission
from cairn.audit import services as audit
from cairn.places import policies
from cairn.places.models import Circle, CircleMembership, Organisation
from cairn.places.policies import has_permission
from cairn.places.signals import added_to_circle


@transaction.atomic
def start_circle(*, name: str, purpose: str, organisation: Organisation, by: User, at: datetime) -> Circle:
    if not has_permission(by, Permission.CIRCLES_START, organisation=organisation):
        raise policies.UnableToChangeMembers("Your role in this organisation does not let you start a circle.")
    slug = f"{slugify(name)[:50]}-{get_random_string(4).lower()}"
    circle = Circle.objects.create(name=name, slug=slug, purpose=purpose, organisation=organisation)
    CircleMembership.objects.create(circle=circle, user=by, leads=True, joined_at=at)
    audit.record("circle.started", target="circle", key=circle.slug, by=by, at=at)
    return circle


@transaction.atomic
def add_to_circle(*, circle: Circle, email: str, by: User, at: datetime) -> None:
    """Let somebody in whose log-in has this address. Nothing tells whether there is one: they hear it by mail."""
    policies.check_leads(circle, by)
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    audit.record("circle.added", target="circle", key=circle.slug, by=by, at=at, person=user.pk if user else None)
    if user is not None:
        membership, is_new = CircleMembership.objects.get_or_create(
            circle=circle, user=user, defaults={"joined_at": at}
        )
        if is_new:
            added_to_circle.send(sender=CircleMembership, membership=membership)


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
    others = CircleMembership.objects.filter(circle=circle).exclude(pk=membership.pk)
    if membership.leads and others.exists() and not others.filter(leads=True).exists():
        raise policies.UnableToChangeMembers(
            "This is the last person who leads the circle. Let somebody else lead first."
        )
    audit.record("circle.left", target="circle", key=circle.slug, by=by, at=at, person=membership.user_id)
    membership.delete()
