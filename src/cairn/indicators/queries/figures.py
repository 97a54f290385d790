"""Reads of figures for pages and commands."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any

from django.db import connection

from cairn.accounts.models import Reader
from cairn.actions.models import Action
from cairn.indicators.definitions import IndicatorDefinition, get_definitions
from cairn.indicators.enums import Status
from cairn.indicators.models import (
    ActionMeasure,
    Inspection,
    MeasureFollow,
    Neighbour,
    Observation,
    Release,
    SharedFigure,
)
from cairn.indicators.queries.linkage import (
    Cells,
    Fingerprint,
    LinkedFigure,
    YearSources,
    get_all_sources,
    get_fingerprint,
    get_sources,
    make_figure,
    read_cells,
)
from cairn.places.models import Place

ENGLAND = "E92000001"


@dataclass(frozen=True)
class PlaceFigure:
    """A measure's figure of one year for one place.

    `release` is where its value, or what was counted, came from; `denominator_release` what that was divided by. Where
    no release has a row for the place, `release` is the newest of that year.
    """

    year: int
    value: float | None
    numerator: float | None
    denominator: float | None
    status: str
    release: Release
    denominator_release: Release | None

    @property
    def label(self) -> str:
        """Why there is a number or is none."""
        return Status(self.status).label


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
    return {
        key: [_make_place_figure(known[key], year, place.code, cells) for year in years]
        for key, years in sources.items()
    }


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
            yield MeasureRow(code, name, _make_place_figure(definition, year, code, cells))


def _make_place_figure(definition: IndicatorDefinition, source: YearSources, code: str, cells: Cells) -> PlaceFigure:
    figure = make_figure(definition, source, code, cells)
    return PlaceFigure(
        source.year,
        figure.value,
        figure.numerator,
        figure.denominator,
        figure.status,
        figure.release,
        figure.denominator_release,
    )


@dataclass(frozen=True)
class Latest:
    """A measure's newest year that most places have, for every place of a nation.

    A release of a year in which a few places were published early is not yet the newest year of all others.
    """

    year: int
    figures: dict[str, LinkedFigure]  # place code -> figure


YEARS_LOOKED_AT = 3


def get_latest(definitions: Iterable[IndicatorDefinition], *, fictional: bool) -> dict[str, Latest]:
    """By key of the measure; measures without figures are left out. One query while the live releases stay."""
    wanted, known = tuple(definitions), get_definitions()
    if all(definition in known for definition in wanted):
        kept = _read_latest(get_fingerprint(), known, fictional)
        return {definition.key: kept[definition.key] for definition in wanted if definition.key in kept}
    return _read_latest.__wrapped__((), wanted, fictional)


@lru_cache(maxsize=4)
def _read_latest(
    fingerprint: Fingerprint, definitions: tuple[IndicatorDefinition, ...], fictional: bool
) -> dict[str, Latest]:
    known = {definition.key: definition for definition in definitions}
    sources = get_all_sources(definitions, fictional=fictional)
    recent = {key: years[-YEARS_LOOKED_AT:] for key, years in sources.items() if years}
    cells = read_cells(chain.from_iterable(recent.values()), Place.objects.in_nation(fictional=fictional))
    codes: dict[int, set[str]] = {}
    for published, code in cells:
        codes.setdefault(published, set()).add(code)
    latest = {}
    for key, years in recent.items():
        there = {
            year: set().union(*(codes.get(one.pk, ()) for one in (*year.value, *year.numerator))) for year in years
        }
        most = max(map(len, there.values()))
        newest = next(year for year in reversed(years) if 2 * len(there[year]) >= most)
        latest[key] = Latest(
            newest.year, {code: make_figure(known[key], newest, code, cells) for code in there[newest]}
        )
    return latest


def get_series_of(
    definition: IndicatorDefinition, places: Iterable[Place], *, fictional: bool
) -> dict[str, list[PlaceFigure]]:
    """A measure's years for several places, by place code; three queries."""
    sources = get_sources(definition, fictional=fictional)
    codes = {place.pk: place.code for place in places}
    cells = read_cells(sources, Place.objects.filter(pk__in=codes))
    return {code: [_make_place_figure(definition, year, code, cells) for year in sources] for code in codes.values()}


