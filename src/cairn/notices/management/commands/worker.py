"""cairn worker: do what is on the queue, each lane beside the others, and say every few seconds that it is there."""

import logging
import signal
import threading
from argparse import ArgumentTypeError
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection, connections
from django.utils.crypto import get_random_string
from django.utils.timezone import now
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker, valid_interval

from cairn.common.lanes import Lane
from cairn.notices.models import WorkerHeartbeat

logger = logging.getLogger(__name__)
SECONDS = 5


class Runs(Protocol):
    """What serves one lane until it is told to stop."""

    running: bool

    def run(self) -> None: ...


class Command(BaseCommand):
    help = "Run queued jobs, each lane in parallel. Start as many as you like."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--lanes",
            type=read_lanes,
            default=list(Lane),
            help=f"serve these lanes only, separated by commas, of: {', '.join(Lane)} (default: all)",
        )
        parser.add_argument(
            "--interval", type=valid_interval, default=1, help="seconds between two looks at an empty lane (default: 1)"
        )
        parser.add_argument("--batch", action="store_true", help="run what is queued, lane by lane, then exit")

    def handle(self, *, lanes: list[Lane], interval: float, batch: bool, **options: Any) -> None:
        for name in ("django_tasks", "django_tasks_db"):
            logging.getLogger(name).setLevel(logging.INFO)
        worker_id = get_random_string(32)
        workers = [
            Worker(
                queue_names=[lane],
                interval=interval,
                batch=batch,
                backend_name=DEFAULT_TASK_BACKEND_ALIAS,
                startup_delay=False,
                max_tasks=None,
                worker_id=worker_id,
                excluded_queue_names=[],
            )
            for lane in lanes
        ]
        with heartbeat(worker_id):
            if batch:
                for worker in workers:
                    worker.run()
            elif not run_beside(workers):
                raise CommandError("A lane of the worker has failed; the log says why. Start the worker again.")


def read_lanes(text: str) -> list[Lane]:
    try:
        return [Lane(name.strip()) for name in text.split(",")]
    except ValueError as problem:
        raise ArgumentTypeError(f"{problem}. Choose from: {', '.join(Lane)}.") from problem


def run_beside(workers: Sequence[Runs]) -> bool:
    """Run until a signal comes or a lane fails, let each lane finish its job, and say whether none has failed.

    A lane that has failed ends all of them, so that whatever runs the worker starts it again as a whole.
    """
    ended, failed = threading.Event(), threading.Event()

    def run(worker: Runs) -> None:
        try:
            worker.run()
        except Exception:
            logger.exception("A lane of the worker has failed.")
            failed.set()
        finally:
            connections.close_all()
            ended.set()

    before = {number: signal.signal(number, lambda *_: ended.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    # Daemons: a second signal ends the process at once, and the reaper gives their jobs back to the queue.
    threads = [threading.Thread(target=run, args=(worker,), daemon=True) for worker in workers]
    for thread in threads:
        thread.start()
    ended.wait()
    for number, handler in before.items():
        signal.signal(number, handler)
    for worker in workers:
        worker.running = False
    for thread in threads:
        thread.join()
    return not failed.is_set()


@contextmanager
def heartbeat(worker_id: str) -> Iterator[None]:
    ended = threading.Event()
    _beat(worker_id)
    beat = threading.Thread(target=_keep_beating, args=(worker_id, ended), daemon=True)
    beat.start()
    try:
        yield
    finally:
        ended.set()
        beat.join(SECONDS)
        WorkerHeartbeat.objects.filter(worker_id=worker_id).delete()


def _keep_beating(worker_id: str, ended: threading.Event) -> None:
    while not ended.wait(SECONDS):
        try:
            _beat(worker_id)
        except DatabaseError:  # the next beat tries again
            continue
    connection.close()


def _beat(worker_id: str) -> None:
    WorkerHeartbeat.objects.update_or_create(worker_id=worker_id, defaults={"seen_at": now()})
