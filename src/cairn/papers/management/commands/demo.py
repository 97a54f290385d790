"""cairn demo: set up the demonstration and start site, worker and scheduler."""

import gc
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils.timezone import now

from cairn.accounts.services import DemonstrationUser, create_demonstration_users
from cairn.adoption.services import load_demonstration_checks, load_demonstration_figures, load_demonstration_uses
from cairn.conditions.services import load_demonstration_groundwork, load_demonstration_reflections
from cairn.evaluation import analysis, services
from cairn.evaluation.management.serving import Demonstration, check_port_is_free
from cairn.indicators.services import load_simulated
from cairn.lessons.services import load_demonstration_lessons
from cairn.library.services import load_demonstration_projects, load_starter
from cairn.library.signals import demonstration_loaded
from cairn.papers.management.desks import load_demonstration_desks
from cairn.places.services import load_demonstration_organisations, load_fictional_places, load_places
from cairn.voice.services import load_demonstration_posts

WIDTH = 56


class Command(BaseCommand):
    help = "Set up the demonstration with its fictional nation, then start the site, the worker and the scheduler."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="stop before the site is started")
        parser.add_argument("--port", type=int, default=settings.PORT)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.ON_LOOPBACK_ONLY:
            raise CommandError(
                "The demonstration’s passwords are public, so it runs on this computer only. "
                "Unset CAIRN_ALLOWED_HOSTS, or set up a site with your own people: see docs/user/running-a-site.md."
            )
        port, started = options["port"], time.monotonic()
        if not options["no_serve"]:
            check_port_is_free(port)
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        log = settings.DATA_DIR / "demonstration.log"
        with _log_into(log):
            users, waiting = self._load()
        if options["no_serve"]:
            self._print_log_ins(users, waiting, port)
            return
        try:
            with Demonstration(port=port, log=log) as demonstration:
                with self._step("Start the site, the worker and the scheduler"):
                    demonstration.wait_until_it_answers()
                self.stdout.write(f"\nReady after {time.monotonic() - started:.0f} seconds. Technical log: {log}")
                self._print_log_ins(users, waiting, port)
                sys.exit(demonstration.site.wait())
        except KeyboardInterrupt:
            self.stdout.write("\nStopped.")

    def _load(self) -> tuple[tuple[DemonstrationUser, ...], int]:
        """Safe to do again: what is there stays. Returns the log-ins and how many examples wait for the worker."""
        # Migrations leave much behind, and the collector would look through all of Django for it each time.
        gc.freeze()
        with self._step("Prepare the database"):
            call_command("migrate", verbosity=0)
        with self._step("Load councils"):
            load_places()
            load_fictional_places()
        with self._step("Load the library of projects, models and evidence"):
            load_starter(at=now())
        with self._step("Make figures for the fictional councils"):
            load_simulated(analysis.simulate_figures(), at=now())
        with self._step("Prepare example evaluations"):
            waiting = services.ensure_examples(at=now())
        with self._step("Create people and what they wrote"), _roles_count():
            users = create_demonstration_users()
            load_demonstration_organisations(at=now())
            load_demonstration_posts(at=now())
            load_demonstration_projects(at=now())
            load_demonstration_groundwork(at=now())
            load_demonstration_lessons(at=now())
            load_demonstration_checks(at=now())
            load_demonstration_figures(at=now())
            load_demonstration_uses(at=now())
            load_demonstration_reflections(at=now())
            services.load_demonstration_model(at=now())
            load_demonstration_desks(at=now())
            demonstration_loaded.send(sender=Command, at=now())  # apps above add their own
        return users, waiting

    @contextmanager
    def _step(self, label: str) -> Iterator[None]:
        """Say what is done before it is done, and how long it took after."""
        self.stdout.write(f"{label} ".ljust(WIDTH, ".") + " ", ending="")
        self.stdout.flush()
        started = time.monotonic()
        try:
            yield
        except BaseException:
            self.stdout.write("stopped")
            raise
        self.stdout.write(f"{time.monotonic() - started:5.1f} s")
        self.stdout.flush()

    def _print_log_ins(self, users: tuple[DemonstrationUser, ...], waiting: int, port: int) -> None:
        address = f"http://127.0.0.1:{port}"
        lead = users[0]
        lines = [
            "",
            "What to do first",
            f"  1. Open {address}/ and search for something you want to change.",
            f"  2. Read an example evaluation: {address}{reverse('evaluation:plans')}",
            f"  3. Sign in as an {lead.role}: {lead.email}, password: {lead.password}",
            f"     at {address}{reverse('accounts:log-in')}; your desk shows what to do next.",
            "",
            "All accounts in this demonstration",
            *(f"  {user.email:28} password: {user.password:22} {user.name}, {user.role}" for user in users),
        ]
        if waiting:
            lines += ["", f"{waiting} example results are calculated in the background; that takes about a minute."]
        lines += ["", "Stop with Ctrl+C.", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


@contextmanager
def _roles_count() -> Iterator[None]:
    """Its editor needs no second step to clear a lesson, as on the site that is started afterwards."""
    before, settings.DEMONSTRATION = settings.DEMONSTRATION, True
    try:
        yield
    finally:
        settings.DEMONSTRATION = before


@contextmanager
def _log_into(file: Path) -> Iterator[None]:
    """What is for operators goes to the log, from the beginning of a new one."""
    handlers = [one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler]
    with file.open("w", encoding="utf-8") as log:
        before = [one.setStream(log) for one in handlers]
        try:
            yield
        finally:
            for handler, stream in zip(handlers, before, strict=True):
                handler.setStream(stream)
