"""What follows for papers when a record is withdrawn, shared otherwise, merged or reported."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.dispatch import receiver

from cairn.papers.models import Paper
from cairn.papers.presenters.drafting import follow
from cairn.papers.queries import get_papers_that_ever_had, get_papers_with, get_public
from cairn.papers.services import (
    copy_title,
    drop_files,
    forget_content,
    name_kept_in_paper,
    rename_typed,
    replace_copy,
    rewrite,
)
from cairn.records.enums import RecordKind
from cairn.records.models import Record, Report
from cairn.records.queries import list_titles
from cairn.records.services import change_revisions, name_kept_record
from cairn.records.signals import record_merged, record_shared, record_withdrawn, report_made


@receiver(record_withdrawn)
def forget_what_was_withdrawn(sender: Any, record: Record, titles: Iterable[str], **kwargs: Any) -> None:
    """Of a paper's title what was copied from it, and of its texts what the site wrote with it in mind."""
    drop_files(get_papers_with(record))
    if record.kind == RecordKind.PAPER:
        forget_content(record)
    instead = f"A {record.get_kind().label.lower()} that was withdrawn"
    for paper in get_papers_that_ever_had(record):
        _speak_otherwise(paper, record, titles, instead)


def _speak_otherwise(paper: Paper, about: Record, titles: Iterable[str], instead: str) -> None:
    """What a person wrote stays; see `follow`."""
    known: dict[str, dict[str, str]] = {}

    def change(state: Paper) -> dict[str, Any]:
        title = replace_copy(state.title, copied=titles, instead=instead) if state.about_id == about.pk else state.title
        return ({"title": title} if title != state.title else {}) | follow(state, known)

    rewrite(paper, change)
    if paper.about_id == about.pk:
        rename_typed(paper, copied=titles, instead=instead)


@receiver(record_shared)
def drop_files_made_for_others(sender: Any, record: Record, **kwargs: Any) -> None:
    """A file holds what its readers could see on the day it was made."""
    drop_files(get_papers_with(record))
    drop_files(Paper.objects.filter(pk=record.pk))


@receiver(record_merged)
def name_the_one_that_stayed(sender: Any, kept: Record, other: Record, **kwargs: Any) -> None:
    """A paper about a record that was merged, or with one among its options, speaks of the one that stayed."""
    papers = list(get_papers_that_ever_had(other))
    for paper in papers:
        content = {"options": paper.options, "snapshot": paper.snapshot}
        if name_kept_in_paper(content, kept=kept.slug, other=other.slug):
            Paper.objects.filter(pk=paper.pk).update(**content)
    name_kept_record(Paper, "about", kept=kept, other=other)
    change_revisions(Paper, partial(name_kept_in_paper, kept=kept.slug, other=other.slug))
    for paper in Paper.objects.filter(pk__in=[paper.pk for paper in papers]):
        _speak_otherwise(paper, kept, list_titles(other), _name_kept(kept))
    drop_files(get_papers_with(kept))
    drop_files(Paper.objects.filter(pk__in=[paper.pk for paper in papers]))


def _name_kept(kept: Record) -> str:
    """The title of a paper is read by whoever may read the paper, so one that not everybody may see is not named."""
    if get_public().filter(pk=kept.pk).exists():
        return copy_title(kept.title)
    return f"A {kept.get_kind().label.lower()} that was merged with another"


@receiver(report_made)
def drop_files_a_moderator_would_see(sender: Any, report: Report, **kwargs: Any) -> None:
    if report.record_id is not None:
        drop_files(Paper.objects.filter(pk=report.record_id))
