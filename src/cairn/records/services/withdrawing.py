"""Taking a record back for good, and what becomes of records when somebody's account goes."""

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import ModelLogEntry, Revision

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.common import privacy
from cairn.common.operations import ledger
from cairn.records import policies
from cairn.records.enums import Sharing
from cairn.records.models import BulkImport, Record
from cairn.records.queries import list_titles
from cairn.records.services.announcing import announce_written

WITHDRAWN = "record.withdrawn"  # in the ledger, which a restored backup replays


@transaction.atomic
def withdraw_record(*, record: Record, by: User, at: datetime) -> None:
    """Take every word of a record away for good, from the row, its revisions, files and forms."""
    record = Record.objects.select_for_update().get(pk=record.pk)
    policies.check_can_withdraw(record, by)
    _clear(record, at=at)
    audit.record(WITHDRAWN, target="record", key=record.slug, by=by, at=at)
    # Written before the transaction ends: a ledger that says too much is mended, one that says too little is not.
    ledger.append(WITHDRAWN, record.slug, at)


@transaction.atomic
def withdraw_without_log_in(*, record: Record, at: datetime) -> None:
    """The same for somebody whom nobody knows; the app that calls this has checked the proof they brought."""
    record = Record.objects.select_for_update().get(pk=record.pk)
    policies.check_not_withdrawn(record)
    _clear(record, at=at)
    audit.record(WITHDRAWN, target="record", key=record.slug, by=None, at=at)
    ledger.append(WITHDRAWN, record.slug, at)


@transaction.atomic
def replay_withdrawal(slug: str, at: datetime) -> None:
    """After a backup was restored: what was withdrawn since is withdrawn again."""
    record = Record.objects.filter(slug=slug, withdrawn_at=None).first()
    if record is not None:
        _clear(record, at=at)


def _clear(record: Record, *, at: datetime) -> None:
    """What becomes of all that leads to it stands in `PRIVACY` of each model."""
    specific = record.get_specific()
    titles = list_titles(specific)
    specific.live, specific.has_unpublished_changes, specific.live_revision = False, False, None
    specific.withdrawn_at, specific.updated_at = at, at
    privacy.withdraw(specific, titles=titles, at=at)
    announce_written(specific)


# --- Declared by models ---------------------------------------------------------------------------


def delete_history(*, record: Record, **_: Any) -> None:
    """Drafts and earlier words, and what Wagtail noted under its title."""
    Revision.objects.for_instance(record).delete()
    kinds = ContentType.objects.get_for_models(Record, type(record)).values()
    ModelLogEntry.objects.filter(content_type__in=list(kinds), object_id=str(record.pk)).delete()


def delete_tables(*, record: Record, **_: Any) -> None:
    """Tables that wait for a yes hold its words, beside its reference."""
    BulkImport.objects.filter(kind=record.kind, rows__icontains=f'"{record.slug}"').delete()


def leave_records(*, person: User, at: datetime) -> None:
    """What only somebody who goes could see goes with them."""
    alone = Record.objects.filter(author=person, team=None, sharing=Sharing.TEAM, withdrawn_at=None)
    for record in alone.select_for_update():
        if record.get_kind().can_be_withdrawn:
            _clear(record, at=at)
            ledger.append(WITHDRAWN, record.slug, at)
        else:  # a plan takes its results along, so some of these are gone already
            privacy.delete_rows(record.get_kind().model.objects.filter(pk=record.pk))
