"""cairn search rebuild"""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cairn.search.services import rebuild_index


class Command(BaseCommand):
    help = "The search index. “rebuild” creates it again from the records. You can run it at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["rebuild"])

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        number = rebuild_index()
        self.stdout.write(f"{number} records can be searched. It took {time.monotonic() - started:.1f} seconds.")
