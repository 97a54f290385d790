"""cairn library load-starter"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from cairn.common.definitions import DefinitionError
from cairn.library.services import load_starter


class Command(BaseCommand):
    help = "The library: load-starter loads the reviewed entries and keeps edits made here."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["load-starter"])

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_starter(at=now())
        except DefinitionError as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(
            f"{len(report.added)} entries added, {len(report.updated)} updated, {len(report.kept)} kept as edited here."
        )
