"""Which published series and release a measure's figure of a year comes from, and what figure they make together.

`analysis` (a panel of every council) and `queries` (one place) both rest on this, so they cannot disagree.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from cairn.indicators.definitions import IndicatorDefinition, Link, get_definitions
from cairn.indicators.enums import Status
from cairn.indicators.models import Observation, PublishedYear, Release, Series
from cairn.places.models import PlaceQuerySet

ROLES = ("value", "numerator", "denominator")


@dataclass(frozen=True)
class Cell:
    """One published cell: a number, or the reason why there is none."""

    value: float | None
    status: str


NO_ROW = Cell(None, Status.NO_ROW)
SOURCE_ERROR = Cell(None, Status.SOURCE_ERROR)
MOST_PER_CENT = 100


@dataclass(frozen=True)
class YearSources:
    """The published years that make a measure's figures of one year, the newest first; empty where nothing is loaded.

    For each place the first one that has a row for it counts, whether its cell is a number or a mark: a release says
    nothing of places that it does not have. One that would count for no place is left out.
    """

    year: int
    value: tuple[PublishedYear, ...] = ()
    numerator: tuple[PublishedYear, ...] = ()
    denominator: tuple[PublishedYear, ...] = ()

    @property
    def all(self) -> tuple[PublishedYear, ...]:
        return (*self.value, *self.numerator, *self.denominator)


Cells = dict[tuple[int, str], Cell]  # by published year and place code


@dataclass(frozen=True)
class LinkedFigure:
    """A measure's figure for one place and year, with what it was made from."""

    value: float | None
    numerator: float | None
    denominator: float | None
    status: str
    release: Release  # of the value, or of what was counted; without any row, the newest of that year
    denominator_release: Release | None


def get_links(definition: IndicatorDefinition, *, fictional: bool) -> dict[str, tuple[Link, ...]]:
    if not fictional:
        return {role: getattr(definition, role) for role in ROLES}
    links = {role: (Link(f"simulated.{definition.key}.{role}", 0, None),) for role in ROLES}
    # The simulation says counts; a percentage of it is worked out from them.
    links["value"] = ()
    if not definition.denominator:
        links["denominator"] = ()
    return links


def get_sources(definition: IndicatorDefinition, *, fictional: bool) -> tuple[YearSources, ...]:
    """For each year of a measure, what its figures are made from; two queries.

    A year in which nothing was counted is left out.
    """
    return get_all_sources([definition], fictional=fictional)[definition.key]


def get_all_sources(
    definitions: Iterable[IndicatorDefinition], *, fictional: bool
) -> dict[str, tuple[YearSources, ...]]:
    """The same for several measures, by key; one query, and three or four more when the live releases have changed."""
    wanted, known = tuple(definitions), get_definitions()
    if all(definition in known for definition in wanted):
        kept = _read_sources(get_fingerprint(), known, fictional)
        return {definition.key: kept[definition.key] for definition in wanted}
    return _read_sources.__wrapped__((), wanted, fictional)


Fingerprint = tuple[tuple[int, str], ...]


def get_fingerprint() -> Fingerprint:
    """Which releases are live. A live release never changes, so what was read of them holds while this stays."""
    return tuple(Release.objects.live().order_by("pk").values_list("pk", "sha256"))


@lru_cache(maxsize=4)
def _read_sources(
    fingerprint: Fingerprint, definitions: tuple[IndicatorDefinition, ...], fictional: bool
) -> dict[str, tuple[YearSources, ...]]:
    links = {definition.key: get_links(definition, fictional=fictional) for definition in definitions}
    wanted = {link.series for roles in links.values() for role in ROLES for link in roles[role]}
    serving = _get_serving(wanted, fictional=fictional)
    return {key: _link(roles, serving) for key, roles in links.items()}


Serving = dict[tuple[str, int], tuple[PublishedYear, ...]]  # by series and year, the newest first


def _link(links: dict[str, tuple[Link, ...]], serving: Serving) -> tuple[YearSources, ...]:
    found: dict[str, dict[int, tuple[PublishedYear, ...]]] = {role: {} for role in ROLES}
    for role in ROLES:
        for link in links[role]:
            for (series, published), sources in serving.items():
                if series == link.series and link.covers(published):
                    found[role][published - link.year_offset] = sources
    years = set(found["value"]) | {
        year for year in found["numerator"] if not links["value"] or year in found["denominator"]
    }
    return tuple(YearSources(year, **{role: found[role].get(year, ()) for role in ROLES}) for year in sorted(years))


