"""cairn run_scheduled: put what is due on the queue, once. For cron."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from cairn.notices import services


class Command(BaseCommand):
    help = (
        "Queue the jobs that are due and return jobs held by workers that died. "
        "Run it every minute, or run `scheduler`."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        given_back = services.reap(at=at)
        for name in services.run_due(at=at):
            self.stdout.write(f"Queued: {name}")
        if given_back:
            self.stdout.write(f"Returned to the queue: {given_back}")
