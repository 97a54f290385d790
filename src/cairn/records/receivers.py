"""What follows from news about records: jobs, and notices to people."""

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils.timezone import now

from cairn.accounts.models import SiteRole, User
from cairn.accounts.permissions import Permission
from cairn.accounts.roles import get_roles_with
from cairn.notices.services import notify
from cairn.records import tasks
from cairn.records.models import Attachment, BulkImport, Follow, Record, RecordFile, Report, Review
from cairn.records.policies import can_answer
from cairn.records.queries import get_writers
from cairn.records.signals import (
    attachment_added,
    record_file_requested,
    record_published,
    report_answered,
    report_made,
    review_asked,
    review_decided,
    table_accepted,
)


@receiver(attachment_added)
def queue_check(sender: Any, attachment: Attachment, **kwargs: Any) -> None:
    transaction.on_commit(partial(tasks.check_attachment.enqueue, attachment.pk))


@receiver(record_file_requested)
def queue_file(sender: Any, record_file: RecordFile, **kwargs: Any) -> None:
    transaction.on_commit(partial(tasks.make_file.enqueue, record_file.pk))


@receiver(table_accepted)
def queue_table(sender: Any, table: BulkImport, **kwargs: Any) -> None:
    transaction.on_commit(partial(tasks.write_table.enqueue, table.pk))


@receiver(record_published)
def tell_followers(sender: Any, record: Record, by: Any, at: Any, **kwargs: Any) -> None:
    people = [one.user for one in Follow.objects.filter(record=record).exclude(user=by).select_related("user")]
    notify(users=people, kind="record.published", about=record.slug, at=at, key=f"{at:%Y-%m-%d}")


@receiver(report_made)
def tell_those_who_answer(sender: Any, report: Report, **kwargs: Any) -> None:
    """Those who write the record, and moderators; a question that would reach none of them goes to the hosts."""
    people = _find_with(Permission.REPORTS_ANSWER)
    if report.record is not None:
        people |= set(get_writers(report.record))
    people = {person for person in people if not report.is_question or can_answer(report, person)}
    if report.is_question and not people:
        people = _find_with(Permission.ORGANISATIONS_MANAGE)
    notify(users=people, kind="report.made", about=str(report.pk), at=report.reported_at)


def _find_with(permission: Permission) -> set[User]:
    roles = SiteRole.objects.filter(role__in=get_roles_with(permission)).values("user")
    return set(User.objects.filter(pk__in=roles, is_active=True))


@receiver(report_answered)
def tell_reporter(sender: Any, report: Report, **kwargs: Any) -> None:
    if report.reporter is not None:
        notify(users=[report.reporter], kind="report.answered", about=str(report.pk), at=now())
    elif report.email:
        transaction.on_commit(partial(tasks.send_answer.enqueue, report.pk))


@receiver(review_asked)
def tell_team(sender: Any, review: Review, **kwargs: Any) -> None:
    people = [person for person in get_writers(review.record) if person.pk != review.asked_by_id]
    notify(users=people, kind="review.asked", about=str(review.pk), at=review.asked_at)


@receiver(review_decided)
def tell_asker(sender: Any, review: Review, **kwargs: Any) -> None:
    if review.asked_by is not None:
        notify(users=[review.asked_by], kind="review.decided", about=str(review.pk), at=now())
