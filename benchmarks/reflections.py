"""The page that shows what people see differently, over 40 people and two rounds.

python -m benchmarks.reflections [--people 40]      DATABASE_URL chooses the database; it must be empty

The phone walk of twelve statements is measured by tests/e2e/test_reflection_journey.py, which prints its taps.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from functools import partial

parser = argparse.ArgumentParser()
parser.add_argument("--people", type=int, default=40)
options = parser.parse_args()
os.environ["DJANGO_SETTINGS_MODULE"] = "cairn.config.settings"
os.environ["CAIRN_DATA_DIR"] = tempfile.mkdtemp(prefix="cairn-reflections-")
os.environ["EMAIL_URL"] = "dummy:"
os.environ["CAIRN_STATIC_FINGERPRINTS"] = "false"

import django

django.setup()

from datetime import timedelta

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from cairn.accounts.models import User
from cairn.conditions.enums import Answer, Promise, StatementSet
from cairn.conditions.presenters.differences import describe_round
from cairn.conditions.presenters.shown import read_rounds
from cairn.conditions.services import (
    Said,
    SaidOfStatement,
    answer_by_account,
    close_round,
    open_round,
    start_profile,
)
from cairn.places.models import Membership, Organisation, Team, TeamMembership

AGENCIES = ("Children’s social care", "Health", "Schools", "Police", "Voluntary sector")
GOAL, TIMES = 100, 40  # milliseconds; how often each is measured
chance = random.Random(1)  # noqa: S311 (the same answers each time)

call_command("migrate", verbosity=0)
at = now()
people = [User.objects.create(email=f"p{n}@example.org", name=f"Person {n}") for n in range(options.people)]
owner = people[0]


def make_team(name: str) -> Team:
    """Of an organisation of its own: a second reflection about the same one would be told without numbers."""
    organisation = Organisation.objects.create(name=name, slug=name.lower().replace(" ", "-"), kind="other")
    team = Team.objects.create(organisation=organisation, name="Edge of care", slug="edge-of-care")
    membership = Membership.objects.create(
        user=owner, organisation=organisation, role="member", state="active", asked_at=at, joined_at=at
    )
    TeamMembership.objects.create(team=team, membership=membership)
    return team


def hold_round(profile, which, asked_at, reason):
    asked = open_round(
        profile=profile,
        which=which,
        agencies=AGENCIES,
        promise=Promise.WORDS,
        closes_on=(asked_at + timedelta(days=7)).date(),
        reason=reason,
        by=owner,
        at=asked_at,
    )
    for number, person in enumerate(people):
        answers = [
            SaidOfStatement(key, chance.choice(list(Answer)), chance.choice((1, 2, 3, None)), "Because of the rota.")
            for key in asked.list_keys()
        ]
        said = Said(number % len(AGENCIES), answers)
        answer_by_account(round=asked, said=said, by=person, at=asked_at)
    close_round(round=asked, by=owner, at=asked_at)


def measure(name, do):
    """By the clock, and by the time of the processor, which others on a busy computer do not lengthen."""
    do()
    took, worked = [], []
    for _ in range(TIMES):
        started, began = time.perf_counter(), time.process_time()
        do()
        took.append((time.perf_counter() - started) * 1000)
        worked.append((time.process_time() - began) * 1000)
    print(
        f"  {name:44} median {statistics.median(took):6.1f} ms, longest of {TIMES}: {max(took):6.1f} ms; "
        f"of the processor {statistics.median(worked):6.1f} ms"
    )
    return statistics.median(took)


def draw(profile):
    return describe_round(read_rounds(profile)[0])


worst = 0.0
for which in StatementSet:
    team = make_team(f"Council with the {which} set")
    profile = start_profile(title="What helps", summary="", about=None, team=team, by=owner, at=at)
    hold_round(profile, which, at - timedelta(days=400), "")
    hold_round(profile, which, at - timedelta(days=100), "Half a year has passed.")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(owner)
    path = profile.get_absolute_url()
    with CaptureQueriesContext(connection) as queries:
        page = client.get(path)
    assert page.status_code == 200, page.status_code
    assert '<svg class="f-chart' in page.content.decode()
    print(
        f"{connection.vendor}, {options.people} people, {len(profile.rounds.first().statements)} statements, 2 rounds"
    )
    print(f"  {len(queries)} queries, {len(page.content) / 1000:.0f} KB")
    worst = max(worst, measure("page, with log-in and everything around it", partial(client.get, path)))
    measure("rounds, picture and table alone", partial(draw, profile))
print(f"goal {GOAL} ms for the page: {'met' if worst < GOAL else 'MISSED'}")
