"""Boards for paper: what everybody may read, in the plain content that the printing takes."""

import json
from dataclasses import asdict
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.timezone import localdate

from cairn.boards.enums import Went
from cairn.boards.models import BoardVersion
from cairn.boards.presenters.examples import ExampleView
from cairn.boards.presenters.reading import BoardView, MethodView, ReferenceView, read_board
from cairn.boards.presenters.sheet import SheetView, read_sheet
from cairn.boards.printing.content import (
    BoardOnPaper,
    CitedOnPaper,
    ConditionOnPaper,
    ExampleOnPaper,
    InsightOnPaper,
    MethodOnPaper,
    ReferenceOnPaper,
    SheetEntry,
    SheetOnPaper,
)
from cairn.common.addresses import make_absolute
from cairn.common.canonical import sha256_of
from cairn.lessons.presenters import InsightView
from cairn.lessons.queries import Support
from cairn.library.models import Helped, MethodUse
from cairn.records.models import Record

WENT_WELL = {Went.WELL: True, Went.BADLY: False, Went.NOT_KNOWN: None}
SHEET_TITLE = "Innovation Insights: introductory sheet"
SHEET_WORDS = (
    "What people found when they tried something new in children’s social care. Innovation aims at a step change in "
    "practice and in outcomes; improvement is gradual. Both are worth doing."
)


def write_board(version: BoardVersion) -> tuple[BoardOnPaper, list[int]]:
    """The content, and the numbers of the records whose words are in it."""
    board = version.revision.as_object()
    view = read_board(board, AnonymousUser(), with_done=False)
    paper = BoardOnPaper(
        title=board.title,
        topic_number=view.topic_number or 1,
        introduction="\n".join([board.introduction, *view.paragraphs]),
        insights=tuple(_write_insight(one) for one in view.insights),
        examples=tuple(_write_example(one) for one in view.examples),
        methods=tuple(_write_method(one) for one in view.methods),
        conditions=tuple(ConditionOnPaper(one.title, one.helps, one.words) for one in view.conditions),
        references=tuple(_write_reference(one) for one in view.references),
        version=f"Version {version.number}",
        published_on=localdate(version.published_at),
        address=make_absolute(version.board.get_absolute_url()),
    )
    return paper, sorted(_list_cited(view))


def name_on_paper(record: Record) -> str:
    """What fictional councils said is called so wherever it is cited, on paper too."""
    return f"{record.title} (fictional)" if record.is_fictional else str(record.title)


def _write_insight(one: InsightView) -> InsightOnPaper:
    return InsightOnPaper(
        headline=name_on_paper(one.insight),
        words=one.insight.summary,
        viewpoints=tuple(name[:1].lower() + name[1:] for name in one.viewpoints),
        confidence=one.confidence.lower(),
        supports=tuple(_write_cited(cited) for cited in one.backing.supports),
        contradicts=tuple(
            CitedOnPaper(name_on_paper(cited.record), cited.tie.reason) for cited in one.backing.contradicts
        ),
        has_hidden=one.backing.has_hidden,
    )


def _write_cited(cited: Support) -> CitedOnPaper:
    return CitedOnPaper(name_on_paper(cited.record), cited.tie.reason)


def _write_example(one: ExampleView) -> ExampleOnPaper:
    places = [f"{place.name} (fictional)" if place.is_fictional else place.name for place in one.places]
    return ExampleOnPaper(
        name_on_paper(one.record), ", ".join(places), one.status, one.what_happened, WENT_WELL[one.went]
    )


def _write_method(one: MethodView) -> MethodOnPaper:
    return MethodOnPaper(
        one.method.title,
        helped=_join(one.uses, Helped.HELPED),
        did_not=_join(one.uses, Helped.DID_NOT_HELP, Helped.MIXED),
        not_said=_join(one.uses, Helped.NOT_SAID),
    )


def _join(uses: list[MethodUse], *helped: Helped) -> str:
    """Each place with its words."""
    return " ".join(
        f"{name_on_paper(use.about)}: {use.words or 'no more is said.'}" for use in uses if use.helped in helped
    )


def _write_reference(one: ReferenceView) -> ReferenceOnPaper:
    source = one.source
    address = "" if one.is_dead else source.address
    return ReferenceOnPaper(one.citation, address, localdate(source.checked_at) if source.checked_at else None)


def _list_cited(view: BoardView) -> set[int]:
    cited = {one.insight.pk for one in view.insights} | {one.record.pk for one in view.examples}
    cited |= {one.method.pk for one in view.methods} | {use.about_id for one in view.methods for use in one.uses}
    for one in view.insights:
        cited |= {tied.record.pk for tied in (*one.backing.supports, *one.backing.contradicts) if tied.record}
    return cited


def write_sheet() -> tuple[SheetOnPaper, list[int]]:
    sheet = read_sheet(AnonymousUser())
    entries = tuple(
        SheetEntry(
            topic_number=entry.number or 1,
            title=entry.board.title,
            sentence=entry.board.sentence,
            insights=tuple(name_on_paper(one.insight) for one in entry.insights),
            address=make_absolute(entry.board.get_absolute_url()),
        )
        for entry in sheet.entries
    )
    paper = SheetOnPaper(SHEET_TITLE, SHEET_WORDS, entries, _find_newest(sheet), make_absolute(reverse("boards:sheet")))
    return paper, sorted({one.insight.pk for entry in sheet.entries for one in entry.insights})


def _find_newest(sheet: SheetView) -> Any:
    days = [localdate(entry.board.last_published_at) for entry in sheet.entries if entry.board.last_published_at]
    return max(days, default=None)


def get_fingerprint(paper: BoardOnPaper | SheetOnPaper) -> str:
    return sha256_of(json.dumps(asdict(paper), sort_keys=True, default=str))