def get_series_of_pairs(
    wanted: Iterable[tuple[IndicatorDefinition, Place]],
) -> dict[tuple[str, str], list[PlaceFigure]]:
    """A measure's years for a place, for several of both, by their keys and codes; two queries for each nation."""
    found: dict[tuple[str, str], list[PlaceFigure]] = {}
    pairs = list(wanted)
    for fictional in sorted({place.is_fictional for _, place in pairs}):
        here = [(definition, place) for definition, place in pairs if place.is_fictional == fictional]
        definitions = {definition.key: definition for definition, _ in here}
        sources = get_all_sources(definitions.values(), fictional=fictional)
        places = Place.objects.filter(pk__in={place.pk for _, place in here})
        cells = read_cells(chain.from_iterable(sources.values()), places)
        for definition, place in here:
            found[definition.key, place.code] = [
                _make_place_figure(definition, year, place.code, cells) for year in sources[definition.key]
            ]
    return found


def get_action_measures(actions: Iterable[Action]) -> list[ActionMeasure]:
    """The figures that these actions should move."""
    chosen = ActionMeasure.objects.filter(action__in=[action.pk for action in actions])
    return list(chosen.select_related("place", "action").order_by("pk"))


def get_measures_to_move(action: Action) -> list[IndicatorDefinition]:
    """Those that go on and have figures in the nation of the action."""
    latest = get_latest(get_definitions(), fictional=is_about_fictional(action))
    return [one for one in get_definitions() if one.key in latest and not one.stops]


def is_about_fictional(action: Action) -> bool:
    """Of whose nation its figures are: fictional and real councils are never mixed."""
    return bool(action.organisation and action.organisation.is_fictional)


def has_figures(action: Action) -> bool:
    return bool(get_measures_to_move(action))


def get_neighbour_models() -> list[Release]:
    """Releases of statistical neighbours, the newest first."""
    return list(Release.objects.live().filter(content=Release.Content.NEIGHBOURS).newest_first())


def choose_model(models: Sequence[Release], wanted: str) -> Release | None:
    """The release of neighbours that somebody asked for by its number, or the first."""
    return next((one for one in models if str(one.pk) == wanted), models[0] if models else None)


def get_neighbours(place: Place, model: Release) -> list[Neighbour]:
    return list(Neighbour.objects.filter(place=place, release=model).select_related("neighbour").order_by("rank"))


def get_councils_like(place: Place) -> list[Place]:
    """Its statistical neighbours in the newest model, the most alike first; none for invented or ended councils."""
    models = [] if place.is_fictional or not place.is_current else get_neighbour_models()
    return [one.neighbour for one in get_neighbours(place, models[0])] if models else []


def get_shared(place: Place) -> list[SharedFigure]:
    """Years in which a row of a live release stands for this council and another."""
    found = SharedFigure.objects.filter(place=place, release__state=Release.State.LIVE).select_related("release")
    return list(found.order_by("release__title", "year"))


def get_inspections(place: Place) -> list[Inspection]:
    """Each inspection of a council once, the newest first, as the newest release tells it."""
    found = (
        Inspection.objects.filter(place=place, release__state=Release.State.LIVE)
        .select_related("release")
        .prefetch_related("judgements")
        .order_by("-inspected_on", "-release__imported_at")
    )
    kept: dict[tuple[Any, ...], Inspection] = {}
    for one in found:
        key = (one.inspected_on,) if one.inspected_on else (None, one.published_on)
        best = kept.setdefault(key, one)
        # The publisher's own list before others, and any of them before what was read from a report.
        if _get_rank(one) < _get_rank(best):
            kept[key] = one
    published = {one.published_on for one in kept.values() if one.inspected_on}
    return [one for one in kept.values() if one.inspected_on or one.published_on not in published]


