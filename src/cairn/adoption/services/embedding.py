"""Starting the checks of whether something lasts, keeping what was seen, chasing what is overdue."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.adoption import policies
from cairn.adoption.models import EmbedAnswer, Embedding, EmbedReview
from cairn.adoption.queries import get_reviews_due
from cairn.adoption.signals import review_overdue
from cairn.audit import services as audit
from cairn.records.models import Record
from cairn.records.policies import ChangedMeanwhile, check_can_edit

AGAIN = 30  # days until somebody is told again


@transaction.atomic
def start_embedding(*, record: Record, started_on: date, by: User, at: datetime) -> Embedding:
    """From this day the months are counted; another day moves what is not done yet."""
    check_can_edit(record, by)
    policies.check_can_start(record)
    embedding, _ = Embedding.objects.update_or_create(record_id=record.pk, defaults={"started_on": started_on})
    audit.record("embedding.started", target="record", key=record.slug, by=by, at=at)
    return embedding


@transaction.atomic
def save_review(
    *,
    embedding: Embedding,
    when: str,
    answers: Mapping[str, Mapping[str, Any]],
    by: User,
    at: datetime,
    seen: str | None = None,
) -> EmbedReview:
    """`answers` has state, note and next step of each factor that was answered; a second time replaces the first,
    unless somebody else took it since the form was opened on `seen`."""
    embedding = Embedding.objects.select_for_update(of=("self",)).select_related("record").get(pk=embedding.pk)
    taken = embedding.reviews.filter(when=when).first()
    if seen is not None and seen != get_seen(taken):
        raise ChangedMeanwhile(theirs={}, seen=get_seen(taken))
    check_can_edit(embedding.record, by)
    policies.check_can_review(embedding, when, answers, day=localdate(at))
    review, _ = EmbedReview.objects.update_or_create(embedding=embedding, when=when, defaults={"done_at": at, "by": by})
    review.answers.all().delete()
    EmbedAnswer.objects.bulk_create(
        EmbedAnswer(review=review, factor=factor, **answer) for factor, answer in answers.items()
    )
    audit.record("embedding.reviewed", target="record", key=embedding.record.slug, by=by, at=at, when=when)
    return review


def get_seen(review: EmbedReview | None) -> str:
    """What a form remembers of the look that it was opened on."""
    return review.done_at.isoformat() if review else ""


def chase_overdue(*, at: datetime) -> int:
    """Tell teams what is overdue, once and then every thirty days; twice on one day tells nobody twice."""
    day = localdate(at)
    overdue = [one for one in get_reviews_due(Embedding.objects.all(), until=day) if one.is_overdue(day=day)]
    for one in overdue:
        times = (day - one.due).days // AGAIN
        review_overdue.send(sender=Embedding, review=one, key=f"{one.due:%Y%m%d}-{times}", at=at)
    return len(overdue)
