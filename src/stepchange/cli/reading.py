"""Reading long CSV files, and the options that several commands share."""

import argparse
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

import numpy as np

from stepchange import Panel, PanelError
from stepchange.cli.files import Problems, listing, number, read_rows, read_year
from stepchange.panel import Array, Scale

NUMBERS = ("value", "count", "denominator", "lowest", "highest")
PER = {"log": 10_000.0, "points": 100.0}


def add_panel_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE.csv", help="columns unit, period, and value or count and denominator")
    parser.add_argument("--scale", choices=("log", "points"), default="log", help="points for percentages")
    parser.add_argument("--per", type=float, help="value = per x count / denominator (10,000; 100 with points)")
    add_json_option(parser)


def add_question_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--direction", required=True, choices=("fall", "rise"), help="the change that was hoped for")
    parser.add_argument("--smallest-change", required=True, type=float, help="per cent, or points with --scale points")
    parser.add_argument(
        "--timing", choices=("snapshot", "flow"), default="snapshot", help="a count on one day, or of a year"
    )
    parser.add_argument("--last-period", type=int, help="the last year to use")
    parser.add_argument("--exclude", nargs="+", default=[], metavar="UNIT", help="places never compared")


def add_json_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print everything, as JSON")


def day(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01" if text.count("-") == 1 else text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day (2021-02-15) or a month (2021-02)") from None


def direction_of(options: argparse.Namespace) -> int:
    return -1 if options.direction == "fall" else 1


def read_panel(options: argparse.Namespace) -> Panel:
    """The only panel of a file."""
    panels = read_panels(options)
    if len(panels) > 1:
        raise PanelError(
            f"{options.file} holds {len(panels)} measures ({', '.join(sorted(panels))}); use a file with one of them."
        )
    return next(iter(panels.values()))


def read_panels(options: argparse.Namespace) -> dict[str, Panel]:
    """A panel for each value of the column `measure` ("" without one); PanelError names the lines that are wrong."""
    path, scale = options.file, options.scale
    per = PER[scale] if options.per is None else options.per
    cells: dict[str, dict[tuple[str, int], dict[str, float]]] = {}
    either = "unit, period and either value or count and denominator"
    choices = {"unit", "period", "value"}, {"unit", "period", "count", "denominator"}
    problems = Problems()
    for where, row in read_rows(path, *choices, needed=either, problems=problems):
        if options.per is not None and not {"count", "denominator"} <= set(row):
            raise PanelError(f"--per says what count / denominator is multiplied by, and {path} has no such columns.")
        with problems.collect():
            _add_cell(cells.setdefault(row.get("measure", ""), {}), row, where, problems)
    problems.check()
    if not cells:
        raise PanelError(f"{path} holds no rows; use a file with figures.")
    return {measure: _make_panel(own, scale, per) for measure, own in cells.items()}


def _add_cell(
    cells: dict[tuple[str, int], dict[str, float]], row: dict[str, str], where: str, problems: Problems
) -> None:
    """One row; each cell that cannot be used is a problem of its own."""
    if not row["unit"]:
        raise PanelError(f"{where}: the unit is empty; give the name of a place.")
    key = (row["unit"], read_year(row["period"], where))
    if key in cells:
        raise PanelError(f"{where}: {key[0]} in {key[1]} is in the file twice; keep one row.")
    cells[key] = dict.fromkeys((name for name in NUMBERS if name in row), np.nan)
    for name in cells[key]:
        with problems.collect():
            cells[key][name] = number(row[name], name, where)


def _make_panel(cells: dict[tuple[str, int], dict[str, float]], scale: Scale, per: float) -> Panel:
    units, periods = tuple(dict.fromkeys(unit for unit, _ in cells)), tuple(sorted({year for _, year in cells}))
    names = next(iter(cells.values())).keys()
    arrays: dict[str, Array] = {
        name: np.array([[cells.get((u, t), {}).get(name, np.nan) for t in periods] for u in units]) for name in names
    }
    values = arrays.get("value")
    if values is None:
        with np.errstate(divide="ignore", invalid="ignore"):
            values = per * arrays["count"] / arrays["denominator"]
        values[~np.isfinite(values)] = np.nan
    return Panel(
        units,
        periods,
        values,
        scale,
        arrays.get("count"),
        arrays.get("denominator"),
        per,
        arrays.get("lowest"),
        arrays.get("highest"),
    )


def describe_left_out(reasons: Mapping[str, str], opening: str) -> list[str]:
    """'Not compared: A, B (figures missing).', one line for each reason."""
    by_reason: dict[str, list[str]] = {}
    for name, reason in reasons.items():
        by_reason.setdefault(reason, []).append(name)
    return [f"{opening}: {listing(names)} ({reason})." for reason, names in by_reason.items()]


def to_plain(thing: Any) -> Any:
    """Dataclasses, arrays, dates and enumerations as JSON has them; what is no number becomes null."""
    if isinstance(thing, Enum):
        return thing.value
    if is_dataclass(thing) and not isinstance(thing, type):
        return {field.name: to_plain(getattr(thing, field.name)) for field in fields(thing)}
    if isinstance(thing, dict):
        return {str(key): to_plain(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple | np.ndarray):
        return [to_plain(value) for value in thing]
    if isinstance(thing, date):
        return thing.isoformat()
    if isinstance(thing, float | np.floating):
        return float(thing) if np.isfinite(thing) else None
    if isinstance(thing, np.integer):
        return int(thing)
    return bool(thing) if isinstance(thing, np.bool_) else thing


def size(relative: float | None, scale: Scale) -> str:
    """A change for a reader: -0.1 is -10.0 %."""
    if relative is None:
        return "no limit"
    return f"{relative:+.1%}" if scale == "log" else f"{relative:+.1f} points"
