"""The report from knowing to acting over 20,000 records: the page, its ways of grouping, and its file.

python -m benchmarks.chain [--records 20000]      DATABASE_URL chooses the database; it must be empty

Half of the records are actions, each with three acts; of the rest six in ten are lessons, two in ten insights with two
lessons each, and two in ten recommendations. They belong to 150 organisations, and half of them are read by their teams
only. The figure of the issue is the page under 300 ms.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from typing import Any

parser = argparse.ArgumentParser()
parser.add_argument("--records", type=int, default=20_000)
parser.add_argument("--runs", type=int, default=20)
parser.add_argument("--profile", action="store_true")
options = parser.parse_args()
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ["DJANGO_SETTINGS_MODULE"] = "cairn.config.settings"
os.environ["CAIRN_DATA_DIR"] = tempfile.mkdtemp(prefix="cairn-chain-")
os.environ["EMAIL_URL"] = "dummy:"
os.environ["CAIRN_STATIC_FINGERPRINTS"] = "false"

import django

django.setup()

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from cairn.accounts.models import User
from cairn.actions.models import Action, ActionMove
from cairn.actions.queries import get_chain
from cairn.lessons.models import Insight, Lesson
from cairn.library.models import Guidance, Recommendation
from cairn.places.models import Membership, Organisation, Team, TeamMembership
from cairn.records.models import Record, Tie
from cairn.search.models import SearchDocument, SearchTag

GOAL = 300  # milliseconds
chance = random.Random(1)  # noqa: S311 (the same records each time)
at = now() - timedelta(days=400)
TOPICS = [("topic", f"topic-{n}", f"Topic {n}") for n in range(5)] + [("need", f"n{n}", f"Need {n}") for n in range(12)]


def make_teams() -> list[Team]:
    found = []
    for number in range(150):
        one = Organisation.objects.create(name=f"Council {number}", slug=f"council-{number}", kind="other")
        found.append(Team.objects.create(organisation=one, name="Team", slug="team"))
    return found


def make_records(kind: str, number: int, teams: list[Team], *, public: float) -> list[Record]:
    rows = []
    for count in range(number):
        team = teams[count % len(teams)]
        is_public = chance.random() < public
        day = at + timedelta(days=chance.randrange(200))
        rows.append(
            Record(
                kind=kind,
                title=f"{kind} {count}",
                summary="Words " * 10,
                sharing="public" if is_public else "team",
                live=True,
                team=team,
                organisation=team.organisation,
                created_at=day,
                updated_at=day,
                first_published_at=day,
            )
        )
    return Record.objects.bulk_create(rows, batch_size=1000)


def add_rows(model: Any, rows: list[dict[str, Any]]) -> None:
    """The rows of the kind itself, below those of the record; by the database, as `save` would index each of them."""
    fields = model._meta.local_concrete_fields
    values = [
        [field.get_db_prep_save(row.get(field.attname, field.get_default()), connection) for field in fields]
        for row in rows
    ]
    names, marks = ", ".join(field.column for field in fields), ", ".join("%s" for _ in fields)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks})", values)  # noqa: S608 (names of ours)


def add_same(model: Any, records: list[Record], **fields: Any) -> None:
    add_rows(model, [{"record_ptr_id": record.pk, **fields} for record in records])


def make_actions(records: list[Record]) -> None:
    moves, rows = [], []
    for record in records:
        far = chance.randrange(4)
        days = [record.created_at + timedelta(days=chance.randrange(1, 60) * step) for step in (1, 2, 3)]
        state = ("proposed", "accepted", "in_progress", "done")[far]
        rows.append({"record_ptr_id": record.pk, "state": state, "done_date": days[2].date() if far == 3 else None})
        acts = [("respond", "accepted"), ("start", ""), ("done", "")]
        moves += [
            ActionMove(action_id=record.pk, act=act, response=response, at=days[place])
            for place, (act, response) in enumerate(acts[:far])
        ]
    add_rows(Action, rows)
    ActionMove.objects.bulk_create(moves, batch_size=1000)


def make_ties(pairs: list[tuple[int, int]], relation: str) -> None:
    Tie.objects.bulk_create(
        [Tie(source_id=one, target_id=other, relation=relation, made_at=at) for one, other in pairs], batch_size=1000
    )


def index(records: list[Record]) -> None:
    documents = [
        SearchDocument(id=one.pk, record_id=one.pk, kind=one.kind, title=one.title, audience="", shown_at=at)
        for one in records
    ]
    SearchDocument.objects.bulk_create(documents, batch_size=1000)
    tags = [
        SearchTag(document_id=one.pk, facet=facet, value=value, label=label)
        for one in records
        for facet, value, label in chance.sample(TOPICS, chance.randrange(3))
    ]
    SearchTag.objects.bulk_create(tags, batch_size=1000)


call_command("migrate", verbosity=0)
print(f"{connection.vendor}: making {options.records} records")
with transaction.atomic():
    teams = make_teams()
    half = options.records // 2
    document = Guidance.objects.create(title="Guide", live=True, sharing="public", created_at=at, updated_at=at)
    lessons = make_records("lesson", half * 6 // 10, teams, public=0.8)
    insights = make_records("insight", half * 2 // 10, teams, public=0.9)
    advice = make_records("recommendation", half * 2 // 10, teams, public=1)
    actions = make_records("action", half, teams, public=0.5)
    add_same(Lesson, lessons, happened="mixed")
    add_same(Insight, insights, confidence="sure")
    add_same(Recommendation, advice, guidance_id=document.pk)
    make_actions(actions)
    known = [*lessons, *insights, *advice]
    supports = {(lesson.pk, one.pk) for one in insights for lesson in chance.sample(lessons, 2)}
    make_ties(sorted(supports), "supports")
    make_ties([(one.pk, chance.choice(known).pk) for one in actions], "comes_from")
    index(known)
    reader = User.objects.create(email="director@example.org", name="Director")
    membership = Membership.objects.create(
        user=reader, organisation=teams[0].organisation, role="coordinator", state="active", asked_at=at, joined_at=at
    )
    TeamMembership.objects.create(team=teams[0], membership=membership)
if connection.vendor == "postgresql":
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(label: str, ask) -> float:
    ask()
    with CaptureQueriesContext(connection) as asked:
        ask()
    times, busy = [], []
    for _ in range(options.runs):
        begun, begun_busy = time.perf_counter(), time.process_time()
        ask()
        times.append((time.perf_counter() - begun) * 1000)
        busy.append((time.process_time() - begun_busy) * 1000)
    worst = sorted(times)[int(options.runs * 0.95) - 1]
    print(
        f"{label:<42} median {statistics.median(times):4.0f} ms, 95 % within {worst:4.0f} ms, "
        f"of the processor {statistics.median(busy):4.0f} ms, {len(asked)} queries"
    )
    return statistics.median(times)


def show(address: str, who: User | None) -> float:
    client = Client(SERVER_NAME="127.0.0.1")
    if who is not None:
        client.force_login(who)

    def ask() -> None:
        assert client.get(address).status_code == 200

    return measure(f"{address} {'director' if who else 'anonymous'}", ask)


if options.profile:
    import cProfile
    import pstats

    client = Client(SERVER_NAME="127.0.0.1")
    client.get("/chain/")
    with cProfile.Profile() as profile:
        client.get("/chain/")
    pstats.Stats(profile).sort_stats("cumulative").print_stats(45)
measure("the query alone, anonymous", lambda: get_chain(AnonymousUser()))
one = insights[0].pk
measure("the query for one record, as on its page", lambda: get_chain(reader, records=[one]))
found = [show("/chain/?of=all", who) for who in (None, reader)]
found += [show(f"/chain/?by={by}", reader) for by in ("topic", "kind", "insight")]
show("/chain/?of=all&as=csv", reader)
print(f"goal: {GOAL} ms; {'met' if max(found) <= GOAL else 'missed'}")
