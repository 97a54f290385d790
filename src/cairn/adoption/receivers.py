"""What follows for councils that use a model from news about the library, its records and proposals."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from cairn.accounts.models import User
from cairn.adoption.models import Adoption, UseComment, UseProposal
from cairn.adoption.queries import ReviewDue, get_reviewers, get_speakers
from cairn.adoption.services import load_known_users, load_scaling_strategies
from cairn.adoption.signals import proposal_decided, review_overdue, use_commented, use_proposed
from cairn.library.signals import starter_loaded
from cairn.notices.services import notify
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.queries import get_writers
from cairn.records.signals import record_published


@receiver(starter_loaded)
def load_with_the_library(*, at: datetime, **kwargs: Any) -> None:
    load_known_users(at=at)
    load_scaling_strategies(at=at)


@receiver(review_overdue)
def notify_team(sender: Any, review: ReviewDue, key: str, at: datetime, **kwargs: Any) -> None:
    record = review.embedding.record
    notify(users=get_writers(record), kind="embedding.overdue", about=record.slug, at=at, key=key)


@receiver(use_proposed)
def notify_reviewers(sender: Any, proposal: UseProposal, at: datetime, **kwargs: Any) -> None:
    notify(users=get_reviewers(proposal), kind="use.proposed", about=str(proposal.pk), at=at)


@receiver(proposal_decided)
def notify_proposer(sender: Any, proposal: UseProposal, at: datetime, **kwargs: Any) -> None:
    people = [proposal.by] if proposal.by else []
    notify(users=people, kind="use.decided", about=str(proposal.pk), at=at)


@receiver(use_commented)
def notify_council(sender: Any, comment: UseComment, at: datetime, **kwargs: Any) -> None:
    notify(users=get_writers(comment.adoption), kind="use.commented", about=str(comment.pk), at=at)


@receiver(record_published)
def ask_originator(sender: Any, record: Record, by: User, at: datetime, **kwargs: Any) -> None:
    """A change to a part that must be kept asks for their view. Nothing waits for it."""
    if record.kind != RecordKind.ADOPTION:
        return
    use = Adoption.objects.select_related("practice_model").get(pk=record.pk)
    newest = use.adaptations.filter(must_keep=True).order_by("-pk").values_list("pk", flat=True).first()
    if newest is not None and use.practice_model.originated_by_id:
        people = get_speakers(use.practice_model.originated_by_id).exclude(pk=by.pk)
        notify(users=people, kind="use.core_changed", about=use.slug, at=at, key=str(newest))
