"""A hall: 300 phones join a room and send three answers each within a minute, one in ten twice, one in ten cut off.

python -m benchmarks.rooms [--phones 300] [--seconds 60] [--screens 30]
DATABASE_URL chooses the database; it must be empty.

The site runs as `deploy/systemd` starts it: gunicorn with our settings. Every request has a connection of
its own. A phone enters the code, is led to the page and opens it, then sends its answers at moments by chance. One
answer in ten is sent twice under its key; of one in ten the connection is cut, with half of the request sent or before
the answer is read, and the phone sends it again a second later, as the script does. Screens, on the wall and on phones,
ask every five seconds.
"""

import argparse
import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

parser = argparse.ArgumentParser()
parser.add_argument("--phones", type=int, default=300)
parser.add_argument("--seconds", type=int, default=60)
parser.add_argument("--screens", type=int, default=30)
parser.add_argument("--port", type=int, default=8765)
options = parser.parse_args()
os.environ["DJANGO_SETTINGS_MODULE"] = "cairn.config.settings"
os.environ["CAIRN_DATA_DIR"] = tempfile.mkdtemp(prefix="cairn-rooms-")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.utils.timezone import now

from cairn.accounts.services import create_user
from cairn.places.models import Membership, Organisation, Team, TeamMembership
from cairn.rooms.enums import PromptKind
from cairn.rooms.models import Item, Receipt, Room
from cairn.rooms.purposes import QUESTIONS
from cairn.rooms.services import PromptWords, open_room

chance = random.Random(1)  # noqa: S311 (the same hall each time)
ANSWERS = 3
GOAL = 300  # milliseconds


def make_room() -> Room:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    user = create_user(email="ada@example.org", name="Ada Smith", password="three unrelated words")  # noqa: S106
    organisation = Organisation.objects.create(name="Otterdale Council", slug="otterdale", kind="council")
    member = {"role": "member", "state": "active", "asked_at": now(), "joined_at": now()}
    membership = Membership.objects.create(user=user, organisation=organisation, **member)
    team = Team.objects.create(organisation=organisation, name="Edge of care", slug="edge-of-care")
    TeamMembership.objects.create(team=team, membership=membership)
    prompts = [PromptWords(f"Question {number}", PromptKind.TEXT) for number in range(1, ANSWERS + 1)]
    given = {"title": "A hall", "purpose": QUESTIONS, "prompts": prompts, "hours": 1, "has_shared_devices": False}
    return open_room(**given, team=team, by=user, at=now())


