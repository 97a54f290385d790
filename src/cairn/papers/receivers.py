"""What follows for papers when a record is shared otherwise or reported."""

from typing import Any

from django.dispatch import receiver

from cairn.papers.models import Paper
from cairn.papers.queries import get_papers_with
from cairn.papers.services import delete_files
from cairn.records.models import Record, Report
from cairn.records.signals import record_shared, report_made


@receiver(record_shared)
def delete_files_made_for_others(sender: Any, record: Record, **kwargs: Any) -> None:
    """A file holds what its readers could see on the day it was made."""
    delete_files(get_papers_with(record))
    delete_files(Paper.objects.filter(pk=record.pk))


@receiver(report_made)
def delete_files_a_moderator_would_see(sender: Any, report: Report, **kwargs: Any) -> None:
    if report.record_id is not None:
        delete_files(Paper.objects.filter(pk=report.record_id))
