"""stepchange watch: one series as a chart of ordinary variation."""

import argparse
import json
import re

from stepchange import NotEnoughDataError, PanelError
from stepchange.cli.files import Problems, number, read_rows
from stepchange.cli.reading import add_json_option, to_plain
from stepchange.options import find_name, suggest_near
from stepchange.watching import Direction, Rebase, Rule, Segmented, Xmr, draw_xmr, fit_segmented

PERIOD = re.compile(r"\d{4}([-/]?(\d\d|Q[1-4]))?(-\d\d)?")
PERIOD_ADVICE = "write all as 2021, 2020/21, 2021-04, 2021-Q1 or 2021-04-30."


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("watch", help="is the latest figure of a series out of the ordinary?")
    parser.set_defaults(run=_watch)
    parser.add_argument("file", metavar="FILE.csv", help="columns period and value; unit for several places")
    parser.add_argument("--unit", help="the place, where the file has several")
    parser.add_argument("--better", choices=[one.value for one in Direction], required=True, help="which way is better")
    parser.add_argument("--target", type=float)
    parser.add_argument("--baseline", type=int, help="how many points set the first limits; all by default")
    parser.add_argument(
        "--rebase", action="append", default=[], metavar="PERIOD=REASON", help="begin new limits, and say why"
    )
    parser.add_argument("--screen-outliers", action="store_true", help="leave outlying moving ranges out of the limits")
    parser.add_argument("--start", type=int, metavar="YEAR", help="also fit two lines that meet before this year")
    add_json_option(parser)


def read_series(path: str, unit: str | None) -> tuple[list[str], list[float]]:
    """The figures of one place in order of their periods."""
    by_unit: dict[str, list[tuple[str, float]]] = {}
    problems = Problems()
    for where, row in read_rows(path, {"period", "value"}, problems=problems):
        with problems.collect():
            if not PERIOD.fullmatch(row["period"]):
                raise PanelError(f"{where}: the period {row['period']!r} cannot be put in order; {PERIOD_ADVICE}")
            by_unit.setdefault(row.get("unit", ""), []).append((row["period"], number(row["value"], "value", where)))
    problems.check()
    if not by_unit:
        raise PanelError(f"{path} holds no rows; use a file with figures.")
    if unit is None and len(by_unit) > 1:
        raise PanelError(f"{path} holds {len(by_unit)} places; name one with --unit.")
    name = next(iter(by_unit)) if unit is None else find_name(unit, by_unit)
    if name is None:
        raise PanelError(f"{path} holds no row of {unit!r}.{suggest_near(unit or '', by_unit)}")
    series = sorted(by_unit[name])
    # Of one length, so that the order of letters is the order of time.
    if len({len(period) for period, _ in series}) > 1:
        raise PanelError(f"{path} writes its periods in several ways; {PERIOD_ADVICE}")
    return [period for period, _ in series], [value for _, value in series]


def _watch(options: argparse.Namespace) -> None:
    periods, values = read_series(options.file, options.unit)
    rebases = []
    for text in options.rebase:
        period, _, reason = text.partition("=")
        rebases.append(Rebase(period, reason))
    chart = draw_xmr(
        periods,
        values,
        better=Direction(options.better),
        target=options.target,
        baseline=options.baseline,
        rebases=rebases,
        screen_outliers=options.screen_outliers,
    )
    lines = _fit_lines(periods, values, options.start) if options.start is not None else None
    if options.json:
        document = to_plain(chart) | {
            "variation_words": chart.variation.words,
            "assurance_words": chart.assurance.words,
            "segmented": to_plain(lines),
        }
        print(json.dumps(document, indent=2))
    else:
        print(to_sentences(chart, lines))


def _fit_lines(periods: list[str], values: list[float], start: int) -> Segmented:
    try:
        years = [int(period) for period in periods]
    except ValueError:
        raise NotEnoughDataError("no_years", "Two lines need periods that are years.") from None
    return fit_segmented(years, values, start)


def to_sentences(chart: Xmr, lines: Segmented | None) -> str:
    limits = chart.limits[-1]
    said = [
        f"{chart.variation.words}.",
        f"{chart.assurance.words}." if chart.target is not None else "",
        f"Mean {limits.mean:.4g}, limits {limits.lower:.4g} to {limits.upper:.4g}, from {limits.points} points"
        + (" (provisional: fewer than 12)." if limits.is_provisional else "."),
    ]
    for rule in Rule:
        found = [point.period for point in chart.points if rule in point.rules]
        if found:
            said.append(f"{', '.join(found)}: {rule.words}.")
    if lines is not None:
        low, high = lines.level_interval
        said.append(f"Two lines: the level moves by {lines.level_change:.4g} (95 % interval {low:.4g} to {high:.4g}).")
    said.append(
        "A display, not a finding: in ten yearly figures without any change such rules fire for 2 series of 10."
    )
    return "\n".join(line for line in said if line)
