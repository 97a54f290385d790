"""Which slides a board becomes, in order; each holds what a room can read."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from cairn.boards.printing.content import BoardOnPaper, ConditionOnPaper, ExampleOnPaper

HEADLINES = 6
EXAMPLES = 4
METHODS = 5
CONDITIONS = 4  # on each side
REFERENCES = 7

Slide = dict[str, Any]


def arrange_slides(board: BoardOnPaper) -> list[Slide]:
    return [
        {"is": "title"},
        *_arrange_insights(board),
        *_arrange_examples(board.examples),
        *({"is": "methods", "items": items} for items in _chunk(board.methods, METHODS)),
        *_arrange_conditions(board.conditions),
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


def _arrange_examples(examples: Sequence[ExampleOnPaper]) -> list[Slide]:
    """A failure beside each success, for as long as there are both; slides of about the same number."""
    by_way = [[example for example in examples if example.went_well is way] for way in (True, False, None)]
    pairs = [example for pair in zip_longest(*by_way[:2]) for example in pair if example]
    slides = _chunk_evenly([*pairs, *by_way[2]], EXAMPLES)
    return [{"is": "examples", "items": items, "first": number == 0} for number, items in enumerate(slides)]


def _arrange_conditions(conditions: Sequence[ConditionOnPaper]) -> list[Slide]:
    """What helps beside what gets in the way, for as long as there are both."""
    sides = [_chunk([one for one in conditions if one.helps is helps], CONDITIONS) for helps in (True, False)]
    slides = [[*left, *right] for left, right in zip_longest(*sides, fillvalue=[])]
    return [{"is": "conditions", "items": items, "first": number == 0} for number, items in enumerate(slides)]


def _chunk_evenly(items: Sequence[Any], most: int) -> list[Sequence[Any]]:
    number = -(-len(items) // most)
    return _chunk(items, -(-len(items) // number)) if number else []


def _chunk(items: Sequence[Any], size: int) -> list[Sequence[Any]]:
    return [items[start : start + size] for start in range(0, len(items), size)]
