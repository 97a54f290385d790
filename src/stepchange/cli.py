"""The command line: a long CSV in, an answer or a simulated nation out. Nothing is computed here.

`stepchange evaluate FILE.csv --unit X --start 2021-02 --direction fall --smallest-change 10` reads the columns
unit, period and either value, or count and denominator (per 10,000 unless --per says otherwise), or all of them.
An empty cell is no figure. `stepchange simulate --seed 7 > file.csv` writes such a file.
"""

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np

from stepchange import Change, Evaluation, Panel, PanelError, Question, StepchangeError, evaluate, simulate_nation
from stepchange.panel import Array, Scale

NUMBERS = ("value", "count", "denominator")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 when it answered, 2 when what was given could not be used."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except (StepchangeError, OSError, UnicodeDecodeError, csv.Error) as problem:
        print(f"stepchange: {problem}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="stepchange", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    one = commands.add_parser("evaluate", help="did an outcome change in one place?")
    one.set_defaults(run=_evaluate)
    one.add_argument("file", metavar="FILE.csv", help="columns unit, period, and value or count and denominator")
    one.add_argument("--unit", required=True, help="the place, as the file names it")
    one.add_argument("--start", required=True, type=_day, help="2021-02-15, or 2021-02 for the first of the month")
    one.add_argument("--direction", required=True, choices=("fall", "rise"), help="the change that was hoped for")
    one.add_argument("--smallest-change", required=True, type=float, help="per cent, or points with --scale points")
    one.add_argument(
        "--timing", choices=("snapshot", "flow"), default="snapshot", help="a count on one day, or of a year"
    )
    one.add_argument("--scale", choices=("log", "points"), default="log", help="points for percentages")
    one.add_argument("--per", type=float, help="value = per x count / denominator (10,000; 100 with points)")
    one.add_argument("--last-period", type=int, help="the last year to use")
    one.add_argument("--exclude", nargs="+", default=[], metavar="UNIT", help="places never compared")
    one.add_argument("--neighbours", nargs="+", default=[], metavar="UNIT", help="places left out in one check")
    one.add_argument("--json", action="store_true", help="print everything, as JSON")
    nation = commands.add_parser("simulate", help="write a simulated nation as CSV")
    nation.set_defaults(run=_simulate)
    nation.add_argument("--seed", required=True, type=int)
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01" if text.count("-") == 1 else text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day (2021-02-15) or a month (2021-02)") from None


def _evaluate(options: argparse.Namespace) -> None:
    panel = read_panel(options.file, options.scale, options.per or (10_000.0 if options.scale == "log" else 100.0))
    question = Question(
        unit=options.unit,
        start=options.start,
        timing=options.timing,
        direction=-1 if options.direction == "fall" else 1,
        smallest_change=options.smallest_change,
        last_period=options.last_period,
        excluded=frozenset(options.exclude),
        neighbours=frozenset(options.neighbours),
    )
    answer = evaluate(panel, question)
    print(json.dumps(to_document(answer), indent=2) if options.json else to_sentences(answer, panel))


def read_panel(path: str, scale: Scale, per: float) -> Panel:
    """A panel from a long CSV; raises PanelError naming the line that cannot be read."""
    cells: dict[tuple[str, int], dict[str, float]] = {}
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        columns = set(reader.fieldnames or ())
        if not {"unit", "period"} <= columns or not ("value" in columns or {"count", "denominator"} <= columns):
            raise PanelError(
                f"{path} has the columns {sorted(columns)}; unit, period and either value or count and denominator "
                "are needed."
            )
        for row in reader:
            where = f"{path}, line {reader.line_num}"
            key = (row["unit"], _whole_number(row["period"], where))
            if key in cells:
                raise PanelError(f"{where}: {key[0]} in {key[1]} stands in the file twice; keep one row.")
            cells[key] = {name: _number(row[name], name, where) for name in NUMBERS if name in columns}
    units, periods = tuple(dict.fromkeys(unit for unit, _ in cells)), tuple(sorted({year for _, year in cells}))
    arrays: dict[str, Array] = {
        name: np.array([[cells.get((u, t), {}).get(name, np.nan) for t in periods] for u in units]).reshape(
            len(units), len(periods)
        )
        for name in NUMBERS
        if name in columns
    }
    values = arrays.get("value")
    if values is None:
        with np.errstate(divide="ignore", invalid="ignore"):
            values = per * arrays["count"] / arrays["denominator"]
        values[~np.isfinite(values)] = np.nan
    return Panel(units, periods, values, scale, arrays.get("count"), arrays.get("denominator"), per)


