"""A vote of 200 in one minute: none lost, none doubled, the result right, pages quick.

python -m benchmarks.votes [--voters 200] [--seconds 60]
DATABASE_URL chooses the database; it must be empty.

The site runs as `deploy/systemd` starts it: gunicorn with our settings. Each phone opens the door, comes in
with its card, opens the proposal and votes, at moments by chance. One in five changes their vote; one in ten sends it
twice at once; of one in ten the connection is cut before the answer is read, and the phone votes again a second later.
"""

import argparse
import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlencode

parser = argparse.ArgumentParser()
parser.add_argument("--voters", type=int, default=200)
parser.add_argument("--seconds", type=int, default=60)
parser.add_argument("--port", type=int, default=8766)
options = parser.parse_args()
os.environ["DJANGO_SETTINGS_MODULE"] = "cairn.config.settings"
os.environ["CAIRN_DATA_DIR"] = tempfile.mkdtemp(prefix="cairn-votes-")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.utils.timezone import now

from cairn.accounts.services import create_user
from cairn.decisions.enums import Choice, ProposalState, Way
from cairn.decisions.models import Ballot, Envelope, Meeting, Proposal
from cairn.decisions.services import ballots, together
from cairn.places.models import Membership, Organisation, Team, TeamMembership
from cairn.voice.models import SafetyPost

chance = random.Random(1)  # noqa: S311 (the same vote each time)
GOAL = 100  # milliseconds, of 95 % of the pages
CHOICES = [str(one) for one in (Choice.YES, Choice.NO, Choice.EITHER)]


def make_meeting() -> tuple[Meeting, list[str]]:
    """An open meeting with a proposal being decided, and the cards of the members."""
    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    user = create_user(email="ada@example.org", name="Ada Smith", password="three unrelated words")  # noqa: S106
    organisation = Organisation.objects.create(name="Otterdale Council", slug="otterdale", kind="council")
    member = {"role": "member", "state": "active", "asked_at": now(), "joined_at": now()}
    membership = Membership.objects.create(user=user, organisation=organisation, **member)
    SafetyPost.objects.create(
        organisation=organisation, role="lead", membership=membership, named_at=now(), agreed_at=now()
    )
    team = Team.objects.create(organisation=organisation, name="Edge of care", slug="edge-of-care")
    TeamMembership.objects.create(team=team, membership=membership)
    assembly = together.start_assembly(team=team, name="The co-operative", about="", by=user, at=now())
    names = [f"Member {number}" for number in range(options.voters)]
    cards = together.add_cards(assembly=assembly, names=names, by=user, at=now())
    meeting = together.open_meeting(assembly=assembly, hours=2, by=user, at=now())
    proposal = Proposal.objects.create(
        assembly=assembly, meeting=meeting, title="We paint the hall", state=ProposalState.OPEN, position=1
    )
    ends_at = now() + timedelta(hours=1)
    ballots.open_ballot(proposal=proposal, way=Way.VOTE, ends_at=ends_at, by=user, at=now())
    return meeting, [code for _, code in cards]


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


