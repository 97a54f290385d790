"""Who sees a record."""

from datetime import datetime

from django.db import transaction

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.places.models import Circle
from cairn.records import policies
from cairn.records.enums import Consent, Sharing
from cairn.records.models import Record
from cairn.records.services.announcing import announce_written
from cairn.records.services.conversation import ask_for_review
from cairn.records.services.drafts import publish_draft
from cairn.records.signals import record_shared


@transaction.atomic
def share_record(*, record: Record, by: User, at: datetime, sharing: str, circle: Circle | None = None) -> None:
    """Publish the newest draft to a team, an organisation, a circle or everybody; or make a record private again."""
    record = Record.objects.select_for_update().get(pk=record.pk)
    policies.check_can_share(record, by, sharing, circle)
    policies.check_is_reviewed(record, sharing)
    _set_sharing(record, sharing=sharing, circle=circle, by=by, at=at)
    publish_draft(record, by=by, at=at)


@transaction.atomic
def ask_to_share_with_everyone(*, record: Record, by: User, at: datetime) -> None:
    """The way to everybody before a colleague has looked: ask for the review; meanwhile the organisation reads it."""
    record = Record.objects.select_for_update().get(pk=record.pk)
    policies.check_can_share(record, by, Sharing.PUBLIC, None)
    policies.check_has_reviewer(record, by)
    ask_for_review(record=record, by=by, at=at)
    if record.organisation_id is not None and record.sharing == Sharing.TEAM:
        share_record(record=record, by=by, at=at, sharing=Sharing.ORGANISATION)


@transaction.atomic
def record_consent(*, record: Record, consent: str, by: User, at: datetime) -> None:
    """Keep how things stand with the people it is about; without their consent it goes back to the team."""
    record = Record.objects.select_for_update().get(pk=record.pk)
    policies.check_can_edit(record, by)
    if consent in (Consent.WAITING, Consent.TAKEN_BACK) and record.sharing != Sharing.TEAM:
        _set_sharing(record, sharing=Sharing.TEAM, circle=None, by=by, at=at)
    Record.objects.filter(pk=record.pk).update(consent=consent)
    audit.record("record.consent", target="record", key=record.slug, by=by, at=at, after=consent)
    announce_written(record)


@transaction.atomic
def hold_back(*, record: Record, by: User, at: datetime) -> None:
    """Somebody whose words a record rests on takes their consent back, without being one of those who wrote it."""
    record = Record.objects.select_for_update().get(pk=record.pk)
    if record.sharing != Sharing.TEAM:
        _set_sharing(record, sharing=Sharing.TEAM, circle=None, by=by, at=at)
    Record.objects.filter(pk=record.pk).update(consent=Consent.TAKEN_BACK)
    audit.record("record.consent", target="record", key=record.slug, by=by, at=at, after=Consent.TAKEN_BACK)
    announce_written(record)


@transaction.atomic
def take_down(*, record: Record, by: User, at: datetime) -> None:
    """A moderator makes a record private until its owner has looked at it."""
    record = Record.objects.select_for_update().get(pk=record.pk)
    policies.check_can_take_down(record, by)
    _set_sharing(record, sharing=Sharing.TEAM, circle=None, by=by, at=at, action="record.taken_down")


def publish_for_the_site(record: Record, *, by: User, at: datetime) -> None:
    """What somebody with a role on the site looked at and says: of nobody, and read by everybody.

    For a caller that has opened a transaction and asked a policy of its own.
    """
    Record.objects.filter(pk=record.pk).update(author=None, team=None, organisation=None)
    record = Record.objects.select_for_update().get(pk=record.pk)
    _set_sharing(record, sharing=Sharing.PUBLIC, circle=None, by=by, at=at)
    publish_draft(record, by=by, at=at)


def publish_for_circle(record: Record, *, circle: Circle, by: User, at: datetime) -> None:
    """What two organisations own together: of neither alone, and read by their circle.

    For a caller that has opened a transaction and asked a policy of its own.
    """
    Record.objects.filter(pk=record.pk).update(author=None, team=None, organisation=None)
    record = Record.objects.select_for_update().get(pk=record.pk)
    _set_sharing(record, sharing=Sharing.CIRCLE, circle=circle, by=by, at=at)
    publish_draft(record, by=by, at=at)


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
        circle=circle.pk if circle else None,
    )
    record_shared.send(sender=Record, record=record, by=by, at=at)
    announce_written(record)
