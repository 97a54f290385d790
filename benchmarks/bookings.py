"""300 people book 50 places: within 30 seconds, then all at the same moment, then 100 cancel while 100 others book.

python -m benchmarks.bookings [--people 300] [--places 50] [--seconds 30]
DATABASE_URL chooses the database; it must be empty.

The site runs as `deploy/systemd` starts it: gunicorn with our settings. Every request has a connection of
its own and comes from an address of its own, as behind our proxy. In the first round each person opens the page and
sends the form some seconds later; in the second every form is sent at once; in the third people leave by their private
links while others come. Afterwards the database is read: nobody booked twice, nobody lost, no place given twice, the
line in order, every free place offered to the first in it.
"""

import argparse
import asyncio
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

parser = argparse.ArgumentParser()
parser.add_argument("--people", type=int, default=300)
parser.add_argument("--places", type=int, default=50)
parser.add_argument("--seconds", type=int, default=30)
parser.add_argument("--changes", type=int, default=100)
parser.add_argument("--port", type=int, default=8766)
options = parser.parse_args()
os.environ["DJANGO_SETTINGS_MODULE"] = "cairn.config.settings"
os.environ["CAIRN_DATA_DIR"] = tempfile.mkdtemp(prefix="cairn-bookings-")
os.environ["CAIRN_BEHIND_PROXY"] = "1"  # so that each person has an address of their own

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.utils.timezone import now

from cairn.events.models import Booking, EventArrangements, LearningEvent
from cairn.events.queries import count_places

chance = random.Random(1)  # noqa: S311 (the same people each time)
TOKEN = "a" * 32  # of a form: what a browser sends back beside its cookie
GOAL, GOAL_AT_ONCE = 500, 5000  # milliseconds
STATES = ("confirmed", "offered", "waiting", "cancelled")


def make_event(title: str) -> LearningEvent:
    at, starts_at = now(), now() + timedelta(days=60)
    event = LearningEvent.objects.create(title=title, sharing="public", live=True, created_at=at, updated_at=at)
    EventArrangements.objects.create(
        event=event,
        state="open",
        places=options.places,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=6),
        needs_erased_on=(starts_at + timedelta(days=7)).date(),
    )
    return event


@contextmanager
def site() -> Iterator[int]:
    command = [sys.executable, "-m", "gunicorn", "-c", "python:cairn.config.gunicorn"]
    command += ["--bind", f"127.0.0.1:{options.port}"]
    running = subprocess.Popen(command, env=os.environ, stderr=subprocess.DEVNULL)
    try:
        yield running.pid
    finally:
        running.terminate()
        running.wait(timeout=30)


class Crowd:
    """What many people ask at once, and what they got."""

    def __init__(self) -> None:
        self.took: dict[str, list[float]] = {}
        self.statuses: Counter[tuple[str, int]] = Counter()

    async def ask(self, what: str, path: str, number: int, form: dict[str, str] | None = None) -> str:
        started = time.perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", options.port)
        writer.write(make_request(path, number, form))
        answer = (await reader.read()).decode()
        self.took.setdefault(what, []).append((time.perf_counter() - started) * 1000)
        self.statuses[what, int(answer.split(" ", 2)[1])] += 1
        writer.close()
        return answer

    async def open_and_book(self, event: LearningEvent, number: int) -> None:
        """Opens the page at a moment by chance and sends the form up to some seconds later."""
        opens = chance.uniform(0, options.seconds * 0.8)
        sends = chance.uniform(opens, options.seconds)
        await asyncio.sleep(opens)
        page = await self.ask("page", f"/events/{event.slug}/book/", number)
        key = re.search(r'name="key" value="([^"]+)"', page)
        await asyncio.sleep(sends - opens)
        await self.book("book", event, number, key[1] if key else "")

    async def book(self, what: str, event: LearningEvent, number: int, key: str = "") -> None:
        form = {"name": f"Person {number}", "email": f"person{number}@example.org", "audience": "newcomer", "key": key}
        await self.ask(what, f"/events/{event.slug}/book/", number, form)

    async def cancel(self, booking: Booking, number: int) -> None:
        await self.ask("cancel", f"/bookings/{booking.key}/cancel/", number, {})


