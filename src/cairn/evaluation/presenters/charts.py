"""The charts of a result, each from one specification: drawn for both widths of a page and as a file."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
from django.utils.safestring import SafeString

from cairn.common.charts import (
    DotChart,
    DrawnChart,
    Line,
    LineChart,
    RenderedChart,
    Row,
    Start,
    Words,
    draw_both,
    render_chart,
)
from cairn.common.marks import MARKS
from cairn.evaluation.models.document import ResultDocument
from cairn.evaluation.presenters import words
from cairn.evaluation.presenters.depth import SAMPLES, DepthView
from cairn.evaluation.presenters.result import ResultView
from cairn.indicators.definitions import IndicatorDefinition, get_definition

Chart = LineChart | DotChart
Drawn = tuple[str, str, RenderedChart]


def draw_charts(document: ResultDocument) -> dict[str, Drawn]:
    """Title, description in words and rendered chart, by name; none without an estimate."""
    return {
        name: (chart.words.title, chart.words.description, render_chart(chart))
        for name, chart in make_charts(document).items()
    }


def show_charts(stored: Iterable[Any], document: ResultDocument) -> dict[str, DrawnChart]:
    """As a page shows them: as they were stored, or drawn now where a result is older than drawings for two widths."""
    charts = list(stored)
    if all(chart.wide and chart.narrow for chart in charts):
        return {
            chart.name: DrawnChart(chart.description, SafeString(chart.wide), SafeString(chart.narrow))
            for chart in charts
        }
    return {name: draw_both(chart) for name, chart in make_charts(document).items()}


def make_charts(document: ResultDocument) -> dict[str, Chart]:
    if document["estimate"] is None:
        return {}
    measure = get_definition(document["plan"]["measure"])
    depth = DepthView(document, measure)
    charts: dict[str, Chart] = {"paths": _make_paths(document, measure), "gaps": _make_gaps(document, measure)}
    if depth.ways:
        charts["ways"] = _make_ways(document, depth)
    if depth.watching:
        charts["usual"] = _make_usual(document, depth)
    return charts


def _make_paths(document: ResultDocument, measure: IndicatorDefinition) -> LineChart:
    estimate, name = document["estimate"], _tagged_name(document)
    years = _get_years(document)
    actual_after, expected_after = _means_after(document)
    description = (
        f"Line chart of {measure.title.lower()}, {years[0]} to {years[-1]}. After the start in {_start(document)}, "
        f"{name} averages {words.figure(actual_after, measure)}; similar councils would lead us to expect "
        f"{words.figure(expected_after, measure)}. The figures are in the table."
    )
    view = ResultView(document)
    own = {row["year"]: row for row in document["figures"]}
    gaps = [(year, own[year]) for year in years if year in own and own[year]["value"] is None]
    return LineChart(
        _make_words(document, measure, f"{name}: actual and expected", "Actual and expected figures", description),
        years,
        (
            Line(_align(estimate["years"], estimate["synthetic"], years), "expected", EXPECTED, "Expected", EXPECTED),
            Line(
                tuple(own[year]["value"] if year in own else None for year in years),
                "own",
                name,
                document["place"]["name"],
            ),
        ),
        start=_make_start(document),
        gaps=tuple((year, MARKS[view.mark(row)].sign) for year, row in gaps),
    )


EXPECTED = "Expected from similar councils"


def _make_gaps(document: ResultDocument, measure: IndicatorDefinition) -> LineChart:
    estimate, name, years = document["estimate"], _tagged_name(document), _get_years(document)
    others = f"The same test on {estimate['places'] - 1} other councils"
    lines = [
        Line(
            _align(
                estimate["years"], [None if gap is None else _reader_gap(gap, measure) for gap in row["gaps"]], years
            ),
            *(
                ("own", name, document["place"]["name"])
                if row["code"] == document["place"]["code"]
                else ("other", "", "", others)
            ),
        )
        for row in estimate["gaps"]
    ]
    description = (
        f"Line chart. The gap between actual and expected figures of {name} is drawn in bold among the gaps of "
        f"{estimate['places'] - 1} other councils, to which the same test was applied. Taking each council’s usual "
        f"variation into account, {words.chance(estimate['rank'], estimate['places'])} councils have a gap at least "
        f"as large."
    )
    unit = "points" if measure.kind == "percentage" else "per cent"
    return LineChart(
        _make_words(
            document,
            measure,
            f"{name}: the gap among all other councils’",
            f"{name} and the same test on {estimate['places'] - 1} other councils (thin lines)",
            description,
            unit=f"Actual less expected, {unit}",
        ),
        years,
        tuple(lines),
        start=_make_start(document),
        zero_line=True,
    )


def _make_ways(document: ResultDocument, depth: DepthView) -> DotChart:
    """A dot for each method on each sample (a specification curve)."""
    measure, name = depth.measure, _tagged_name(document)
    samples = list(dict.fromkeys(way["sample"] for way in depth.ways))
    points: dict[str, list[tuple[int, float]]] = {}
    for way in depth.ways:
        dot = (samples.index(way["sample"]), _reader_gap(way["effect"], measure))
        points.setdefault(words.ESTIMATORS_IN_SHORT[way["estimator"]], []).append(dot)
    rows = [Row(label, tuple(points[label])) for label in words.ESTIMATORS_IN_SHORT.values() if label in points]
    unit = "points" if measure.kind == "percentage" else "per cent"
    description = f"Dot chart, a dot for each calculation. {depth.ways_sentence} The figures are in the table."
    return DotChart(
        _make_words(
            document,
            measure,
            f"{name}: other ways of calculating",
            "The change by method and by councils and years used",
            description,
            unit=f"Change, {unit}",
        ),
        tuple(SAMPLES[sample].capitalize() for sample in samples),
        tuple(rows),
    )


def _make_usual(document: ResultDocument, depth: DepthView) -> LineChart:
    """The place's own figures with their mean and usual range (an XmR chart)."""
    measure, name, watched = depth.measure, _tagged_name(document), depth.watching
    points = {point["year"]: point for point in watched["points"]} if watched else {}
    years = tuple(range(min(points), max(points) + 1))
    own = Line(
        tuple(points[year]["value"] if year in points else None for year in years),
        "own",
        name,
        document["place"]["name"],
        stands_out=frozenset(year for year, point in points.items() if point["rules"]),
    )
    ends = []
    for phase in depth.phases:
        for end, look, label, short in (
            ("mean", "mean", "Mean", "Mean"),
            ("upper", "limit", "Upper end of normal range", "Upper end"),
            ("lower", "limit", "Lower end of normal range", "Lower end"),
        ):
            inside = tuple(max(phase[end], 0.0) if phase["first"] <= year <= phase["last"] else None for year in years)
            is_last = phase["last"] >= years[-1]
            ends.append(
                Line(inside, look, label if is_last else "", short if is_last else "", f"{label}, {phase['first']}")
            )
    description = f"Line chart of {name} on its own, with mean and normal range. {depth.watching_sentence}"
    return LineChart(
        _make_words(document, measure, f"{name}: normal range", "This council’s normal range", description),
        years,
        (*ends, own),
    )


