"""A council in figures: each measure a row with its newest figure, ten years, neighbours and England, by outcome."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

from django.core.cache import caches
from django.utils.safestring import SafeString

from cairn.common.marks import MARKS
from cairn.indicators.definitions import AREAS, IndicatorDefinition
from cairn.indicators.models import Release
from cairn.indicators.presenters.comparing import (
    FEWEST_NEIGHBOURS,
    OLD_AFTER,
    find_lived,
    show_place_cell,
)
from cairn.indicators.presenters.figures import show_unit, show_value
from cairn.indicators.presenters.sparks import (
    FIRST,
    Point,
    describe_change,
    describe_place_among,
    draw_dots,
    draw_spark,
)
from cairn.indicators.queries import (
    ENGLAND,
    Latest,
    PlaceFigure,
    get_all_place_series,
    get_latest,
    get_neighbours,
)
from cairn.indicators.queries.linkage import get_fingerprint
from cairn.places.models import Place

KEPT_SECONDS = 24 * 60 * 60
FEWEST_COUNTED = 20  # with fewer, one family more or less would move a council past its neighbours
FEWEST_OTHERS = 4  # councils of a region, where there are no statistical neighbours


@dataclass(frozen=True)
class Beside:
    """The councils beside which a council is set."""

    places: tuple[Place, ...]
    who: str  # in a row: "neighbours", "others"
    described: str  # where nothing stands around it: "neighbours", "other councils in Amberlow"
    are_neighbours: bool

    @property
    def fewest(self) -> int:
        return FEWEST_NEIGHBOURS if self.are_neighbours else FEWEST_OTHERS


@dataclass(frozen=True)
class FigureRow:
    """One measure of one council."""

    definition: IndicatorDefinition
    name: str
    unit: str
    value: str
    mark: str  # why there is no value: a key of MARKS
    year: int
    spark: SafeString
    dots: SafeString
    change: str
    place_among: str
    england: str


@dataclass(frozen=True)
class FigureGroup:
    key: str
    title: str
    rows: list[FigureRow]


def make_rows(
    place: Place,
    definitions: Iterable[IndicatorDefinition],
    series: dict[str, list[PlaceFigure]],
    latest: dict[str, Latest],
    beside: Beside,
) -> list[FigureRow]:
    """Rows of the measures that have a figure of this council; series that stopped are left out."""
    now = max((one.year for one in latest.values()), default=0)
    rows = []
    for definition in definitions:
        newest = latest.get(definition.key)
        lived = find_lived(place, definition, series.get(definition.key) or [], newest)
        if newest is None or not lived or definition.stops or newest.year < now - OLD_AFTER:
            continue
        rows.append(_make_row(place, definition, lived, newest, beside))
    return rows


def group_by_area(rows: Iterable[FigureRow]) -> list[FigureGroup]:
    def area(row: FigureRow) -> str:
        return row.definition.area

    order = list(AREAS)
    by_area = sorted(rows, key=lambda row: order.index(row.definition.area))
    return [FigureGroup(key, AREAS[key], list(found)) for key, found in groupby(by_area, key=area)]


def _make_row(
    place: Place, definition: IndicatorDefinition, lived: list[PlaceFigure], newest: Latest, beside: Beside
) -> FigureRow:
    own = lived[-1]
    cell = show_place_cell(definition, own, place)
    points = [Point(figure.year, figure.value, _say(definition, figure, place)) for figure in lived]
    found = newest.figures if own.year == newest.year and not definition.is_size else {}
    others = [figure.value for one in beside.places if (figure := found.get(one.code)) and figure.value is not None]
    england = found[ENGLAND].value if ENGLAND in found else None
    if len(others) < beside.fewest:
        others = []
    label = _describe_dots(place, definition, own, others, england, beside.described)
    return FigureRow(
        definition,
        _get_name(definition),
        show_unit(definition),
        show_short(definition, own.value) if own.value is not None else "",
        cell.mark,
        own.year,
        draw_spark(points, f"{definition.short_title} in {place.name}"),
        draw_dots(own.value, others, england, label),
        describe_change(points),
        _describe_among(own, others, beside),
        show_short(definition, england) if england is not None else "",
    )


def _get_name(definition: IndicatorDefinition) -> str:
    return definition.short_title.removesuffix(", rate")


def show_short(definition: IndicatorDefinition, value: float) -> str:
    """A figure as short as it can be said: "25.3%", "85.0", "£1,204"."""
    text = show_value(definition, value)
    if definition.kind == "percentage":
        return f"{text}%"
    return f"£{text}" if definition.unit.startswith("pounds") else text


def _say(definition: IndicatorDefinition, figure: PlaceFigure, place: Place) -> str:
    if figure.value is not None:
        return show_short(definition, figure.value)
    return MARKS[show_place_cell(definition, figure, place).mark].words.lower()


def _describe_dots(
    place: Place,
    definition: IndicatorDefinition,
    own: PlaceFigure,
    others: Sequence[float],
    england: float | None,
    who: str,
) -> str:
    parts = [f"{place.name} {_say(definition, own, place)}"]
    if others:
        low, high = show_short(definition, min(others)), show_short(definition, max(others))
        parts.append(f"{len(others)} {who} from {low} to {high}")
    if england is not None:
        parts.append(f"England {show_short(definition, england)}")
    return f"{'. '.join(parts)}."


def _describe_among(own: PlaceFigure, others: Sequence[float], beside: Beside) -> str:
    """No position where numbers are small."""
    if own.value is None or not others:
        return ""
    counted = [number for number in (own.numerator, own.denominator) if number is not None]
    if counted and min(counted) < FEWEST_COUNTED:
        return "Numbers too small to compare"
    return describe_place_among(own.value, others, beside.who)


def describe_in_short(place: Place, rows: Sequence[FigureRow]) -> str:
    """The first thing to know of a council, as one would say it in a meeting; "" without figures of care."""
    care = next((row for row in rows if row.definition.key == "cla_rate" and row.value), None)
    if care is None:
        return ""
    sentence = (
        f"{care.value} in 10,000 children were in care in {place.name} on {care.definition.year_ends} {care.year}"
    )
    sentence += f", compared with {care.england} in England." if care.england else "."
    if care.change == FIRST or not care.change:
        return sentence
    return f"{sentence} That is {care.change[:1].lower()}{care.change[1:]}"


def find_beside(place: Place, model: Release | None) -> Beside:
    """Its statistical neighbours; the other councils of its region where it has none here, as an invented one."""
    if model is not None and (neighbours := get_neighbours(place, model)):
        return Beside(tuple(one.neighbour for one in neighbours), "neighbours", "neighbours", are_neighbours=True)
    if place.region is None or not place.is_current:
        return Beside((), "", "", are_neighbours=False)
    others = Place.objects.councils().current().filter(region=place.region).exclude(pk=place.pk).order_by("name")
    return Beside(tuple(others), "others", f"other councils in {place.region.name}", are_neighbours=False)


@dataclass(frozen=True)
class Profile:
    rows: list[FigureRow]
    beside: Beside

    @property
    def marks(self) -> list[str]:
        return sorted({row.mark for row in self.rows if row.mark})


def get_profile(place: Place, definitions: Sequence[IndicatorDefinition], model: Release | None) -> Profile:
    """Made once for each set of live releases; it holds published figures only, the same for every reader."""
    live = sha256(str(get_fingerprint()).encode()).hexdigest()[:32]
    keys = sha256(",".join(one.key for one in definitions).encode()).hexdigest()[:16]
    name = f"profile:{place.code}:{model and model.pk}:{keys}:{live}"
    profile: Profile | None = caches["charts"].get(name)
    if profile is None:
        beside = find_beside(place, model)
        series = get_all_place_series(definitions, place)
        latest = get_latest(definitions, fictional=place.is_fictional)
        profile = Profile(make_rows(place, definitions, series, latest, beside), beside)
        caches["charts"].set(name, profile, KEPT_SECONDS)
    return profile
