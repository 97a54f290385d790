"""What follows for papers when a record is withdrawn, shared otherwise, merged or reported."""

from functools import partial
from typing import Any

from django.dispatch import receiver

from cairn.papers.models import Paper
from cairn.papers.queries import get_papers_with
from cairn.papers.services import drop_files, forget_content, name_kept_in_paper
from cairn.records.enums import RecordKind
from cairn.records.models import Record, Report
from cairn.records.services import change_revisions, name_kept_record
from cairn.records.signals import record_merged, record_shared, record_withdrawn, report_made


@receiver(record_withdrawn)
def forget_what_was_withdrawn(sender: Any, record: Record, **kwargs: Any) -> None:
    drop_files(get_papers_with(record))
    if record.kind == RecordKind.PAPER:
        forget_content(record)


@receiver(record_shared)
def drop_files_made_for_others(sender: Any, record: Record, **kwargs: Any) -> None:
    """A file holds what its readers could see on the day it was made."""
    drop_files(get_papers_with(record))
    drop_files(Paper.objects.filter(pk=record.pk))


@receiver(record_merged)
def name_the_one_that_stayed(sender: Any, kept: Record, other: Record, **kwargs: Any) -> None:
    """A paper about a record that was merged, or with one among its options, speaks of the one that stayed."""
    papers = get_papers_with(other)
    for paper in papers:
        content = {"options": paper.options, "snapshot": paper.snapshot}
        if name_kept_in_paper(content, kept=kept.slug, other=other.slug):
            Paper.objects.filter(pk=paper.pk).update(**content)
    name_kept_record(Paper, "about", kept=kept, other=other)
    change_revisions(Paper, partial(name_kept_in_paper, kept=kept.slug, other=other.slug))
    drop_files(get_papers_with(kept))


@receiver(report_made)
def drop_files_a_moderator_would_see(sender: Any, report: Report, **kwargs: Any) -> None:
    if report.record_id is not None:
        drop_files(Paper.objects.filter(pk=report.record_id))
