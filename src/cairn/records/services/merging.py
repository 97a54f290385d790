"""Making one record of two that say the same."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.common import privacy
from cairn.records import policies
from cairn.records.enums import Consent, Sharing
from cairn.records.models import Record, Report, Tie
from cairn.records.queries import get_writers
from cairn.records.services.announcing import announce_written
from cairn.records.signals import record_shared


@transaction.atomic
def merge_records(*, kept: Record, other: Record, by: User, at: datetime) -> None:
    """Let `kept` stand for both. Its words stay as they are; its words do not move; what becomes of all that
    leads to it stands in `PRIVACY` of each model.

    `other` becomes a draft of its writers that says where it went.
    """
    rows = {one.pk: one for one in Record.objects.select_for_update().filter(pk__in=[kept.pk, other.pk]).order_by("pk")}
    kept, other = rows[kept.pk], rows[other.pk]
    policies.check_can_merge(kept, other, by)
    privacy.merge(kept, other, at=at)
    _keep_consent(kept, other)
    _retire(other, kept, at=at)
    audit.record("record.merged", target="record", key=other.slug, by=by, at=at, other=kept.slug)
    audit.record("record.took_in", target="record", key=kept.slug, by=by, at=at, other=other.slug)
    record_shared.send(sender=Record, record=other, by=by, at=at)  # fewer people see it now
    for record in (kept, other):
        announce_written(Record.objects.get(pk=record.pk))


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


def move_ties(*, kept: Record, other: Record, **_: Any) -> None:
    """A link that `kept` has already, or that would lead from it to itself, goes."""
    for near, far in (("source", "target"), ("target", "source")):
        for tie in Tie.objects.filter(**{near: other}):
            end = getattr(tie, f"{far}_id")
            same = Tie.objects.filter(**{near: kept, far: end, "relation": tie.relation})
            if end == kept.pk or same.exists():
                tie.delete()
            else:
                Tie.objects.filter(pk=tie.pk).update(**{near: kept})


def move_reports(*, kept: Record, other: Record, **_: Any) -> None:
    """A report of one fact names it by its words. The facts of `other` stay with it, so where `kept` does not say the
    same, the report is about its page as a whole."""
    list_facts = kept.get_kind().list_facts
    facts = list_facts(kept.get_specific(), AnonymousUser()) if list_facts else []
    moved = Report.objects.filter(record=other)
    if not _may_questions_move(kept, other):
        moved = moved.filter(is_question=False)
    moved.exclude(part__in=[fact.key for fact in facts]).update(part="")
    moved.update(record=kept)


def _may_questions_move(kept: Record, other: Record) -> bool:
    """A question says more than a report: it was put to those who wrote `other`, and only where everybody may read that
    to moderators and hosts. Where more people would read it at `kept`, it stays with them."""
    if _is_public(other):
        return True
    return not _is_public(kept) and set(get_writers(kept)) <= set(get_writers(other))


def _is_public(record: Record) -> bool:
    return record.live and record.sharing == Sharing.PUBLIC
