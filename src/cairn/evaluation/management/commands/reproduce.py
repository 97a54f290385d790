"""cairn reproduce FILE"""

from pathlib import Path
from typing import Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cairn.evaluation import analysis, presenters
from cairn.evaluation.models.document import ResultDocument
from cairn.evaluation.presenters.pooled import MeasureView

SHOWN = 10


class Command(BaseCommand):
    help = "Work a result out again from its file alone, and say whether the same comes out."
    requires_migrations_checks = False
    requires_system_checks = ()  # no database is needed

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the ZIP file from the page of a result")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            bundle = analysis.read_bundle(path.read_bytes())
            differing = analysis.reproduce(bundle)
        except OSError as problem:
            raise CommandError(f"'{path}' cannot be read ({problem.strerror}).") from None
        except (*analysis.UNABLE_TO_ANSWER, analysis.UnableToReproduce) as problem:
            raise CommandError(str(problem)) from None
        if differing:
            more = f" and {len(differing) - SHOWN} more" if len(differing) > SHOWN else ""
            raise CommandError(
                f"Something else comes out than is stored: {', '.join(differing[:SHOWN])}{more}. "
                f"It was made with Cairn {bundle.software['cairn']}."
            )
        self.stdout.write(self._tell(bundle))
        self.stdout.write("\nThe same comes out from the figures in the file.")

    @staticmethod
    def _tell(bundle: analysis.Bundle) -> str:
        if bundle.of_model is None:
            return presenters.to_plain_text(cast("ResultDocument", bundle.document))
        view = MeasureView(bundle.document)
        return "\n".join((bundle.of_model.specification.title, view.sentence, view.account))
