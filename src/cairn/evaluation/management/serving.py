"""Site, worker and scheduler of the demonstration beside each other, with one log; they end with this process."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from django.core.management.base import CommandError

SECONDS_TO_START, SECONDS_TO_END = 90, 10  # the worker ends the job it is at
WORKER = ["-m", "cairn.cli", "worker", "--interval", "0.5"]
SCHEDULER = ["-m", "cairn.cli", "scheduler"]


def make_site_arguments(port: int) -> list[str]:
    if os.name == "nt":  # gunicorn needs Unix
        return ["-m", "cairn.cli", "runserver", "--noreload", "--insecure", f"127.0.0.1:{port}"]
    options = ["--bind", f"127.0.0.1:{port}", "--timeout", "120"]
    return ["-m", "gunicorn", "-c", "python:cairn.config.gunicorn", *options]


def check_port_is_free(port: int) -> None:
    with socket.socket() as asking:
        asking.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as gunicorn does after a restart
        try:
            asking.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as problem:
            raise CommandError(
                f"Port {port} cannot be used: {problem}. If another demonstration is running, stop it with Ctrl+C in "
                f"its window, or choose another port, for example: --port {8001 if port != 8001 else 8002}"
            ) from problem


class Demonstration:
    """Starts the processes on entering and ends them on leaving, however that comes about."""

    def __init__(self, *, port: int, log: Path) -> None:
        self._port, self._log = port, log
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "Demonstration":
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        environment = {**os.environ, "CAIRN_DEMONSTRATION": "true"}
        with self._log.open("ab") as log:
            for arguments in (WORKER, SCHEDULER, make_site_arguments(self._port)):
                # A session of its own: Ctrl+C reaches this process only, which then ends them, once.
                process = subprocess.Popen(  # noqa: S603
                    [sys.executable, *arguments], env=environment, stdout=log, stderr=log, start_new_session=True
                )
                self._processes.append(process)
        return self

    def __exit__(self, kind: type | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            with suppress(subprocess.TimeoutExpired):
                process.wait(SECONDS_TO_END)
            process.kill()  # nothing to a process that has ended
            process.wait()

    @property
    def site(self) -> subprocess.Popen[bytes]:
        return self._processes[-1]

    def wait_until_it_answers(self) -> None:
        end = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < end and self.site.poll() is None:
            if self._answers():
                return
            time.sleep(0.2)
        raise CommandError(f"The site did not start. The last lines of {self._log} say why.")

    def _answers(self) -> bool:
        """The start page, so that the first one that somebody opens is quick."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=SECONDS_TO_START)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status == http.client.OK
        except OSError:
            return False
        finally:
            connection.close()
