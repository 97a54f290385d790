"""Search, the page of a model and making the index again, among 20,000 records of several kinds and 100,000 links.

python -m benchmarks.search_speed [--records 20000] [--ties 100000] [--data FOLDER] [--rounds 3]

DATABASE_URL chooses the database; it must be empty. Times are of the server: Django's test client asks for whole pages.
"""

import argparse
import os
import random
import resource
import statistics
import tempfile
import time
from itertools import accumulate
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("--records", type=int, default=20_000)
parser.add_argument("--ties", type=int, default=100_000)
parser.add_argument("--data", help="a folder to keep the data in; what is there from a run before is used again")
parser.add_argument("--slowest", action="store_true", help="say which questions took longest")
parser.add_argument("--rounds", type=int, default=1, help="on a busy machine: ask so often, and count the best of each")
parser.add_argument("--pages-only", action="store_true", help="leave out making the index again")
options = parser.parse_args()
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ["DJANGO_SETTINGS_MODULE"] = "cairn.config.settings"
os.environ["CAIRN_DATA_DIR"] = options.data or tempfile.mkdtemp(prefix="cairn-search-")
os.environ["EMAIL_URL"] = "dummy:"
os.environ["CAIRN_STATIC_FINGERPRINTS"] = "false"

import django

django.setup()

from datetime import timedelta

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils.timezone import now

from cairn.accounts.models import User
from cairn.library.models import PracticeModel, Project
from cairn.places.models import Circle, CircleMembership, Membership, Organisation, Place, Team, TeamMembership
from cairn.places.services import load_places
from cairn.records.models import Record, Tie
from cairn.search import services
from cairn.search.queries import get_similar
from cairn.voice.models import Challenge, Need

chance = random.Random(1)  # noqa: S311 (the same records each time)
# Frequent first: words are drawn as in a language, a few often and most seldom.
COMMON = """children care families young people council social work support team practice service model home school
need plan court health police foster carers early help edge prevention domestic abuse mental restorative residential
placement leavers housing education adolescents exploitation missing neglect parents substance misuse evaluation cost
savings training supervision caseload vacancy turnover agency referral assessment protection conference review kinship
special guardianship adoption permanence reunification unaccompanied asylum seeking advocacy participation voice trust
relationships strengths safeguarding multi agency hub partnership commissioning outcomes data dashboard pilot scale
sustain funding innovation programme grant leadership inspection improvement inadequate outstanding judgement""".split()  # noqa: SIM905
SELDOM = [
    "".join(
        chance.choice(part)
        for part in (
            ("b", "br", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "w"),
            ("a", "e", "i", "o", "u", "ea", "oo"),
            ("l", "m", "n", "r", "st", "t", "nd", "ck"),
            ("er", "ing", "ton", "ham", "ley", "ation", "ness", "ed", "ment", "ford"),
        )
    )
    for _ in range(6_000)
]
VOCABULARY = [*COMMON, *dict.fromkeys(SELDOM)]
WEIGHTS = [1 / (rank + 10) for rank in range(len(VOCABULARY))]
SUMS = list(accumulate(WEIGHTS))


def write(length: int) -> str:
    return " ".join(chance.choices(VOCABULARY, cum_weights=SUMS, k=length))


def make_people() -> tuple[list, list, list]:
    organisations = [
        Organisation.objects.create(name=f"Place {n}", slug=f"place-{n}", kind="other") for n in range(150)
    ]
    teams = [
        Team.objects.create(organisation=one, name=f"Team {n}", slug=f"team-{n}")
        for one in organisations
        for n in (1, 2)
    ]
    circles = [
        Circle.objects.create(name=f"Circle {n}", slug=f"c{n}", purpose="x", organisation=organisations[n])
        for n in range(30)
    ]
    people = User.objects.bulk_create(
        [User(email=f"p{number}@example.org", name=f"Person {number}") for number in range(500)]
    )
    for number, person in enumerate(people):
        team = teams[number % len(teams)]
        membership = Membership.objects.create(
            user=person, organisation=team.organisation, role="member", state="active", asked_at=at, joined_at=at
        )
        TeamMembership.objects.create(team=team, membership=membership)
        CircleMembership.objects.create(circle=circles[number % 30], user=person, joined_at=at)
    return teams, circles, people


KINDS = (
    (Challenge, {"why_now": 60, "whose_words": 40, "measures_note": 15}),
    (Need, {"how_we_know": 40, "what_would_help": 50}),
    (PracticeModel, {"aims": 80, "takes": 80, "not_known": 30}),
    (Project, {"aims": 80, "happened": 150, "not_known": 30}),
)
LEVELS = ["team", "organisation", "circle", "public"]


