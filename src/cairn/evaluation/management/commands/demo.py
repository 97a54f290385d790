"""cairn demo: set up the demonstration and start site, worker and scheduler."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from cairn.accounts.services import create_demonstration_users
from cairn.adoption.services import load_demonstration_checks
from cairn.evaluation import analysis, services
from cairn.indicators.services import load_simulated
from cairn.lessons.services import load_demonstration_lessons
from cairn.library.services import load_demonstration_projects, load_starter
from cairn.places.services import load_demonstration_organisations, load_fictional_places, load_places
from cairn.voice.services import load_demonstration_posts

SECONDS_TO_END = 10  # the worker ends the result it is at


class Command(BaseCommand):
    help = "Set up the demonstration with its fictional nation, then start the site, the worker and the scheduler."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="stop before the site is started")
        parser.add_argument("--port", type=int, default=settings.PORT)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.ON_LOOPBACK_ONLY:
            raise CommandError(
                "The demonstration has log-ins that everybody knows, so it runs on this computer only. "
                "Unset CAIRN_ALLOWED_HOSTS, or set up a site with your own people: see docs/user/running-a-site.md."
            )
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        load_places()
        load_fictional_places()
        load_starter(at=now())
        load_simulated(analysis.simulate_figures(), at=now())
        waiting = services.ensure_examples(at=now())
        users = create_demonstration_users()
        load_demonstration_organisations(at=now())
        load_demonstration_posts(at=now())
        with _roles_count():
            load_demonstration_projects(at=now())
            load_demonstration_lessons(at=now())
            load_demonstration_checks(at=now())
        self._print_log_ins(users, waiting, options["port"])
        if not options["no_serve"]:
            self._serve(options["port"])

    def _print_log_ins(self, users: Any, waiting: int, port: int) -> None:
        lines = ["", f"Cairn is ready. Open http://127.0.0.1:{port}/", "", "Log-ins of this demonstration:"]
        lines += [f"  {user.email}   password: {user.password}   ({user.name})" for user in users]
        if waiting:
            lines += ["", f"{waiting} example results are worked out in the background; that takes about a minute."]
        lines += ["", "Stop with Ctrl+C.", ""]
        self.stdout.write("\n".join(lines))

    def _serve(self, port: int) -> None:
        """Site, worker and scheduler beside each other; all end with this process, by Ctrl+C or when it is told to."""
        environment = {**os.environ, "CAIRN_DEMONSTRATION": "true"}
        site = ["runserver", "--noreload", "--insecure", f"127.0.0.1:{port}"]
        started: list[subprocess.Popen[bytes]] = []
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            for arguments in (["worker", "--interval", "0.5"], ["scheduler"], site):
                command = [sys.executable, "-m", "cairn.cli", *arguments]
                # A session of its own: Ctrl+C reaches this process only, which then ends them, once.
                started.append(subprocess.Popen(command, env=environment, start_new_session=True))  # noqa: S603
            sys.exit(started[-1].wait())
        except KeyboardInterrupt:
            self.stdout.write("\nStopped.")
        finally:
            _end(started)


@contextmanager
def _roles_count() -> Iterator[None]:
    """Its editor needs no second step to clear a lesson, as on the site that is started afterwards."""
    before, settings.DEMONSTRATION = settings.DEMONSTRATION, True
    try:
        yield
    finally:
        settings.DEMONSTRATION = before


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(SECONDS_TO_END)
        process.kill()  # nothing to a process that has ended
        process.wait()
