"""The site under load, as it is shipped: pages under many connections, and people whose forms save themselves.

python -m benchmarks.load FOLDER [--seconds 60] [--connections 64] [--people 20] [--cell 8]

FOLDER is the data folder of a demonstration (`cairn demo`), which is copied. gunicorn is started with our settings,
nothing before it. Three tables in Markdown:

1. Requests a second at one and at eight connections, page by page, beside a view without a database.
2. 64 connections at once, each asking again as soon as it is answered: 70 % public pages (150 by chance, of which the
   n-th is read as often as 1/n), 20 % searches (half of them of a few that many ask, half of two words by chance), 10 %
   pages of people who are signed in. The page cache of each process is empty at first.
3. 20 people who write: each sends a form three seconds after the last answer, as the page does, and then all at once.

Between two cells it waits until the site answers as quickly as before: what is still queued would count for the next.
CPU is of gunicorn with its workers, for each request, and says more than time where the machine has other work.
"""

import argparse
import asyncio
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("folder", type=Path, help="a data folder, which is copied")
parser.add_argument("--seconds", type=float, default=60, help="of the mixed load, and of the people who write")
parser.add_argument("--cell", type=float, default=8, help="seconds of each cell of the first table")
parser.add_argument("--connections", type=int, default=64)
parser.add_argument("--people", type=int, default=20)
parser.add_argument("--gunicorn", default="", help="further options of gunicorn, to try others than are shipped")
parser.add_argument("--only", choices=["pages", "mixed", "writing"], help="one of the three tables")
options = parser.parse_args()
FOLDER = Path(tempfile.mkdtemp(prefix="cairn-load-"))
shutil.copytree(options.folder, FOLDER, dirs_exist_ok=True)
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    PORT = free.getsockname()[1]
os.environ |= {
    "CAIRN_DATA_DIR": str(FOLDER),
    "CAIRN_DEMONSTRATION": "true",
    "CAIRN_PORT": str(PORT),
    "DJANGO_SETTINGS_MODULE": "cairn.config.settings",
    "EMAIL_URL": "dummy:",
}

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from cairn.accounts.models import User
from cairn.library.models import PracticeModel
from cairn.places.models import Membership, Place
from cairn.records.sections import get_sections
from cairn.records.services import start_record
from cairn.voice.models import Challenge

chance = random.Random(1)  # noqa: S311 (the same load each time)
TICKS = os.sysconf("SC_CLK_TCK")
TOKEN = "a" * 32  # a form's token counts where the cookie holds the same
BARE = "/health/live"
OFTEN = "edge of care; children in need; kinship; family help; placement; cost; co-production; adolescents; reunion"
WORDS = """care families young council team practice model home need court health police foster carers early help abuse
mental restorative residential leavers housing education missing neglect parents savings training supervision caseload
agency referral assessment conference kinship guardianship adoption asylum advocacy trust relationships multi
partnership outcomes data pilot funding leadership inspection judgement stability sufficiency siblings fathers schools
exploitation runaway workforce recruitment retention quality voice rights play sport debt poverty""".split()  # noqa: SIM905
PAUSE = 3.0  # seconds, as in autosave.js


