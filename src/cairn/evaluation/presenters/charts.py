"""The two charts of a result: actual against synthetic, and the gap among all other councils'."""

import math
from datetime import date
from typing import Any

import altair as alt
import numpy as np

from cairn.common.charts import HEIGHT, WIDTH, RenderedChart, render_chart, source_line
from cairn.evaluation.presenters import words
from cairn.evaluation.presenters.depth import SAMPLES, DepthView
from cairn.indicators.definitions import IndicatorDefinition, get_definition

OWN = "#0b5563"
SYNTHETIC = "#a8480f"
OTHERS = "#ccd3d2"
Drawn = tuple[str, str, RenderedChart]


def draw_charts(document: dict[str, Any]) -> dict[str, Drawn]:
    """Title, description in words and rendered chart, by name; none without an estimate."""
    if document["estimate"] is None:
        return {}
    measure = get_definition(document["plan"]["measure"])
    depth = DepthView(document, measure)
    charts = {"paths": _draw_paths(document, measure), "gaps": _draw_gaps(document, measure)}
    if depth.ways:
        charts["ways"] = _draw_ways(document, depth)
    if depth.watching:
        charts["usual"] = _draw_usual(document, depth)
    return charts


def _draw_paths(document: dict[str, Any], measure: IndicatorDefinition) -> Drawn:
    estimate, name = document["estimate"], _tagged_name(document)
    own, synthetic = name, "What similar councils lead us to expect"
    rows = [
        {"Year": str(year), "Figure": value, "Series": series}
        for series, values in (
            (own, _published(document)),
            (synthetic, zip(estimate["years"], estimate["synthetic"], strict=True)),
        )
        for year, value in values
    ]
    values = [row["Figure"] for row in rows if row["Figure"] is not None]
    x = _year_axis(document, measure)
    low, high = _round_limits(values)
    scale = alt.Scale(domain=[low, high], nice=False, zero=False)
    unit = _sentence_case(measure.unit) + ("; axis does not start at 0" if low else "")
    base = alt.Chart(alt.NamedData("figures")).encode(
        x=x,
        y=alt.Y("Figure:Q", title=unit, scale=scale),
        color=alt.Color("Series:N", scale=alt.Scale(domain=[own, synthetic], range=[OWN, SYNTHETIC])),
        strokeDash=alt.StrokeDash("Series:N", scale=alt.Scale(domain=[own, synthetic], range=[[1, 0], [6, 4]])),
        shape=alt.Shape("Series:N", scale=alt.Scale(domain=[own, synthetic], range=["circle", "square"])),
    )
    chart = alt.layer(
        _start_rule(document, x),
        base.mark_line(strokeWidth=2.5),
        base.mark_point(filled=True, size=55, opacity=1),
        source_line(),
    ).properties(width=WIDTH, height=HEIGHT, title=_heading(document, measure, "Actual and expected figures"))
    actual_after, expected_after = _means_after(document)
    description = (
        f"Line chart of {measure.title.lower()}, {estimate['years'][0]} to {estimate['years'][-1]}. After the start in "
        f"{_start(document)}, {name} averages {words.figure(actual_after, measure)}; similar councils lead us to "
        f"expect {words.figure(expected_after, measure)}. The figures are in the table."
    )
    return _draw(f"{name}: actual and expected", description, chart, document, rows)


def _draw_gaps(document: dict[str, Any], measure: IndicatorDefinition) -> Drawn:
    estimate, name = document["estimate"], _tagged_name(document)
    own, others = name, f"The same test on {estimate['places'] - 1} other councils"
    rows = [
        {
            "Year": str(year),
            "Gap": round(_reader_gap(gap, measure), 3),
            "Council": row["code"],
            "Series": own if row["code"] == document["place"]["code"] else others,
        }
        for row in estimate["gaps"]
        for year, gap in zip(estimate["years"], row["gaps"], strict=True)
    ]
    x = _year_axis(document, measure)
    unit = "points" if measure.kind == "percentage" else "per cent"
    base = alt.Chart(alt.NamedData("figures")).encode(
        x=x,
        y=alt.Y("Gap:Q", title=f"Actual less expected, {unit}", scale=alt.Scale(zero=True)),
        detail="Council:N",
        color=alt.Color("Series:N", scale=alt.Scale(domain=[own, others], range=[OWN, OTHERS])),
    )
    grey = base.transform_filter(alt.datum.Series == others).mark_line(strokeWidth=1)
    bold = base.transform_filter(alt.datum.Series == own)
    zero = alt.Chart(alt.NamedData("start")).mark_rule(color="#1d2b2a").encode(y=alt.datum(0))
    chart = alt.layer(
        grey,
        zero,
        _start_rule(document, x),
        bold.mark_line(strokeWidth=3.5),
        bold.mark_point(filled=True, size=55, opacity=1),
        source_line(),
    ).properties(width=WIDTH, height=HEIGHT, title=_heading(document, measure, "Gap between actual and expected"))
    description = (
        f"Line chart. The gap between actual and expected figures of {name} is drawn in bold among the gaps of "
        f"{estimate['places'] - 1} other councils, to which the same test was applied. Taking each council's usual "
        f"variation into account, {words.chance(estimate['rank'], estimate['places'])} councils have a gap at least "
        f"as large. The figures can be downloaded below."
    )
    return _draw(f"{name}: the gap among all other councils'", description, chart, document, rows)


