"""Many records at once: a table waits for a yes, and then all of it is taken or nothing."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.places.models import Team
from cairn.records import policies
from cairn.records.bulk import Checked, check
from cairn.records.kinds import Kind
from cairn.records.models import BulkImport
from cairn.records.services.drafts import save_draft, start_record


class UnableToTakeTable(policies.UnableToChangeRecord):
    """Something is wrong with a row, or changed since somebody looked."""


@transaction.atomic
def receive_table(*, kind: Kind, team: Team | None, sheet: dict[str, Any], by: User, at: datetime) -> BulkImport:
    """Keep a table for the person who gave it; an earlier one of the kind goes."""
    policies.check_can_start(by, team)
    BulkImport.objects.filter(by=by, kind=kind.name).delete()
    return BulkImport.objects.create(by=by, kind=kind.name, team=team, rows=sheet, made_at=at)


@transaction.atomic
def take_table(*, waiting: BulkImport, seen: str, by: User, at: datetime) -> Checked:
    """Start and change what its rows say; `seen` is the fingerprint of what was shown."""
    locked = BulkImport.objects.select_for_update().filter(pk=waiting.pk, by=by).first()
    if locked is None:
        raise UnableToTakeTable("This table was answered already. Look at your records before you give it again.")
    checked = check(locked)
    if checked.fingerprint != seen:
        raise UnableToTakeTable("Something changed since you looked. Look again, then say yes.")
    if not checked.can_be_taken:
        raise UnableToTakeTable("There is something to mend first. Nothing was written.")
    model = locked.get_kind().model
    for planned in checked.new:
        start_record(model, by=by, at=at, team=locked.team, answers=planned.answers)
    for planned in checked.changed:
        save_draft(record=planned.record, by=by, at=at, answers=planned.answers)
    audit.record(
        "records.imported",
        target="kind",
        key=locked.kind,
        by=by,
        at=at,
        started=len(checked.new),
        changed=len(checked.changed),
    )
    locked.delete()
    return checked


def drop_table(*, waiting: BulkImport, by: User) -> None:
    BulkImport.objects.filter(pk=waiting.pk, by=by).delete()
