"""A learning event on paper: programme (A4, and A6 to fold), badges, door sheet; all as PDF/UA-1.

Each takes plain content (`content.py`) and gives the bytes of a PDF; DocumentError says what is wrong with it.
"""

from cairn.events.printing.content import (
    BadgesOnPaper,
    DoorSheetOnPaper,
    Guest,
    ProgrammeOnPaper,
    RoomList,
    SessionOnPaper,
    SlotOnPaper,
)
from cairn.events.printing.making import make_badges, make_door_sheet, make_folded, make_programme

__all__ = [
    "BadgesOnPaper",
    "DoorSheetOnPaper",
    "Guest",
    "ProgrammeOnPaper",
    "RoomList",
    "SessionOnPaper",
    "SlotOnPaper",
    "make_badges",
    "make_door_sheet",
    "make_folded",
    "make_programme",
]
