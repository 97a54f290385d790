"""Starting a reported result, with its source."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.library.models import Claim, Source
from cairn.library.queries import get_sources
from cairn.places.models import Team
from cairn.records.models import Record
from cairn.records.models.record import new_slug
from cairn.records.services import start_record


@transaction.atomic
def start_claim(
    *, about: Record, source: Source, answers: dict[str, Any], team: Team | None, by: User, at: datetime
) -> Claim:
    given = {"about_id": about.pk, "source": source, **answers}
    return start_record(Claim, by=by, at=at, team=team, answers=given)


@transaction.atomic
def add_source(*, title: str, address: str, by: User, at: datetime) -> Source:
    """A source that was read; one that is there already, as far as they may see it, is taken instead."""
    there = get_sources(by).filter(address=address) if address else get_sources(by).filter(title__iexact=title)
    found = there.first()
    if found is None:
        found = Source.objects.create(key=new_slug(), title=title, address=address)
        audit.record("source.added", target="source", key=found.key, by=by, at=at)
    return found
