"""stepchange value: what a programme costs and brings, on stated parameters."""

import argparse
import json

from stepchange import PanelError, StepchangeError
from stepchange.cli.files import Problems, number, read_rows, whole_number
from stepchange.cli.reading import add_json_option, to_plain
from stepchange.options import find_name
from stepchange.value import Assumptions, Basis, Kind, Line, Money, Stated, Value, appraise

COLUMNS = {"name", "party", "kind", "basis", "low", "likely", "high"}


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("value", help="what does a programme cost and bring, and for whom?")
    parser.set_defaults(run=_value)
    parser.add_argument(
        "file",
        metavar="FILE.csv",
        help="columns name, party, kind (cost or benefit), basis (scheme, person_reached or person_helped), low, "
        "likely, high, and where wanted first_year, last_year, cashable (yes or no)",
    )
    parser.add_argument("--people", type=float, required=True, help="how many people are reached")
    for name, words in (
        ("--share-helped", "for which share of them the outcome is better, 0 to 1"),
        ("--deadweight", "share of these that would have come anyway, 0 to 1"),
    ):
        parser.add_argument(name, type=float, nargs=3, required=True, metavar=("LOW", "LIKELY", "HIGH"), help=words)
    parser.add_argument("--optimism-costs", type=float, required=True, help="by which share costs are raised")
    parser.add_argument("--optimism-benefits", type=float, required=True, help="by which share benefits are lowered")
    parser.add_argument("--seed", type=int, default=1, help="of the random draws")
    add_json_option(parser)


def read_lines(path: str) -> list[Line]:
    lines = []
    problems = Problems()
    for where, row in read_rows(path, COLUMNS, problems=problems):
        with problems.collect():
            lines.append(_read_line(row, where))
    problems.check()
    return lines


def _read_line(row: dict[str, str], where: str) -> Line:
    amounts = [number(row[name], name, where) for name in ("low", "likely", "high")]
    first = whole_number(row["first_year"], where, "first_year") if row.get("first_year") else 0
    try:
        return Line(
            name=row["name"],
            party=row["party"],
            kind=Kind(_choice(row["kind"], [one.value for one in Kind], "kind", where)),
            basis=Basis(_choice(row["basis"], [one.value for one in Basis], "basis", where)),
            amount=Stated(*amounts),
            first_year=first,
            last_year=whole_number(row["last_year"], where, "last_year") if row.get("last_year") else first,
            is_cashable=_choice(row.get("cashable") or "yes", ["yes", "no"], "cashable", where) == "yes",
        )
    except StepchangeError as problem:
        raise PanelError(str(problem) if str(problem).startswith(where) else f"{where}: {problem}") from None


def _choice(text: str, allowed: list[str], column: str, where: str) -> str:
    found = find_name(text, allowed)
    if found is None:
        raise PanelError(f"{where}: the {column} {text!r} is not one of {', '.join(allowed)}.")
    return found


def _value(options: argparse.Namespace) -> None:
    stated = Assumptions(
        people_reached=options.people,
        share_helped=Stated(*options.share_helped),
        deadweight=Stated(*options.deadweight),
        optimism_costs=options.optimism_costs,
        optimism_benefits=options.optimism_benefits,
    )
    found = appraise(read_lines(options.file), stated, seed=options.seed)
    print(json.dumps(to_plain(found), indent=2) if options.json else to_sentences(found))


def to_sentences(found: Value) -> str:
    said = [
        f"Costs {_money(found.cost)}; benefits {_money(found.benefit)}; net {_money(found.net)}. Present values.",
        f"Benefits exceed costs in {found.chance_of_gain:.0%} of draws from what was stated.",
        f"{found.ratio:.2f} for each 1 spent." if found.ratio is not None else "",
        "Never paid back in the years given."
        if found.payback_year is None
        else f"Paid back by year {found.payback_year}.",
        "No number of people makes it pay."
        if found.break_even_people is None
        else f"It pays from {found.break_even_people:.4g} people on.",
    ]
    said += [
        f"{one.party}: pays {_money(one.cost)}, gains {_money(one.benefit)}, of which in cash net {_money(one.cash)}."
        for one in found.parties
    ]
    said += [f"Most depends on {one.name}: net {one.at_low:,.0f} to {one.at_high:,.0f}." for one in found.by_line[:3]]
    return "\n".join(line for line in said if line)


def _money(money: Money) -> str:
    return f"{money.expected:,.0f} ({money.low:,.0f} to {money.high:,.0f})"
