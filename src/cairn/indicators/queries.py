"""Reads of figures for pages and commands."""

from dataclasses import dataclass

from cairn.indicators.definitions import IndicatorDefinition
from cairn.indicators.linkage import get_sources, make_figure, read_cells
from cairn.indicators.models import Release
from cairn.places.models import Place


@dataclass(frozen=True)
class PlaceFigure:
    """A measure's figure of one year for one place; `release` is where its value, or what was counted, came from."""

    year: int
    value: float | None
    numerator: float | None
    denominator: float | None
    status: str
    release: Release


def get_place_series(definition: IndicatorDefinition, place: Place) -> list[PlaceFigure]:
    """Every year that is loaded, oldest first; a year without a row for this place has the status "no_row"."""
    sources = get_sources(definition, fictional=place.is_fictional)
    cells = read_cells(sources, Place.objects.filter(pk=place.pk))
    rows = []
    for source in sources:
        figure = make_figure(definition, source, place.code, cells)
        release = (source.value or source.numerator).release  # type: ignore[union-attr]
        rows.append(
            PlaceFigure(source.year, figure.value, figure.numerator, figure.denominator, figure.status, release)
        )
    return rows
