"""stepchange pool: several places that used the same model."""

import argparse
import json
from datetime import date

from stepchange import PanelError, Pooled, PoolQuestion, Site, pool
from stepchange.cli.files import Problems, number, read_rows
from stepchange.cli.reading import (
    add_panel_options,
    add_question_options,
    day,
    describe_left_out,
    direction_of,
    read_panel,
    size,
    to_plain,
)
from stepchange.one_place.design import relative_change
from stepchange.panel import Scale


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    several = commands.add_parser("pool", help="did an outcome change on average in the places that used a model?")
    several.set_defaults(run=_pool)
    add_panel_options(several)
    add_question_options(several)
    several.add_argument(
        "--sites",
        required=True,
        metavar="SITES.csv",
        help="every place that used it: unit, start, stop, fidelity, start_until",
    )
    several.add_argument("--years-after", type=int, help="at most so many years after each start")
    several.add_argument("--seed", type=int, default=1, help="of the random draws")


def read_sites(path: str) -> tuple[Site, ...]:
    sites = []
    problems = Problems()
    for where, row in read_rows(path, {"unit", "start"}, problems=problems):
        with problems.collect():
            sites.append(_read_site(row, where))
    problems.check()
    return tuple(sites)


def _read_site(row: dict[str, str], where: str) -> Site:
    start = _day(row["start"], where)
    stop = _day(row["stop"], where) if row.get("stop") else None
    fidelity = number(row["fidelity"], "fidelity", where) if row.get("fidelity") else None
    until = _day(row["start_until"], where) if row.get("start_until") else None
    try:
        return Site(row["unit"], start, stop, fidelity, until)
    except PanelError as problem:
        raise PanelError(f"{where}: {problem}") from None


def _day(text: str, where: str) -> date:
    try:
        return day(text)
    except argparse.ArgumentTypeError as problem:
        raise PanelError(f"{where}: {problem}.") from None


def _pool(options: argparse.Namespace) -> None:
    panel = read_panel(options)
    question = PoolQuestion(
        sites=read_sites(options.sites),
        timing=options.timing,
        direction=direction_of(options),
        smallest_change=options.smallest_change,
        last_period=options.last_period,
        years_after=options.years_after,
        excluded=frozenset(options.exclude),
    )
    found = pool(panel, question, seed=options.seed)
    if options.json:
        document = to_plain(found)
        document["pool"] = {
            "places": len(found.pool.units),
            "sites_left_out": {unit: reason.words for unit, reason in found.pool.sites_left_out.items()},
            "places_left_out": dict(found.pool.places_left_out),
        }
        print(json.dumps(document, indent=2))
    else:
        print(to_sentences(found, panel.scale))


def to_sentences(found: Pooled, scale: Scale) -> str:
    low, high = (None if end is None else relative_change(end, scale) for end in (found.low, found.high))
    lines = [
        f"{found.verdict.value.replace('_', ' ').capitalize()} ({', '.join(found.reasons)}).",
        f"Mean change of {len(found.sites)} sites relative to places without: {size(found.change, scale)} "
        f"(90 % interval {size(low, scale)} to {size(high, scale)}), p = {found.p_value:.4f}.",
        f"A mean change of {size(relative_change(-found.detectable, scale), scale)} or "
        f"{size(relative_change(found.detectable, scale), scale)} would be found four times in five.",
    ]
    if found.synthesis is not None and found.synthesis.prediction is not None:
        ends = [size(relative_change(end, scale), scale) for end in found.synthesis.prediction]
        lines.append(f"The next site may expect {ends[0]} to {ends[1]}.")
    if found.cross_check is not None:
        lines.append(f"Callaway and Sant'Anna: {size(relative_change(found.cross_check[0], scale), scale)}.")
    lines += describe_left_out({unit: reason.words for unit, reason in found.pool.sites_left_out.items()}, "Left out")
    lines += describe_left_out(found.pool.places_left_out, "Not compared")
    return "\n".join(lines)