def _draw_ways(document: dict[str, Any], depth: DepthView) -> Drawn:
    """A dot for each method on each sample (a specification curve)."""
    measure, name = depth.measure, _tagged_name(document)
    rows = [
        {
            "Change": round(_reader_gap(way["effect"], measure), 3),
            "Method": words.ESTIMATORS_IN_SHORT[way["estimator"]],
            "Asked of": SAMPLES[way["sample"]].capitalize(),
        }
        for way in depth.ways
    ]
    unit = "points" if measure.kind == "percentage" else "per cent"
    samples = list(dict.fromkeys(row["Asked of"] for row in rows))
    palette = [OWN, SYNTHETIC, "#5b6664", "#7a3b8f"][: len(samples)]
    y = alt.Y("Method:N", title=None, sort=list(words.ESTIMATORS_IN_SHORT.values()))
    dots = (
        alt.Chart(alt.NamedData("figures"))
        .mark_point(filled=True, size=90, opacity=0.9)
        .encode(
            x=alt.X("Change:Q", title=f"Change, {unit}", scale=alt.Scale(zero=True)),
            y=y,
            yOffset=alt.YOffset("Asked of:N", sort=samples),
            color=alt.Color("Asked of:N", scale=alt.Scale(domain=samples, range=palette), legend=_two_columns()),
            shape=alt.Shape("Asked of:N", scale=alt.Scale(domain=samples), legend=_two_columns()),
        )
    )
    zero = alt.Chart(alt.NamedData("start")).mark_rule(color="#1d2b2a").encode(x=alt.datum(0))
    chart = alt.layer(zero, dots, source_line()).properties(
        width=WIDTH, height=HEIGHT, title=_heading(document, measure, "The change when asked in other ways")
    )
    description = f"Dot chart, a dot for each way of asking. {depth.ways_sentence} The figures are in the table."
    return _draw(f"{name}: other ways of asking", description, chart, document, rows)


def _draw_usual(document: dict[str, Any], depth: DepthView) -> Drawn:
    """The place's own figures with their mean and usual range (an XmR chart)."""
    measure, name, watched = depth.measure, _tagged_name(document), depth.watching or {}
    own, unusual = name, "Stands out"
    rows = [
        {"Year": str(point["year"]), "Figure": point["value"], "Series": unusual if point["rules"] else own}
        for point in watched["points"]
    ]
    values = [row["Figure"] for row in rows if row["Figure"] is not None]
    ends = [end for phase in depth.phases for end in (max(phase["lower"], 0.0), phase["upper"])]
    low, high = _round_limits([*values, *ends])
    scale = alt.Scale(domain=[low, high], nice=False, zero=False)
    title = "31 March" if measure.period == "snapshot" else "Year that ended on 31 March"
    axis = alt.Axis(labelAngle=0, labelAlign="center", labelFlush=False, labelOverlap=True)
    x = alt.X("Year:O", title=title, axis=axis)
    unit = _sentence_case(measure.unit) + ("; axis does not start at 0" if low else "")
    y = alt.Y("Figure:Q", title=unit, scale=scale)
    base = alt.Chart(alt.NamedData("figures")).encode(x=x, y=y)
    points = base.mark_point(filled=True, opacity=1).encode(
        color=alt.Color("Series:N", scale=alt.Scale(domain=[own, unusual], range=[OWN, SYNTHETIC])),
        shape=alt.Shape("Series:N", scale=alt.Scale(domain=[own, unusual], range=["circle", "diamond"])),
        size=alt.Size("Series:N", scale=alt.Scale(domain=[own, unusual], range=[55, 120])),
    )
    lines = [
        alt.Chart(alt.NamedData(data)).mark_line(color="#5b6664", strokeDash=dash).encode(x=x, y=y, detail="Line:N")
        for data, dash in (("means", [1, 0]), ("limits", [5, 4]))
    ]
    chart = alt.layer(*lines, base.mark_line(strokeWidth=2, color=OWN), points, source_line()).properties(
        width=WIDTH, height=HEIGHT, title=_heading(document, measure, "Mean (line) and usual range (dashed)")
    )
    description = f"Line chart of {name} by itself, with mean and usual range. {depth.watching_sentence}"
    title = f"{name}: what is usual here"
    return _draw(title, description, chart, document, rows, means=_line_up(depth, "mean"), limits=_line_up(depth))


