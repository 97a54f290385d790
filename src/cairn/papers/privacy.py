"""What papers do when a record of which they speak is withdrawn or merged; `Paper.PRIVACY` names it."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from cairn.common import privacy
from cairn.papers.models import Paper
from cairn.papers.presenters.drafting import follow
from cairn.papers.queries import get_papers_that_ever_had, get_papers_with, get_public
from cairn.papers.services import (
    copy_title,
    delete_files,
    rename_typed,
    replace_copy,
    repoint_content,
    rewrite,
)
from cairn.records.models import Record
from cairn.records.queries import list_titles


def clear_withdrawn(*, record: Record, titles: Iterable[str], **_: Any) -> None:
    """Of a paper's title what was copied from it, and of its texts what the site wrote with it in mind."""
    delete_files(get_papers_with(record))
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


def repoint_papers(*, kept: Record, other: Record, **_: Any) -> None:
    """A paper about a record that was merged, or with one among its options, speaks of the one that stayed."""
    papers = list(get_papers_that_ever_had(other))
    for paper in papers:
        content = {"options": paper.options, "letters": paper.letters, "snapshot": paper.snapshot}
        if repoint_content(content, kept=kept.slug, other=other.slug):
            Paper.objects.filter(pk=paper.pk).update(**content)
    privacy.repoint(Paper, "about", kept=kept, other=other)
    privacy.change_revisions(Paper, partial(repoint_content, kept=kept.slug, other=other.slug))
    for paper in Paper.objects.filter(pk__in=[paper.pk for paper in papers]):
        _speak_otherwise(paper, kept, list_titles(other), _describe_kept(kept))
    delete_files(get_papers_with(kept))
    delete_files(Paper.objects.filter(pk__in=[paper.pk for paper in papers]))


def _describe_kept(kept: Record) -> str:
    """The title of a paper is read by whoever may read the paper, so one that not everybody may see is not named."""
    if get_public().filter(pk=kept.pk).exists():
        return copy_title(kept.title)
    return f"A {kept.get_kind().label.lower()} that was merged with another"
