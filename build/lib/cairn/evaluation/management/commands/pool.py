"""cairn pool --sites FILE.csv --indicator cla_rate [--json]"""

import csv
import json
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cairn.common.canonical import to_canonical_json
from cairn.evaluation import analysis, policies, presenters
from cairn.evaluation.management.commands.evaluate import DIRECTIONS, USUAL_DIRECTION, month
from cairn.indicators.definitions import UnableToFindMeasure, get_definition
from cairn.places.queries import UnableToFindPlace, find_place

COLUMNS = {"council", "start"}


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
        parser.add_argument("--last-year", type=int, help="last year to use")
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
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                reader = csv.DictReader(file)
                if not set(reader.fieldnames or ()) >= COLUMNS:
                    raise CommandError(f"{path} needs the columns council and start, and may have stop and fidelity.")
                return [self._read_site(row, f"{path}, line {reader.line_num}", fictional=fictional) for row in reader]
        except (OSError, UnicodeDecodeError) as problem:
            raise CommandError(f"{path} could not be read: {problem}.") from None

    @staticmethod
    def _read_site(row: dict[str, str], where: str, *, fictional: bool) -> analysis.UsedModel:
        try:
            place = find_place(row["council"] or "", fictional=fictional)
            stop = month(row["stop"]) if row.get("stop") else None
            fidelity = float(row["fidelity"]) if row.get("fidelity") else None
            return analysis.UsedModel(place.code, month(row["start"] or ""), stop, fidelity)
        except (UnableToFindPlace, ArgumentTypeError, ValueError) as problem:
            raise CommandError(f"{where}: {problem}") from None
