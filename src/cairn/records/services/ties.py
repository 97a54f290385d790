"""Links between records."""

from datetime import datetime

from django.db import transaction

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.records import policies
from cairn.records.enums import Relation
from cairn.records.models import Record, Tie


@transaction.atomic
def link(*, source: Record, target: Record, relation: str, reason: str, by: User, at: datetime) -> Tie:
    """Say how two records belong together; saying it again changes the reason."""
    policies.check_can_link(source, target, by)
    tie, is_new = Tie.objects.update_or_create(
        source_id=source.pk,
        target_id=target.pk,
        relation=relation,
        defaults={"reason": reason, "made_by": by, "made_at": at},
    )
    if is_new:
        audit.record("tie.made", target="record", key=source.slug, by=by, at=at, relation=relation, other=target.slug)
    return tie


@transaction.atomic
def unlink(*, tie: Tie, by: User, at: datetime) -> None:
    policies.check_can_unlink(tie, by)
    audit.record(
        "tie.taken_away",
        target="record",
        key=tie.source.slug,
        by=by,
        at=at,
        relation=tie.relation,
        other=tie.target.slug,
    )
    tie.delete()


def tie_for_good(
    *, source: Record, target: Record, at: datetime, relation: str = Relation.COMES_FROM, reason: str = ""
) -> None:
    """A link that is made with the record and cannot be taken away: a result comes from its plan.

    A reason that is worded anew in the file it comes from follows, unless somebody here gave one of their own.
    """
    ends = {"source_id": source.pk, "target_id": target.pk, "relation": relation}
    made = {"made_at": at, "is_structural": True, "reason": reason}
    tie, is_new = Tie.objects.get_or_create(**ends, defaults=made)
    if not is_new and tie.is_structural and tie.made_by_id is None and tie.reason != reason:
        Tie.objects.filter(pk=tie.pk).update(reason=reason)
