"""A list of 50 among 20,000 records, for somebody with a team, an organisation and a circle; and 500 mails.

python -m benchmarks.visible_records [--records 20000]      DATABASE_URL chooses the database; it must be empty
"""

import argparse
import os
import statistics
import tempfile
import time

parser = argparse.ArgumentParser()
parser.add_argument("--records", type=int, default=20_000)
options = parser.parse_args()
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ["DJANGO_SETTINGS_MODULE"] = "cairn.config.settings"
os.environ["CAIRN_DATA_DIR"] = tempfile.mkdtemp(prefix="cairn-visible-")
os.environ["EMAIL_URL"] = "dummy:"
os.environ["CAIRN_STATIC_FINGERPRINTS"] = "false"

import django

django.setup()

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from cairn.accounts.models import SiteRole, User
from cairn.notices import services as notices
from cairn.notices.enums import Frequency
from cairn.places.models import Circle, CircleMembership, Membership, Organisation, Team, TeamMembership
from cairn.records.models import Record
from cairn.voice.models import Challenge

call_command("migrate", verbosity=0)
at = now()
people = [User(email=f"p{number}@example.org", name=f"Person {number}") for number in range(500)]
User.objects.bulk_create(people)
organisations = [Organisation.objects.create(name=f"Place {n}", slug=f"place-{n}", kind="other") for n in range(150)]
teams = [
    Team.objects.create(organisation=one, name=f"Team {n}", slug=f"team-{n}") for one in organisations for n in (1, 2)
]
circles = [
    Circle.objects.create(name=f"Circle {n}", slug=f"c{n}", purpose="x", organisation=organisations[n])
    for n in range(30)
]
for number, person in enumerate(people):
    team = teams[number % len(teams)]
    membership = Membership.objects.create(
        user=person, organisation=team.organisation, role="member", state="active", asked_at=at, joined_at=at
    )
    TeamMembership.objects.create(team=team, membership=membership)
    CircleMembership.objects.create(circle=circles[number % 30], user=person, joined_at=at)
SiteRole.objects.create(user=people[1], role="moderator")
print(f"{connection.vendor}: making {options.records} records")
levels = ["team", "organisation", "circle", "public"]
rows = []
for number in range(options.records):
    team = teams[(number * 7) % len(teams)]
    level = levels[number % 4] if number % 20 else "public"
    rows.append(
        Record(
            kind="challenge",
            title=f"Challenge {number}",
            summary="Words " * 10,
            sharing=level,
            circle=circles[number % 30] if level == "circle" else None,
            team=team,
            organisation=team.organisation,
            author=people[number % 500],
            live=number % 5 != 0,
            created_at=at,
            updated_at=at - timedelta(minutes=number),
        )
    )
Record.objects.bulk_create(rows, batch_size=1000)
with connection.cursor() as cursor:
    cursor.execute(
        "INSERT INTO voice_challenge (record_ptr_id, for_whom, why_now, viewpoints, whose_words, measures,"
        " measures_note, who_to_ask) SELECT id, '', '', '[]', '', '[]', '', '' FROM records_record"
    )
    cursor.execute("ANALYZE")


def measure(label: str, ask, runs: int = 40) -> None:
    ask()
    with CaptureQueriesContext(connection) as asked:
        ask()
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        ask()
        times.append((time.perf_counter() - started) * 1000)
    worst = sorted(times)[int(runs * 0.95)]
    print(f"{label:<48} {statistics.median(times):6.1f} ms median, {worst:6.1f} ms at 95 %, {len(asked)} queries")


for label, who in (("anonymous", AnonymousUser()), ("member", people[7]), ("moderator", people[1])):
    for model in (Record, Challenge):
        rows = model.objects.visible_to(who).select_related("organisation", "team", "circle").order_by("-updated_at")
        measure(f"visible_to list of 50, {model.__name__}, {label}", lambda rows=rows: list(rows.all()[:50]))
client = Client()
client.force_login(people[7])
measure("page /records/ with its 50 rows, member", lambda: client.get("/records/", headers={"host": "127.0.0.1"}), 20)

started = time.perf_counter()
told = notices.notify(users=people, kind="member.approved", about="0", at=now())
took = (time.perf_counter() - started) * 1000
print(f"{told} notices queued in the request: {took:.0f} ms")
for membership in Membership.objects.all():
    notices.notify(users=[membership.user], kind="member.approved", about=str(membership.pk), at=now())
started = time.perf_counter()
sent = notices.send_waiting(frequency=Frequency.IMMEDIATE, at=now())
print(f"{sent} mails written and handed over in the job: {time.perf_counter() - started:.1f} s")
