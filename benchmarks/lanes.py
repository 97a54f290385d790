"""How long a worry's mail, other mail and a PDF take while 200 evaluations are queued before them.

python -m benchmarks.lanes [--queued 200]      DATABASE_URL chooses the database; it must be empty

The evaluations are real ones, of the examples of the demonstration, and one worker (`cairn worker`) does all of it.
Each time runs from the click until the work is done: the mail handed over, the file there.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("--queued", type=int, default=200)
options = parser.parse_args()
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ["DJANGO_SETTINGS_MODULE"] = "cairn.config.settings"
os.environ["CAIRN_DATA_DIR"] = tempfile.mkdtemp(prefix="cairn-lanes-")
os.environ["CAIRN_DEMONSTRATION"] = "true"  # mails go to the outbox

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.utils.timezone import now

from cairn.accounts.models import User
from cairn.accounts.services import create_demonstration_users
from cairn.common.documents import Document, Paragraph
from cairn.evaluation import analysis
from cairn.evaluation.models import Evaluation, EvaluationPlan, EvaluationState
from cairn.evaluation.services import ensure_examples
from cairn.evaluation.tasks import work_out
from cairn.indicators.services import load_simulated
from cairn.library.services import load_starter
from cairn.notices.models import OutboxMail
from cairn.notices.services import notify
from cairn.places.models import Organisation
from cairn.places.services import load_demonstration_organisations, load_fictional_places, load_places
from cairn.records.models import Record, RecordFile
from cairn.records.services import request_file
from cairn.voice.services import load_demonstration_posts, send_concern

PATIENCE = 120
LIMIT = 5.0
SENTENCE = "A team visits each family twice a week and asks what would help. "


def prepare() -> None:
    call_command("migrate", verbosity=0)
    load_places()
    load_fictional_places()
    load_starter(at=now())
    load_simulated(analysis.simulate_figures(), at=now())
    create_demonstration_users()
    load_demonstration_organisations(at=now())
    load_demonstration_posts(at=now())
    ensure_examples(at=now())
    plans = list(EvaluationPlan.objects.filter(is_example=True))
    while Evaluation.objects.count() < options.queued:
        plan = plans[Evaluation.objects.count() % len(plans)]
        one = Evaluation.objects.create(
            plan=plan, title=plan.title, requested_at=now(), created_at=now(), updated_at=now()
        )
        work_out.enqueue(one.pk)


def count_done() -> int:
    return Evaluation.objects.filter(state=EvaluationState.DONE).count()


def measure(ask: Callable[[], object], is_done: Callable[[], bool]) -> float:
    start = time.monotonic()
    ask()
    while not is_done():
        if time.monotonic() - start > PATIENCE:
            return float("inf")
        time.sleep(0.02)
    return time.monotonic() - start


def ask_for_file(words: int) -> Callable[[], object]:
    record = Record.objects.order_by("pk")[0]
    document = Document("How long it takes", blocks=(Paragraph((SENTENCE * words,)),))
    return lambda: request_file(record=record, form="pdf", document=document, at=now())


def is_made() -> bool:
    return RecordFile.objects.exclude(made_at=None).exists()


def main() -> int:
    prepare()
    command = [sys.executable, "-m", "cairn.cli", "worker"]
    worker = subprocess.Popen(command, cwd=Path(__file__).resolve().parents[1], stderr=subprocess.DEVNULL)
    try:
        measure(lambda: None, lambda: count_done() >= 2)  # it is at the calculations
        before = count_done()
        organisation = Organisation.objects.filter(safety_posts__isnull=False).first()
        user = User.objects.get(email="evaluator@example.org")
        concern = measure(
            lambda: send_concern(organisation=organisation, words="A worry", contact="", by=None, at=now()),
            lambda: OutboxMail.objects.filter(subject__contains="concern").exists(),
        )
        news = measure(
            lambda: notify(users=[user], kind="circle.joined", about="0", at=now()),
            lambda: not user.notices.filter(done_at=None).exists(),
        )
        small = measure(ask_for_file(50), is_made)
        RecordFile.objects.all().delete()
        long = measure(ask_for_file(2000), is_made)
        ended, queued = count_done() - before, options.queued - count_done()
    finally:
        worker.terminate()
        worker.wait()
    times = {"mail of a worry": concern, "other mail": news, "PDF of two pages": small, "PDF of forty pages": long}
    print(f"{connection.vendor}, {options.queued} evaluations: {ended} ended meanwhile, {queued} still wait")
    for name, seconds in times.items():
        print(f"{name:20} {seconds:6.2f} s")
    return int(max(times.values()) > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