@contextmanager
def site() -> Iterator[None]:
    command = [sys.executable, "-m", "gunicorn", "-c", "python:cairn.config.gunicorn"]
    command += ["--bind", f"127.0.0.1:{options.port}"]
    running = subprocess.Popen(command, env=os.environ, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        running.terminate()
        running.wait(timeout=30)


class Hall:
    """All phones, and what they saw."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.took: dict[str, list[float]] = {"join": [], "page": [], "send": [], "screen": []}
        self.statuses: Counter[tuple[str, int]] = Counter()
        self.cut = self.repeated = 0

    async def ask(self, what: str, method: str, path: str, body: str = "", tag: str = "") -> bytes:
        started = time.perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", options.port)
        writer.write(make_request(method, path, body, tag))
        answer = await reader.read()
        self.took[what].append((time.perf_counter() - started) * 1000)
        self.statuses[what, int(answer.split(b" ", 2)[1])] += 1
        writer.close()
        return answer

    async def cut_off(self, path: str, body: str) -> None:
        """The network goes while the request is sent, or before the answer is read."""
        request = make_request("POST", path, body)
        _, writer = await asyncio.open_connection("127.0.0.1", options.port)
        writer.write(request if chance.random() < 0.5 else request[: -len(body) // 2])
        await writer.drain()
        writer.transport.abort()
        self.cut += 1

    async def be_phone(self, number: int) -> None:
        joins = chance.uniform(0, options.seconds / 3)
        await asyncio.sleep(joins)
        await self.ask("join", "GET", f"/r/{self.room.code}/")
        await self.ask("page", "GET", self.room.get_phone_url())
        moments = sorted(chance.uniform(0, options.seconds - joins) for _ in range(ANSWERS))
        passed = 0.0
        for question, moment in enumerate(moments, start=1):
            await asyncio.sleep(moment - passed)
            passed = moment
            await self.answer(question, f"Phone {number} on question {question}")

    async def answer(self, question: int, words: str) -> None:
        path = f"{self.room.get_phone_url()}{question}/"
        body = urlencode({f"q{question}-key": uuid.uuid4(), f"q{question}-answer": words})
        fate = chance.random()
        if fate < 0.1:
            await self.cut_off(path, body)
            await asyncio.sleep(1)
        await self.ask("send", "POST", path, body)
        if fate > 0.9:
            self.repeated += 1
            await self.ask("send", "POST", path, body)

    async def be_screen(self) -> None:
        tag = ""
        await asyncio.sleep(chance.uniform(0, 5))
        while True:
            answer = await self.ask("screen", "GET", f"{self.room.get_phone_url()}screen/answers/", tag=tag)
            tag = next((line[6:] for line in answer.decode().splitlines() if line.startswith("ETag: ")), "")
            await asyncio.sleep(5)

    async def fill(self) -> None:
        await wait_for_site(self)
        for what in self.took.values():
            what.clear()
        self.statuses.clear()
        screens = [asyncio.create_task(self.be_screen()) for _ in range(options.screens)]
        await asyncio.gather(*(self.be_phone(number) for number in range(options.phones)))
        for screen in screens:
            screen.cancel()


async def wait_for_site(hall: Hall) -> None:
    """Both workers have read the site, and their first pages are drawn."""
    for _ in range(60):
        try:
            for path in ("", "screen/answers/"):
                await asyncio.gather(*(hall.ask("page", "GET", hall.room.get_phone_url() + path) for _ in range(8)))
        except OSError:
            await asyncio.sleep(0.5)
        else:
            return
    raise SystemExit("The site did not start.")


def make_request(method: str, path: str, body: str, tag: str = "") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept: application/json", "Connection: close"]
    if tag:
        lines.append(f"If-None-Match: {tag}")
    if method == "POST":
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def find_share(sorted_times: list[float], share: float) -> float:
    return sorted_times[min(int(len(sorted_times) * share), len(sorted_times) - 1)]


def main() -> None:
    room = make_room()
    before = os.getloadavg()[0]
    hall = Hall(room)
    with site():
        asyncio.run(hall.fill())
    words = Counter(Item.objects.values_list("text", flat=True))
    wanted = {f"Phone {phone} on question {one}" for phone in range(options.phones) for one in range(1, ANSWERS + 1)}
    print(f"{connection.vendor}, {options.phones} phones, {options.seconds} s, load {before:.1f} before")
    every = sorted(time for what in ("join", "page", "send") for time in hall.took[what])
    for name, times in [*((name, sorted(times)) for name, times in hall.took.items()), ("all of phones", every)]:
        shares = ", ".join(f"{label} {find_share(times, share):.0f}" for label, share in SHARES)
        print(f"{name}: {len(times)} requests, {shares}, longest {times[-1]:.0f} ms")
    print(f"statuses: {dict(hall.statuses)}")
    lost, doubled = wanted - words.keys(), [text for text, number in words.items() if number > 1]
    print(f"{hall.repeated} sent twice, {hall.cut} cut off")
    print(f"{len(words)} answers, {len(lost)} lost, {len(doubled)} doubled")
    print(f"{Receipt.objects.count()} receipts; joined {Room.objects.get(pk=room.pk).joined}")
    missed = lost or doubled or find_share(every, 0.95) >= GOAL
    raise SystemExit(f"Missed: 95 % within {GOAL} ms, none lost, none doubled" if missed else 0)


SHARES = (("median", 0.5), ("95 %", 0.95), ("99 %", 0.99))

if __name__ == "__main__":
    main()
