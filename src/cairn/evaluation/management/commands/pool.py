"""cairn pool --sites FILE.csv --indicator cla_rate [--json]"""

import json
from argparse import ArgumentTypeError
from math import isfinite, nan
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cairn.common.canonical import to_canonical_json
from cairn.common.reading.refusals import Refusal
from cairn.common.reading.text import Row, read_rows
from cairn.evaluation import analysis, policies, presenters
from cairn.evaluation.management.commands.evaluate import DIRECTIONS, USUAL_DIRECTION, month, year
from cairn.indicators.definitions import UnableToFindMeasure, get_definition
from cairn.places.queries import UnableToFindPlace, find_place

COLUMNS = {"council", "start"}
MOST_SHOWN = 20


class Command(BaseCommand):
    help = "Test whether a measure changed on average in the councils that used a model, without storing anything."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--sites",
            required=True,
            type=Path,
            metavar="FILE.csv",
            help="every council that used it: columns council, start, and where known stop and fidelity",
        )
        parser.add_argument("--indicator", "--measure", dest="measure", required=True, help="for example cla_rate")
        parser.add_argument("--direction", choices=DIRECTIONS, help="the change that was hoped for")
        parser.add_argument("--smallest-change", type=float, help="per cent, or points for percentages")
        parser.add_argument("--last-year", type=year, help="last year to use")
        parser.add_argument("--fictional", action="store_true", help="councils of the fictional nation")
        parser.add_argument("--json", action="store_true", help="print the whole result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            measure = get_definition(options["measure"])
            direction = DIRECTIONS.get(options["direction"], measure.good_direction or USUAL_DIRECTION)
            if options["smallest_change"] is not None:
                policies.check_smallest_change(options["smallest_change"], measure.kind)
            policies.check_direction(measure.good_direction, direction)
            document = analysis.pool_councils(
                self._read_sites(options["sites"], fictional=options["fictional"]),
                measure,
                direction=direction,
                smallest_change=options["smallest_change"] or measure.smallest_important_change,
                last_year=options["last_year"],
                fictional=options["fictional"],
            )
        except (UnableToFindMeasure, policies.UnableToAskThis, *analysis.UNABLE_TO_ANSWER) as problem:
            raise CommandError(str(problem)) from None
        if options["json"]:
            self.stdout.write(to_canonical_json(document))
        else:
            self.stdout.write(presenters.pooled_to_plain_text(json.loads(to_canonical_json(document))))

    def _read_sites(self, path: Path, *, fictional: bool) -> list[analysis.UsedModel]:
        """Every council of the list; all that is wrong with it is said at once."""
        sites, problems = [], []
        try:
            with path.open("rb") as file:
                rows = read_rows(file)
                header = _read_header(path, next(rows, None))
                for row in rows:
                    try:
                        sites.append(_read_site(header, row.cells, fictional=fictional))
                    except (UnableToFindPlace, ArgumentTypeError, ValueError) as problem:
                        problems.append(f"{path}, line {row.line}: {problem}")
        except OSError as problem:
            raise CommandError(f"{path} could not be read: {problem}.") from None
        except Refusal as problem:
            raise CommandError(problem.describe(str(path))) from None
        if problems:
            more = [f"and {len(problems) - MOST_SHOWN} more"] if len(problems) > MOST_SHOWN else []
            raise CommandError("\n".join([*problems[:MOST_SHOWN], *more]))
        return sites


def _read_header(path: Path, row: Row | None) -> list[str]:
    header = [name.strip().casefold() for name in row.cells] if row else []
    if set(header) >= COLUMNS:
        return header
    if any(mark in name for name in header for mark in ";\t|"):
        raise CommandError(f"{path} has no commas between its cells. Save the file as 'CSV UTF-8 (comma delimited)'.")
    raise CommandError(f"{path} needs the columns council and start, and may have stop and fidelity.")


def _read_site(header: list[str], cells: list[str], *, fictional: bool) -> analysis.UsedModel:
    surplus = [cell for cell in cells[len(header) :] if cell.strip()]
    if surplus:
        raise ValueError(
            f"there are more cells than columns ('{surplus[0]}' is the first without one). Put a cell that holds a "
            "comma in quotation marks."
        )
    given = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
    place = find_place(given["council"], fictional=fictional)
    stop = month(given["stop"]) if given.get("stop") else None
    return analysis.UsedModel(place.code, month(given.get("start", "")), stop, _read_fidelity(given.get("fidelity")))


def _read_fidelity(text: str | None) -> float | None:
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = nan
    if not isfinite(number):
        raise ValueError(f"the fidelity '{text}' is not a number. Leave the cell empty where it is not known.")
    return number
