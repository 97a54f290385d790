"""A council's figures beside others, in words and cells: presenters of the council's pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from cairn.common.charts import Line, LineChart, Words
from cairn.common.marks import MARKS
from cairn.indicators.definitions import AREAS, IndicatorDefinition
from cairn.indicators.models import Inspection, Judgement, Neighbour, SharedFigure
from cairn.indicators.presenters.figures import ShownCell, show_cell, show_unit, show_value
from cairn.indicators.queries import ENGLAND, Latest, PlaceFigure
from cairn.places.models import Place

STOPPED = "Series that have stopped"
OLD_AFTER = 3  # years behind the newest figures: a series that far behind does not stand among them
FEWEST_NEIGHBOURS = 8  # of ten; an average of fewer is not shown
QUARTERS = ("best quarter", "second quarter", "third quarter", "last quarter")
AVERAGE = "Average of statistical neighbours"
SHORT_HEADS = {AVERAGE: "Neighbours"}
YEARS_BACK = 3  # over which a change is told, where there is a figure of then


@dataclass(frozen=True)
class ComparedRow:
    definition: IndicatorDefinition
    unit: str
    year: int
    own: ShownCell
    neighbours: str
    region: str
    england: str
    position: str
    trend: str


@dataclass(frozen=True)
class ComparedArea:
    title: str
    rows: list[ComparedRow]


def compare(
    place: Place,
    definitions: Iterable[IndicatorDefinition],
    series: dict[str, list[PlaceFigure]],
    latest: dict[str, Latest],
    neighbours: Sequence[Neighbour],
    current: set[str],
) -> list[ComparedArea]:
    """Every measure of a council in its newest year, beside neighbours, region and England, by outcome.

    A series that stopped stands apart, after the others. A council that ended is shown in its last year, beside others
    only where theirs are of that year too. `current` holds the codes of the councils among which a position is told.
    """
    rows: dict[str, list[ComparedRow]] = {}
    now = max((one.year for one in latest.values()), default=0)
    codes = [one.neighbour.code for one in neighbours]
    for definition in definitions:
        newest = latest.get(definition.key)
        found = find_lived(place, definition, series.get(definition.key) or [], newest)
        if newest is None or not found:
            continue
        own, lived = found[-1], found
        others = newest.figures if not definition.is_size and own.year == newest.year else {}
        region = others.get(place.region.code) if place.region else None
        england = others.get(ENGLAND)
        has_stopped = definition.stops is not None or newest.year < now - OLD_AFTER
        rows.setdefault(STOPPED if has_stopped else definition.area, []).append(
            ComparedRow(
                definition,
                show_unit(definition),
                own.year,
                show_place_cell(definition, own, place),
                show_average(definition, [others[code].value for code in codes if code in others]),
                show_value(definition, region.value) if region and region.value is not None else "",
                show_value(definition, england.value) if england and england.value is not None else "",
                describe_position(definition, place.code, newest, current) if own.year == newest.year else "",
                describe_change(definition, [(figure.year, figure.value) for figure in lived]),
            )
        )
    titles = {**AREAS, STOPPED: STOPPED}
    return [ComparedArea(title, rows[area]) for area, title in titles.items() if area in rows]


def find_lived(
    place: Place, definition: IndicatorDefinition, figures: Sequence[PlaceFigure], newest: Latest | None
) -> list[PlaceFigure]:
    """The council's years up to the one that is shown, oldest first; none where nothing was ever published of it."""
    if newest is None or all(figure.status == "no_row" for figure in figures):
        return []
    lived = [figure for figure in figures if place.existed_on(definition.get_last_day(figure.year))]
    if not lived:
        return []
    # A later year of a release that does not have this council says nothing of it.
    own = next((one for one in reversed(lived) if one.year <= newest.year or one.status != "no_row"), lived[-1])
    return [one for one in lived if one.year <= own.year]


def get_average(values: Sequence[float | None]) -> float | None:
    """The plain mean of the neighbours that have a number; none where too few have one."""
    numbers = [value for value in values if value is not None]
    return fmean(numbers) if len(numbers) >= FEWEST_NEIGHBOURS else None


def show_average(definition: IndicatorDefinition, values: Sequence[float | None]) -> str:
    average = get_average(values)
    return "" if average is None else show_value(definition, average)


def describe_position(definition: IndicatorDefinition, code: str, latest: Latest, current: set[str]) -> str:
    """The quarter in which a council stands, only where it is known which way is better."""
    values = {place: figure.value for place, figure in latest.figures.items() if place in current}
    numbers = [value for value in values.values() if value is not None]
    own = values.get(code)
    direction = definition.good_direction
    if own is None or direction is None or definition.is_size or len(numbers) < 20:
        return ""
    better = sum((value - own) * direction > 0 for value in numbers)
    same = sum(value == own for value in numbers) - 1
    quarter = min(int(4 * (better + same / 2) / len(numbers)), 3)
    return f"{QUARTERS[quarter]} of {len(numbers)}"