def _make_words(
    document: ResultDocument, measure: IndicatorDefinition, title: str, what: str, description: str, *, unit: str = ""
) -> Words:
    when = "31 March" if measure.period == "snapshot" else "year to 31 March"
    return Words(
        title,
        description,
        unit or f"{_sentence_case(measure.unit)}, {when}",
        unit or _sentence_case(measure.unit).removesuffix(" under 18"),
        heading=f"{_tagged_name(document)}: {measure.short_title}",
        subheading=what,
        source=_source(document),
    )


def _source(document: ResultDocument) -> str:
    publishers = ", ".join(dict.fromkeys(row["publisher"] for row in document["data"]))
    if document["place"]["is_fictional"]:
        return f"Source: {publishers} (fictional)"
    return f"Source: {publishers}; Cairn" if publishers else "Source: Cairn"


def _get_years(document: ResultDocument) -> tuple[int, ...]:
    """Every calendar year from first to last, so that a hole shows as a hole."""
    years = document["estimate"]["years"]
    return tuple(range(years[0], years[-1] + 1))


def _align(
    known: list[int], values: list[float | None] | list[float], years: tuple[int, ...]
) -> tuple[float | None, ...]:
    by_year = dict(zip(known, values, strict=True))
    return tuple(by_year.get(year) for year in years)


def _make_start(document: ResultDocument) -> Start:
    last_before = document["sample"]["before"][-1]
    return Start(last_before, f"Last year before {_start(document)}", "Last year before")


def _means_after(document: ResultDocument) -> tuple[float, float]:
    estimate, after = document["estimate"], set(document["sample"]["after"])
    chosen = [t for t, year in enumerate(estimate["years"]) if year in after]
    return float(np.mean([estimate["actual"][t] for t in chosen])), float(
        np.mean([estimate["synthetic"][t] for t in chosen])
    )


def _reader_gap(gap: float, measure: IndicatorDefinition) -> float:
    return gap if measure.kind == "percentage" else float(np.expm1(gap)) * 100


def _tagged_name(document: ResultDocument) -> str:
    place = document["place"]
    return f"{place['name']} (fictional)" if place["is_fictional"] else str(place["name"])


def _start(document: ResultDocument) -> str:
    return words.month(date.fromisoformat(document["plan"]["start"]))


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]
