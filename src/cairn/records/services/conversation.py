"""Following, reporting what is wrong, reviewing."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from cairn.accounts.models import Reader, User
from cairn.audit import services as audit
from cairn.places.models import Place
from cairn.records import policies
from cairn.records.models import Follow, Record, Report, Review
from cairn.records.services.drafts import lock
from cairn.records.signals import report_answered, report_made, review_asked, review_decided


def follow(*, record: Record, user: User, at: datetime) -> None:
    Follow.objects.get_or_create(record_id=record.pk, user=user, defaults={"since": at})


def unfollow(*, record: Record, user: User) -> None:
    Follow.objects.filter(record_id=record.pk, user=user).delete()


@transaction.atomic
def make_report(
    *,
    text: str,
    by: Reader,
    at: datetime,
    email: str = "",
    record: Record | None = None,
    place: Place | None = None,
    part: str = "",
    is_question: bool = False,
) -> Report:
    """“Report a mistake”, or a question, from anybody who can see the page; `part` is the key of one fact on it."""
    reporter = by if by.is_authenticated else None
    report = Report.objects.create(
        record_id=record and record.pk,
        place=place,
        part=part,
        text=text,
        reporter=reporter,
        email=email,
        reported_at=at,
        is_question=is_question,
    )
    audit.record(
        "question.asked" if is_question else "report.made", target="report", key=str(report.pk), by=reporter, at=at
    )
    report_made.send(sender=Report, report=report)
    return report


@transaction.atomic
def answer_report(*, report: Report, answer: str, by: User, at: datetime) -> Report:
    """Answer once; the address of somebody without a log-in is kept until the answer is sent to it."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    policies.check_can_answer(report, by)
    report.answer, report.answered_by, report.answered_at = answer, by, at
    report.save()
    audit.record("report.answered", target="report", key=str(report.pk), by=by, at=at)
    report_answered.send(sender=Report, report=report)
    return report


@transaction.atomic
def answer_reports(*, reports: Iterable[Report], answer: str, by: User, at: datetime) -> int:
    """The same answer to several reports; all or none."""
    return len([answer_report(report=report, answer=answer, by=by, at=at) for report in reports])


@transaction.atomic
def ask_for_review(*, record: Record, by: User, at: datetime) -> Review:
    """Ask the team to look at the newest draft."""
    record = lock(record)  # two at once would both find that nobody has asked yet
    policies.check_can_ask_for_review(record, by)
    review = Review.objects.create(
        record_id=record.pk, fingerprint=record.get_draft().get_fingerprint(), asked_by=by, asked_at=at
    )
    audit.record("review.asked", target="record", key=record.slug, by=by, at=at)
    review_asked.send(sender=Review, review=review)
    return review


@transaction.atomic
def decide_review(*, review: Review, decision: str, comment: str, by: User, at: datetime) -> None:
    review = Review.objects.select_for_update().get(pk=review.pk)
    policies.check_can_review(review, by)
    review.decision, review.comment, review.decided_by, review.decided_at = decision, comment, by, at
    review.save()
    audit.record("review.decided", target="record", key=review.record.slug, by=by, at=at, decision=decision)
    review_decided.send(sender=Review, review=review)
