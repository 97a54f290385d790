"""Saying that a fact still holds."""

from datetime import datetime

from django.db import transaction

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.library import policies
from cairn.library.models import FactCheck
from cairn.library.queries.facts import list_facts
from cairn.records.models import Record


@transaction.atomic
def check_fact(*, record: Record, part: str, by: User, at: datetime) -> FactCheck:
    """Somebody compared it with its source. `part` is the anchor of one fact on the page, or empty for the record."""
    policies.check_can_check_fact(record, by)
    if part and part not in {fact.key for fact in list_facts(record.get_specific(), by) if fact.record is None}:
        raise policies.UnableToCheckFact("This has changed since you opened the page. Read it again first.")
    made = FactCheck.objects.create(record_id=record.pk, part=part, by=by, checked_at=at)
    audit.record("fact.checked", target="record", key=record.slug, by=by, at=at, part=part)
    return made