def get_reports(place: Place) -> dict[object, Release]:
    """Reports of a council by the first day of the inspection."""
    found = Inspection.objects.filter(
        place=place, release__state=Release.State.LIVE, release__content=Release.Content.REPORT
    )
    return {one.inspected_on: one.release for one in found.select_related("release")}


SOURCES_OF_INSPECTIONS = ("ofsted.outcomes", "ofsted.overview", "ofsted.report")


def _get_rank(inspection: Inspection) -> int:
    family = inspection.release.family
    return SOURCES_OF_INSPECTIONS.index(family) if family in SOURCES_OF_INSPECTIONS else len(SOURCES_OF_INSPECTIONS)


@dataclass(frozen=True)
class Changes:
    """What one release says otherwise than an earlier one, in cells of the years that both have."""

    earlier: Release
    same: int
    revised: int  # another number
    suppressed: int  # a number before, hidden now
    lost: int  # a number before, and another reason for none now
    found: int  # no number before, a number now
    new: int  # in series and years that only this release has
    gone: int  # a cell before, no row now
    years_gone: int  # series and years that only the earlier release has; its figures of them stay


@dataclass(frozen=True)
class Revision:
    series: str
    year: int
    place: str
    before: float
    after: float


def get_earlier_release(release: Release) -> Release | None:
    """The newest live release of the same family that is older, with which it is compared."""
    others = (
        Release.objects.live()
        .filter(family=release.family, content=release.content, is_fictional=release.is_fictional)
        .exclude(pk=release.pk)
    )
    mine = _get_rank_of(release)
    return next((one for one in others.newest_first() if _get_rank_of(one) < mine), None)


def get_newer_release(release: Release) -> Release | None:
    """The newest live release of the same family that has some of the same series and years, and so counts first."""
    both = "series_id", "year", "span"
    mine = set(release.published_years.values_list(*both))
    others = Release.objects.live().filter(family=release.family, is_fictional=release.is_fictional)
    for one in others.exclude(pk=release.pk).newest_first():
        if _get_rank_of(one) < _get_rank_of(release):
            return None
        if mine & set(one.published_years.values_list(*both)):
            return one
    return None


def _get_rank_of(release: Release) -> tuple[Any, ...]:
    """The order of `newest_first`; a release that is not stored yet comes last."""
    return (
        release.latest_year or 0,
        release.file_date or date.min,
        release.imported_at,
        release.pk or float("inf"),
    )


PAIRS = """
    FROM indicators_publishedyear AS year_now
    JOIN indicators_publishedyear AS year_before
      ON year_before.series_id = year_now.series_id AND year_before.year = year_now.year
      AND year_before.span = year_now.span AND year_before.release_id = %s
    JOIN indicators_observation AS now ON now.published_year_id = year_now.id
    LEFT JOIN indicators_observation AS before
      ON before.published_year_id = year_before.id AND before.place_id = now.place_id
    WHERE year_now.release_id = %s
"""
KIND = """
    CASE
      WHEN before.id IS NULL THEN 'new'
      WHEN now.value = before.value OR (now.value IS NULL AND before.value IS NULL) THEN 'same'
      WHEN now.value IS NOT NULL AND before.value IS NOT NULL THEN 'revised'
      WHEN now.value IS NOT NULL THEN 'found'
      WHEN now.status = 'suppressed' THEN 'suppressed'
      ELSE 'lost'
    END
"""
GONE = """
    SELECT COUNT(*)
    FROM indicators_publishedyear AS year_before
    JOIN indicators_publishedyear AS year_now
      ON year_before.series_id = year_now.series_id AND year_before.year = year_now.year
      AND year_before.span = year_now.span AND year_now.release_id = %s
    JOIN indicators_observation AS before ON before.published_year_id = year_before.id
    LEFT JOIN indicators_observation AS now
      ON now.published_year_id = year_now.id AND now.place_id = before.place_id
    WHERE year_before.release_id = %s AND now.id IS NULL
"""


