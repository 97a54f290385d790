"""Figures as pages and downloads show them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cairn.indicators.definitions import IndicatorDefinition, Link
from cairn.indicators.enums import Status
from cairn.indicators.models import Release
from cairn.indicators.queries import MeasureRow, Missing, PlaceFigure
from cairn.indicators.queries.linkage import ROLES, YearSources

# Pages show three marks; the exact reason stands under the table and in the download.
MARKS = {Status.SUPPRESSED: "suppressed", Status.NOT_APPLICABLE: "not_applicable"}
POLARITY = {
    "up": "Higher is better.",
    "down": "Lower is better.",
    "none": "Neither higher nor lower is better in itself.",
}
CSV_HEADER = ["nation", "measure", "unit", "council_code", "council", "year", "year_ends", "value", "numerator"]
CSV_HEADER += ["denominator", "status", "release", "edition", "publisher", "sha256"]
CSV_HEADER += ["denominator_release", "denominator_edition", "denominator_publisher", "denominator_sha256"]
DIVIDED_BY = {"rate": "Divided by", "percentage": "As a share of"}


@dataclass(frozen=True)
class ShownCell:
    """A figure as text, or the mark that stands in its place."""

    text: str
    mark: str = ""


def show_value(definition: IndicatorDefinition, value: float) -> str:
    whole = definition.kind == "count" or (definition.kind == "average" and abs(value) >= 1000)
    return f"{value:,.0f}" if whole else f"{value:,.1f}"


def show_cell(definition: IndicatorDefinition, figure: PlaceFigure) -> ShownCell:
    if figure.value is not None:
        return ShownCell(show_value(definition, figure.value))
    return ShownCell("", MARKS.get(Status(figure.status), "missing"))


def show_unit(definition: IndicatorDefinition) -> str:
    """The unit as short as a column's head: "per 10,000 children", "number", "% of referrals"."""
    if definition.kind == "count":
        return "number"
    return definition.unit.replace("per cent", "%").removesuffix(" under 18")


def describe_links(definition: IndicatorDefinition) -> list[str]:
    """From which series the years come, in words."""
    texts = [_describe_link("Published figure", link) for link in definition.value]
    texts += [_describe_link("Counted", link) for link in definition.numerator]
    texts += [_describe_link(DIVIDED_BY[definition.kind], link) for link in definition.denominator]
    return texts + [_describe_link("As published", link) for link in definition.published]


def _describe_link(role: str, link: Link) -> str:
    first, last = link.first - link.year_offset, link.last and link.last - link.year_offset
    years = f"from {first}" if last is None else f"{first}" if first == last else f"{first} to {last}"
    before = ", the previous year’s figure" if link.year_offset else ""
    return f"{role}, {years}: series {link.series}{before}. {link.why}".strip()


def describe_sources(sources: tuple[YearSources, ...]) -> list[tuple[str, str, str, Any]]:
    """Runs of years from one release, newest first: (years, role, release, day of import)."""
    words = {"value": "Published figure", "numerator": "Counted", "denominator": "Divided by"}
    texts = []
    for role in ROLES:
        runs: dict[tuple[int, bool], list[tuple[list[int], Release]]] = {}
        for source in sources:
            for index, published in enumerate(getattr(source, role)):
                found = runs.setdefault((published.release.pk, index > 0), [])
                if found and found[-1][0][-1] == source.year - 1:
                    found[-1][0].append(source.year)
                else:
                    found.append(([source.year], published.release))
        listed = [
            (years, words[role] + (", for places that no newer release has" if is_older else ""), release)
            for (_, is_older), found in runs.items()
            for years, release in found
        ]
        texts += [
            (
                str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}",
                role_words,
                str(release),
                release.imported_at,
            )
            for years, role_words, release in sorted(listed, key=lambda one: (-one[0][-1], one[1]))
        ]
    return texts


def _describe_years(years: list[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"


@dataclass(frozen=True)
class ShownMissing:
    """Places that a release does not have and the one before it has: a sentence, and the places with their years."""

    sentence: str
    places: list[str]


def describe_newer(newer: Release | None) -> str:
    if newer is None:
        return ""
    return f"A newer release is live ({newer}). We show its figures for every place and year it covers."


def describe_missing(missing: Missing | None) -> ShownMissing | None:
    if missing is None:
        return None
    number = len(missing.places)
    years = sorted({year for place in missing.places for year in place.years})
    places = f"{number:,} place{'' if number == 1 else 's'} in the previous release ({missing.earlier})"
    return ShownMissing(
        f"{places} {'is' if number == 1 else 'are'} missing from this one in at least one series, "
        f"{_describe_years(years)}. The site keeps showing earlier figures for them.",
        [f"{place.name} ({', '.join(map(str, place.years))})" for place in missing.places],
    )


def make_csv_rows(
    definition: IndicatorDefinition, rows: Iterable[MeasureRow], *, fictional: bool
) -> Iterator[list[Any]]:
    """Raw values: nothing is rounded, and a cell without a number has its reason."""
    nation = "Fictional" if fictional else "England"
    for row in rows:
        figure, release, below = row.figure, row.figure.release, row.figure.denominator_release
        yield [
            nation,
            definition.key,
            definition.unit,
            row.code,
            row.name,
            figure.year,
            definition.year_ends,
            figure.value,
            figure.numerator,
            figure.denominator,
            str(figure.status),
            release.title,
            release.edition,
            release.publisher,
            release.sha256,
            *([below.title, below.edition, below.publisher, below.sha256] if below else [""] * 4),
        ]