def make_request(path: str, number: int, form: dict[str, str] | None) -> bytes:
    address = f"10.{number // 65536 % 256}.{number // 256 % 256}.{number % 256}"
    lines = [f"{'GET' if form is None else 'POST'} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    lines += [f"X-Forwarded-For: {address}", f"Cookie: csrftoken={TOKEN}"]
    body = "" if form is None else urlencode({**form, "csrfmiddlewaretoken": TOKEN})
    if form is not None:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


async def wait_for_site(event: LearningEvent) -> None:
    """Both workers have read the site, and their first pages are drawn."""
    for _ in range(120):
        try:
            for _ in range(3):
                crowd = Crowd()
                await asyncio.gather(*(crowd.ask("page", f"/events/{event.slug}/book/", 0) for _ in range(8)))
        except OSError:
            await asyncio.sleep(0.5)
        else:
            return
    raise SystemExit("The site did not start.")


def read_cpu(site: int) -> float:
    """Seconds that the workers have used so far: what others do on the machine does not change them."""
    children = (Path("/proc") / str(site) / "task" / str(site) / "children").read_text().split()
    parts = [(Path("/proc") / pid / "stat").read_text().rpartition(")")[2].split() for pid in children]
    return sum(int(part[11]) + int(part[12]) for part in parts) / os.sysconf("SC_CLK_TCK")


def run(*asked: Awaitable[Any]) -> None:
    async def gather() -> None:
        await asyncio.gather(*asked)

    asyncio.run(gather())


def check(title: str, event: LearningEvent, booked: int) -> list[str]:
    """What is wrong with the bookings of an event."""
    bookings = list(Booking.objects.filter(event=event).order_by("pk"))
    states = Counter(one.state for one in bookings)
    seats = count_places(event)
    line = list(Booking.objects.filter(event=event).waiting().values_list("pk", flat=True))
    print(f"{title}: {', '.join(f'{states[state]} {state}' for state in STATES)}; {seats.taken} places taken")
    active = Counter(one.email for one in bookings if one.is_active)
    return [
        problem
        for problem, is_wrong in (
            (f"{title}: {booked - len(bookings)} lost", len(bookings) != booked),
            (f"{title}: somebody booked twice", any(number > 1 for number in active.values())),
            (f"{title}: {seats.taken} of {options.places} places taken", seats.taken != options.places),
            (f"{title}: the line is not in order", line != [one.pk for one in bookings if one.state == "waiting"]),
        )
        if is_wrong
    ]


def check_offers(event: LearningEvent, waiting: list[int]) -> list[str]:
    """Whoever was offered a place stood in front of everybody who waits still. `waiting`: the line before."""
    states = dict(Booking.objects.filter(event=event).values_list("pk", "state"))
    left = [pk for pk in waiting if states[pk] != "cancelled"]
    offered = [pk for pk in left if states[pk] == "offered"]
    return [] if left[: len(offered)] == offered else ["third round: places were offered out of order"]


def show(crowd: Crowd, what: str) -> float:
    """The 95 %, after it is printed with the others."""
    times = sorted(crowd.took[what])
    share = {name: times[min(int(len(times) * part), len(times) - 1)] for name, part in SHARES}
    told = ", ".join(f"{name} {value:.0f}" for name, value in share.items())
    print(f"  {what}: {len(times)} requests, {told}, longest {times[-1]:.0f} ms")
    return share["95 %"]


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    first, second = make_event("Within half a minute"), make_event("All at once")
    people, problems = options.people, []
    with site() as pid:
        asyncio.run(wait_for_site(first))
        print(f"{connection.vendor}, {people} people, {options.places} places, load {os.getloadavg()[0]:.1f} before")
        crowd = Crowd()
        run(*(crowd.open_and_book(first, number) for number in range(people)))
        problems += check(f"within {options.seconds} s", first, people)
        show(crowd, "page")
        if (took := show(crowd, "book")) >= GOAL:
            problems.append(f"95 % within {took:.0f} ms, not {GOAL}")
        at_once, used = Crowd(), read_cpu(pid)
        run(*(at_once.book("at once", second, number) for number in range(people)))
        print(f"one booking takes {(read_cpu(pid) - used) / people * 1000:.0f} ms of a core")
        problems += check("at the same moment", second, people)
        show(at_once, "at once")
        if (took := max(at_once.took["at once"])) >= GOAL_AT_ONCE:
            problems.append(f"at the same moment the last was answered after {took:.0f} ms, not {GOAL_AT_ONCE}")
        waiting = list(Booking.objects.filter(event=second).waiting().values_list("pk", flat=True))
        leaving = chance.sample(list(Booking.objects.filter(event=second)), options.changes)
        both = Crowd()
        coming = (both.book("book", second, people + number) for number in range(options.changes))
        gone = (both.cancel(booking, number) for number, booking in enumerate(leaving))
        run(*(one for pair in zip(gone, coming, strict=True) for one in pair))
        problems += check("leaving and coming", second, people + options.changes)
        problems += check_offers(second, waiting)
        show(both, "book")
        show(both, "cancel")
        print(f"load {os.getloadavg()[0]:.1f} after")
    wrong = {one for crowd in (crowd, at_once, both) for one in crowd.statuses if one[1] not in (200, 302)}
    problems += [f"{what} was answered with {status}" for what, status in sorted(wrong)]
    raise SystemExit("\n".join(["Missed:", *problems]) if problems else 0)


SHARES = (("median", 0.5), ("95 %", 0.95), ("99 %", 0.99))

if __name__ == "__main__":
    main()