class Vote:
    """All phones, and what they saw. What each chose last is known here alone."""

    def __init__(self, meeting: Meeting, cards: list[str]) -> None:
        self.cards = cards
        self.door = meeting.room.get_phone_url() if meeting.room else ""
        self.page = f"{self.door}{Proposal.objects.get().pk}/"
        self.took: dict[str, list[float]] = {"door": [], "group": [], "proposal": [], "vote": []}
        self.statuses: Counter[tuple[str, int]] = Counter()
        self.last: dict[int, str] = {}
        self.changed = self.doubled = self.cut = 0

    async def ask(self, what: str, path: str, body: str = "") -> bytes:
        started = time.perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", options.port)
        writer.write(make_request(path, body))
        answer = await reader.read()
        self.took[what].append((time.perf_counter() - started) * 1000)
        self.statuses[what, int(answer.split(b" ", 2)[1])] += 1
        writer.close()
        return answer

    async def cut_off(self, body: str) -> None:
        _, writer = await asyncio.open_connection("127.0.0.1", options.port)
        writer.write(make_request(self.page, body))
        await writer.drain()
        writer.transport.abort()
        self.cut += 1

    async def be_phone(self, number: int) -> None:
        await asyncio.sleep(chance.uniform(0, options.seconds * 0.8))
        card = {"card": self.cards[number]}
        await self.ask("door", self.door)
        await self.ask("group", self.door, urlencode(card))
        await self.ask("proposal", self.page, urlencode(card))
        await self.cast(number)
        if chance.random() < 0.2:
            self.changed += 1
            await asyncio.sleep(chance.uniform(0, options.seconds * 0.2))
            await self.cast(number)

    async def cast(self, number: int) -> None:
        choice = chance.choice(CHOICES)
        self.last[number] = choice
        body = urlencode({"card": self.cards[number], "what": "vote", "choice": choice})
        fate = chance.random()
        if fate < 0.1:
            await self.cut_off(body)
            await asyncio.sleep(1)
        if fate > 0.9:
            self.doubled += 1
            await asyncio.gather(self.ask("vote", self.page, body), self.ask("vote", self.page, body))
        else:
            await self.ask("vote", self.page, body)

    async def hold(self) -> None:
        await self.wait_for_site()
        for what in self.took.values():
            what.clear()
        self.statuses.clear()
        await asyncio.gather(*(self.be_phone(number) for number in range(len(self.cards))))

    async def wait_for_site(self) -> None:
        for _ in range(60):
            try:
                for body in ("", urlencode({"card": self.cards[0]})):
                    await asyncio.gather(*(self.ask("door", self.door, body) for _ in range(8)))
                    await asyncio.gather(*(self.ask("proposal", self.page, body) for _ in range(8)))
            except OSError:
                await asyncio.sleep(0.5)
            else:
                return
        raise SystemExit("The site did not start.")


def make_request(path: str, body: str) -> bytes:
    lines = [f"{'POST' if body else 'GET'} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    if body:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def find_share(sorted_times: list[float], share: float) -> float:
    return sorted_times[min(int(len(sorted_times) * share), len(sorted_times) - 1)]


def main() -> None:
    meeting, cards = make_meeting()
    vote = Vote(meeting, cards)
    before = os.getloadavg()[0]
    with site():
        asyncio.run(vote.hold())
    print(f"{connection.vendor}, {len(cards)} voters, {options.seconds} s, load {before:.1f} before")
    every = sorted(time for times in vote.took.values() for time in times)
    for name, times in [*((name, sorted(times)) for name, times in vote.took.items()), ("all", every)]:
        shares = ", ".join(f"{label} {find_share(times, share):.0f}" for label, share in SHARES)
        print(f"{name}: {len(times)} requests, {shares}, longest {times[-1]:.0f} ms")
    print(f"statuses: {dict(vote.statuses)}")
    print(f"{vote.changed} changed their vote, {vote.doubled} sent twice at once, {vote.cut} cut off")
    envelopes, started = Envelope.objects.count(), time.perf_counter()
    ballots.close_ballot(ballot=Ballot.objects.get(), by=None, at=now())
    took = (time.perf_counter() - started) * 1000
    counted = Counter(Ballot.objects.get().papers.values_list("choice", flat=True))
    wanted = Counter(vote.last.values())
    print(f"{envelopes} envelopes, opened and counted in {took:.0f} ms: {dict(counted)}; cast: {dict(wanted)}")
    missed = counted != wanted or envelopes != len(cards) or find_share(every, 0.95) >= GOAL
    raise SystemExit(f"Missed: 95 % within {GOAL} ms, none lost, none doubled, result right" if missed else 0)


SHARES = (("median", 0.5), ("95 %", 0.95), ("99 %", 0.99))

if __name__ == "__main__":
    main()