def _whole_number(text: str | None, where: str) -> int:
    try:
        return int(text or "")
    except ValueError:
        raise PanelError(
            f"{where}: the period {text!r} is not a year; write 2021 for the year that ends in it."
        ) from None


def _number(text: str | None, column: str, where: str) -> float:
    if not (text or "").strip():
        return np.nan
    try:
        number = float(str(text))
    except ValueError:
        number = np.nan
    if not np.isfinite(number):
        raise PanelError(f"{where}: the {column} {text!r} is not a number; leave the cell empty where there is none.")
    return number


def to_document(answer: Evaluation) -> dict[str, Any]:
    """The answer as plain values; an open end of an interval or a missing figure is null."""
    estimate, sample = answer.estimate, answer.sample
    document: dict[str, Any] = {
        "verdict": answer.finding.verdict.value,
        "reasons": list(answer.finding.reasons),
        "explanation": answer.explanation,
    }
    if estimate is None or sample is None:
        return document
    sizes = ("change", "low", "high", "detectable_fall", "detectable_rise")
    return document | {
        "before": list(sample.before),
        "transition": list(sample.transition),
        "after": list(sample.after),
        "places": len(sample.units),
        "p_value": estimate.p_value,
        "rank": estimate.rank,
        **{name: asdict(getattr(estimate, name)) for name in sizes},
        "actual": estimate.actual.tolist(),
        "synthetic": estimate.synthetic.tolist(),
        "weights": dict(estimate.weights),
        "estimators": dict(estimate.estimators),
        "inside_hull": {"levels": estimate.inside_hull_levels, "changes": estimate.inside_hull_changes},
        "certificate": estimate.certificate,
        "shapes": None if estimate.shapes is None else asdict(estimate.shapes),
        "checks": [asdict(check) for check in estimate.checks],
        "left_out": {
            "years": {str(k): v for k, v in sample.years_left_out.items()},
            "places": dict(sample.donors_left_out),
        },
    }


def to_sentences(answer: Evaluation, panel: Panel) -> str:
    """The answer for a reader at a terminal."""
    verdict = f"{answer.finding.verdict.value.replace('_', ' ').capitalize()} ({', '.join(answer.finding.reasons)})."
    estimate, sample = answer.estimate, answer.sample
    if estimate is None or sample is None:
        return f"{verdict}\n{answer.explanation}"
    low, high = _size(estimate.low, panel.scale), _size(estimate.high, panel.scale)
    change = _size(estimate.change, panel.scale)
    detectable = estimate.detectable_rise if answer.question.direction > 0 else estimate.detectable_fall
    return "\n".join(
        [
            verdict,
            f"Change relative to similar places: {change} (90 % interval {low} to {high}).",
            f"Rank {estimate.rank} of {len(sample.units)} places, p = {estimate.p_value:.3f}.",
            f"A change of about {_size(detectable, panel.scale)} would be found four times in five.",
            f"Years before: {_years(sample.before)}. Years after: {_years(sample.after)}.",
            "Heaviest comparison places: "
            + ", ".join(f"{unit} {weight:.0%}" for unit, weight in list(estimate.weights.items())[:5])
            + ".",
        ]
    )


def _years(years: tuple[int, ...]) -> str:
    return ", ".join(str(year) for year in years)


def _size(change: Change, scale: Scale) -> str:
    if change.relative is None:
        return "no limit"
    return f"{change.relative:+.1%}" if scale == "log" else f"{change.relative:+.1f} points"


def _simulate(options: argparse.Namespace) -> None:
    panel = simulate_nation(seed=options.seed).panel
    if panel.counts is None or panel.denominators is None:  # pragma: no cover  (for the type checker)
        raise PanelError("A simulated nation has counts.")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["unit", "period", "value", "count", "denominator"])
    for i, unit in enumerate(panel.units):
        for t, period in enumerate(panel.periods):
            row = (panel.values[i, t], int(panel.counts[i, t]), int(panel.denominators[i, t]))
            writer.writerow([unit, period, *row])


if __name__ == "__main__":
    sys.exit(main())
