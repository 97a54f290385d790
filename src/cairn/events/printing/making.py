"""Content in, the bytes of a PDF out."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings

from cairn.common.documents.typeset import compile_template, write
from cairn.common.squares import draw_square_code
from cairn.events.printing.content import BadgesOnPaper, DoorSheetOnPaper, Guest, ProgrammeOnPaper

FOLDER = Path(__file__).parent


def make_programme(programme: ProgrammeOnPaper) -> bytes:
    """A4, as many pages as it needs."""
    return _compile("programme", programme)


def make_folded(programme: ProgrammeOnPaper) -> bytes:
    """One side of A4 that is folded twice to A6."""
    return _compile("folded", programme)


def make_badges(badges: BadgesOnPaper) -> bytes:
    """Ten on a sheet. A group has a blank one for each of its places: who comes is nobody's business here."""
    labels = [label for guest in badges.guests for label in _make_labels(guest)]
    return _compile("badges", badges, labels=[_clean(label) for label in labels])


def _make_labels(guest: Guest) -> list[dict[str, str]]:
    if guest.is_group:
        return [{"name": "", "organisation": ""}] * guest.places
    return [{"name": guest.name, "organisation": guest.organisation}]


def make_door_sheet(sheet: DoorSheetOnPaper) -> bytes:
    return _compile("door", sheet)


def _compile(template: str, paper: Any, **more: Any) -> bytes:
    data = _clean(asdict(paper)) | {"site": write(settings.SITE_NAME)} | more
    if address := data.get("address"):
        data["square_code"] = draw_square_code(address)
    path = FOLDER / f"{template}.typ"
    return bytes(compile_template(path, data, what="the event", format="pdf", pdf_standards=["ua-1"]))


def _clean(value: Any) -> Any:
    """Only letters that the fonts have: PDF/UA refuses others."""
    match value:
        case str():
            return write(value)
        case dict():
            return {name: _clean(one) for name, one in value.items()}
        case list() | tuple():
            return [_clean(one) for one in value]
    return value
