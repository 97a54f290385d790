"""Boards on paper: an A3 poster, an A4 handout, slides, and the introductory sheet, all as PDF/UA-1.

Each takes plain content (`content.py`) and gives the bytes of a PDF; DocumentError says what is wrong with it.
"""

from cairn.boards.printing.content import BoardOnPaper, SheetOnPaper
from cairn.boards.printing.making import make_handout, make_poster, make_sheet, make_slides

__all__ = ["BoardOnPaper", "SheetOnPaper", "make_handout", "make_poster", "make_sheet", "make_slides"]
