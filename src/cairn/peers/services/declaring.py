"""Saying what an organisation asks and offers, changing it, confirming it and taking it away."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.peers import policies
from cairn.peers.models import Declared
from cairn.places.models import Organisation


@transaction.atomic
def declare(
    *,
    model: type[Declared],
    organisation: Organisation,
    topic: str,
    hours_a_quarter: int,
    contact: User | None,
    by: User,
    at: datetime,
    **given: Any,
) -> Declared:
    """`given`: context, shown_to and, of an offer, hosts_visits."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # so that two at once do not both add the same
    policies.check_can_declare(
        by, model, organisation, topic=topic, hours=hours_a_quarter, contact=contact.pk if contact else None
    )
    made: Declared = model.objects.create(
        organisation=organisation,
        topic=topic,
        hours_a_quarter=hours_a_quarter,
        contact=contact,
        since=at,
        confirmed_at=at,
        **given,
    )
    _audit("peers.declared", made, by=by, at=at)
    return made


@transaction.atomic
def change_declared(*, declared: Declared, by: User, at: datetime, **given: Any) -> None:
    """All but the topic, which is another ask or offer. What is changed is confirmed with it."""
    contact = given.get("contact")
    policies.check_can_change(by, declared, contact=contact.pk if contact else None)
    for name, value in given.items():
        setattr(declared, name, value)
    declared.confirmed_at = at
    declared.save()
    _audit("peers.changed", declared, by=by, at=at)


@transaction.atomic
def confirm_declared(*, declared: Declared, by: User, at: datetime) -> None:
    policies.check_can_change(by, declared)
    declared.confirmed_at = at
    declared.save(update_fields=["confirmed_at"])
    _audit("peers.confirmed", declared, by=by, at=at)


@transaction.atomic
def close_declared(*, declared: Declared, by: User, at: datetime) -> None:
    policies.check_can_change(by, declared)
    declared.closed_at = at
    declared.save(update_fields=["closed_at"])
    _audit("peers.closed", declared, by=by, at=at)


def _audit(action: str, declared: Declared, *, by: User, at: datetime) -> None:
    """Without the topic: the audit log is read by people who may not read the ask."""
    side, key = str(declared.SIDE), declared.organisation.slug
    audit.record(action, target="organisation", key=key, by=by, at=at, side=side, number=declared.pk)
