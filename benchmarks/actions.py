"""The page "My actions" and an organisation's board, over 5,000 actions.

python -m benchmarks.actions [--actions 5000]      DATABASE_URL chooses the database; it must be empty
"""

import argparse
import os
import statistics
import tempfile
import time

parser = argparse.ArgumentParser()
parser.add_argument("--actions", type=int, default=5_000)
options = parser.parse_args()
os.environ["DJANGO_SETTINGS_MODULE"] = "cairn.config.settings"
os.environ["CAIRN_DATA_DIR"] = tempfile.mkdtemp(prefix="cairn-actions-")
os.environ["EMAIL_URL"] = "dummy:"
os.environ["CAIRN_STATIC_FINGERPRINTS"] = "false"

import django

django.setup()

from datetime import timedelta

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils.timezone import localdate, now

from cairn.accounts.models import User
from cairn.actions.models import Action
from cairn.places.models import Membership, Organisation, Team, TeamMembership
from cairn.records.models import Record, Tie
from cairn.voice.models import Challenge

call_command("migrate", verbosity=0)
at, today = now(), localdate()
owner = User.objects.create(email="owner@example.org", name="Owner")
organisation = Organisation.objects.create(name="Otterdale Council", slug="otterdale-council", kind="other")
team = Team.objects.create(organisation=organisation, name="Edge of care", slug="edge-of-care")
membership = Membership.objects.create(
    user=owner, organisation=organisation, role="coordinator", state="active", asked_at=at, joined_at=at
)
TeamMembership.objects.create(team=team, membership=membership)
shared = {"organisation": organisation, "team": team, "author": owner, "created_at": at, "updated_at": at}
print(f"{connection.vendor}: making {options.actions} actions that answer 100 challenges")
STATES = ("proposed", "accepted", "in_progress", "stuck", "done", "dropped")
with transaction.atomic():
    challenges = [Challenge.objects.create(title=f"Challenge {n}", **shared) for n in range(100)]
    for number in range(options.actions):
        state = STATES[number % len(STATES)]
        action = Action.objects.create(
            title=f"Action {number}",
            sharing="organisation",
            live=number % 2 == 0,
            owner=owner,
            first_step="Ring them",
            state=state,
            due_date=today + timedelta(days=number % 400 - 200),
            done_date=today if state == "done" else None,
            **shared,
        )
        Tie.objects.create(
            source_id=action.pk, target_id=challenges[number % 100].pk, relation="comes_from", made_at=at
        )
if connection.vendor == "postgresql":
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
assert Record.objects.filter(kind="action").count() == options.actions

client = Client(SERVER_NAME="127.0.0.1")
client.force_login(owner)
for address in ("/actions/mine/", "/actions/mine/?show=overdue", "/actions/organisation/otterdale-council/"):
    client.get(address)
    assert client.get(address).status_code == 200
    times = []
    for _ in range(20):
        begun = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - begun) * 1000)
    median, worst = statistics.median(times), sorted(times)[18]
    print(f"{address}: median {median:.0f} ms, 19 of 20 within {worst:.0f} ms")
