"""Writing: a record is a draft until it is published, and a published one keeps its words while a new draft grows."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Revision

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.places.models import Team
from cairn.places.queries import is_from_fictional_council
from cairn.records import policies
from cairn.records.models import Record, Review, SavedForm
from cairn.records.services.announcing import announce_written
from cairn.records.signals import record_published

AnyKind = TypeVar("AnyKind", bound=Record)


@transaction.atomic
def start_record(
    model: type[AnyKind], *, by: User, at: datetime, team: Team | None, answers: Mapping[str, Any]
) -> AnyKind:
    """A new draft, seen by `team` and its author only."""
    policies.check_can_start(by, team)
    return start_draft(model, by=by, at=at, team=team, answers=answers)


def start_draft(
    model: type[AnyKind], *, by: User, at: datetime, team: Team | None, answers: Mapping[str, Any]
) -> AnyKind:
    """The same for a caller that has opened a transaction and asked the policy, as whoever starts many does once."""
    record: AnyKind = model.objects.create(
        author=by,
        team=team,
        organisation=team.organisation if team else None,
        is_fictional=team.organisation.is_fictional if team else is_from_fictional_council(by),
        created_at=at,
        updated_at=at,
        **answers,
    )
    record.save_revision(user=by, clean=False)
    audit.record("record.started", target="record", key=record.slug, by=by, at=at, kind=record.kind)
    announce_written(record)
    return record


@transaction.atomic
def save_draft(*, record: Record, by: User, at: datetime, answers: Mapping[str, Any], seen: str | None = None) -> Any:
    """Change the draft; what is published stays as it is until the draft is published.

    `seen` names the draft that a form was opened on: what somebody else changed in it since is not written over.
    """
    record = lock(record)
    policies.check_can_edit(record, by)
    return write_draft(record=record, by=by, at=at, answers=answers, seen=seen)


def write_draft(
    *, record: Record, by: User | None, at: datetime, answers: Mapping[str, Any], seen: str | None = None
) -> Any:
    """The same for a caller that holds the lock and has asked a policy of its own."""
    draft = record.get_draft()
    if seen is not None:
        _check_seen(draft, answers, seen)
    changed = [name for name, value in answers.items() if getattr(draft, name) != value]
    if not changed:
        return draft
    for name in changed:
        setattr(draft, name, answers[name])
    _save_draft(draft, by=by, at=at, changed=changed)
    return draft


@transaction.atomic
def change_draft(*, record: Record, by: User, at: datetime, change: Callable[[Any], None], what: str) -> Any:
    """Change what hangs on the draft: `change` gets it with its lists, which are kept as the texts are."""
    record = lock(record)
    policies.check_can_edit(record, by)
    draft = record.get_draft()
    change(draft)
    _save_draft(draft, by=by, at=at, changed=[what])
    return draft


def get_seen(draft: Record) -> str:
    """What a form remembers of the draft that it was opened on."""
    return str(draft.latest_revision_id or "")


def _check_seen(draft: Record, answers: Mapping[str, Any], seen: str) -> None:
    """Only of what the form asks for: two may write two sections at the same time."""
    if seen == get_seen(draft):
        return
    earlier = Revision.objects.for_instance(draft).filter(pk=seen).first() if seen.isdecimal() else None
    before = earlier.as_object() if earlier else None
    theirs = {
        name: getattr(draft, name)
        for name, value in answers.items()
        if getattr(draft, name) != value and (before is None or getattr(before, name) != getattr(draft, name))
    }
    if theirs:
        raise policies.ChangedMeanwhile(theirs=theirs, seen=get_seen(draft))


def _save_draft(draft: Any, *, by: User | None, at: datetime, changed: list[str]) -> None:
    if not draft.live:  # lists of drafts show its title
        draft.updated_at = at
        draft.save()
    draft.save_revision(user=by, clean=False)
    draft.reviews.filter(decision=Review.Decision.WAITING).delete()  # what was to be looked at is no more
    audit.record("record.changed", target="record", key=draft.slug, by=by, at=at, fields=changed)
    announce_written(draft)


@transaction.atomic
def publish_record(*, record: Record, by: User, at: datetime) -> None:
    """Show the newest draft to those with whom the record is shared."""
    record = lock(record)
    policies.check_can_edit(record, by)
    policies.check_own_rule(record, record.sharing, record.circle)
    policies.check_is_reviewed(record, record.sharing)
    publish_draft(record, by=by, at=at)


def publish_draft(record: Record, *, by: User, at: datetime) -> None:
    """The part that sharing and publishing have in common; the caller holds the lock and has asked the policies.

    A kind without revisions, such as a plan, is published by what its own app does with it.
    """
    revision = record.get_specific().get_latest_revision()
    if revision is None:
        return
    Record.objects.filter(pk=record.pk).update(merged_into=None)  # a duplicate that is published is none any more
    # Wagtail's own log would keep the title.
    revision.publish(user=by, log_action=False, skip_permission_checks=True)
    Record.objects.filter(pk=record.pk).update(updated_at=at)
    audit.record("record.published", target="record", key=record.slug, by=by, at=at)
    record_published.send(sender=Record, record=record, by=by, at=at)
    announce_written(record)


@transaction.atomic
def restore_revision(*, record: Record, revision: Revision, by: User, at: datetime) -> None:
    """Bring earlier words back, as a new draft."""
    record = lock(record)
    policies.check_can_edit(record, by)
    earlier = revision.as_object()
    answers = {
        field.name: getattr(earlier, field.name)
        for field in earlier._meta.concrete_fields
        if field.name not in {"id", "record_ptr", "latest_revision", *Record.DECIDED}
    }
    save_draft(record=record, by=by, at=at, answers=answers)
    if lists := [one.name for one in (*get_all_child_relations(earlier), *get_all_child_m2m_relations(earlier))]:

        def bring_back(draft: Record) -> None:
            for name in lists:
                getattr(draft, name).set(getattr(earlier, name).all())

        change_draft(record=record, by=by, at=at, change=bring_back, what="lists")
    audit.record("record.restored", target="record", key=record.slug, by=by, at=at, revision=revision.pk)


def save_form(*, record: Record, by: User, section: str, answers: Mapping[str, list[str]], at: datetime) -> None:
    """Keep what somebody has typed so far, unchecked, for them alone."""
    policies.check_can_edit(record, by)
    SavedForm.objects.update_or_create(
        record_id=record.pk, user=by, section=section, defaults={"answers": dict(answers), "saved_at": at}
    )


def delete_saved_form(*, record: Record, by: User, section: str) -> None:
    SavedForm.objects.filter(record_id=record.pk, user=by, section=section).delete()


def lock(record: Record) -> Any:
    """The row as it is now, held until the transaction ends."""
    return Record.objects.select_for_update().get(pk=record.pk).get_specific()