@lru_cache(maxsize=64)
def get_changes(release: Release, earlier: Release) -> Changes:
    """Counted by the database, once in a process: the largest release has 170,000 cells, and none ever changes."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {KIND} AS kind, COUNT(*) {PAIRS} GROUP BY 1", [earlier.pk, release.pk])
        counts = dict(cursor.fetchall())
        cursor.execute(GONE, [release.pk, earlier.pk])
        gone = cursor.fetchone()[0]
    both = "series_id", "year", "span"
    mine = set(release.published_years.values_list(*both))
    theirs = set(earlier.published_years.values_list(*both))
    new = sum(release.counts.values()) - sum(counts.values())
    return Changes(
        earlier,
        counts.get("same", 0),
        counts.get("revised", 0),
        counts.get("suppressed", 0),
        counts.get("lost", 0),
        counts.get("found", 0),
        new + counts.get("new", 0),
        gone,
        len(theirs - mine),
    )


@dataclass(frozen=True)
class MissingPlace:
    """A place without a row in years in which the release before has one."""

    name: str
    years: tuple[int, ...]


@dataclass(frozen=True)
class Missing:
    """Which places a release leaves out that the one before it has; the earlier figures of those stay."""

    earlier: Release
    places: tuple[MissingPlace, ...]


MISSING = """
    SELECT place.name, year_before.year
    FROM indicators_publishedyear AS year_before
    JOIN indicators_publishedyear AS year_now
      ON year_now.series_id = year_before.series_id AND year_now.year = year_before.year
      AND year_now.span = year_before.span AND year_now.release_id = %s
    JOIN indicators_observation AS before ON before.published_year_id = year_before.id
    JOIN places_place AS place ON place.id = before.place_id
    LEFT JOIN indicators_observation AS now
      ON now.published_year_id = year_now.id AND now.place_id = before.place_id
    WHERE year_before.release_id = %s AND now.id IS NULL
    GROUP BY place.id, place.name, year_before.year
"""


def find_missing(release: Release, cells: dict[tuple[str, int, int], set[str]] | None = None) -> Missing | None:
    """Places that the release before has and this one has not, in series and years that both have.

    `cells` are the place codes by series, year and span of a release that is not stored.
    """
    if release.content != Release.Content.FIGURES:
        return None
    earlier = get_earlier_release(release)
    if earlier is None:
        return None
    rows = _read_missing(release, earlier) if cells is None else _compare(cells, earlier)
    years: dict[str, list[int]] = {}
    for name, year in sorted(set(rows)):  # databases sort names each in their own way
        years.setdefault(name, []).append(year)
    places = tuple(MissingPlace(name, tuple(found)) for name, found in years.items())
    return Missing(earlier, places) if places else None


@lru_cache(maxsize=64)
def _read_missing(release: Release, earlier: Release) -> list[tuple[str, int]]:
    """Once in a process, as the changes are: no figure of a release ever changes."""
    with connection.cursor() as cursor:
        cursor.execute(MISSING, [release.pk, earlier.pk])
        return cursor.fetchall()


def _compare(cells: dict[tuple[str, int, int], set[str]], earlier: Release) -> Iterator[tuple[str, int]]:
    stored = Observation.objects.filter(published_year__release=earlier)
    names = ("published_year__series__key", "published_year__year", "published_year__span", "place__code")
    for series, year, span, code, name in stored.values_list(*names, "place__name"):
        found = cells.get((series, year, span))
        if found is not None and code not in found:
            yield name, year


def get_revisions(release: Release, earlier: Release, *, most: int) -> list[Revision]:
    """Numbers that became others, of the newest years first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT series.key, year_now.year, place.name, before.value, now.value
                {
                PAIRS.replace(
                    "WHERE",
                    "JOIN indicators_series AS series ON series.id = year_now.series_id "
                    "JOIN places_place AS place ON place.id = now.place_id WHERE",
                )
            }
                AND now.value <> before.value
                ORDER BY year_now.year DESC, series.key, place.name LIMIT {int(most)}""",
            [earlier.pk, release.pk],
        )
        return [Revision(*row) for row in cursor.fetchall()]


def is_followed(user: Reader, measure: str) -> bool:
    return user.is_authenticated and MeasureFollow.objects.filter(user=user, measure=measure).exists()
