"""A result as tables for CSV and XLSX, and as plain text for the terminal."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cairn.evaluation.models.document import EstimatePart, ResultDocument
from cairn.evaluation.presenters import words
from cairn.evaluation.presenters.result import ResultView
from cairn.evaluation.presenters.several import describe_not_compared
from cairn.indicators.definitions import IndicatorDefinition
from cairn.indicators.enums import Status

METHOD = (
    "The council is compared with a weighted mixture of other councils that moved as it did before the start. How "
    "often the others moved as much by chance says how sure the finding is."
)
LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0"
CHANCE = "Share of councils that moved as much (p)"
Table = tuple[str, Sequence[str], list[Sequence[Any]]]


def result_tables(document: ResultDocument) -> list[Table]:
    """Named tables, their numbers unrounded: the result, its figures, all gaps, weights, checks and sources."""
    view = ResultView(document)
    unit = _unit(view.measure)
    plan, estimate, tag = document["plan"], document["estimate"], "Fictional" if view.is_fictional else ""
    summary: list[Sequence[Any]] = [
        ("Council", view.place_name, tag),
        ("Measure", view.measure.title, ""),
        ("Start", view.start, ""),
        ("Change that would matter", f"a {words.direction_word(plan['direction'])} of {view.smallest_change}", ""),
        ("What the figures show", view.label, ""),
        ("In words", view.words.headline, ""),
        *(("Reason", sentence, "") for sentence in view.reasons),
        *(_harm_rows(view)),
        ("Code that shows the plan has not changed (SHA-256)", document["plan_sha256"], ""),
    ]
    tables: list[Table] = [("Result", ("Item", "Value", "Note"), summary), ("Figures", *_figures(view, tag))]
    if estimate is not None:
        summary.extend(_estimate_rows(estimate, view.measure))
        gaps: list[Sequence[Any]] = [
            (row["code"], row["name"], tag, *(_size(gap, view.measure) for gap in row["gaps"]), row["z"], row["scale"])
            for row in estimate["gaps"]
        ]
        header = ("Code", "Council", "Note", *(f"Gap in {year} ({unit})" for year in estimate["years"]))
        header += ("Average gap after the start, in usual errors (z)", "Usual error before the start (log or points)")
        tables.append(("Gaps of all councils", header, gaps))
        weights: list[Sequence[Any]] = [(row["code"], row["name"], tag, row["weight"]) for row in estimate["weights"]]
        tables.append(("Comparison councils", ("Code", "Council", "Note", "Weight"), weights))
        ways: list[Sequence[Any]] = [
            (*said[:2], _size(way["effect"], view.measure), way["p_value"], way["places"])
            for way, said in zip(view.depth.ways, view.depth.way_rows, strict=True)
        ]
        if ways:
            tables.append(("Other ways", ("Method", "Asked of", f"Change ({unit})", CHANCE, "Councils"), ways))
        summary.extend(("Choice", how, what) for what, how in view.depth.choices)
        tables.append(("Checks", ("Check", f"Change ({unit})", CHANCE, "Result", "Decides"), _checks(view)))
    tables.append(("Sources", *_sources(document)))
    return tables


def _unit(measure: IndicatorDefinition) -> str:
    return "points" if measure.kind == "percentage" else "%"


def _size(analysis: float | None, measure: IndicatorDefinition) -> float | None:
    """A change on the scale of the analysis in the unit of its column."""
    return None if analysis is None else _in_unit(words.to_reader(analysis, measure), measure)


def _in_unit(share: float | None, measure: IndicatorDefinition) -> float | None:
    return share if share is None or measure.kind == "percentage" else share * 100


def _checks(view: ResultView) -> list[Sequence[Any]]:
    return [
        (what, _size(check["estimate"], view.measure), check["p_value"], result, "Yes" if check["decides"] else "No")
        for check, (what, _, result) in zip(view.estimate["checks"], view.check_rows, strict=True)
    ]


def _figures(view: ResultView, tag: str) -> tuple[Sequence[str], list[Sequence[Any]]]:
    header: tuple[str, ...] = (
        "Year",
        "Council",
        "Note",
        "Measure",
        "Unit",
        "Figure",
        "Status",
        "Count",
        "Denominator",
        "Expected",
    )
    header += ("More or fewer", "Use", "Source")
    sources = _sources_by_year(view.document)
    rows: list[Sequence[Any]] = [
        (
            row["year"],
            view.place_name,
            tag,
            view.measure.title,
            view.measure.unit,
            row["value"],
            Status(row["status"]).label,
            _whole(row["count"]),
            _whole(row["denominator"]),
            view.expected.get(row["year"]),
            view.people_gaps.get(row["year"]),
            shown["role"],
            sources.get(row["year"], ""),
        )
        for row, shown in zip(view.document["figures"], view.figures, strict=True)
    ]
    return header, rows


def _sources_by_year(document: ResultDocument) -> dict[int, str]:
    """The releases behind each year's figure."""
    sources: dict[int, list[str]] = {}
    for row in document["data"]:
        for year in row["years"]:
            sources.setdefault(year, []).append(f"{row['publisher']}: {row['title']}, {row['edition']}")
    return {year: "; ".join(dict.fromkeys(names)) for year, names in sources.items()}


