"""Which slides a board becomes, in order; each holds what a room can read."""

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Any

from cairn.boards.printing.content import BoardOnPaper

HEADLINES = 6
EXAMPLES = 2  # on each side
METHODS = 5
CONDITIONS = 4  # on each side
REFERENCES = 7

Slide = dict[str, Any]


def arrange_slides(board: BoardOnPaper) -> list[Slide]:
    return [
        {"is": "title"},
        *_arrange_insights(board),
        *_arrange_sides("examples", board.examples, lambda example: example.went_well, EXAMPLES),
        *({"is": "methods", "items": items} for items in _chunk(board.methods, METHODS)),
        *_arrange_sides("conditions", board.conditions, lambda condition: condition.helps, CONDITIONS),
        *({"is": "references", "items": items} for items in _chunk(board.references, REFERENCES)),
        {"is": "end"},
    ]


def _arrange_insights(board: BoardOnPaper) -> list[Slide]:
    if not board.insights:
        return [{"is": "nothing"}]
    headlines = [insight.headline for insight in board.insights]
    overview = [
        {"is": "in short", "first": 1 + number * HEADLINES, "headlines": part}
        for number, part in enumerate(_chunk(headlines, HEADLINES))
    ]
    each = [
        {"is": "insight", "number": number, "insight": insight}
        for number, insight in enumerate(board.insights, start=1)
    ]
    return [*(overview if len(headlines) > 1 else []), *each]


def _arrange_sides(name: str, items: Sequence[Any], side: Callable[[Any], Any], most: int) -> list[Slide]:
    """Both sides on each slide for as long as both have something to show."""
    sides = [_chunk([item for item in items if side(item) is wanted], most) for wanted in (True, False, None)]
    together = [[item for part in parts for item in part] for parts in zip_longest(*sides, fillvalue=[])]
    return [{"is": name, "items": part, "first": number == 0} for number, part in enumerate(together)]


def _chunk(items: Sequence[Any], size: int) -> list[Sequence[Any]]:
    return [items[start : start + size] for start in range(0, len(items), size)]
