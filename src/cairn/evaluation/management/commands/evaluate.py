"""cairn evaluate --place Lancashire --indicator cla_rate --start 2021-02 [--json] [--svg FILE]"""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cairn.common.canonical import to_canonical_json
from cairn.evaluation import analysis, policies, presenters
from cairn.evaluation.models.specification import PlanSpecification
from cairn.indicators.definitions import UnableToFindMeasure, get_definition
from cairn.places.queries import UnableToFindPlace, find_fictional_namesake, find_place

FIRST_YEAR, LAST_YEAR = 1990, 2050
DIRECTIONS = {"fall": -1, "rise": 1}
USUAL_DIRECTION = -1  # where neither way is good by itself and none is asked for


def month(text: str) -> date:
    try:
        day = date.fromisoformat(text if text.count("-") == 2 else f"{text}-01")
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValueError
        return day
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"'{text}' is not a month between {FIRST_YEAR} and {LAST_YEAR}. Write year and month, for example 2021-02."
        ) from None


def year(text: str) -> int:
    if not (text.isdecimal() and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise argparse.ArgumentTypeError(f"'{text}' is not a year from {FIRST_YEAR} to {LAST_YEAR}.")
    return int(text)


class Command(BaseCommand):
    help = "Test whether a measure changed in one council after a start date, without storing anything."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--place", required=True, help="name or three-figure code of a council")
        parser.add_argument("--indicator", "--measure", dest="measure", required=True, help="for example cla_rate")
        parser.add_argument("--start", required=True, type=month, help="year and month, for example 2021-02")
        parser.add_argument("--direction", choices=DIRECTIONS, help="the change that was hoped for")
        parser.add_argument("--smallest-change", type=float, help="per cent, or points for percentages")
        parser.add_argument("--harm", default="", help="key of a measure that would show harm")
        parser.add_argument("--leave-out", action="append", default=[], metavar="COUNCIL", help="never compare with it")
        parser.add_argument("--last-year", type=year, help="last year to use")
        parser.add_argument("--fictional", action="store_true", help="a council of the fictional nation")
        parser.add_argument("--json", action="store_true", help="print the whole result as JSON")
        parser.add_argument("--svg", type=Path, metavar="FILE", help="write the chart of actual and expected figures")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            document = json.loads(to_canonical_json(analysis.answer(self._read(options))))
        except analysis.UNABLE_TO_ANSWER as problem:
            raise CommandError(str(problem)) from None
        if options["svg"]:
            charts = presenters.draw_charts(document)
            if not charts:
                self.stderr.write("There is no chart: the figures cannot carry an estimate.")
            else:
                self._write(options["svg"], charts["paths"][2].svg)
        self.stdout.write(to_canonical_json(document) if options["json"] else presenters.to_plain_text(document))

    @staticmethod
    def _write(path: Path, svg: str) -> None:
        try:
            path.write_text(svg, encoding="utf-8")
        except OSError as problem:
            raise CommandError(
                f"'{path}' could not be written ({problem.strerror}). Name a file in a folder that is there."
            ) from None

    def _read(self, options: dict[str, Any]) -> PlanSpecification:
        try:
            measure = get_definition(options["measure"])
            if options["harm"]:
                get_definition(options["harm"])
            place = find_place(options["place"], fictional=options["fictional"])
            left_out = [find_place(text, fictional=options["fictional"]).code for text in options["leave_out"]]
        except UnableToFindPlace as problem:
            raise CommandError(_advise(options, str(problem))) from None
        except UnableToFindMeasure as problem:
            raise CommandError(str(problem)) from None
        if place.code in left_out:
            raise CommandError(f"{place} is the council being tested, so it cannot be left out.")
        if options["harm"] == measure.key:
            raise CommandError(
                f"'{measure.key}' is the measure being tested. Name a different one that would show harm."
            )
        size = options["smallest_change"]
        direction = DIRECTIONS.get(options["direction"], measure.good_direction or USUAL_DIRECTION)
        try:
            if size is not None:
                policies.check_smallest_change(size, measure.kind)
            policies.check_direction(measure.good_direction, direction)
        except policies.UnableToAskThis as problem:
            raise CommandError(str(problem)) from None
        return PlanSpecification(
            place=place.code,
            measure=measure.key,
            start=options["start"],
            direction=direction,
            smallest_change=size or measure.smallest_important_change,
            harm_measure=options["harm"],
            last_year=options["last_year"],
            excluded=tuple(left_out),
        )


def _advise(options: dict[str, Any], problem: str) -> str:
    """The problem, and what to add where a fictional council was named without saying so."""
    namesake = None if options["fictional"] else find_fictional_namesake(options["place"])
    return f"{namesake} is a fictional council: add --fictional." if namesake else problem
