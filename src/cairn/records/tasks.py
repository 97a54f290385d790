"""Work done by the worker; arguments are ids, and running twice does no harm."""

import logging
import traceback

from django.utils.timezone import now
from django_tasks import task

from cairn.common.lanes import Lane
from cairn.records import services, tables
from cairn.records.models import Attachment, BulkImport, RecordFile, Report
from cairn.records.policies import UnableToChangeRecord
from cairn.records.presenters.documents import has_own_document, make_document
from cairn.records.presenters.mails import compose_answer

logger = logging.getLogger(__name__)
WENT_WRONG = (
    "Something went wrong, so nothing was saved. Try again. If it happens again, tell the people who run the site."
)


@task(queue_name=Lane.FILES)
def check_attachment(attachment_id: int) -> None:
    """Look for viruses, then read the words of a file for search."""
    attachment = Attachment.objects.filter(pk=attachment_id).first()
    if attachment is not None:
        services.check_attachment(attachment=attachment)


@task(queue_name=Lane.BACKGROUND)
def check_lost_attachments() -> None:
    """Ask again for checks that ended without a finding: nobody but their writers can open these files until then."""
    for number in services.find_lost_checks(at=now()):
        check_attachment.enqueue(number)


@task(queue_name=Lane.BACKGROUND)
def tell_of_the_week() -> None:
    """Ask for the Monday e-mails; whoever has nothing to hear gets none."""
    services.tell_of_the_week(at=now())


@task(queue_name=Lane.FILES)
def make_file(record_file_id: int) -> None:
    """Render a record as PDF or Word."""
    wanted = RecordFile.objects.select_related("record").filter(pk=record_file_id, made_at=None).first()
    if wanted is not None and not wanted.record.is_withdrawn and has_own_document(wanted.record):
        services.make_file(record_file=wanted, document=make_document(wanted.record), at=now())


@task(queue_name=Lane.TABLES)
def write_table(table_id: int) -> None:
    """Write a table to which somebody said yes, or say why not. Neither the log nor the queue gets words of a row."""
    table = BulkImport.objects.select_related("by").filter(pk=table_id, state=BulkImport.State.QUEUED).first()
    if table is None:
        return
    try:
        tables.take_table(waiting=table, at=now())
    except UnableToChangeRecord as problem:
        tables.return_table(waiting=table, problem=str(problem))
    except Exception as problem:
        where = "".join(traceback.format_tb(problem.__traceback__))
        logger.error("Table %s could not be written: %s\n%s", table.pk, type(problem).__name__, where)
        tables.return_table(waiting=table, problem=WENT_WRONG)


@task(queue_name=Lane.MAIL)
def send_answer(report_id: int) -> None:
    """Tell somebody without a log-in that their report is answered; then their address goes."""
    report = Report.objects.select_related("record", "place").filter(pk=report_id, answered_at__isnull=False).first()
    if report is not None and report.email:
        compose_answer(report).send()
        Report.objects.filter(pk=report.pk).update(email="")
