"""Giving an entry of the starter library to a team, which then keeps it right."""

from datetime import datetime

from django.db import transaction

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.library import policies
from cairn.library.models import StarterRecord
from cairn.places.models import Team
from cairn.records.models import Record
from cairn.records.services import announce_written


@transaction.atomic
def take_into_care(*, record: StarterRecord, team: Team, by: User, at: datetime) -> None:
    """From now on this team edits it, and what it edits is kept when the starter library is loaded again."""
    policies.check_can_take_into_care(record, by, team)
    owner = team.organisation
    Record.objects.filter(pk=record.pk).update(
        team=team, organisation=owner, is_fictional=owner.is_fictional, updated_at=at
    )
    audit.record("record.taken_into_care", target="record", key=record.slug, by=by, at=at, team=team.pk)
    announce_written(record)
