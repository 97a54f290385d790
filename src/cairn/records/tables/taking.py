"""Many records at once: a table waits for a yes, and then a job takes all of it or nothing."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.places.models import Team
from cairn.records import policies
from cairn.records.kinds import Kind
from cairn.records.models import BulkImport
from cairn.records.services.drafts import save_draft, start_draft
from cairn.records.services.sharing import publish_for_the_site
from cairn.records.signals import table_accepted
from cairn.records.tables.checking import Checked, check

State = BulkImport.State
UNDERWAY = "This spreadsheet is being imported. Wait until it has finished."


class UnableToTakeTable(policies.UnableToChangeRecord):
    """Something is wrong with a row, or changed since somebody looked."""


@transaction.atomic
def receive_table(*, kind: Kind, team: Team | None, sheet: dict[str, Any], by: User, at: datetime) -> BulkImport:
    """Keep a table for the person who gave it; an earlier one of the kind goes."""
    policies.check_can_start(by, team)
    earlier = BulkImport.objects.select_for_update().filter(by=by, kind=kind.name).first()
    if earlier is not None:
        if earlier.is_underway(at):
            plural = kind.plural.lower()
            raise UnableToTakeTable(f"Your last spreadsheet of {plural} is being imported. Wait until it has finished.")
        earlier.delete()
    return BulkImport.objects.create(by=by, kind=kind.name, team=team, rows=sheet, made_at=at)


@transaction.atomic
def accept_table(*, waiting: BulkImport, seen: str, by: User, at: datetime) -> None:
    """Say yes to what was shown, whose fingerprint is `seen`; a job writes it. A second yes changes nothing."""
    locked = _lock(waiting, by=by)
    if locked.state == State.DONE:
        raise UnableToTakeTable(
            "This spreadsheet has already been imported. Check your records before you upload it again."
        )
    if locked.is_underway(at):
        return
    locked.state, locked.seen, locked.answered_at, locked.problem = State.QUEUED, seen, at, ""
    locked.save()
    table_accepted.send(sender=BulkImport, table=locked)


@transaction.atomic
def take_table(*, waiting: BulkImport, at: datetime) -> None:
    """Start and change what its rows say, all of it or nothing; the rows themselves go then. Safe to run twice."""
    locked = _lock(waiting, by=waiting.by)
    if locked.state != State.QUEUED:
        return
    checked = _check(locked)
    _write(locked, checked, at=at)
    started, changed = len(checked.new), len(checked.changed)
    audit.record(
        "records.imported",
        target="kind",
        key=locked.kind,
        by=locked.by,
        at=at,
        started=started,
        changed=changed,
    )
    locked.rows, locked.state = {"columns": [], "titles": {}, "rows": []}, State.DONE
    locked.number_started, locked.number_changed = started, changed
    locked.save()


def _check(table: BulkImport) -> Checked:
    """What it would do now; raises where that is not what was shown, or not for whoever gave it any more."""
    _check_right(table)
    checked = check(table)
    changed = "Something has changed since you last looked. " if checked.fingerprint != table.seen else ""
    if checked.problems:
        raise UnableToTakeTable(f"{changed}There are cells to correct first. Nothing was saved.")
    if changed:
        raise UnableToTakeTable(f"{changed}Nothing was saved. Check again, then confirm.")
    if not checked.can_be_taken:
        raise UnableToTakeTable("Every row matches your drafts, so nothing was saved.")
    return checked


def _check_right(table: BulkImport) -> None:
    if not table.by.is_active:
        raise UnableToTakeTable("The person who uploaded this no longer has an account. Nothing was saved.")
    try:
        policies.check_can_start(table.by, table.team)
    except policies.UnableToChangeRecord as problem:
        team = f"{table.team.name} of {table.team.organisation.name}" if table.team else ""
        raise UnableToTakeTable(
            f"You can no longer write for the team {team}, so nothing was saved. Ask its coordinator, "
            "or upload the spreadsheet again for another team."
        ) from problem


def _write(table: BulkImport, checked: Checked, *, at: datetime) -> None:
    kind, by = table.get_kind(), table.by
    links = kind.links(by) if kind.links else None
    is_published = policies.publishes_table(kind, by)
    for planned in checked.new:
        more = links.write(planned.linked, at=at) if links else {}
        answers = {**more, **planned.answers}
        started = start_draft(kind.model, by=by, at=at, team=None if is_published else table.team, answers=answers)
        if is_published:
            publish_for_the_site(started, by=by, at=at)
    for planned in checked.changed:
        if planned.record is not None:
            save_draft(record=planned.record, by=by, at=at, answers=planned.answers)


def return_table(*, waiting: BulkImport, problem: str) -> None:
    """It could not be written: it waits again, with the reason."""
    BulkImport.objects.filter(pk=waiting.pk, state=State.QUEUED).update(state=State.WAITING, problem=problem[:500])


@transaction.atomic
def delete_table(*, waiting: BulkImport, by: User, at: datetime) -> bool:
    """Says whether it was written before, which a job may have done in the meantime."""
    locked = _lock(waiting, by=by)
    if locked.is_underway(at):
        raise UnableToTakeTable(UNDERWAY)
    locked.delete()
    return locked.state == State.DONE


def _lock(waiting: BulkImport, *, by: User) -> BulkImport:
    locked = BulkImport.objects.select_for_update().filter(pk=waiting.pk, by=by).first()
    if locked is None:
        raise UnableToTakeTable(
            "This import has already been dealt with. Check your records before you upload it again."
        )
    return locked
