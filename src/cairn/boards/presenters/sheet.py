"""The introductory sheet: the live boards on one page, made anew at each request."""

from dataclasses import dataclass
from typing import Any

from cairn.accounts.models import Reader
from cairn.boards.models import BoardPage
from cairn.boards.presenters.reading import show_insights
from cairn.boards.queries import Citations, get_live_boards, get_topic_number, get_topics
from cairn.lessons.presenters import InsightView

FIRST = 3  # insights of each board
SENTENCE = (
    "The insights boards on one page: what each is about, and the main early findings. Innovation aims at a step "
    "change in practice and in outcomes; improvement is gradual. Both are worth doing."
)


@dataclass(frozen=True)
class SheetEntry:
    board: BoardPage
    insights: list[InsightView]

    @property
    def number(self) -> int:
        return get_topic_number(self.board.topic)


@dataclass(frozen=True)
class SheetView:
    entries: list[SheetEntry]
    missing: list[str]  # topics without a board
    sentence: str = SENTENCE


def read_sheet(reader: Reader) -> SheetView:
    boards = get_live_boards()
    cited = Citations({number for board in boards for number in _get_insights(board)}, reader)
    shown = {one.insight.pk: one for one in show_insights(list(cited.records), cited)}
    entries = [SheetEntry(board, _get_first(board, cited.records, shown)) for board in boards]
    there = {board.topic for board in boards}
    return SheetView(entries, [title for key, title in get_topics() if key not in there])


def _get_insights(board: BoardPage) -> list[int]:
    return [value for kind, value in board.list_blocks() if kind == "insight" and value]


def _get_first(board: BoardPage, records: dict[int, Any], shown: dict[int, InsightView]) -> list[InsightView]:
    keys = dict.fromkeys(records[number].pk for number in _get_insights(board) if number in records)
    return [shown[key] for key in keys if key in shown][:FIRST]