def make_record(number: int, teams: list, circles: list, people: list) -> Record:
    model, texts = KINDS[number % len(KINDS)]
    team = teams[(number * 7) % len(teams)]
    level = LEVELS[(number // 4) % 4] if number % 20 else "public"
    return model.objects.create(
        title=write(chance.randint(3, 8)).capitalize()[:150],
        summary=write(25)[:500],
        sharing=level,
        circle=circles[number % 30] if level == "circle" else None,
        team=team,
        organisation=team.organisation,
        author=people[number % 500],
        live=number % 5 != 0,
        created_at=at,
        updated_at=at - timedelta(minutes=number),
        **{name: write(length) for name, length in texts.items()},
    )


def make_everything() -> None:
    teams, circles, people = make_people()
    print(f"{connection.vendor}: making {options.records} records and {options.ties} links")
    with transaction.atomic():
        records = [make_record(number, teams, circles, people) for number in range(options.records)]
        places = list(Place.objects.councils().real()[:150])
        for project in records[3::4]:
            project.places.add(chance.choice(places))
    ends = {(chance.choice(records).pk, chance.choice(records).pk) for _ in range(options.ties)}
    ties = [Tie(source_id=a, target_id=b, relation="inspired_by", made_at=at) for a, b in ends if a != b]
    Tie.objects.bulk_create(ties, batch_size=1000)


def get_work() -> float:
    """Seconds of processor time of this process and, where it runs on this machine, of its part of the database."""
    seconds = time.process_time()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            server = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
        if server.exists():
            seconds += int(server.read_text().split()[0]) / 1e9
    return seconds


def measure(label: str, addresses: list[str], client: Client) -> None:
    """Time on the clock, and time of the processor, which other work on the machine does not stretch as much."""
    for address in addresses[:3]:
        ask(address, client)
    rounds = [[ask(address, client) for address in addresses] for _ in range(options.rounds)]
    times = [min(one for one, _ in asked) for asked in zip(*rounds, strict=True)]
    works = [min(one for _, one in asked) for asked in zip(*rounds, strict=True)]
    print(f"{label:<18} {len(addresses):>4} pages: {describe_times(times)}; of the processor {describe_times(works)}")
    if options.slowest:
        for took, address in sorted(zip(works, addresses, strict=True), reverse=True)[:6]:
            print(f"    {took:6.1f} ms {address}")


def ask(address: str, client: Client) -> tuple[float, float]:
    """Milliseconds on the clock, and of the processor."""
    work, started = get_work(), time.perf_counter()
    response = client.get(address, headers={"host": "127.0.0.1"})
    took = (time.perf_counter() - started) * 1000
    assert response.status_code == 200, (response.status_code, address)
    return took, (get_work() - work) * 1000


def describe_times(times: list[float]) -> str:
    listed = sorted(times)
    return f"{statistics.median(listed):6.1f} ms median, {listed[int(len(listed) * 0.95)]:6.1f} ms at 95 %"


def make_questions() -> list[str]:
    """One, two and three words, common and seldom; phrases; unfinished and mistyped words; filters."""
    common = ["care", "children", "families support", "young people leaving care", "edge of care", "looked after",
              "kinship care", "teenagers coming into care", "social work team", "restorative practice",
              "adoption", "domestic abuse", "foster carers training", "cost savings", "unaccompanied",
              "residential placement", "mental health", "early help", "NEET", "EHC plan", "child protection plan",
              '"social work"', '"early help" families', "care -court", "evaluati", "supervis", "teh", "restoritive",
              "safegarding", "pratice model", "children families young people care council", ""]  # fmt: skip
    seldom = [" ".join(chance.sample(SELDOM, 1)) for _ in range(10)]
    pairs = [f"{chance.choice(COMMON)} {chance.choice(COMMON)}" for _ in range(15)]
    mixed = [f"{chance.choice(COMMON)} {chance.choice(SELDOM)}" for _ in range(10)]
    narrowed = ["q=care&kind=model", "q=support&kind=project&sort=new", "kind=challenge", "q=care&organisation=place-3"]
    asked = [f"/search/?q={words.replace(' ', '+')}" for words in (*common, *seldom, *pairs, *mixed)]
    return [*asked, *(f"/search/?{one}" for one in narrowed), "/search/?q=care&page=20"]


call_command("migrate", verbosity=0)
connection.close()
if connection.vendor == "postgresql":
    connection.close_pool()  # what `migrate` sets for the database holds from the next session on
at = now()
if not Record.objects.exists():
    load_places()
    make_everything()
people = list(User.objects.order_by("pk"))
public = Record.objects.filter(live=True, sharing="public").order_by("pk")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for run in () if options.pages_only else ("first", "again"):
    started, work = time.perf_counter(), get_work()
    made = services.rebuild_index()
    took = time.perf_counter() - started
    print(f"index made {run}: {made} records in {took:.1f} s, {get_work() - work:.1f} s of processor time")
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(f"peak memory {peak / 1024:.0f} MB, {before / 1024:.0f} MB before")
with connection.cursor() as cursor:
    cursor.execute("ANALYZE")
member = Client()
member.force_login(people[7])
questions = make_questions()
for who, client in (("anonymous", Client()), ("member", member)):
    measure(f"search, {who}", questions, client)
    models = public.filter(kind="practice_model")[:100]
    measure(f"model, {who}", [one.get_absolute_url() for one in models], client)
took = []
for one in public[:100]:
    work = get_work()
    get_similar(one, people[7])
    took.append((get_work() - work) * 1000)
print(f"similar, of the processor {describe_times(took)}")
one, other = Record.objects.order_by("pk")[5:7]
Record.objects.filter(pk=one.pk).update(title=f"Another title {write(2)}")
started = time.perf_counter()
services.index_record(one)
print(f"one record indexed again: {(time.perf_counter() - started) * 1000:.0f} ms")
started = time.perf_counter()
other.search_document.delete()
print(f"one record taken out for good: {(time.perf_counter() - started) * 1000:.0f} ms")
services.index_record(other)
