"""Public pages from the page cache beside a view that does nothing, on both databases side by side.

python -m benchmarks.page_cache FOLDER [--postgres URL] [--rounds 200]

FOLDER is the data folder of a demonstration (`cairn demo`), which is copied; URL names an empty database of
PostgreSQL, or that of an earlier run, into which its rows are copied. The site is started as it is shipped (gunicorn,
two workers of four threads), with the page cache and without, on each database. All of them stay up and are asked in
turn, one request at a time, so that what else the machine does hits all alike. The bare view is /health/live, which
goes through the same middleware and asks no database.

Goal: a page from the cache takes at most three times a bare view, on both databases.
"""

import argparse
import http.client
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

GOAL = 3
SLOW_ROUNDS = 8  # of pages that are made anew each time
BARE = "/health/live"
PAGES = {
    "home": "/",
    "model": "/models/no-wrong-door/",
    "council": "/councils/leeds/",
    "challenge": "/challenges/fewer-teenagers-coming-into-care/",
}
# Makes the tables, and on PostgreSQL fills them with the rows of the folder's database.
LOAD = """
import os
import django
from django.conf import settings
source = os.environ.get("SOURCE")
if source:
    settings.DATABASES["source"] = {"ENGINE": "django.db.backends.sqlite3", "NAME": source}
django.setup()
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from cairn.records.models import Record
if source and not Record.objects.exists():
    models = [one for one in apps.get_models(include_auto_created=True) if one._meta.managed]
    tables = ", ".join(connection.ops.quote_name(one._meta.db_table) for one in models)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {tables} CASCADE")
        for model in models:
            if model._meta.label == "common.SiteVersion":
                continue
            for row in model._base_manager.using("source").all():
                row.save_base(raw=True, using="default", force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO common_siteversion (number) VALUES (1)")
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
        self.connect()  # gunicorn keeps none open
        self.connection.request("GET", address, headers={"Accept-Encoding": "gzip", **headers})
        answer = self.connection.getresponse()
        answer.read()
        took = (time.perf_counter() - began) * 1000
        assert answer.status == (304 if headers else 200), (self.database, address, answer.status)
        self.tags[address] = answer.headers.get("ETag", "")
        self.times.setdefault(name, []).append(took)

    def get(self, name: str) -> float:
        return statistics.median(self.times[name])


def list_sites(folder: Path, postgres: str) -> list[Site]:
    sites: list[Site] = []
    for database, url in (("SQLite", ""), ("PostgreSQL", postgres)):
        if database == "PostgreSQL" and not url:
            continue
        data = tempfile.mkdtemp(prefix="cairn-pages-")
        shutil.copytree(folder, data, dirs_exist_ok=True)
        environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "DJANGO_SETTINGS_MODULE": "cairn.config.settings",
            "CAIRN_DATA_DIR": data,
            "CAIRN_STATIC_FINGERPRINTS": "true",
            "OPENBLAS_NUM_THREADS": "1",
        }
        load(environment)
        if url:
            environment["DATABASE_URL"] = url
            load({**environment, "SOURCE": f"{data}/cairn.sqlite3"})
        for cache in ("memory", "off"):
            sites.append(Site(database, cache, 8770 + len(sites), {**environment, "CAIRN_PAGE_CACHE": cache}))
    return sites


def load(environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-c", LOAD], env=environment, check=True)


@contextmanager
def serving(site: Site) -> Iterator[None]:
    command = ["-m", "gunicorn", "-c", "python:cairn.config.gunicorn", "--bind", f"127.0.0.1:{site.port}"]
    server = subprocess.Popen([sys.executable, *command], env=site.environment, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
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
                site.ask("warm", address)
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
    parser.add_argument("folder", type=Path, help="the data folder of a demonstration")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--postgres", default="", help="postgres://… of an empty database")
    options = parser.parse_args()
    sites = list_sites(options.folder, options.postgres)
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
