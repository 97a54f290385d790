"""Recording how something was designed, and why a project goes on without a linked need."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.decisions import policies
from cairn.decisions.models import CoDesignStage, DesignReason
from cairn.records import services as records
from cairn.records.models import Record
from cairn.records.policies import check_can_edit


@transaction.atomic
def add_stage(
    *,
    record: Record,
    stage: str,
    held_on: str,
    what: str,
    young_people: int,
    by: User,
    at: datetime,
    groups: Sequence[str] = (),
    others: str = "",
    took: Sequence[str] = (),
    changed: str = "",
) -> CoDesignStage:
    records.lock(record)
    check_can_edit(record, by)
    policies.check_can_log(record)
    policies.check_parts(young_people=young_people, took=took)
    row = CoDesignStage.objects.create(
        record=record,
        stage=stage,
        held_on=held_on,
        what=what,
        young_people=young_people,
        groups=list(groups) if young_people else [],
        others=others,
        took=list(took),
        changed=changed,
        by=by,
        at=at,
    )
    audit.record("co_design.added", target="record", key=record.slug, by=by, at=at, stage=stage)
    return row


@transaction.atomic
def remove_stage(*, row: CoDesignStage, by: User, at: datetime) -> None:
    check_can_edit(row.record, by)
    audit.record("co_design.removed", target="record", key=row.record.slug, by=by, at=at, stage=row.stage)
    row.delete()


@transaction.atomic
def publish_reason(*, project: Record, words: str, by: User, at: datetime) -> DesignReason:
    """From now on whoever may read the project reads it, and the project may leave the design stage."""
    check_can_edit(project, by)
    policies.check_reason(project, words)
    reason = DesignReason.objects.create(project=project, words=words.strip(), by=by, at=at)
    audit.record("co_design.reason", target="record", key=project.slug, by=by, at=at)
    return reason
