"""Hints for the editor, from the board as everybody would read it."""

from django.contrib.auth.models import AnonymousUser

from cairn.boards.analysis import BoardFacts, find_warnings
from cairn.boards.enums import Went
from cairn.boards.models import BoardPage
from cairn.boards.presenters.reading import BoardView, read_board


def warn_about(board: BoardPage) -> list[str]:
    view = read_board(board, AnonymousUser(), with_done=False)
    shown = {one.insight.pk for one in view.insights} | {one.record.pk for one in view.examples}
    shown |= {one.method.pk for one in view.methods}
    return find_warnings(
        BoardFacts(
            texts=tuple(list_texts(view)),
            viewpoints=tuple(name for one in view.insights for name in one.viewpoints),
            number_of_insights=len(view.insights),
            has_counter_example=has_counter_example(view),
            number_closed=len(set(board.cited)) - len(shown),
        )
    )


def list_texts(view: BoardView) -> list[str]:
    """Every sentence that stands on the board itself; an insight's own words are part of it."""
    texts = [view.board.introduction, *view.paragraphs]
    texts += [f"{one.insight.title}.\n{one.insight.summary}" for one in view.insights]
    texts += [one.what_happened for one in view.examples]
    texts += [one.words for one in view.conditions]
    return [text for text in texts if text]


def has_counter_example(view: BoardView) -> bool:
    return (
        any(one.went == Went.BADLY for one in view.examples)
        or any(one.has_failure for one in view.methods)
        or any(one.backing.contradicts for one in view.insights)
    )