def describe_change(definition: IndicatorDefinition, figures: Sequence[tuple[int, float | None]]) -> str:
    """“Up from 21.7 in 2022 to 29.1 in 2025”: what the picture shows, and no verdict on it.

    Of a series that reaches its newest year; the figure of three years before, or the nearest older one.
    """
    year, value = figures[-1] if figures else (0, None)
    if value is None:
        return ""
    earlier = [(then, number) for then, number in figures[:-1] if number is not None]
    if not earlier:
        return f"first figure in {year}"
    then, before = next((one for one in reversed(earlier) if one[0] <= year - YEARS_BACK), earlier[0])
    old, new = show_value(definition, before), show_value(definition, value)
    if old == new:
        return f"{new} in {then} and in {year}"
    return f"{'up' if value > before else 'down'} from {old} in {then} to {new} in {year}"


AREAS_SHOWN = (
    Judgement.Area.OVERALL,
    Judgement.Area.LEADERS,
    Judgement.Area.HELP,
    Judgement.Area.IN_CARE,
    Judgement.Area.CARE_LEAVERS,
)


@dataclass(frozen=True)
class ShownInspection:
    inspection: Inspection
    grades: list[str]
    report: Any  # the release that keeps the report, where there is one


def show_inspections(
    found: Iterable[Inspection], reports: dict[Any, Any]
) -> tuple[list[ShownInspection], list[Inspection]]:
    """Inspections with judgements, and visits without."""
    judged, visits = [], []
    for one in found:
        grades = {judgement.area: judgement.get_grade_display() for judgement in one.judgements.all()}
        if not grades:
            visits.append(one)
            continue
        together = grades.get(Judgement.Area.IN_CARE_AND_LEAVERS)
        if together:
            grades |= {Judgement.Area.IN_CARE: together, Judgement.Area.CARE_LEAVERS: "in the grade before"}
        judged.append(
            ShownInspection(one, [grades.get(area, "") for area in AREAS_SHOWN], reports.get(one.inspected_on))
        )
    return judged, visits


def describe_shared(shared: Iterable[SharedFigure]) -> list[str]:
    """One sentence for each council and release with which figures are shared."""
    years: dict[tuple[str, str], list[int]] = {}
    for one in shared:
        years.setdefault((one.others, one.release.title), []).append(one.year)
    return [
        f"{title}, {min(found)} to {max(found)}: one row covers this council and {others} together. "
        "Percentages and averages are shown for each; numbers for neither."
        for (others, title), found in years.items()
    ]


@dataclass(frozen=True)
class SeriesTable:
    """One measure of one council over the years, beside others."""

    heads: list[str]
    rows: list[tuple[int, list[ShownCell]]]  # newest first
    marks: list[str]
    lines: list[tuple[str, list[tuple[int, float | None]]]]  # for the chart, oldest first
    reasons: list[str]
    sources: list[tuple[str, str]]  # publisher, its releases
    gaps: tuple[tuple[int, str], ...]  # years of the council without a figure, and the sign of why


def make_series_table(
    place: Place,
    definition: IndicatorDefinition,
    series: dict[str, list[PlaceFigure]],
    neighbours: Sequence[Neighbour],
    published: Sequence[PlaceFigure] = (),
) -> SeriesTable:
    """`published` holds the council's figures as their publisher worked them out, where ours are worked out afresh."""
    own = series[place.code]
    lines = [(place.name, [(figure.year, figure.value) for figure in own])]
    cells = [[show_place_cell(definition, figure, place) for figure in own]]
    heads = [place.name]
    if not definition.is_size:
        found = [series[one.neighbour.code] for one in neighbours if one.neighbour.code in series]
        averages = [get_average([figures[index].value for figures in found]) for index in range(len(own))]
        if any(value is not None for value in averages):
            heads.append(AVERAGE)
            lines.append((heads[-1], [(figure.year, value) for figure, value in zip(own, averages, strict=True)]))
            cells.append([_show_worked_out(definition, value) for value in averages])
        for other, name in ((place.region, place.region.name if place.region else ""), (None, "England")):
            code = other.code if other else ENGLAND
            if name and code in series and any(figure.value is not None for figure in series[code]):
                heads.append(name)
                lines.append((name, [(figure.year, figure.value) for figure in series[code]]))
                cells.append([show_cell(definition, figure) for figure in series[code]])
    if published:
        by_year = {figure.year: show_cell(definition, figure) for figure in published}
        heads.append(f"{place.name}, as published")
        cells.append([by_year.get(figure.year, ShownCell("", "missing")) for figure in own])
    rows = [(own[index].year, [column[index] for column in cells]) for index in range(len(own))]
    marks = sorted({cell.mark for _, row in rows for cell in row if cell.mark})
    reasons = [
        f"{figure.year}: {figure.label}." for figure in own if figure.value is None and figure.status != "no_row"
    ]
    gaps = tuple((year, MARKS[column[0].mark].sign) for year, column in rows if column[0].mark)
    return SeriesTable(heads, list(reversed(rows)), marks, lines, reasons, describe_releases(own), gaps)


