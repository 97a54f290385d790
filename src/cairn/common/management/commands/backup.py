"""cairn backup [FOLDER]"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from cairn.common.operations.backups import UnableToBackUp, back_up


class Command(BaseCommand):
    help = "Back up the database and files into one archive, while the site runs. The ledger is kept separately."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.DATA_DIR / "backups")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            made = back_up(folder, at=now())
        except UnableToBackUp as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Backup made: {made}")
        self.stdout.write(f"Keep it on another computer, with the latest copy of the ledger ({settings.LEDGER.name}).")