def _get_serving(series: set[str], *, fictional: bool) -> Serving:
    releases = list(Release.objects.live().in_nation(fictional=fictional).newest_first())
    kept = {one.pk: one for one in Series.objects.filter(key__in=series)}
    years: dict[int, list[PublishedYear]] = {}
    for one in PublishedYear.objects.filter(series__in=kept, span=1, release__in=releases):
        one.series = kept[one.series_id]
        years.setdefault(one.release_id, []).append(one)
    candidates: dict[tuple[str, int], list[PublishedYear]] = {}
    for release in releases:
        for one in years.get(release.pk, ()):
            one.release = release
            candidates.setdefault((one.series.key, one.year), []).append(one)
    return _leave_out_superseded(candidates)


def _leave_out_superseded(candidates: dict[tuple[str, int], list[PublishedYear]]) -> Serving:
    """Without the published years whose every place a newer one has; a query only where there are several."""
    several = {one.pk for found in candidates.values() if len(found) > 1 for one in found}
    places: dict[int, set[int]] = {}
    if several:
        rows = Observation.objects.filter(published_year__in=several)
        for published, place in rows.values_list("published_year_id", "place_id"):
            places.setdefault(published, set()).add(place)
    serving: Serving = {}
    for key, found in candidates.items():
        covered: set[int] = set()
        kept = []
        for one in found:
            if len(found) == 1 or places.get(one.pk, set()) - covered:
                kept.append(one)
                covered |= places.get(one.pk, set())
        serving[key] = tuple(kept)
    return serving


def read_cells(sources: Iterable[YearSources], places: PlaceQuerySet) -> Cells:
    """Cells of the places, by published year and place code: one query, no object per figure."""
    ids = {one.pk for year in sources for one in year.all}
    rows = Observation.objects.filter(published_year__in=ids, place__in=places)
    return {
        (published, code): Cell(value, status)
        for published, code, value, status in rows.values_list("published_year_id", "place__code", "value", "status")
    }


def find_cell(candidates: tuple[PublishedYear, ...], code: str, cells: Cells) -> tuple[PublishedYear | None, Cell]:
    """What the newest release that has a row for a place says of it, and which published year that is."""
    for published in candidates:
        cell = cells.get((published.pk, code))
        if cell is not None:
            return published, cell
    return None, NO_ROW


def make_figure(definition: IndicatorDefinition, source: YearSources, code: str, cells: Cells) -> LinkedFigure:
    """Nothing is filled, rounded or worked back: a figure is there or its reason is."""
    published, cell = find_cell(source.value, code, cells)
    counted_in, above = find_cell(source.numerator, code, cells)
    divided_in, below = find_cell(source.denominator, code, cells)
    above, below = _check(above, definition, is_part=True), _check(below, definition, is_part=True)
    newest = (source.value or source.numerator)[0].release
    if published or not (counted_in and (divided_in or not source.value)):
        # Published as such, or neither published nor to be worked out.
        cell = _check(cell, definition)
        value, status, release = cell.value, cell.status, published
    else:
        release = counted_in
        value, status = _work_out(definition, above, below)
    return LinkedFigure(
        value,
        above.value,
        below.value,
        status,
        release.release if release else newest,
        divided_in.release if divided_in else None,
    )


def _work_out(definition: IndicatorDefinition, above: Cell, below: Cell) -> tuple[float | None, str]:
    if definition.kind == "count" or above.value is None:
        return above.value, above.status
    if not below.value:  # absent, or nobody to divide by
        return None, Status.NO_DENOMINATOR
    return definition.per * above.value / below.value, Status.NUMBER


def _check(cell: Cell, definition: IndicatorDefinition, *, is_part: bool = False) -> Cell:
    """A number that cannot be is an error of the published file, also where it was stored before that was known."""
    if cell.value is None or (definition.kind == "average" and not is_part):
        return cell
    if cell.value < 0 or (definition.kind == "percentage" and not is_part and cell.value > MOST_PER_CENT):
        return SOURCE_ERROR
    return cell
