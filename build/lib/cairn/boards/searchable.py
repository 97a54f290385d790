"""Boards as search finds them: the words of the board itself, and none of what it cites.

What a board cites is looked up for each reader, and may be taken back; search finds those records by themselves.
"""

from collections.abc import Iterator

from django.urls import reverse

from cairn.boards.models import BoardPage
from cairn.boards.presenters.sheet import SENTENCE
from cairn.boards.queries import find_term, get_live_boards, get_topics
from cairn.search.searchable import PageKind, SearchPage

LABEL = "Insights board"  # among the words too, for those who look for all of them


def list_boards() -> Iterator[SearchPage]:
    """Those that readers are led to, and the sheet that shows them on one page."""
    topics = dict(get_topics())
    for board in BoardPage.objects.in_place().order_by("pk"):
        yield SearchPage(
            number=board.pk,
            title=board.title,
            summary=board.sentence,
            body="\n".join([board.introduction, *_list_words(board), topics.get(board.topic, ""), LABEL]),
            address=board.get_absolute_url(),
            shown_at=board.first_published_at,
        )
    if boards := get_live_boards():
        yield _get_sheet(boards)


def _list_words(board: BoardPage) -> Iterator[str]:
    """An example's words stay out: they are about a record that not everybody may see."""
    for kind, value in board.list_blocks():
        if kind == "paragraph":
            yield value
        elif kind == "condition" and (term := find_term(value.get("term", ""))):
            yield f"{term.title}. {value.get('words', '')}"


def _get_sheet(boards: list[BoardPage]) -> SearchPage:
    shelf = boards[0].get_parent()
    return SearchPage(
        number=shelf.pk,
        title="Introductory sheet",
        summary=SENTENCE,
        body="\n".join(f"{board.title}. {board.sentence}" for board in boards),
        address=reverse("boards:sheet"),
        shown_at=min(board.first_published_at for board in boards),
    )


BOARDS = PageKind("board", LABEL, "Insights boards", list_boards)
