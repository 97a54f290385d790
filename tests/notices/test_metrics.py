"""What Prometheus reads: numbers of the site, to whom it is meant for, and nobody's name or address."""

import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cairn.common.operations.metrics import RequestMetrics
from cairn.notices import tasks
from cairn.notices.models import Mail, WorkerHeartbeat
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
TOKEN = "a" * 40
LABELS = {"status", "part", "lane", "state", "version", "le"}


@pytest.fixture
def metrics(settings):
    settings.METRICS = True
    settings.MIDDLEWARE = ["cairn.common.operations.metrics.RequestMetrics", *settings.MIDDLEWARE]
    settings.ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
    return settings


def ask(**headers) -> tuple[int, str]:
    answer = Client(SERVER_NAME="127.0.0.1").get("/metrics", headers=headers)
    return answer.status_code, answer.content.decode()


def read(text: str) -> dict[str, float]:
    return {
        line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in text.splitlines() if line[:1] not in "#"
    }


def test_metrics_are_not_there_unless_a_host_wants_them():
    assert ask()[0] == 404


def test_without_a_token_only_this_computer_reads_them(metrics):
    assert ask()[0] == 200
    assert ask(x_forwarded_for="203.0.113.9")[0] == 404  # through a proxy on this computer
    assert Client().get("/metrics").status_code == 404  # by another name than this computer's own
    assert Client(SERVER_NAME="127.0.0.1", REMOTE_ADDR="203.0.113.9").get("/metrics").status_code == 404


@pytest.mark.parametrize("given", ["", TOKEN, f"Basic {TOKEN}", "Bearer ", f"Bearer {TOKEN[:-1]}", f"Bearer {TOKEN}b"])
def test_with_a_token_nobody_reads_them_without_it(metrics, given):
    metrics.METRICS_TOKEN = TOKEN
    assert ask(authorization=given)[0] == 404
    answer = Client(REMOTE_ADDR="203.0.113.9").get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert "no-cache" in answer["Cache-Control"]


def test_jobs_mails_backup_and_database_are_counted(metrics, tmp_path):
    metrics.DATA_DIR = tmp_path
    (tmp_path / "last-backup").write_text((now() - timedelta(hours=2)).isoformat())
    person, at = UserFactory(), now()
    for attempts in (0, 4, 5):
        Mail.objects.create(
            user=person, kind="x", message_id=f"<{attempts}>", made_at=at, attempts=attempts, try_after=at
        )
    Mail.objects.create(user=person, kind="x", message_id="<sent>", made_at=at, attempts=5, try_after=at, sent_at=at)
    for _ in range(3):
        tasks.send_daily.enqueue()
    failed, oldest, _ = DBTaskResult.objects.order_by("enqueued_at")
    DBTaskResult.objects.filter(pk=failed.pk).update(status=TaskResultStatus.FAILED, finished_at=at)
    DBTaskResult.objects.filter(pk=oldest.pk).update(enqueued_at=at - timedelta(minutes=10))
    WorkerHeartbeat.objects.create(worker_id="one", seen_at=at)
    WorkerHeartbeat.objects.create(worker_id="gone", seen_at=at - timedelta(minutes=5))
    found = read(ask()[1])
    jobs = {state: found[f'cairn_jobs{{lane="mail",state="{state}"}}'] for state in ("waiting", "running", "failed")}
    assert jobs == {"waiting": 2, "running": 0, "failed": 1}
    assert found['cairn_jobs{lane="calculations",state="failed"}'] == 0
    assert found['cairn_jobs_oldest_waiting_seconds{lane="mail"}'] == pytest.approx(600, abs=30)
    assert found['cairn_jobs_oldest_waiting_seconds{lane="files"}'] == 0
    assert {state: found[f'cairn_mails{{state="{state}"}}'] for state in ("waiting", "failed")} == {
        "waiting": 2,
        "failed": 1,
    }
    assert found["cairn_workers"] == 1
    assert found["cairn_backup_age_seconds"] == pytest.approx(7200, abs=30)
    assert found["cairn_database_bytes"] > 100_000


def test_labels_name_parts_of_the_site_and_never_what_somebody_asked_for(metrics):
    person = UserFactory(email="planted@example.org", name="Planted Person")
    client = Client()
    client.force_login(person)
    for address in (
        "/models/planted-slug/",
        "/search/?q=planted",
        "/planted/",
        "/unsubscribe/planted/",
        "/desk/",
    ):
        client.get(address)
    text = ask()[1]
    assert "planted" not in text.lower()
    assert set(re.findall(r'[{,](\w+)="', text)) <= LABELS
    assert 'cairn_request_seconds_count{part="library",status="4xx"}' in text
    assert 'cairn_request_seconds_count{part="none",status="4xx"}' in text


PROGRAM = """
import django
django.setup()
from django.test import Client
for _ in range({times}):
    assert Client().get("/health/live").status_code == 200
from cairn.common.operations.metrics import make_registry
from prometheus_client import generate_latest
print(generate_latest(make_registry()).decode())
"""


def test_processes_of_the_web_server_count_together(tmp_path):
    """Prometheus asks one address, and whichever process answers speaks for all."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cairn.config.settings",
        "CAIRN_DATA_DIR": str(tmp_path / "data"),
        "CAIRN_METRICS": "true",
        "CAIRN_STATIC_FINGERPRINTS": "false",
        "CAIRN_ALLOWED_HOSTS": "testserver,127.0.0.1",
        "CAIRN_HTTPS": "false",
        "CAIRN_SECRET_KEY": "x" * 50,
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "counts"),
    }
    for times in (3, 2):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM.format(times=times)],
            env=environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
    assert read(done.stdout)['cairn_request_seconds_count{part="site",status="2xx"}'] == 5
    assert (tmp_path / "counts").stat().st_mode & 0o777 == 0o700


def test_answer_is_handed_on_untouched(rf):
    response = object.__new__(type("Answer", (), {"status_code": 204}))
    assert RequestMetrics(lambda request: response)(_with_match(rf.get("/"))) is response


def _with_match(request):
    request.resolver_match = None
    return request
