"""Who sees a record, and taking it back for good."""

from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from wagtail.models import Revision

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.common.operations import ledger
from cairn.places.models import Circle
from cairn.records import policies
from cairn.records.enums import Consent, Sharing
from cairn.records.models import BulkImport, Follow, Record, Report, Review, SavedForm
from cairn.records.queries import list_titles
from cairn.records.services.drafts import publish_draft
from cairn.records.services.telling import tell_written
from cairn.records.signals import record_shared, record_withdrawn

WITHDRAWN = "record.withdrawn"  # in the ledger, which a restored backup replays


@transaction.atomic
def share_record(*, record: Record, by: User, at: datetime, sharing: str, circle: Circle | None = None) -> None:
    """Publish the newest draft to a team, an organisation, a circle or everybody; or make a record private again."""
    record = Record.objects.select_for_update().get(pk=record.pk)
    policies.check_can_share(record, by, sharing, circle)
    policies.check_is_reviewed(record, sharing)
    _set_sharing(record, sharing=sharing, circle=circle, by=by, at=at)
    publish_draft(record, by=by, at=at)


@transaction.atomic
def record_consent(*, record: Record, consent: str, by: User, at: datetime) -> None:
    """Keep how things stand with the people it is about; without their consent it goes back to the team."""
    record = Record.objects.select_for_update().get(pk=record.pk)
    policies.check_can_edit(record, by)
    if consent in (Consent.WAITING, Consent.TAKEN_BACK) and record.sharing != Sharing.TEAM:
        _set_sharing(record, sharing=Sharing.TEAM, circle=None, by=by, at=at)
    Record.objects.filter(pk=record.pk).update(consent=consent)
    audit.record("record.consent", target="record", key=record.slug, by=by, at=at, after=consent)
    tell_written(record)


@transaction.atomic
def hold_back(*, record: Record, by: User, at: datetime) -> None:
    """Somebody whose words a record rests on takes their consent back, without being one of those who wrote it."""
    record = Record.objects.select_for_update().get(pk=record.pk)
    if record.sharing != Sharing.TEAM:
        _set_sharing(record, sharing=Sharing.TEAM, circle=None, by=by, at=at)
    Record.objects.filter(pk=record.pk).update(consent=Consent.TAKEN_BACK)
    audit.record("record.consent", target="record", key=record.slug, by=by, at=at, after=Consent.TAKEN_BACK)
    tell_written(record)


@transaction.atomic
def take_down(*, record: Record, by: User, at: datetime) -> None:
    """A moderator makes a record private until its owner has looked at it."""
    record = Record.objects.select_for_update().get(pk=record.pk)
    policies.check_can_take_down(record, by)
    _set_sharing(record, sharing=Sharing.TEAM, circle=None, by=by, at=at, action="record.taken_down")


def _set_sharing(
    record: Record, *, sharing: str, circle: Circle | None, by: User, at: datetime, action: str = "record.shared"
) -> None:
    before = record.sharing
    record.sharing, record.circle = sharing, circle
    Record.objects.filter(pk=record.pk).update(sharing=sharing, circle=circle, updated_at=at)
    audit.record(
        action,
        target="record",
        key=record.slug,
        by=by,
        at=at,
        before=before,
        after=sharing,
        circle=circle and circle.pk,
    )
    record_shared.send(sender=Record, record=record, by=by, at=at)
    tell_written(record)


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
    specific = record.get_specific()
    titles = list_titles(specific)
    for name in specific.TEXTS.keys() | {"title", "summary"}:
        setattr(specific, name, "")
    specific.live, specific.has_unpublished_changes = False, False
    specific.withdrawn_at, specific.updated_at = at, at
    specific.latest_revision = specific.live_revision = None
    specific.save()
    Revision.objects.for_instance(specific).delete()
    SavedForm.objects.filter(record=record).delete()
    # Tables that wait for a yes hold its words, beside its reference.
    BulkImport.objects.filter(kind=record.kind, rows__icontains=f'"{record.slug}"').delete()
    Report.objects.filter(record=record).delete()
    Review.objects.filter(record=record).delete()
    record.ties_out.update(reason="")
    record.ties_in.update(reason="")
    record.follows.all().delete()
    for held in (*record.attachments.all(), *record.files.all()):
        if held.file:
            transaction.on_commit(partial(default_storage.delete, held.file.name))
        held.delete()
    record_withdrawn.send(sender=Record, record=specific, titles=titles, at=at)
    tell_written(specific)


@transaction.atomic
def erase_person(*, user: Any, at: datetime) -> None:
    """Somebody's account goes: what only they could see goes with it; what they shared stays, without their name."""
    alone = Record.objects.filter(author=user, team=None, sharing=Sharing.TEAM, withdrawn_at=None)
    for record in alone.select_for_update():
        if record.get_kind().can_be_withdrawn:
            _clear(record, at=at)
            ledger.append(WITHDRAWN, record.slug, at)
        else:  # a plan takes its results along, so some of these are gone already
            record.get_kind().model.objects.filter(pk=record.pk).delete()
    SavedForm.objects.filter(user=user).delete()
    BulkImport.objects.filter(by=user).delete()
    Follow.objects.filter(user=user).delete()
    Record.objects.filter(author=user).update(author=None)
    Report.objects.filter(reporter=user).update(reporter=None, email="")
    Revision.objects.filter(user=user).update(user=None)
