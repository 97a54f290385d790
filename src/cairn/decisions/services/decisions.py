"""Starting a decision, and closing a recruitment."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.decisions import policies
from cairn.decisions.models import Decision
from cairn.places.models import Team
from cairn.records import services as records
from cairn.records.models import Record
from cairn.records.services.ties import tie_for_good


@transaction.atomic
def start_decision(
    *, team: Team | None, title: str, by: User, at: datetime, about: Record | None = None, **answers: Any
) -> Decision:
    """A draft of the team; what it is about is linked to it for good, so that the thread of both shows it."""
    policies.check_can_decide_about(about, by)
    given = {"title": title, "about": about, **answers}
    decision = records.start_record(Decision, by=by, at=at, team=team, answers=given)
    if about is not None:
        tie_for_good(source=decision, target=about, at=at)
    return decision


@transaction.atomic
def close_recruitment(*, decision: Decision, by: User, at: datetime) -> None:
    """Nothing closes before those who took part can read what came of it."""
    locked: Decision = records.lock(decision)
    policies.check_can_close(locked, by)
    Decision.objects.filter(pk=locked.pk).update(closed_at=at)
    audit.record("decision.closed", target="record", key=locked.slug, by=by, at=at)