@dataclass
class Answers:
    """What one cell saw: milliseconds and failures by kind of request."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    seconds: float = 0.0
    cpu: float = 0.0

    def describe(self, kind: str = "") -> str:
        """Requests a second, median, 95 %, 99 %, CPU of each request, failures, as cells of a table."""
        times = sorted(self.took[kind] if kind else [one for each in self.took.values() for one in each])
        shares = [f"{times[min(int(len(times) * share), len(times) - 1)]:.0f}" for share in (0.5, 0.95, 0.99)]
        failed = self.failed[kind] if kind else sum(self.failed.values())
        cpu = "" if kind else f"{1000 * self.cpu / len(times):.1f}"
        return " | ".join([str(len(times)), f"{len(times) / self.seconds:.1f}", *shares, cpu, str(failed)])


class Visitor:
    """One connection, kept as a browser or a proxy keeps it, and opened again where the server closes it."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, path: str, *, kind: str, session: str = "", body: str = "") -> None:
        started = time.perf_counter()
        request, was_open = make_request(path, session, body), self._streams is not None
        try:
            status = await self._exchange(request)
            if was_open and not status:  # closed meanwhile, because nothing was asked for some seconds
                status = await self._exchange(request)
        except OSError:
            status = 0
        self._answers.took[kind].append((time.perf_counter() - started) * 1000)
        self._answers.failed[kind] += status != 200

    async def _exchange(self, request: bytes) -> int:
        """The status; 0 where the connection ended before the answer did."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", PORT)
        reader, writer = self._streams
        try:
            writer.write(request)
            return await self._read(reader)
        except (OSError, asyncio.IncompleteReadError):
            self.close()
            return 0

    async def _read(self, reader: asyncio.StreamReader) -> int:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if line)
        if headers.get("transfer-encoding") == "chunked":
            while size := int(await reader.readline(), 16):
                await reader.readexactly(size + 2)
            await reader.readline()
        else:
            await reader.readexactly(int(headers["content-length"]))
        if headers.get("connection") == "close":
            self.close()
        return int(head.split(" ", 2)[1])

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


def draw_search() -> str:
    often = chance.choice(OFTEN.split("; "))
    words = often if chance.random() < 0.5 else " ".join(chance.sample(WORDS, 2))
    return f"/search/?{urlencode({'q': words})}"


def make_request(path: str, session: str, body: str) -> bytes:
    lines = [f"{'POST' if body else 'GET'} {path} HTTP/1.1", f"Host: 127.0.0.1:{PORT}", "Accept-Encoding: gzip"]
    if session:
        lines += [f"Cookie: sessionid={session}; csrftoken={TOKEN}", f"X-CSRFToken: {TOKEN}"]
    if body:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


# --- The site ---------------------------------------------------------------------------------


@contextmanager
def site() -> Iterator[int]:
    command = [sys.executable, "-m", "gunicorn", "-c", "python:cairn.config.gunicorn"]
    command += ["--bind", f"127.0.0.1:{PORT}", *options.gunicorn.split()]
    with (FOLDER / "gunicorn.log").open("wb") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            yield running.pid
        finally:
            running.terminate()
            running.wait(timeout=30)


async def wait_for_site() -> float:
    """Milliseconds of the first page after the start."""
    for _ in range(600):
        try:
            (await asyncio.open_connection("127.0.0.1", PORT))[1].close()
            break
        except OSError:
            await asyncio.sleep(0.1)
    answers = Answers()
    await Visitor(answers).ask("/", kind="")
    return answers.took[""][0]


async def wait_for_backlog() -> None:
    """Until it answers five times in a row as a site does that has nothing else to do."""
    quick = 0
    while quick < 5:
        answers = Answers()
        visitor = Visitor(answers)
        await visitor.ask(BARE, kind="")
        visitor.close()
        quick = quick + 1 if answers.took[""][0] < 25 else 0
        await asyncio.sleep(0.05)


def get_cpu(master: int) -> float:
    """Seconds of a processor that gunicorn and its workers have had."""
    workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    fields = [Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split() for process in workers]
    return sum(int(one[11]) + int(one[12]) for one in fields) / TICKS


@asynccontextmanager
async def cell(master: int) -> AsyncIterator[Answers]:
    await wait_for_backlog()
    answers, started, before = Answers(), time.perf_counter(), get_cpu(master)
    yield answers
    answers.seconds, answers.cpu = time.perf_counter() - started, get_cpu(master) - before


async def repeat(act: Callable[[Visitor], Awaitable[None]], answers: Answers, *, times: int, seconds: float) -> None:
    """So many visitors, each doing the same again and again."""
    end = time.perf_counter() + seconds

    async def be_visitor() -> None:
        visitor = Visitor(answers)
        while time.perf_counter() < end:
            await act(visitor)
        visitor.close()

    await asyncio.gather(*(be_visitor() for _ in range(times)))


# --- The tables -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pages:
    public: list[str]
    sessions: list[str]
    forms: list[tuple[str, str]]  # session, address
    model: str
    council: str

    def draw(self) -> str:
        return chance.choices(self.public, [1 / (rank + 1) for rank in range(len(self.public))])[0]


COLUMNS = "| requests | a second | median ms | 95 % ms | 99 % ms | CPU ms each | failed |\n"


async def compare_pages(master: int, pages: Pages) -> None:
    print("\n| page | 1 connection: a second | median ms | CPU ms | 8: a second | median ms | CPU ms | gain |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    rows = {"bare": BARE, "home": "/", "model": pages.model, "council": pages.council, "search": ""}
    for name, path in rows.items():
        cells, rates = [], []
        for connections in (1, 8):

            async def act(visitor: Visitor, path: str = path) -> None:
                await visitor.ask(path or draw_search(), kind="")

            async with cell(master) as answers:
                await repeat(act, answers, times=connections, seconds=options.cell)
            times = sorted(answers.took[""])
            rates.append(len(times) / answers.seconds)
            cells += [f"{rates[-1]:.1f}", f"{times[len(times) // 2]:.1f}", f"{1000 * answers.cpu / len(times):.1f}"]
        print(f"| {name} | {' | '.join(cells)} | {rates[1] / rates[0]:.2f} |", flush=True)


async def mix(master: int, pages: Pages) -> None:
    print(f"\n| {options.connections} connections {COLUMNS}|---|" + "---:|" * 7)

    async def ask_bare(visitor: Visitor) -> None:
        await visitor.ask(BARE, kind="bare")

    async def ask_by_chance(visitor: Visitor) -> None:
        draw = chance.random()
        if draw < 0.7:
            await visitor.ask(pages.draw(), kind="public")
        elif draw < 0.9:
            await visitor.ask(draw_search(), kind="search")
        else:
            path = "/desk/" if chance.random() < 0.2 else pages.draw()
            await visitor.ask(path, kind="signed in", session=chance.choice(pages.sessions))

    async with cell(master) as answers:
        await repeat(ask_bare, answers, times=options.connections, seconds=options.cell)
    print(f"| bare view | {answers.describe()} |", flush=True)
    async with cell(master) as answers:
        await repeat(ask_by_chance, answers, times=options.connections, seconds=options.seconds)
    for kind in ("public", "search", "signed in", ""):
        print(f"| {kind or 'all'} | {answers.describe(kind)} |", flush=True)


async def write(master: int, pages: Pages) -> None:
    print(f"\n| {options.people} people write {COLUMNS}|---|" + "---:|" * 7)
    body = urlencode({"summary": "What we tried and what we saw, written as it comes. " * 20})

    async def be_writer(number: int, answers: Answers, end: float) -> None:
        session, path = pages.forms[number]
        visitor = Visitor(answers)
        await asyncio.sleep(chance.uniform(0, PAUSE))
        while time.perf_counter() < end:
            await visitor.ask(path, kind="", session=session, body=body)
            await asyncio.sleep(PAUSE)

    async def send_once(number: int, answers: Answers) -> None:
        session, path = pages.forms[number]
        visitor = Visitor(answers)
        await visitor.ask(path, kind="", session=session, body=body)
        visitor.close()

    async with cell(master) as answers:
        end = time.perf_counter() + options.seconds / 2
        await asyncio.gather(*(be_writer(number, answers, end) for number in range(options.people)))
    print(f"| three seconds after the last answer | {answers.describe()} |", flush=True)
    async with cell(master) as answers:
        for _ in range(5):
            await asyncio.gather(*(send_once(number, answers) for number in range(options.people)))
    print(f"| all in the same moment, five times | {answers.describe()} |", flush=True)


# --- What is asked for ------------------------------------------------------------------------


def prepare() -> Pages:
    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("ANALYZE")
    memberships = Membership.objects.filter(state="active", user__is_active=True).select_related("user")
    people = list({one.user_id: one.user for one in memberships}.values())
    writers = list(islice(start_drafts(), options.people))
    found = PracticeModel.objects.visible_to(AnonymousUser()).filter(live=True).order_by("pk").first()
    council = Place.objects.councils().real().order_by("code").first()
    assert found is not None
    assert council is not None
    return Pages(
        public=find_public(),
        sessions=[sign_in(user) for user in people[:20]],
        forms=writers,
        model=found.get_absolute_url(),
        council=council.get_absolute_url(),
    )


def find_public() -> list[str]:
    """Of what the site tells search engines, pages that answer; the same draw each time."""
    client = Client(headers={"host": f"127.0.0.1:{PORT}"})
    locations = client.get("/sitemap.xml").content.decode().split("<loc>")[1:]
    paths = ["/" + one.split("</loc>")[0].split("/", 3)[3] for one in locations]
    return chance.sample(paths, min(len(paths), 150))


def start_drafts() -> Iterator[tuple[str, str]]:
    """A draft for each person who writes, with the address that its page sends to."""
    while True:
        for user in User.objects.filter(memberships__state="active", is_active=True).distinct():
            draft = start_record(Challenge, by=user, at=now(), team=None, answers={"title": "What we want to change"})
            section = get_sections(draft.kind)[0]
            yield sign_in(user), f"/records/{draft.slug}/edit/{section.name}/keep/"


def sign_in(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), "cairn.accounts.backends.EmailBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


async def measure(master: int, pages: Pages) -> None:
    first = await wait_for_site()
    load = os.getloadavg()[0]
    print(f"{connection.vendor}, {os.cpu_count()} processors, load {load:.1f} before; first page after {first:.0f} ms")
    for name, table in (("pages", compare_pages), ("mixed", mix), ("writing", write)):
        if options.only in (None, name):
            await table(master, pages)


def main() -> None:
    pages = prepare()
    connection.close()
    try:
        with site() as master:
            asyncio.run(measure(master, pages))
    finally:
        shutil.rmtree(FOLDER)


if __name__ == "__main__":
    main()
