"""cairn restore ARCHIVE --ledger FILE"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cairn.common.operations.backups import UnableToRestore, restore


class Command(BaseCommand):
    help = "Restore a backup into an empty database and an empty folder, then repeat every withdrawal made since."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path)
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--ledger", type=Path, help="the newest ledger of withdrawals and erasures")
        which.add_argument(
            "--without-ledger", action="store_true", help="nothing was withdrawn since, or the ledger is lost"
        )

    def handle(self, *args: Any, archive: Path, ledger: Path | None, **options: Any) -> None:
        try:
            restored = restore(archive, ledger_path=ledger)
        except UnableToRestore as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Restored from {archive.name}. Withdrawals and erasures made sure of: {restored.withdrawn}.")
        if restored.unfinished:
            self.stdout.write(
                f"Incomplete lines of the ledger, skipped: {restored.unfinished}. "
                "What they recorded was not completed. Check whether another copy of the ledger is newer."
            )
