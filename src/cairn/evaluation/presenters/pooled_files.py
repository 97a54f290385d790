"""The tables of a model's evaluation for download."""

from collections.abc import Mapping, Sequence
from typing import Any

from cairn.evaluation.presenters import pooled_words
from cairn.evaluation.presenters.pooled import MeasureView, ModelView, get_part, get_unit, shuffle, to_reader_end


def pooled_tables(view: ModelView, named: set[str]) -> dict[str, tuple[Sequence[str], list[Sequence[Any]]]]:
    """Tables for download; a council whose time to reply is not over has no name in them."""
    return {"results": _result_table(view), "years": _year_table(view), "councils": _council_table(view, named)}


def _result_table(view: ModelView) -> tuple[Sequence[str], list[Sequence[Any]]]:
    header = (
        *("Measure", "Key", "Calculation", "Finding", "Councils on the list", "Councils used", "Unit"),
        *("Change", "90% range, low", "90% range, high", "People a year", "People, low", "People, high", "p"),
    )
    rows: list[Sequence[Any]] = []
    for one in view.measures:
        rows.append(_result_row(one, "Main result", one.verdict, one.used, one.estimate))
        rows += [
            _result_row(
                one,
                pooled_words.OTHERWISE[other["kind"]],
                other["finding"]["verdict"],
                other["councils"],
                other["estimate"],
            )
            for other in one.document["sensitivities"]
        ]
    return header, rows


def _result_row(
    one: MeasureView, calculation: str, verdict: str, used: int, estimate: Mapping[str, Any] | None
) -> Sequence[Any]:
    label = pooled_words.label(verdict, one.measure, one.document["direction"])
    opening = (one.measure.title, one.measure.key, calculation, label, one.listed, used, get_unit(one.measure))
    if estimate is None:
        return (*opening, *[None] * 7)
    sizes = [to_reader_end(estimate[name]["analysis"], one.measure) for name in ("change", "low", "high")]
    people = [estimate[name]["people"] for name in ("change", "low", "high")]
    return (*opening, *sizes, *people, estimate["p_value"])


def _year_table(view: ModelView) -> tuple[Sequence[str], list[Sequence[Any]]]:
    header = (
        *("Measure", "Years since the start", "Unit", "Average gap", "90% range, low", "90% range, high"),
        *("Chosen at random, low", "Chosen at random, high", "Councils"),
    )
    names = ("effect", "low", "high", "usual_low", "usual_high")
    rows: list[Sequence[Any]] = [
        (
            one.measure.title,
            year["years_since"],
            get_unit(one.measure),
            *(to_reader_end(year[name], one.measure) for name in names),
            year["sites"],
        )
        for one in view.measures
        for year in get_part(one, "path")
    ]
    return header, rows


def _council_table(view: ModelView, named: set[str]) -> tuple[Sequence[str], list[Sequence[Any]]]:
    header = ("Measure", "Council", "Unit", "Average gap after the start", "Years before", "Years after")
    rows: list[Sequence[Any]] = [
        (
            one.measure.title,
            site["name"] if site["code"] in named else "Not named until its time to reply is over",
            get_unit(one.measure),
            site["change"] if one.measure.kind == "percentage" else site["change"] * 100,
            len(site["before"]),
            len(site["after"]),
        )
        for one in view.measures
        for site in shuffle(one)
    ]
    return header, rows
