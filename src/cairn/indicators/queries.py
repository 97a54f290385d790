"""Reads of figures for pages and commands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cairn.indicators.definitions import IndicatorDefinition
from cairn.indicators.linkage import YearSources, get_all_sources, get_sources, make_figure, read_cells
from cairn.indicators.models import Release
from cairn.places.models import Place

ENGLAND = "E92000001"


@dataclass(frozen=True)
class PlaceFigure:
    """A measure's figure of one year for one place.

    `release` is where its value, or what was counted, came from; `denominator_release` what that was divided by.
    """

    year: int
    value: float | None
    numerator: float | None
    denominator: float | None
    status: str
    release: Release
    denominator_release: Release | None


@dataclass(frozen=True)
class MeasureRow:
    """The same with the place, for a table of every council."""

    code: str
    name: str
    figure: PlaceFigure


def get_place_series(definition: IndicatorDefinition, place: Place) -> list[PlaceFigure]:
    """Every year that is loaded, oldest first; a year without a row for this place has the status "no_row"."""
    return get_all_place_series([definition], place)[definition.key]


def get_all_place_series(definitions: Iterable[IndicatorDefinition], place: Place) -> dict[str, list[PlaceFigure]]:
    """The same for several measures, by key; three queries for all of them."""
    known = {definition.key: definition for definition in definitions}
    sources = get_all_sources(known.values(), fictional=place.is_fictional)
    cells = read_cells([year for years in sources.values() for year in years], Place.objects.filter(pk=place.pk))
    return {key: [_make(known[key], year, place.code, cells) for year in years] for key, years in sources.items()}


def get_england_series(definition: IndicatorDefinition) -> list[PlaceFigure]:
    england = Place.objects.filter(code=ENGLAND).first()
    return get_place_series(definition, england) if england else []


def get_measure_rows(definition: IndicatorDefinition, *, fictional: bool) -> Iterator[MeasureRow]:
    """Every council of one nation and every year, by council; a council without any row is left out."""
    sources = get_sources(definition, fictional=fictional)
    councils = Place.objects.councils().in_nation(fictional=fictional)
    cells = read_cells(sources, councils)
    held = {code for _, code in cells}
    for code, name in councils.filter(code__in=held).order_by("code").values_list("code", "name"):
        for year in sources:
            yield MeasureRow(code, name, _make(definition, year, code, cells))


def _make(definition: IndicatorDefinition, source: YearSources, code: str, cells: dict) -> PlaceFigure:
    figure = make_figure(definition, source, code, cells)
    release = (source.value or source.numerator).release  # type: ignore[union-attr]
    below = source.denominator.release if source.denominator else None
    return PlaceFigure(source.year, figure.value, figure.numerator, figure.denominator, figure.status, release, below)