def _whole(count: float | None) -> float | int | None:
    """1475 for 1475.0: a count of people is a whole number."""
    return int(count) if count is not None and count.is_integer() else count


def _harm_rows(view: ResultView) -> list[Sequence[Any]]:
    return [("Measure that would show harm", view.harm["sentence"], view.harm["title"])] if view.harm else []


def _estimate_rows(estimate: EstimatePart, measure: IndicatorDefinition) -> list[Sequence[Any]]:
    rows: list[Sequence[Any]] = []
    unit = _unit(measure)
    changes = (
        (estimate["change"], "Change"),
        (estimate["low"], "90% interval, low"),
        (estimate["high"], "90% interval, high"),
    )
    for change, title in changes:
        rows.append((f"{title}, people a year", change["people"], ""))
        rows.append((f"{title} ({unit})", _in_unit(change["relative"], measure), ""))
    rows.append((CHANCE, estimate["p_value"], f"rank {estimate['rank']} of {estimate['places']}"))
    for name, title in (("detectable_fall", "fall"), ("detectable_rise", "rise")):
        size = _in_unit(estimate[name]["relative"], measure)  # type: ignore[literal-required]  # two of its keys
        rows.append((f"Smallest detectable {title} ({unit})", size, "found four times in five"))
    return rows


def _sources(document: ResultDocument) -> tuple[Sequence[str], list[Sequence[Any]]]:
    header = ("Release", "Publisher", "Edition", "Used as", "Years", "SHA-256")
    rows: list[Sequence[Any]] = [
        (row["title"], row["publisher"], row["edition"], row["role"], words.years(row["years"]), row["sha256"])
        for row in document["data"]
    ]
    return header, rows


def describe_file(document: ResultDocument, *, address: str, calculated: datetime | None) -> list[tuple[str, Any]]:
    """What the last sheet of its workbook says: what it is, what it rests on, how it was found."""
    view = ResultView(document)
    releases = dict.fromkeys(f"{row['title']}, {row['edition']} ({row['publisher']})" for row in document["data"])
    return [
        ("Council", f"{view.place_name} (fictional)" if view.is_fictional else view.place_name),
        ("Measure", f"{view.measure.title}, {view.measure.unit}"),
        ("Page", address),
        *((("Calculated", calculated.date()),) if calculated else ()),
        *(("Source", release) for release in releases),
        ("Method", METHOD),
        ("Rules", f"Step change rules {document['rules']}, Cairn {document['software']['cairn']}"),
        ("Licence", "The figures are invented" if view.is_fictional else LICENCE),
    ]


def to_plain_text(document: ResultDocument) -> str:
    """The result for a terminal."""
    view = ResultView(document)
    tag = " [Fictional]" if view.is_fictional else ""
    lines = [
        f"{view.measure.title}: {view.place_name}{tag}, since {view.start:%B %Y}",
        "",
        view.label,
        "",
        view.words.headline,
    ]
    if view.estimate:
        lines += [line for line in (view.words.best_guess, view.words.ruled_out) if line]
    lines += ["", *(f"- {sentence}" for sentence in view.reasons)]
    if view.estimate:
        lines += ["", f"The smallest change this test would have found four times in five: {view.detectable}."]
        lines += [
            "",
            "Checks:",
            *(f"- {what}: {' '.join((found, says)).strip()}" for what, found, says in view.check_rows),
        ]
        depth = view.depth
        lines += ["", *filter(None, [depth.ways_sentence if depth.ways else "", depth.identification_sentence])]
        lines += ["", *(f"- {sentence}" for sentence in depth.counting_sentences)] if depth.counting_sentences else []
        lines += ["", depth.watching_sentence, *depth.watching_warnings[:2]] if depth.watching else []
        heaviest = ", ".join(f"{name} {weight}" for name, weight in view.weight_rows[:8])
        lines += ["", f"Heaviest comparison councils: {heaviest}"]
        left_out = {row["name"]: row["reason"] for row in view.left_out}
        lines += ["", *describe_not_compared(left_out)] if left_out else []
    if view.harm:
        lines += ["", f"The measure that would show harm, {view.harm['title']}: {view.harm['sentence']}"]
    lines += ["", "What it does not mean:", *(f"- {sentence}" for sentence in view.does_not_mean)]
    if view.next_steps:
        lines += ["", "What you could do next:", *(f"- {step}" for step in view.next_steps)]
    sources = (
        f"{row['title']}, {row['edition']} ({row['role']}, {words.years(row['years'])})" for row in document["data"]
    )
    lines += ["", *(f"Source: {source}" for source in sources)]
    return "\n".join(lines)
