"""What pages cost beside a view without database: python -m benchmarks.pages [--postgres URL] [--rounds 20]

Works on the demonstration in CAIRN_DATA_DIR (`cairn demo --no-serve` makes it) and, with --postgres, on one in that
database as well. Starts the web server as it is shipped, with one process, on a free port, and asks for every page in
turn, so that whatever slows the machine down slows all of them. Each address is asked for once only: no cache answers.
"again" is the same address a second time, which a page cache may answer for who is not signed in. CPU is that of the
server, wall what the one who asks waits; each ratio is to the bare view of the same run, and the goal is for the
second. Takes a minute for each database on a quiet machine.
"""

import argparse
import contextlib
import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings")
os.environ.setdefault("CAIRN_STATIC_FINGERPRINTS", "false")
os.environ.setdefault("CAIRN_DEMONSTRATION", "true")

LEAD = "lead@ottenvale.example"
BARE = "/health/live"
PUBLIC = {
    "home": "/",
    "search": "/search/?q=edge+of+care",
    "challenge": "/challenges/fewer-teenagers-coming-into-care/",
    "model": "/models/no-wrong-door/",
    "council": "/councils/leeds/",
    "list of models": "/models/",
}
OWN = {"my desk": "/desk/"}
GOALS = {"home": 4, "search": 10, "challenge": 15, "model": 15, "council": 15}


@dataclass
class Page:
    name: str
    address: str
    cookie: str = ""
    goal: int | None = None
    queries: int = 0
    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--postgres", metavar="URL", help="a database with the demonstration in it, asked as well")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)  # what DATABASE_URL names, in a process
    given = parser.parse_args()
    if given.one:
        measure(given.rounds)
        return
    for name, url in (("SQLite", ""), ("PostgreSQL", given.postgres)):
        if url is None:
            continue
        print(f"\n### {name}\n", flush=True)
        command = [sys.executable, "-m", "benchmarks.pages", "--one", "--rounds", str(given.rounds)]
        others = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        subprocess.run(command, check=True, env=others | ({"DATABASE_URL": url} if url else {}))


def measure(rounds: int) -> None:
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(get_user_model().objects.get(email=LEAD))
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    bare = Page("bare view", BARE)
    pages = [bare, *(Page(name, address, goal=GOALS.get(name)) for name, address in PUBLIC.items())]
    pages += [Page(f"{name}, signed in", address, cookie, GOALS.get(name)) for name, address in (PUBLIC | OWN).items()]
    for page in pages:
        page.queries = count_queries(client if page.cookie else Client(headers={"host": "127.0.0.1"}), page)
    with serve() as (process, port):
        for number in range(rounds + 2):
            for page in pages:
                ask_for(page, process, port, number)
    client.logout()
    tell(bare, pages)


def count_queries(client: object, page: Page) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(page.address)  # what stays in memory from then on
    with CaptureQueriesContext(connection):
        client.get(make_fresh(page.address, "queries"))
        return len(connection.queries_log)


def make_fresh(address: str, mark: object) -> str:
    """An address of the same page that nobody asked for before."""
    return address if address == BARE else f"{address}{'&' if '?' in address else '?'}fresh={os.getpid()}-{mark}"


def ask_for(page: Page, process: int, port: int, number: int) -> None:
    address = make_fresh(page.address, number)
    before = read_cpu(process)
    fresh = ask(port, address, page.cookie)
    cpu = read_cpu(process) - before
    again = ask(port, address, page.cookie)
    if number >= 2:  # rounds before that fill what stays in memory
        page.cpu.append(cpu)
        page.wall.append(fresh)
        page.again.append(again)


def ask(port: int, address: str, cookie: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Accept-Encoding": "gzip"} | ({"Cookie": cookie} if cookie else {})
    began = time.perf_counter()
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    answer.read()
    took = (time.perf_counter() - began) * 1000
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{address} answered {answer.status}: is the demonstration in this database?")
    return took


@contextlib.contextmanager
def serve() -> Iterator[tuple[int, int]]:
    """The key of the server's process and its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "python:cairn.config.gunicorn", "-w", "1"]
    server = subprocess.Popen([*command, "-b", f"127.0.0.1:{port}", "--log-level", "error"], stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                ask(port, BARE, "")
                break
            time.sleep(0.2)
        yield server.pid, port
    finally:
        server.terminate()
        server.wait(30)


def read_cpu(process: int) -> float:
    """Milliseconds that the server and its worker were at work."""
    tasks = Path(f"/proc/{process}/task")
    children = [int(pid) for task in tasks.iterdir() for pid in (task / "children").read_text().split()]
    threads = [thread for pid in (process, *children) for thread in Path(f"/proc/{pid}/task").iterdir()]
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e6


def tell(bare: Page, pages: list[Page]) -> None:
    units = statistics.median(bare.cpu), statistics.median(bare.wall)
    print("| page | queries | CPU ms | ratio | wall ms | ratio | goal | again ms |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for page in pages:
        cpu, wall, again = (statistics.median(times) for times in (page.cpu, page.wall, page.again))
        of_cpu, of_wall = cpu / units[0], wall / units[1]
        goal = "" if page.goal is None else f"{page.goal}{'' if of_wall <= page.goal else ' missed'}"
        cells = (page.name, page.queries, f"{cpu:.1f}", f"{of_cpu:.1f}", f"{wall:.1f}", f"{of_wall:.1f}", goal)
        print("|", " | ".join(map(str, cells)), f"| {again:.1f} |")


if __name__ == "__main__":
    main()
