"""Public pages from the page cache beside a view that does nothing: python -m benchmarks.page_cache [--rounds 200]

One run starts the site as it is shipped (gunicorn, two workers of four threads), with the page cache and without, on
SQLite and, with --postgres URL (an empty database, or one of an earlier run), on PostgreSQL. All of them stay up and
are asked in turn, one request at a time over a connection that stays open, so that what else the machine does hits all
alike. The bare view is /health/live, which goes through the same middleware and asks no database.

Goal: a page from the cache takes at most three times a bare view, on both databases.
"""

import argparse
import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

GOAL = 3
SLOW_ROUNDS = 8  # of pages that are made anew each time
BARE = "/health/live"
PAGES = {
    "home": "/",
    "model": "/models/no-wrong-door/",
    "council": "/councils/leeds/",
    "challenge": "/challenges/fewer-teenagers-coming-into-care/",
}
LOAD = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from cairn.library.models import PracticeModel
if not PracticeModel.objects.exists():
    from cairn.library.services import load_starter
    from cairn.places.services import load_places
    load_places()
    load_starter()
"""


@dataclass
class Site:
    database: str
    cache: str
    port: int
    environment: dict[str, str]
    times: dict[str, list[float]] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)

    def connect(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def ask(self, name: str, address: str, **headers: str) -> None:
        began = time.perf_counter()
        self.connection.request("GET", address, headers={"Accept-Encoding": "gzip", **headers})
        answer = self.connection.getresponse()
        answer.read()
        took = (time.perf_counter() - began) * 1000
        assert answer.status == (304 if headers else 200), (self.database, address, answer.status)
        self.tags[address] = answer.headers.get("ETag", "")
        self.times.setdefault(name, []).append(took)

    def get(self, name: str) -> float:
        return statistics.median(self.times[name])


def list_sites(postgres: str) -> list[Site]:
    sites = []
    for database, url in (("SQLite", ""), ("PostgreSQL", postgres)):
        if database == "PostgreSQL" and not url:
            continue
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cairn.config.settings",
            "CAIRN_DATA_DIR": tempfile.mkdtemp(prefix="cairn-pages-"),
            "OPENBLAS_NUM_THREADS": "1",
            **({"DATABASE_URL": url} if url else {}),
        }
        if not url:
            environment.pop("DATABASE_URL", None)
        subprocess.run([sys.executable, "-c", LOAD], env=environment, check=True)
        for cache in ("memory", "off"):
            sites.append(Site(database, cache, 8770 + len(sites), {**environment, "CAIRN_PAGE_CACHE": cache}))
    return sites


@contextmanager
def serving(site: Site) -> Iterator[None]:
    command = ["-m", "gunicorn", "-c", "python:cairn.config.gunicorn", "--bind", f"127.0.0.1:{site.port}"]
    server = subprocess.Popen([sys.executable, *command], env=site.environment, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                site.connect()
                site.ask("start", BARE)
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait()


def measure(sites: list[Site], rounds: int) -> None:
    for site in sites:
        for address in PAGES.values():
            for _ in range(6):  # until both workers have it
                site.connect()
                site.ask("warm", address)
        site.connect()
    for number in range(rounds):
        for site in sites:
            if site.cache == "off" and number >= SLOW_ROUNDS:
                continue
            site.ask("bare", BARE)
            for name, address in PAGES.items():
                site.ask(name, address)
                if site.cache != "off":
                    site.ask(f"{name}, unchanged", address, **{"If-None-Match": site.tags[address]})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--postgres", default="", help="postgres://… of an empty database")
    options = parser.parse_args()
    sites = list_sites(options.postgres)
    with ExitStack() as stack:
        for site in sites:
            stack.enter_context(serving(site))
        measure(sites, options.rounds)
    missed = []
    print("| Page | Database | bare view, ms | from the cache, ms | times | 304, ms | made anew, ms | times |")
    print("|---|---|---|---|---|---|---|---|")
    for kept, made in zip(sites[::2], sites[1::2], strict=True):
        bare = kept.get("bare")
        for name in PAGES:
            times = kept.get(name) / bare
            missed += [f"{name} on {kept.database}"] if times > GOAL else []
            print(
                f"| {name} | {kept.database} | {bare:.2f} | {kept.get(name):.2f} | {times:.1f} "
                f"| {kept.get(f'{name}, unchanged'):.2f} | {made.get(name):.0f} | {made.get(name) / bare:.0f} |"
            )
    print(f"\nGoal, at most {GOAL} times a bare view: {'missed by ' + ', '.join(missed) if missed else 'reached'}.")


if __name__ == "__main__":
    main()
