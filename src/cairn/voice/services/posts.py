"""Naming who is told of a worry, their yes, and when they are away."""

from datetime import date, datetime

from django.db import transaction

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.places.models import Membership, Organisation
from cairn.voice import policies
from cairn.voice.models import SafetyPost
from cairn.voice.signals import (
    safety_people_changed,
    safety_post_confirmed,
    safety_post_named,
    safety_post_self_named,
)

Role = SafetyPost.Role


@transaction.atomic
def name_people(
    *, organisation: Organisation, lead: Membership, deputy: Membership | None, by: User, at: datetime
) -> None:
    """Who is new is asked for their yes; who stays in the same post is not asked again."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # while there is no post yet, it is what is locked
    policies.check_can_name(by, organisation)
    policies.check_people(organisation, lead, deputy)
    wanted = {Role.LEAD: lead, Role.DEPUTY: deputy}
    kept = {post.role: post for post in SafetyPost.objects.select_for_update().filter(organisation=organisation)}
    changed = [role for role, person in wanted.items() if getattr(kept.get(role), "membership", None) != person]
    before = [post.membership.user for post in kept.values()]
    # All that change go first: somebody may move from one post to the other.
    SafetyPost.objects.filter(organisation=organisation, role__in=changed).delete()
    for role in changed:
        person = wanted[role]
        if person is not None:
            _name_person(organisation, role, person, by=by, at=at)
        audit.record(
            "safety.named", target="organisation", key=organisation.slug, by=by, at=at, post=role,
            person=person.user_id if person else None,
        )  # fmt: skip
    if changed:
        safety_people_changed.send(sender=SafetyPost, organisation=organisation, before=before, by=by, at=at)


def _name_person(organisation: Organisation, role: str, person: Membership, *, by: User, at: datetime) -> None:
    """Whoever is named says yes themselves; where they named themselves, somebody else does."""
    post = SafetyPost.objects.create(
        organisation=organisation,
        role=role,
        membership=person,
        named_at=at,
        is_self_named=person.user_id == by.pk,
    )
    news = safety_post_self_named if post.is_self_named else safety_post_named
    news.send(sender=SafetyPost, post=post, at=at)


@transaction.atomic
def agree(*, post: SafetyPost, by: User, at: datetime) -> None:
    """Only whoever was asked can say yes."""
    policies.check_can_agree(post, by)
    if SafetyPost.objects.filter(pk=post.pk, agreed_at=None).update(agreed_at=at):
        audit.record("safety.agreed", target="organisation", key=post.organisation.slug, by=by, at=at, post=post.role)


@transaction.atomic
def confirm(*, post: SafetyPost, by: User, at: datetime) -> None:
    """The second person's yes to somebody who named themselves; from now on they hold the post."""
    locked = SafetyPost.objects.select_for_update(of=("self",)).filter(pk=post.pk).first()
    if locked is None:
        raise policies.UnableToChangePost("Somebody else was named since you looked. Look again, then say yes.")
    post = locked
    policies.check_can_confirm(post, by)
    SafetyPost.objects.filter(pk=post.pk).update(agreed_at=at)
    audit.record("safety.confirmed", target="organisation", key=post.organisation.slug, by=by, at=at, post=post.role)
    safety_post_confirmed.send(sender=SafetyPost, post=post, at=at)


@transaction.atomic
def set_away(*, post: SafetyPost, away_from: date | None, away_until: date | None, by: User, at: datetime) -> None:
    if not policies.can_set_away(post, by):
        raise policies.UnableToChangePost("Only the person themselves or a coordinator says when they are away.")
    SafetyPost.objects.filter(pk=post.pk).update(away_from=away_from, away_until=away_until)
    audit.record("safety.away", target="organisation", key=post.organisation.slug, by=by, at=at, post=post.role)
