"""cairn screen [--indicator cla_rate ...] [--json]"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cairn.common.canonical import to_canonical_json
from cairn.evaluation import analysis, presenters
from cairn.indicators.definitions import UnableToFindMeasure, get_definition, get_evaluable_definitions


class Command(BaseCommand):
    help = "Search every council, measure and year for leads: questions, never findings. Nothing is stored."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--indicator",
            "--measure",
            dest="measures",
            action="append",
            help="a measure to search; can be repeated; the default is every rate and percentage",
        )
        parser.add_argument("--fictional", action="store_true", help="the fictional nation")
        parser.add_argument("--json", action="store_true", help="print everything as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            # A count and its rate move together, so one would confirm the other.
            measures = [get_definition(key) for key in options["measures"] or ()] or [
                measure for measure in get_evaluable_definitions() if measure.kind != "count"
            ]
            document = analysis.screen_councils(measures, fictional=options["fictional"])
        except (UnableToFindMeasure, *analysis.UNABLE_TO_ANSWER) as problem:
            raise CommandError(str(problem)) from None
        if options["json"]:
            self.stdout.write(to_canonical_json(document))
        else:
            self.stdout.write(presenters.screen_to_plain_text(json.loads(to_canonical_json(document))))
