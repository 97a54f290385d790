"""cairn pool --sites FILE.csv --indicator cla_rate [--json]

cairn pool --model no-wrong-door [--measures cla_rate,cpp_rate] [--sites FILE.csv]
"""

import json
from argparse import ArgumentTypeError
from collections.abc import Callable
from datetime import date
from math import isfinite, nan
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from cairn.adoption.models import StartConfirmation
from cairn.common.canonical import to_canonical_json
from cairn.common.dates import find_days
from cairn.common.reading.refusals import Refusal
from cairn.common.reading.text import Row, read_rows
from cairn.evaluation import analysis, policies, presenters, services
from cairn.evaluation.management.commands.evaluate import DIRECTIONS, USUAL_DIRECTION, month, year
from cairn.evaluation.models.specification import ListedSite
from cairn.evaluation.queries.pooled import find_shown, get_latest_plan
from cairn.evaluation.tasks import work_out_model
from cairn.indicators.definitions import UnableToFindMeasure, get_definition
from cairn.library.models import PracticeModel
from cairn.places.queries import UnableToFindPlace, find_place

COLUMNS = {"council", "start"}
MOST_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Test whether a measure changed on average in the councils that used a model, without storing anything. With "
        "--model: fix the list of a model's councils, work out every measure and keep the results for its page."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--sites",
            type=Path,
            metavar="FILE.csv",
            help="every council that used it: columns council, start, and where known stop and fidelity; with --model "
            "also confirmed_by and counted_with, and a start may be a year. Without it, those recorded on this site",
        )
        parser.add_argument("--indicator", "--measure", dest="measure", help="for example cla_rate")
        parser.add_argument("--model", metavar="SLUG", help="a published model, by the end of its address")
        parser.add_argument("--again", action="store_true", help="of the model: work out its newest list again")
        parser.add_argument("--measures", metavar="KEY,KEY", help="of the model; by default the four usual ones")
        parser.add_argument("--direction", choices=DIRECTIONS, help="the change that was hoped for")
        parser.add_argument("--smallest-change", type=float, help="per cent, or points for percentages")
        parser.add_argument("--last-year", type=year, help="last year to use")
        parser.add_argument("--fictional", action="store_true", help="councils of the fictional nation")
        parser.add_argument("--json", action="store_true", help="print the whole result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["model"]:
            self._work_out_model(options)
            return
        if not options["sites"] or not options["measure"]:
            raise CommandError("Name the councils and the measure by --sites and --indicator, or a model by --model.")
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

    def _work_out_model(self, options: dict[str, Any]) -> None:
        """At once, without the worker; a later run of the worker finds that it is done."""
        model = PracticeModel.objects.published().filter(slug=options["model"]).first()
        if model is None:
            raise CommandError(f"'{options['model']}' is no published model. Copy the end of the address of its page.")
        measures = options["measures"].split(",") if options["measures"] else analysis.USUAL_MEASURES
        sites = None
        if options["sites"]:
            sites = self._read_rows(options["sites"], _read_listed, fictional=model.is_fictional)
        latest = get_latest_plan(model) if options["again"] else None
        try:
            run = (
                services.request_run(plan=latest, at=now())
                if latest
                else services.fix_list(model=model, at=now(), measures=measures, sites=sites)
            )
        except policies.UnableToFixList as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"List {run.plan.version} of {model.title} has the SHA-256 {run.plan.sha256}.")
        work_out_model.func(run.pk)
        run.refresh_from_db()
        if run.problem:
            raise CommandError(f"Not everything could be calculated: {run.problem}.")
        shown = find_shown(model)
        for one in shown.measures if shown else []:
            self.stdout.write("")
            self.stdout.write(presenters.measure_to_plain_text(json.loads(one.result.document)))

    def _read_sites(self, path: Path, *, fictional: bool) -> list[analysis.UsedModel]:
        return self._read_rows(path, _read_site, fictional=fictional)

    def _read_rows(self, path: Path, read: Callable[..., Any], *, fictional: bool) -> list[Any]:
        """Every council of the list; all that is wrong with it is said at once."""
        sites, problems = [], []
        try:
            with path.open("rb") as file:
                rows = read_rows(file)
                header = _read_header(path, next(rows, None))
                for row in rows:
                    try:
                        sites.append(read(header, row.cells, fictional=fictional))
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


def _read_cells(header: list[str], cells: list[str]) -> dict[str, str]:
    surplus = [cell for cell in cells[len(header) :] if cell.strip()]
    if surplus:
        raise ValueError(
            f"there are more cells than columns ('{surplus[0]}' is the first without one). Put a cell that holds a "
            "comma in quotation marks."
        )
    return {name: cell.strip() for name, cell in zip(header, cells, strict=False)}


def _read_site(header: list[str], cells: list[str], *, fictional: bool) -> analysis.UsedModel:
    given = _read_cells(header, cells)
    place = find_place(given["council"], fictional=fictional)
    stop = month(given["stop"]) if given.get("stop") else None
    return analysis.UsedModel(place.code, month(given.get("start", "")), stop, _read_fidelity(given.get("fidelity")))


def _read_listed(header: list[str], cells: list[str], *, fictional: bool) -> ListedSite:
    """As a list has it: a start may be a year, or nothing where no source gave one."""
    given = _read_cells(header, cells)
    place = find_place(given["council"], fictional=fictional)
    with_place = given.get("counted_with", "")
    confirmed_by = given.get("confirmed_by", "")
    if confirmed_by and confirmed_by not in StartConfirmation.By.values:
        raise ValueError(
            f"confirmed_by is '{confirmed_by}'; allowed are {', '.join(StartConfirmation.By.values)}, or nothing."
        )
    start, stop = _read_days(given.get("start", "")), _read_days(given.get("stop", ""))
    return ListedSite(
        place=place.code,
        name=place.name,
        first=start[0] if start else None,
        last=start[1] if start else None,
        stop=stop[1] if stop else None,
        confirmed_by=confirmed_by,
        who_confirms=given.get("who_confirms", ""),
        counted_with=find_place(with_place, fictional=fictional).code if with_place else "",
        fidelity=_read_fidelity(given.get("fidelity")),
    )


def _read_days(text: str) -> tuple[date, date] | None:
    days = find_days(text)
    if text and days is None:
        raise ValueError(f"'{text}' is not a date. Write 2015, 2015-04 or 2015-04-15, or leave the cell empty.")
    return days


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
