"""Figures as pages and downloads show them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cairn.indicators.definitions import IndicatorDefinition, Link
from cairn.indicators.enums import Status
from cairn.indicators.linkage import ROLES, YearSources
from cairn.indicators.queries import MeasureRow, PlaceFigure

# Pages show three marks; the exact reason stands under the table and in the download.
MARKS = {Status.SUPPRESSED: "suppressed", Status.NOT_APPLICABLE: "not_applicable"}
POLARITY = {
    "up": "Higher is better.",
    "down": "Lower is better.",
    "none": "Neither higher nor lower is better by itself.",
}
CSV_HEADER = ["nation", "measure", "unit", "council_code", "council", "year_ending_31_march", "value", "numerator"]
CSV_HEADER += ["denominator", "status", "release", "edition", "publisher", "sha256"]
DIVIDED_BY = {"rate": "Divided by", "percentage": "As a share of"}


@dataclass(frozen=True)
class ShownCell:
    """A figure as text, or the mark that stands in its place."""

    text: str
    mark: str = ""


@dataclass(frozen=True)
class FiguresTable:
    definitions: list[IndicatorDefinition]
    rows: list[tuple[int, list[ShownCell]]]  # newest year first
    marks: list[str]
    reasons: list[str]  # why a figure is not available, where a mark does not say it


def show_value(definition: IndicatorDefinition, value: float) -> str:
    return f"{value:,.0f}" if definition.kind == "count" else f"{value:,.1f}"


def show_cell(definition: IndicatorDefinition, figure: PlaceFigure) -> ShownCell:
    if figure.value is not None:
        return ShownCell(show_value(definition, figure.value))
    return ShownCell("", MARKS.get(Status(figure.status), "missing"))


def make_figures_table(
    definitions: Iterable[IndicatorDefinition], series: dict[str, list[PlaceFigure]]
) -> FiguresTable:
    shown = [definition for definition in definitions if series.get(definition.key)]
    figures = {(d.key, figure.year): figure for d in shown for figure in series[d.key]}
    years = sorted({year for _, year in figures}, reverse=True)
    nothing = ShownCell("", "missing")
    rows, reasons = [], []
    for year in years:
        cells = []
        for definition in shown:
            figure = figures.get((definition.key, year))
            cells.append(show_cell(definition, figure) if figure else nothing)
            if figure and cells[-1].mark == "missing" and figure.status not in (Status.NO_ROW, Status.MISSING):
                reasons.append(f"{definition.short_title}, {year}: {Status(figure.status).label}.")
        rows.append((year, cells))
    marks = sorted({cell.mark for _, cells in rows for cell in cells if cell.mark})
    return FiguresTable(shown, rows, marks, reasons)


def tell_links(definition: IndicatorDefinition) -> list[str]:
    """From which series the years come, in words."""
    told = [_tell_link("Published figure", link) for link in definition.value]
    told += [_tell_link("Counted", link) for link in definition.numerator]
    return told + [_tell_link(DIVIDED_BY[definition.kind], link) for link in definition.denominator]


def _tell_link(role: str, link: Link) -> str:
    first, last = link.first - link.year_offset, link.last and link.last - link.year_offset
    years = f"from {first}" if last is None else f"{first}" if first == last else f"{first} to {last}"
    before = ", the figure of the year before" if link.year_offset else ""
    return f"{role}, {years}: series {link.series}{before}. {link.why}".strip()


def tell_sources(sources: tuple[YearSources, ...]) -> list[tuple[str, str, str, Any]]:
    """Runs of years served by one release, newest first: (years, role, release, day of import)."""
    words = {"value": "Published figure", "numerator": "Counted", "denominator": "Divided by"}
    told = []
    for role in ROLES:
        runs: list[tuple[list[int], Any]] = []
        for source in sources:
            published = getattr(source, role)
            if published is None:
                continue
            if runs and runs[-1][1] == published.release and runs[-1][0][-1] == source.year - 1:
                runs[-1][0].append(source.year)
            else:
                runs.append(([source.year], published.release))
        told += [
            (
                str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}",
                words[role],
                str(release),
                release.imported_at,
            )
            for years, release in reversed(runs)
        ]
    return told


def make_csv_rows(
    definition: IndicatorDefinition, rows: Iterable[MeasureRow], *, fictional: bool
) -> Iterator[list[Any]]:
    """Raw values: nothing is rounded, and a cell without a number has its reason."""
    nation = "Fictional" if fictional else "England"
    for row in rows:
        figure, release = row.figure, row.figure.release
        yield [
            nation,
            definition.key,
            definition.unit,
            row.code,
            row.name,
            figure.year,
            figure.value,
            figure.numerator,
            figure.denominator,
            str(figure.status),
            release.title,
            release.edition,
            release.publisher,
            release.sha256,
        ]
