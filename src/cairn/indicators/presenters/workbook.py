"""Figures as a workbook: in words, with the releases that they come from on a sheet of their own."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from cairn.common.exports import Sheet, to_xlsx
from cairn.indicators.definitions import IndicatorDefinition
from cairn.indicators.models import Release
from cairn.indicators.queries import MeasureRow

Rows = Sequence[tuple[IndicatorDefinition, MeasureRow]]
FIGURES = (
    *("Council", "Code", "Measure", "Unit", "Year", "Year ends", "Figure", "Status", "Counted", "Divided by"),
    *("Release", "Release of what it is divided by"),
)
RELEASES = ("Release", "Publisher", "Licence", "Checksum of the file (SHA-256)")
METHOD = (
    "Figures as published. Where there is a count and something that it is divided by, this site worked the figure out "
    "from them. Nothing is rounded or filled in; a cell without a number has its reason beside it."
)


def make_workbook(title: str, rows: Rows, *, address: str, fictional: bool) -> bytes:
    releases = _find_releases(rows)
    sheets: list[Sheet] = [("Figures", FIGURES, _list_figures(rows)), ("Releases", RELEASES, _list_releases(releases))]
    title = f"{title} (fictional)" if fictional else title
    return to_xlsx(sheets, title=title, about=_describe(releases, address=address, fictional=fictional))


def _list_figures(rows: Rows) -> Iterator[Sequence[Any]]:
    for definition, row in rows:
        figure, below = row.figure, row.figure.denominator_release
        yield (
            *(row.name, row.code, definition.title, definition.unit, figure.year, definition.year_ends),
            *(figure.value, figure.label, figure.numerator, figure.denominator),
            *(str(figure.release), str(below or "")),
        )


def _find_releases(rows: Rows) -> list[Release]:
    found = chain.from_iterable((row.figure.release, row.figure.denominator_release) for _, row in rows)
    return sorted({one.pk: one for one in found if one is not None}.values(), key=str)


def _list_releases(releases: Iterable[Release]) -> Iterator[Sequence[Any]]:
    for one in releases:
        yield str(one), one.publisher, one.licence, one.sha256


def _describe(releases: Iterable[Release], *, address: str, fictional: bool) -> Iterator[tuple[str, Any]]:
    yield "Page", address
    yield "Source", "; ".join(dict.fromkeys(one.publisher for one in releases))
    yield "Releases", "On the sheet “Releases”, each with its checksum"
    yield "Method", METHOD
    licences = "; ".join(dict.fromkeys(one.licence for one in releases if one.licence))
    yield "Licence", "The figures are invented" if fictional else f"Contains public sector information: {licences}"
