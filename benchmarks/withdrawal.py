"""One answer is withdrawn among 20,000 records, half of which have a draft, and 100 hold a copy of it.

python -m benchmarks.withdrawal [--records 20000]      DATABASE_URL chooses the database; it must be empty
"""

import argparse
import os
import tempfile
import time

parser = argparse.ArgumentParser()
parser.add_argument("--records", type=int, default=20_000)
options = parser.parse_args()
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ["DJANGO_SETTINGS_MODULE"] = "cairn.config.settings"
os.environ["CAIRN_DATA_DIR"] = tempfile.mkdtemp(prefix="cairn-withdrawal-")
os.environ["EMAIL_URL"] = "dummy:"
os.environ["CAIRN_STATIC_FINGERPRINTS"] = "false"

import django

django.setup()

from datetime import timedelta

from django.core.management import call_command
from django.db import connection
from django.utils.timezone import localdate, now

from cairn.accounts.models import User
from cairn.places.models import Membership, Organisation, Team, TeamMembership
from cairn.records.models import Record
from cairn.search.services import rebuild_index
from cairn.voice import services
from cairn.voice.models import Consent, Contribution, ListeningSession, Need
from tests.factories.any_row import find_everywhere

SAID = "Nobody asked whether vanishwort would suit the quernbell in me."
WORDS = [
    "visits",
    "families",
    "children",
    "evening",
    "hours",
    "worker",
    "school",
    "home",
    "meals",
    "sleep",
    "carer",
    "bus",
    "money",
    "time",
    "team",
    "trust",
]
COPIES = 100

call_command("migrate", verbosity=0)
at = now()
worker = User.objects.create(email="worker@example.org", name="Worker")
council = Organisation.objects.create(name="Place", slug="place", kind="other")
team = Team.objects.create(organisation=council, name="Team", slug="team")
membership = Membership.objects.create(
    user=worker, organisation=council, role="member", state="active", asked_at=at, joined_at=at
)
TeamMembership.objects.create(team=team, membership=membership)


def write(number: int) -> str:
    return " ".join(WORDS[(number * step) % len(WORDS)] for step in range(1, 60))


for number in range(options.records):
    copied = f" A girl said: {SAID}" if number % (options.records // COPIES) == 0 else ""
    need = Need.objects.create(
        title=f"Need {number}",
        summary=write(number)[:300],
        how_we_know=write(number + 1) + copied,
        team=team,
        organisation=council,
        sharing="public",
        live=True,
        created_at=at,
        updated_at=at,
    )
    if number % 2 == 0:
        need.save_revision(clean=False)
rebuild_index()
session = ListeningSession.objects.create(
    team=team,
    worker=worker,
    title="Saturday",
    question="What helps?",
    held_on=localdate(),
    consent_until=localdate() + timedelta(days=700),
    opened_at=at - timedelta(hours=1),
)
for number in range(1000):
    one = Contribution.objects.create(
        session=session, words=SAID if number == 0 else write(number), age_band="16_17", source="typed", state="kept"
    )
    Consent.objects.create(contribution=one, purpose="inside", until=session.consent_until)
    if number == 0:
        said = one
print(
    f"{connection.vendor}: {Record.objects.count():,} records, {len(find_everywhere('nishwort'))} tables hold the words"
)
started = time.perf_counter()
removed = services.withdraw(contribution=said, by=worker, at=now())
took = time.perf_counter() - started
services.overwrite_deleted(removed.tables)
whole = time.perf_counter() - started
print(f"withdrawn with {removed.number} copies in {took:.1f} s; bytes overwritten after {whole:.1f} s")
print(f"left: {find_everywhere('nishwort', 'uernbell') or 'nothing'}")
