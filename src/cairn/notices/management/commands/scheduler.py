"""cairn scheduler: the same as run_scheduled, for ever."""

import logging
import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Queue the jobs that are due, every minute, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--interval", type=float, default=60.0, help="seconds between two looks")

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            close_old_connections()
            try:
                call_command("run_scheduled", stdout=self.stdout)
            except DatabaseError:
                logger.exception("The database did not answer; the next look is in %s s.", options["interval"])
            time.sleep(options["interval"])
