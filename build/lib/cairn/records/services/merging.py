"""Making one record of two that say the same."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from wagtail.models import Revision

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.records import policies
from cairn.records.enums import Consent, Sharing
from cairn.records.models import Attachment, Follow, Record, Report, Review, Tie
from cairn.records.services.telling import tell_written
from cairn.records.signals import record_merged, record_shared


@transaction.atomic
def merge_records(*, kept: Record, other: Record, by: User, at: datetime) -> None:
    """Let `kept` stand for both. Its words stay as they are; what hangs on `other` moves, its words do not.

    `other` becomes a draft of its writers that says where it went.
    """
    rows = {one.pk: one for one in Record.objects.select_for_update().filter(pk__in=[kept.pk, other.pk]).order_by("pk")}
    kept, other = rows[kept.pk], rows[other.pk]
    policies.check_can_merge(kept, other, by)
    _move_ties(kept, other)
    move_once(Follow, "record", kept=kept, other=other, per="user")
    Attachment.objects.filter(record=other).update(record=kept)
    Report.objects.filter(record=other).update(record=kept)
    Review.objects.filter(record=other, decision=Review.Decision.WAITING).delete()
    Record.objects.filter(merged_into=other).update(merged_into=kept)  # so that no address leads to another one
    _keep_consent(kept, other)
    _retire(other, kept, at=at)
    audit.record("record.merged", target="record", key=other.slug, by=by, at=at, other=kept.slug)
    audit.record("record.took_in", target="record", key=kept.slug, by=by, at=at, other=other.slug)
    record_shared.send(sender=Record, record=other, by=by, at=at)  # fewer people see it now
    record_merged.send(sender=Record, kept=kept, other=other, at=at)
    for record in (kept, other):
        tell_written(Record.objects.get(pk=record.pk))


def _keep_consent(kept: Record, other: Record) -> None:
    """What moves came of people who have not said yes, so the one that stays waits for them too."""
    if other.consent in (Consent.WAITING, Consent.TAKEN_BACK) and kept.consent != Consent.TAKEN_BACK:
        Record.objects.filter(pk=kept.pk).update(consent=other.consent)


def _retire(other: Record, kept: Record, *, at: datetime) -> None:
    Record.objects.filter(pk=other.pk).update(
        merged_into=kept.pk,
        live=False,
        live_revision=None,
        has_unpublished_changes=True,
        sharing=Sharing.TEAM,
        circle=None,
        updated_at=at,
    )


def _move_ties(kept: Record, other: Record) -> None:
    """A link that `kept` has already, or that would lead from it to itself, goes."""
    for near, far in (("source", "target"), ("target", "source")):
        for tie in Tie.objects.filter(**{near: other}):
            end = getattr(tie, f"{far}_id")
            same = Tie.objects.filter(**{near: kept, far: end, "relation": tie.relation})
            if end == kept.pk or same.exists():
                tie.delete()
            else:
                Tie.objects.filter(pk=tie.pk).update(**{near: kept})


def move_once(model: type[Model], field: str, *, kept: Record, other: Record, per: str) -> None:
    """Rows of `other` become rows of `kept`; where `kept` has one of the same `per`, that one is enough."""
    rows = model._default_manager
    rows.filter(**{field: other.pk, f"{per}__in": rows.filter(**{field: kept.pk}).values(per)}).delete()
    rows.filter(**{field: other.pk}).update(**{field: kept.pk})


def name_kept_record(model: type[Record], field: str, *, kept: Record, other: Record) -> None:
    """Records that name `other` in a field name `kept`; in their drafts and earlier words too."""
    model.objects.filter(**{field: other.pk}).update(**{field: kept.pk})

    def change(content: dict[str, Any]) -> bool:
        if content.get(field) != other.pk:
            return False
        content[field] = kept.pk
        return True

    change_revisions(model, change)


def name_kept_records(model: type[Record], field: str, *, kept: Record, other: Record) -> None:
    """The same where a record may name many."""
    relation = model._meta.get_field(field)
    near, far = relation.m2m_field_name(), relation.m2m_reverse_field_name()
    move_once(relation.remote_field.through, far, kept=kept, other=other, per=near)

    def change(content: dict[str, Any]) -> bool:
        named = content.get(field) or []
        if other.pk not in named:
            return False
        content[field] = [one for one in named if one not in (kept.pk, other.pk)] + [kept.pk]
        return True

    change_revisions(model, change)


def change_revisions(model: type[Record], change: Callable[[dict[str, Any]], bool]) -> None:
    """`change` gets the content of each revision of a kind, and says whether it changed it."""
    kind = ContentType.objects.get_for_model(model)
    for revision in Revision.objects.filter(content_type=kind).iterator(chunk_size=200):
        if change(revision.content):
            Revision.objects.filter(pk=revision.pk).update(content=revision.content)
