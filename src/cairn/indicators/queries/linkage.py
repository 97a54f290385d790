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


@dataclass(frozen=True)
class YearSources:
    """The published years that make a measure's figures of one year; none where nothing is loaded."""

    year: int
    value: PublishedYear | None
    numerator: PublishedYear | None
    denominator: PublishedYear | None


@dataclass(frozen=True)
class LinkedFigure:
    """A measure's figure for one place and year, with what it was made from."""

    value: float | None
    numerator: float | None
    denominator: float | None
    status: str


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

    A series' year comes from the newest edition that has it. A year in which nothing was counted is left out.
    """
    return get_all_sources([definition], fictional=fictional)[definition.key]


def get_all_sources(
    definitions: Iterable[IndicatorDefinition], *, fictional: bool
) -> dict[str, tuple[YearSources, ...]]:
    """The same for several measures, by key; one query, and two more when the live releases have changed."""
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
    newest = _get_newest(wanted, fictional=fictional)
    return {key: _link(roles, newest) for key, roles in links.items()}


def _link(links: dict[str, tuple[Link, ...]], newest: dict[tuple[str, int], PublishedYear]) -> tuple[YearSources, ...]:
    found: dict[str, dict[int, PublishedYear]] = {role: {} for role in ROLES}
    for role in ROLES:
        for link in links[role]:
            for (series, published), source in newest.items():
                if series == link.series and link.covers(published):
                    found[role][published - link.year_offset] = source
    years = set(found["value"]) | {
        year for year in found["numerator"] if not links["value"] or year in found["denominator"]
    }
    return tuple(YearSources(year, **{role: found[role].get(year) for role in ROLES}) for year in sorted(years))


def _get_newest(series: set[str], *, fictional: bool) -> dict[tuple[str, int], PublishedYear]:
    releases = list(Release.objects.live().in_nation(fictional=fictional).newest_first())
    kept = {one.pk: one for one in Series.objects.filter(key__in=series)}
    years: dict[int, list[PublishedYear]] = {}
    for one in PublishedYear.objects.filter(series__in=kept, span=1, release__in=releases):
        one.series = kept[one.series_id]
        years.setdefault(one.release_id, []).append(one)
    newest: dict[tuple[str, int], PublishedYear] = {}
    for release in reversed(releases):
        for one in years.get(release.pk, ()):
            one.release = release
            newest[one.series.key, one.year] = one
    return newest


def read_cells(sources: Iterable[YearSources], places: PlaceQuerySet) -> dict[tuple[int, str], Cell]:
    """Cells of the places, by published year and place code: one query, no object per figure."""
    ids = {one.pk for year in sources for one in (year.value, year.numerator, year.denominator) if one}
    rows = Observation.objects.filter(published_year__in=ids, place__in=places)
    return {
        (published, code): Cell(value, status)
        for published, code, value, status in rows.values_list("published_year_id", "place__code", "value", "status")
    }


def make_figure(
    definition: IndicatorDefinition, source: YearSources, code: str, cells: dict[tuple[int, str], Cell]
) -> LinkedFigure:
    """Nothing is filled, rounded or worked back: a figure is there or its reason is."""

    def get(published: PublishedYear | None) -> Cell:
        return cells.get((published.pk, code), NO_ROW) if published else NO_ROW

    above, below = get(source.numerator), get(source.denominator)
    if source.value:
        cell = get(source.value)
        return LinkedFigure(cell.value, above.value, below.value, cell.status)
    if definition.kind == "count" or above.value is None:
        return LinkedFigure(above.value, above.value, below.value, above.status)
    if not below.value:  # absent, or nobody to divide by
        return LinkedFigure(None, above.value, below.value, Status.NO_DENOMINATOR)
    return LinkedFigure(definition.per * above.value / below.value, above.value, below.value, Status.NUMBER)