def _line_up(depth: DepthView, *which: str) -> list[dict[str, Any]]:
    """A flat line for each stretch that has limits of its own; by default both its limits."""
    points = (depth.watching or {}).get("points", [])
    return [
        {"Year": str(point["year"]), "Figure": max(phase[end], 0.0), "Line": f"{phase['first']} {end}"}
        for phase in depth.phases
        for end in which or ("lower", "upper")
        for point in points
        if phase["first"] <= point["year"] <= phase["last"]
    ]


def _two_columns() -> alt.Legend:
    return alt.Legend(columns=2, title=None)


def _draw(
    title: str,
    description: str,
    chart: alt.LayerChart,
    document: dict[str, Any],
    rows: list[dict[str, Any]],
    **more: list[dict[str, Any]],
) -> Drawn:
    datasets = {**more, "figures": rows, "start": _start_label(document), "source": [{"text": _source(document)}]}
    return title, description, render_chart(chart, datasets, title=title, description=description)


def _heading(document: dict[str, Any], measure: IndicatorDefinition, what: str) -> alt.TitleParams:
    """What stands in the picture itself, for when it is copied out of the page."""
    return alt.TitleParams(text=f"{_tagged_name(document)}: {measure.short_title}", subtitle=what)


def _source(document: dict[str, Any]) -> str:
    publishers = ", ".join(dict.fromkeys(row["publisher"] for row in document["data"]))
    if document["place"]["is_fictional"]:
        return f"Source: {publishers} (fictional)"
    return f"Source: {publishers}; Cairn" if publishers else "Source: Cairn"


def _year_axis(document: dict[str, Any], measure: IndicatorDefinition) -> alt.X:
    """Every calendar year from first to last, so that a hole shows as a hole."""
    years = document["estimate"]["years"]
    title = "31 March" if measure.period == "snapshot" else "Year that ended on 31 March"
    domain = [str(year) for year in range(years[0], years[-1] + 1)]
    axis = alt.Axis(labelAngle=0, labelAlign="center", labelFlush=False)
    return alt.X("Year:O", title=title, scale=alt.Scale(domain=domain), axis=axis)


def _start_rule(document: dict[str, Any], x: alt.X) -> alt.LayerChart:
    """A dashed line at the last year before the start, with a label."""
    base = alt.Chart(alt.NamedData("start")).encode(x=x)
    rule = base.mark_rule(strokeDash=[3, 3], color="#5b6664")
    label = base.mark_text(align="right", dx=-6, dy=4, baseline="top", color="#5b6664").encode(
        y=alt.value(0), text="label:N"
    )
    return rule + label


def _start_label(document: dict[str, Any]) -> list[dict[str, Any]]:
    last_before = document["sample"]["before"][-1]
    return [{"Year": str(last_before), "label": f"Last year before {_start(document)}"}]


def _published(document: dict[str, Any]) -> list[tuple[int, float | None]]:
    """All own figures from the first year used to the last; a hole stays a hole."""
    years = document["estimate"]["years"]
    return [(row["year"], row["value"]) for row in document["figures"] if years[0] <= row["year"] <= years[-1]]


def _means_after(document: dict[str, Any]) -> tuple[float, float]:
    estimate, after = document["estimate"], set(document["sample"]["after"])
    chosen = [t for t, year in enumerate(estimate["years"]) if year in after]
    return float(np.mean([estimate["actual"][t] for t in chosen])), float(
        np.mean([estimate["synthetic"][t] for t in chosen])
    )


def _reader_gap(gap: float, measure: IndicatorDefinition) -> float:
    return gap if measure.kind == "percentage" else float(np.expm1(gap)) * 100


def _round_limits(values: list[float]) -> tuple[float, float]:
    """Ends of the axis with room around the figures, on round numbers; never below 0."""
    low, high = min(values), max(values)
    pad = 0.25 * (high - low or 1)
    low, high = max(0.0, low - pad), high + pad
    power = 10.0 ** math.floor(math.log10((high - low) / 5))
    step = next(power * size for size in (1, 2, 5, 10) if power * size * 5 >= high - low)
    return round(math.floor(low / step) * step, 9), round(math.ceil(high / step) * step, 9)


def _tagged_name(document: dict[str, Any]) -> str:
    place = document["place"]
    return f"{place['name']} (fictional)" if place["is_fictional"] else str(place["name"])


def _start(document: dict[str, Any]) -> str:
    return words.month(date.fromisoformat(document["plan"]["start"]))


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]
