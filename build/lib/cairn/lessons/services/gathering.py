"""The same lesson, learnt several times, becomes one insight; and why nobody acts on it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from cairn.accounts.models import User
from cairn.lessons import policies
from cairn.lessons.models import Insight, Lesson, NotActed
from cairn.places.models import Membership, Team
from cairn.records import services as records
from cairn.records.enums import Relation
from cairn.records.models import Record


@transaction.atomic
def gather_lessons(
    *,
    insight: Insight | None,
    answers: Mapping[str, Any],
    ways: Mapping[Lesson, str],
    challenge: Record | None,
    team: Team | None,
    by: User,
    at: datetime,
) -> Insight:
    """`ways` says for each lesson how those who told it got round what stood in the way."""
    if insight is None:
        insight = records.start_record(Insight, by=by, at=at, team=team, answers=answers)
    policies.check_can_gather(insight, by)
    for lesson, way in ways.items():
        records.link(source=lesson, target=insight, relation=Relation.SUPPORTS, reason=way, by=by, at=at)
    if challenge is not None:
        records.link(source=insight, target=challenge, relation=Relation.COMES_FROM, reason="", by=by, at=at)
    return insight


@transaction.atomic
def say_why_not(*, insight: Insight, why: str, words: str, by: User, at: datetime) -> None:
    """Saying it again changes the words."""
    policies.check_can_say_why_not(insight, by)
    member = Membership.objects.active().filter(user=by).order_by("pk").first()
    NotActed.objects.update_or_create(
        insight=insight,
        by=by,
        why=why,
        defaults={"words": words, "said_at": at, "organisation": member.organisation if member else None},
    )


@transaction.atomic
def take_back_why_not(*, reason: NotActed, by: User) -> None:
    policies.check_said(reason, by)
    reason.delete()
