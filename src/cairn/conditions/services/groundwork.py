"""Starting to settle what a project needs, and settling it."""

from datetime import datetime

from django.db import transaction

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.common.canonical import sha256_of, to_canonical_json
from cairn.conditions import policies
from cairn.conditions.models import Groundwork, Settling
from cairn.conditions.queries import find_groundwork, make_snapshot
from cairn.records import services as records
from cairn.records.models import Record
from cairn.records.policies import check_can_edit
from cairn.records.queries import get_default_team
from cairn.voice.policies import check_quotes_nobody

TITLE = 150


@transaction.atomic
def start_groundwork(*, about: Record, by: User, at: datetime) -> Groundwork:
    """The one that is there, where this person may change it; otherwise a draft of the team of the project.

    What the project says already is taken over, so that nobody types it twice.
    """
    policies.check_can_start(about, by)
    found = find_groundwork(about, by)
    if found is not None:
        return found
    specific = about.get_specific()
    said = {
        name: getattr(specific, other, None) or Groundwork._meta.get_field(name).get_default()
        for name, other in TAKEN_OVER.items()
    }
    answers = {"title": f"Before you start: {about.title}"[:TITLE], "about": about, **said}
    team = about.team or get_default_team(by)
    return records.start_record(Groundwork, by=by, at=at, team=team, answers=answers)


TAKEN_OVER = {
    "target_group": "target_group",
    "age_from": "age_from",
    "age_to": "age_to",
    "excluded": "excluded",
    "needed": "needed",
    "ambition": "ambition",
    "planned_start": "planned_start",
    "planned_end": "planned_end",
}


@transaction.atomic
def settle(*, record: Groundwork, by: User, at: datetime) -> Settling:
    """Pass the gate on what the draft says now; raises UnableToSettle with everything that is missing, and
    UnableToSealQuote.

    Others read what was settled, so changes that wait are published with it.
    """
    locked = records.lock(record)
    check_can_edit(locked, by)
    draft = locked.get_draft()
    policies.check_can_settle(draft)
    if locked.live and locked.has_unpublished_changes:
        policies.check_is_reviewed(locked)
        records.publish_record(record=locked, by=by, at=at)
    document = to_canonical_json(make_snapshot(draft))
    check_quotes_nobody(document)
    settling = Settling.objects.create(
        groundwork_id=record.pk, at=at, by=by, document=document, sha256=sha256_of(document)
    )
    audit.record("groundwork.settled", target="record", key=record.slug, by=by, at=at, sha256=settling.sha256)
    return settling
