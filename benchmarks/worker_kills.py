"""kill -9 of the worker at ten random points of a run of 200 jobs: nothing may be lost or done twice.

python -m benchmarks.worker_kills [--jobs 200] [--kills 10]      DATABASE_URL chooses the database; it must be empty

Each job writes one row under its own number in one transaction, as every job of the site is safe to run twice.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("--jobs", type=int, default=200)
parser.add_argument("--kills", type=int, default=10)
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ["DJANGO_SETTINGS_MODULE"] = "cairn.config.settings"
os.environ["CAIRN_DATA_DIR"] = tempfile.mkdtemp(prefix="cairn-kills-")

import django

django.setup()

from django.core.management import call_command
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from benchmarks.kill_jobs import note
from cairn.audit.models import AuditEntry
from cairn.notices import services
from cairn.notices.services import jobs

call_command("migrate", verbosity=0)
jobs.LOST_AFTER = timedelta(seconds=7)  # a beat comes every five seconds
for number in range(options.jobs):
    note.enqueue(number)

chance = random.Random(options.seed)  # noqa: S311
started, kills = time.monotonic(), 0
root = Path(__file__).resolve().parents[1]


def start_worker() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "cairn.cli", "worker", "--interval", "0.1"]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.Popen(command, cwd=root, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


worker = start_worker()
while DBTaskResult.objects.exclude(status="SUCCESSFUL").exists() and time.monotonic() - started < 600:
    time.sleep(chance.uniform(3.0, 5.0) if kills < options.kills else 1.0)
    if kills < options.kills:
        worker.kill()
        worker.wait()
        kills += 1
        worker = start_worker()
    services.reap(at=now())
worker.terminate()
worker.wait()
written = list(AuditEntry.objects.filter(action="benchmark").values_list("key", flat=True))
results = DBTaskResult.objects.values_list("status", "worker_ids")
print(
    f"{options.jobs} jobs, {kills} kills, {time.monotonic() - started:.0f} s: "
    f"{len(set(written))} done, {options.jobs - len(set(written))} lost, {len(written) - len(set(written))} doubled, "
    f"{sum(len(ids) > 1 for _, ids in results)} started more than once"
)
sys.exit(len(written) != options.jobs or len(set(written)) != options.jobs)
