"""Content and template become a PDF of the right number of pages."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from cairn.boards.printing import fitting
from cairn.boards.printing.content import BoardOnPaper, SheetOnPaper
from cairn.boards.printing.describing import describe_board, describe_sheet
from cairn.boards.printing.fitting import Limits
from cairn.common.documents import DocumentError
from cairn.common.documents.typeset import compile_template

FOLDER = Path(__file__).parent

# Each level asks for less room than the one before: smaller type first, then fewer things, then shorter texts.
POSTER = (
    *(Limits(body) for body in (18, 17, 16, 15, 14, 13.5, 13, 12.5, 12, 11.5, 11, 10.7)),
    *(Limits(body, references=0) for body in (10.7, 10.4, 10)),
    Limits(10, references=0, cited=3),
    Limits(10, references=0, cited=2),
    Limits(9.6, references=0, cited=2, examples=3, methods=6, conditions=6),
    Limits(9.6, references=0, cited=2, examples=2, methods=5, conditions=5, letters=400),
    Limits(9.2, references=0, cited=2, examples=2, methods=4, conditions=4, insights=8, letters=280),
    Limits(9.2, references=0, cited=1, examples=2, methods=4, conditions=4, insights=6, letters=240),
    Limits(9.2, references=0, cited=1, examples=2, methods=3, conditions=3, insights=5, letters=200),
    Limits(9, references=0, cited=1, examples=1, methods=3, conditions=3, insights=4, letters=180),
    Limits(9, references=0, cited=1, examples=1, methods=2, conditions=2, insights=3, letters=150),
    Limits(8.6, references=0, cited=1, examples=1, methods=1, conditions=1, insights=2, letters=120),
    Limits(8, references=0, cited=1, examples=1, methods=1, conditions=1, insights=1, letters=90),
)
HANDOUT = (
    *(Limits(body) for body in (11.5, 11, 10.7, 10.4, 10, 9.7, 9.4, 9.1, 8.8, 8.5)),
    Limits(8.5, cited=3, references=20),
    Limits(8.2, cited=3, references=12),
    Limits(8.2, cited=2, references=10, examples=4, methods=6, conditions=6),
    Limits(8, cited=2, references=8, examples=3, methods=6, conditions=6, letters=400),
    Limits(8, cited=2, references=6, examples=2, methods=5, conditions=5, insights=8, letters=300),
    Limits(8, cited=1, references=5, examples=2, methods=4, conditions=4, insights=6, letters=240),
    Limits(7.8, cited=1, references=4, examples=1, methods=3, conditions=3, insights=5, letters=200),
    Limits(7.8, cited=1, references=3, examples=1, methods=2, conditions=2, insights=4, letters=150),
    Limits(7.5, cited=1, references=2, examples=1, methods=1, conditions=1, insights=2, letters=120),
    Limits(7, cited=1, references=1, examples=1, methods=1, conditions=1, insights=1, letters=90),
)
SHEET = (
    *(Limits(body) for body in (12, 11.5, 11, 10.5, 10, 9.5, 9, 8.7)),
    Limits(8.7, insights=5, letters=600),
    Limits(8.7, insights=4, letters=400),
    Limits(8.5, insights=3, letters=300),
    Limits(8.2, insights=2, letters=240),
    Limits(8, insights=1, letters=180),
    Limits(8, insights=0, letters=120),
    Limits(7, insights=0, letters=80),
)


def make_poster(board: BoardOnPaper) -> bytes:
    """One page of A3."""
    return _fit(POSTER, lambda limits: _set_board("poster", board, limits), most_pages=1)


def make_handout(board: BoardOnPaper) -> bytes:
    """One or two pages of A4."""
    return _fit(HANDOUT, lambda limits: _set_board("handout", board, limits), most_pages=2)


def make_sheet(sheet: SheetOnPaper) -> bytes:
    """All boards on one page of A4."""
    return _fit(SHEET, lambda limits: _set_sheet(sheet, limits), most_pages=1)


def make_slides(board: BoardOnPaper) -> bytes:
    raise NotImplementedError


def _set_board(template: str, board: BoardOnPaper, limits: Limits) -> bytes:
    kept = fitting.trim_board(board, limits)
    return _compile(
        template,
        describe_board(kept) | {"body": limits.body, "left_out": fitting.say_what_is_left_out(board, kept)},
    )


def _set_sheet(sheet: SheetOnPaper, limits: Limits) -> bytes:
    return _compile("sheet", describe_sheet(fitting.trim_sheet(sheet, limits)) | {"body": limits.body})


def _compile(template: str, data: dict[str, Any]) -> bytes:
    path = FOLDER / f"{template}.typ"
    return bytes(compile_template(path, data, what=f"the {template}", format="pdf", pdf_standards=["ua-1"]))


def _fit(levels: Sequence[Limits], set_it: Callable[[Limits], bytes], *, most_pages: int) -> bytes:
    made: dict[Limits, bytes] = {}

    def fits(limits: Limits) -> bool:
        made[limits] = set_it(limits)
        return _count_pages(made[limits]) <= most_pages

    chosen = fitting.choose(levels, fits)
    if chosen not in made and not fits(chosen):
        raise DocumentError("the board", "its title alone is longer than the paper. Shorten it.")
    return made[chosen]


def _count_pages(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)