def show_place_cell(definition: IndicatorDefinition, figure: PlaceFigure, place: Place) -> ShownCell:
    """A year without a figure is missing where the council was there, and does not apply where it was not."""
    cell = show_cell(definition, figure)
    if cell.mark == "missing" and not place.existed_on(definition.get_last_day(figure.year)):
        return ShownCell("", "not_applicable")
    return cell


def describe_releases(figures: Iterable[PlaceFigure]) -> list[tuple[str, str]]:
    """Publishers and releases of the figures that are there, each once."""
    used: dict[str, set[str]] = {}
    for figure in figures:
        for release in (figure.release, figure.denominator_release):
            if figure.value is not None and release is not None:
                used.setdefault(release.publisher, set()).add(str(release))
    return [(publisher, "; ".join(sorted(releases))) for publisher, releases in sorted(used.items())]


def _show_worked_out(definition: IndicatorDefinition, value: float | None) -> ShownCell:
    return ShownCell("", "missing") if value is None else ShownCell(show_value(definition, value))


def describe_series(place: Place, definition: IndicatorDefinition, table: SeriesTable) -> str:
    """The chart in a sentence or two, below the title of its measure."""
    numbers = [(year, value) for year, value in table.lines[0][1] if value is not None]
    if not numbers:
        return f"{place.name} has no published figure for this measure."
    (first, before), (last, now) = numbers[0], numbers[-1]
    unit = "" if definition.kind == "count" else f" {definition.unit}"
    old, new = show_value(definition, before), show_value(definition, now)
    sentence = f"{place.name}: {new}{unit} in {last}"
    if last != first and old == new:
        sentence += f", the same as in {first}"
    elif last != first:
        sentence += f", {'up' if now > before else 'down'} from {old} in {first}"
    beside = [
        f"{NAMES_IN_SENTENCES.get(name, name)} {show_value(definition, values[last])}"  # type: ignore[arg-type]  # asked below
        for name, line in table.lines[1:]
        if (values := dict(line)).get(last) is not None
    ]
    return f"{sentence}. In {last}: {', '.join(beside)}." if beside else f"{sentence}."


NAMES_IN_SENTENCES = {AVERAGE: "average of its statistical neighbours"}
LOOKS_OF_HEADS = {AVERAGE: "neighbours", "England": "england"}


def make_chart(
    definition: IndicatorDefinition,
    lines: Sequence[tuple[str, list[tuple[int, float | None]]]],
    sentence: str,
    title: str,
    *,
    own: bool,
    gaps: tuple[tuple[int, str], ...] = (),
) -> LineChart:
    """Lines that differ in dash and colour. `own`: the first is the council that the page is about, beside others."""
    known = [year for _, line in lines for year, value in line if value is not None]
    years = tuple(range(min(known), max(known) + 1)) if known else tuple(year for year, _ in lines[0][1])
    drawn = []
    for index, (name, line) in enumerate(lines):
        look = f"chosen-{index}"
        if own:
            look = "own" if index == 0 else LOOKS_OF_HEADS.get(name, "region")
        by_year = dict(line)
        drawn.append(Line(tuple(by_year.get(year) for year in years), look, name, SHORT_HEADS.get(name, name)))
    unit = definition.unit[:1].upper() + definition.unit[1:]
    words = Words(
        title,
        sentence,
        f"{unit}, {_describe_period(definition)}",
        unit.removesuffix(" under 18"),
        heading=title,
        source="Source: published figures, by Cairn",
    )
    shown = tuple((year, sign) for year, sign in gaps if year in years)
    # Those the reader looks for are drawn last, over the others.
    return LineChart(words, years, tuple(reversed(drawn)), from_zero=definition.kind != "average", gaps=shown)


def _describe_period(definition: IndicatorDefinition) -> str:
    return definition.year_ends if definition.period == "snapshot" else f"year to {definition.year_ends}"
