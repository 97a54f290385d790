"""The report as a document: the same for everybody, so only what everybody may read."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser

from cairn.boards.presenters.paper import name_on_paper
from cairn.common.addresses import make_absolute
from cairn.common.documents import BulletList, Document, Facts, Heading, Link, Paragraph, read_rich_text
from cairn.events.models import LearningEvent
from cairn.events.presenters.events import TakeawayView
from cairn.events.presenters.report import (
    HELPS,
    HINDERS,
    PartView,
    ReportView,
    SessionPart,
    read_report,
)
from cairn.events.queries.reports import find_report
from cairn.lessons.presenters import TAKEN_BACK
from cairn.records.models import Record


def make_report(event: LearningEvent) -> Document:
    """The published report; where there is none, what the event says, in the same order."""
    page = find_report(event)
    view = read_report(event, page if page and page.live else None, AnonymousUser())
    title = f"{view.title} (fictional)" if event.is_fictional else view.title
    about = "Report of a learning event" if page and page.live else "Learning event"
    return Document(title=title, about=(about,), blocks=tuple(_list_blocks(view)))


def _list_blocks(view: ReportView) -> Iterator[Any]:
    if view.facts:
        yield Facts(tuple(view.facts))
    if view.introduction:
        yield from read_rich_text(view.introduction)
    for part in view.parts:
        yield Heading(part.title)
        if part.words:
            yield from read_rich_text(part.words)
        yield from _list_part(part)
    yield Heading("Where this comes from")
    address = make_absolute(view.event.get_absolute_url())
    yield Paragraph(("The latest version, with links to everything it names, is at ", Link(address, address), "."))


def _list_part(part: PartView) -> Iterator[Any]:
    for theme, sessions in part.groups:
        if theme:
            yield Heading(theme, level=2)
        for one in sessions:
            yield from _list_session(one, level=3 if theme else 2)
    for title, items in ((HINDERS, part.hindering), (HELPS, part.helping)):
        if items:
            yield Heading(title, level=2)
            yield BulletList(tuple((item,) for item in items))
    for takeaway in part.takeaways:
        yield from _list_takeaway(takeaway)
    if part.cards:
        yield BulletList(tuple((f"{card.label}: ", link(card.record)) for card in part.cards))
    if part.actions:
        yield BulletList(tuple(_list_action(action) for action in part.actions))


def _list_session(one: SessionPart, *, level: int) -> Iterator[Any]:
    yield Heading(one.session.title, level=level)
    if one.lines:
        yield BulletList(tuple((line.words,) for line in one.lines))
    if one.lines_left_out:
        yield Paragraph(("Lines that their speakers have not approved are left out.",))
    if one.notes:
        yield from read_rich_text(one.notes)
    for record in one.projects:
        yield Paragraph((f"{record.get_kind().label}: ", link(record)))
    if one.cards:
        yield BulletList(tuple((f"{card.label}: ", link(card.record)) for card in one.cards))
    if one.cards_taken_back:
        yield Paragraph((TAKEN_BACK,))


def _list_takeaway(one: TakeawayView) -> Iterator[Any]:
    yield Heading(f"{one.number}. {one.takeaway.title}", level=2)
    if one.takeaway.words:
        yield from read_rich_text(one.takeaway.words)
    for label, linked, gap in one.sides:
        yield Paragraph((f"{label}:" if linked else f"{label}: {gap}",))
        if linked:
            yield BulletList(tuple((link(record), f": {reason}" if reason else "") for record, reason in linked))
    if one.taken_back:
        yield Paragraph((TAKEN_BACK,))


def _list_action(action: Any) -> tuple[Any, ...]:
    day = f", due {action.due_date:%-d %B %Y}" if action.due_date and action.is_open else ""
    return (link(action), f" ({action.get_state_display().lower()}{day})")


def link(record: Record) -> Link:
    return Link(name_on_paper(record), record.get_absolute_url())
