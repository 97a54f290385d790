"""Content and template become a PDF of the right number of pages."""

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from cairn.boards.printing import fitting
from cairn.boards.printing.content import BoardOnPaper, SheetOnPaper
from cairn.boards.printing.describing import describe, describe_board, describe_sheet
from cairn.boards.printing.fitting import Limits
from cairn.boards.printing.slides import arrange_slides
from cairn.common.documents import DocumentError
from cairn.common.documents.typeset import compile_template

FOLDER = Path(__file__).parent

# Each level asks for less room than the one before: smaller type first, then fewer things and shorter texts.
SHORT = {"introduction": 320, "notes": 160}  # a poster is read standing
POSTER = (
    *(Limits(body, **SHORT) for body in (18, 17, 16, 15, 14, 13.5, 13, 12.5, 12, 11.5, 11, 10.7, 10.4, 10)),
    *(Limits(9.8, **SHORT, cited=most) for most in (4, 3)),
    *(Limits(body, **SHORT, cited=2) for body in (9.8, 9.6, 9.4, 9.2, 9)),
    *(Limits(body, **SHORT, cited=1) for body in (9, 8.8)),
    *(replace(limits, **SHORT) for limits in fitting.cut_down(from_body=8.8, to_body=8.5, cited=1)),
)
HANDOUT = (
    *(Limits(body) for body in (11.5, 11, 10.7, 10.4, 10, 9.8, 9.6, 9.4, 9.2, 9)),
    *(Limits(body, cited=3) for body in (9, 8.8)),
    *(Limits(body, cited=2) for body in (8.8, 8.7, 8.6, 8.5)),
    *fitting.cut_down(from_body=8.5, to_body=8, cited=2),
)
SLIDES = (
    *(Limits(body, introduction=320) for body in (22, 21, 20, 19, 18, 17, 16, 15)),
    *(Limits(14, introduction=320, cited=cited) for cited in (4, 3)),
    *(Limits(14, introduction=320, cited=2, letters=letters) for letters in (500, 400, 340, 280, 240, 200)),
    *(Limits(13, introduction=180, cited=1, letters=letters) for letters in (180, 150, 120, 90)),
)
SHEET = (
    *(Limits(body) for body in (12, 11.5, 11, 10.5, 10, 9.5, 9)),
    *(Limits(9, insights=most) for most in (6, 5, 4, 3)),
    *(Limits(8.5, insights=2, letters=letters) for letters in (600, 400, 300, 240, 200, 160)),
    Limits(8, insights=1, letters=120),
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
    """As many slides as the board needs, each on one page."""
    count = len(arrange_slides(board))
    limits, pdf = _choose(SLIDES, lambda limits: _set_slides(board, limits), most_pages=count)
    grown = _set_slides(board, limits, is_grown=True)
    return grown if _count_pages(grown) == count else pdf


def _set_board(template: str, board: BoardOnPaper, limits: Limits) -> bytes:
    kept = fitting.trim_board(board, limits)
    return _compile(
        template,
        describe_board(kept) | {"body": limits.body, "left_out": _say_left_out(f"this {template}", board, kept)},
    )


def _set_slides(board: BoardOnPaper, limits: Limits, *, is_grown: bool = False) -> bytes:
    kept = fitting.trim_board(board, limits)
    slides = [describe(slide) for slide in arrange_slides(kept)]
    left_out = _say_left_out("these slides", board, kept)
    data = {"body": limits.body, "left_out": left_out, "slides": slides, "grow": is_grown}
    return _compile("slides", describe_board(kept) | data)


def _say_left_out(paper: str, whole: BoardOnPaper, kept: BoardOnPaper) -> str:
    found = fitting.say_what_is_left_out(whole, kept)
    return f"Not on {paper}: {found}. All of it is on the board’s page." if found else ""


def _set_sheet(sheet: SheetOnPaper, limits: Limits) -> bytes:
    return _compile("sheet", describe_sheet(fitting.trim_sheet(sheet, limits)) | {"body": limits.body})


def _compile(template: str, data: dict[str, Any]) -> bytes:
    path = FOLDER / f"{template}.typ"
    return bytes(compile_template(path, data, what=f"the {template}", format="pdf", pdf_standards=["ua-1"]))


def _fit(levels: Sequence[Limits], set_it: Callable[[Limits], bytes], *, most_pages: int) -> bytes:
    return _choose(levels, set_it, most_pages=most_pages)[1]


def _choose(levels: Sequence[Limits], set_it: Callable[[Limits], bytes], *, most_pages: int) -> tuple[Limits, bytes]:
    """The largest type that fits, and the PDF set in it."""
    made: dict[Limits, bytes] = {}

    def fits(limits: Limits) -> bool:
        made[limits] = set_it(limits)
        return _count_pages(made[limits]) <= most_pages

    chosen = fitting.choose(levels, fits)
    if chosen not in made and not fits(chosen):
        raise DocumentError("the board", "even its shortest form is longer than the paper. Shorten its title.")
    return chosen, made[chosen]


def _count_pages(pdf: bytes) -> int:
    from pypdf import PdfReader  # needed by few requests

    return len(PdfReader(io.BytesIO(pdf)).pages)
