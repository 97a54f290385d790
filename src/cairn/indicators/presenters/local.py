"""A council's newest figures of chosen measures beside its neighbours, region and England, for pages and papers."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cairn.indicators.definitions import IndicatorDefinition
from cairn.indicators.models import Neighbour, Release
from cairn.indicators.presenters.comparing import STOPPED, ComparedRow, SeriesTable, compare, make_series_table
from cairn.indicators.queries import (
    ENGLAND,
    PlaceFigure,
    get_all_place_series,
    get_latest,
    get_neighbour_models,
    get_neighbours,
    get_series_of,
)
from cairn.places.models import Place


@dataclass(frozen=True)
class LocalFigures:
    place: Place
    rows: list[ComparedRow]
    neighbours: list[Neighbour]
    model: Release | None  # which neighbours are meant
    sources: dict[str, str]  # key of the measure -> publisher and data release of the council's own figure
    missing: list[IndicatorDefinition]  # measures without a figure of this council
    stopped: list[ComparedRow] = field(default_factory=list)  # last figures of series that go on no more

    @property
    def stopped_words(self) -> list[str]:
        return [f"{row.definition.short_title} (last figures: {row.year})" for row in self.stopped]


def get_local_figures(place: Place, definitions: Sequence[IndicatorDefinition]) -> LocalFigures:
    model, neighbours = _find_neighbours(place)
    current = Place.objects.councils().in_nation(fictional=place.is_fictional).current()
    series = get_all_place_series(definitions, place)
    areas = compare(
        place,
        definitions,
        series,
        get_latest(definitions, fictional=place.is_fictional),
        neighbours,
        set(current.values_list("code", flat=True)),
    )
    rows = [row for area in areas if area.title != STOPPED for row in area.rows]
    stopped = [row for area in areas if area.title == STOPPED for row in area.rows]
    shown = {row.definition.key for row in (*rows, *stopped)}
    sources = {
        row.definition.key: _cite(next(one for one in series[row.definition.key] if one.year == row.year))
        for row in rows
    }
    missing = [one for one in definitions if one.key not in shown]
    return LocalFigures(place, rows, neighbours, model, sources, missing, stopped)


def get_local_series(place: Place, definition: IndicatorDefinition) -> SeriesTable:
    """One measure of a council over the years, beside its neighbours, region and England."""
    _, neighbours = _find_neighbours(place)
    others = [one.neighbour for one in neighbours]
    if not place.is_fictional:
        others += Place.objects.filter(code=ENGLAND)
    if place.region:
        others.append(place.region)
    series = get_series_of(definition, [place, *others], fictional=place.is_fictional)
    return make_series_table(place, definition, series, neighbours)


def _find_neighbours(place: Place) -> tuple[Release | None, list[Neighbour]]:
    """Of a council of today; none in the fictional nation."""
    models = [] if place.is_fictional or place.closed_on else get_neighbour_models()
    return (models[0], list(get_neighbours(place, models[0]))) if models else (None, [])


def _cite(figure: PlaceFigure) -> str:
    """Also of a figure that is no number: its release says why."""
    releases = [one for one in (figure.release, figure.denominator_release) if one is not None]
    return "; ".join(dict.fromkeys(f"{one.publisher}, {one}" for one in releases))
