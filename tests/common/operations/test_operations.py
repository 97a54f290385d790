"""Health, logs, checks of a host, watching, retention, the ledger."""

import errno
import io
import json
import logging
import stat
from datetime import UTC, datetime

import pytest
from django.core.checks import run_checks
from django.core.management.sql import emit_post_migrate_signal
from django.db import OperationalError, connection
from django.test import Client

from cairn.audit.models import AuditEntry
from cairn.common.operations import costs, health, ledger
from cairn.common.operations.logs import Impersonal
from cairn.common.operations.retention import apply_retention, get_retentions
from cairn.common.operations.watching import make_impersonal
from cairn.common.storage import StaticStorage

pytestmark = pytest.mark.both_databases

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def test_health_live_needs_no_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get("/health/live").json() == {"live": True}


def test_health_ready_names_its_checks(client, db):
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["ready"]) == (200, True)
    assert set(answer.json()["checks"]) >= {"database", "migrations", "files", "ledger"}
    assert "no-cache" in answer["Cache-Control"]


def test_health_ready_without_a_database_is_not_and_gives_no_detail(client, monkeypatch, db):
    def fail():
        raise OperationalError("password authentication failed for secret-host")

    monkeypatch.setitem(health.CHECKS, "database", fail)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["checks"]["database"]) == (503, False)
    assert "secret-host" not in answer.content.decode()


def test_site_that_could_not_write_down_a_withdrawal_is_not_ready(client, settings, tmp_path, db):
    """As under units or in an image that may not write where the ledger is."""
    (tmp_path / "file").touch()
    settings.LEDGER = tmp_path / "file" / "ledger.jsonl"
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["checks"]["ledger"]) == (503, False)
    settings.LEDGER = tmp_path / "ledger.jsonl"
    assert client.get("/health/ready").json()["checks"]["ledger"] is True
    assert settings.LEDGER.read_bytes() == b""


@pytest.mark.parametrize("listed", [None, {}, {"cairn/cairn.css": "cairn/cairn.0123456789ab.css"}])
def test_site_without_its_list_of_static_files_is_not_ready(listed, client, settings, tmp_path, monkeypatch, db):
    """Every page would then answer 500, while a balancer sends everybody here."""
    settings.STATIC_FINGERPRINTS = True
    if listed is not None:
        (tmp_path / "staticfiles.json").write_text(json.dumps({"version": "1.1", "paths": listed, "hash": "0"}))
    monkeypatch.setattr(health, "staticfiles_storage", StaticStorage(location=tmp_path))
    answer = client.get("/health/ready")
    assert answer.json()["checks"]["static files"] is bool(listed)
    assert answer.status_code == (200 if listed else 503)


def test_site_on_a_full_disk_is_not_ready(client, settings, tmp_path, monkeypatch, db):
    """There an empty file can still be made."""

    class Full(io.BytesIO):
        def write(self, content):
            raise OSError(errno.ENOSPC, "No space left on device")

    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(health.tempfile, "TemporaryFile", lambda **_: Full())
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["checks"]["files"]) == (503, False)


def test_health_is_not_led_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/health/live").status_code == 200
    assert client.get("/privacy/").status_code == 301


# --- logs ---------------------------------------------------------------------------------------


@pytest.fixture
def log():
    """What the handler of the site would write."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(Impersonal())
    root = logging.getLogger()
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


@pytest.mark.urls("tests.e2e.urls")
def test_log_of_a_failing_request_holds_no_personal_text(log):
    client = Client(raise_request_exception=False)
    secret = {"words": "Jenny cried", "email": "ada@example.org"}
    client.post("/fail/500/?who=ada@example.org&said=Jenny+cried", secret)
    logging.getLogger("cairn").error("Mail to %s failed", "ada@example.org")
    assert "/fail/500/" in log.getvalue()
    assert "Mail to [address] failed" in log.getvalue()
    for word in ("Jenny", "ada@example.org", "said="):
        assert word not in log.getvalue()


def test_request_has_a_number_and_takes_only_a_plain_one(client):
    assert client.get("/privacy/", headers={"x-request-id": "abcdef-12345"})["X-Request-ID"] == "abcdef-12345"
    assert client.get("/privacy/", headers={"x-request-id": "<script>alert(1)</script>"})["X-Request-ID"].isalnum()


@pytest.mark.parametrize(
    "path", ["/invitations", "/lessons/agree", "/bookings", "/events/calendar", "/actions/calendar"]
)
def test_log_hides_links_that_are_keys(log, caplog, client, db, path):
    caplog.set_level(logging.INFO, logger="cairn.requests")
    client.get(f"{path}/" + "k" * 40 + "/")
    assert f"{path}/…" in log.getvalue()
    assert "kkkk" not in log.getvalue()


def test_sentry_gets_kind_and_place_only():
    event = {
        "user": {"email": "ada@example.org"},
        "request": {"url": "https://x/?said=Jenny", "method": "POST", "data": "Jenny"},
        "exception": {"values": [{"type": "ValueError", "value": "Jenny cried"}]},
        "breadcrumbs": ["Jenny"],
        "logentry": {"message": "Jenny"},
    }
    assert "Jenny" not in json.dumps(make_impersonal(event, {}))
    assert "ada@" not in json.dumps(make_impersonal(event, {}))


# --- checks -------------------------------------------------------------------------------------


def test_check_tells_a_host_what_is_left_to_do(settings, db):
    found = {problem.id: problem.msg for problem in run_checks(tags=["host"], include_deployment_checks=True)}
    assert "CAIRN_HOST_ORGANISATION" in found["cairn.H001"]
    settings.HOST_ORGANISATION = "A charity"
    assert "cairn.H001" not in {one.id for one in run_checks(tags=["host"], include_deployment_checks=True)}
    assert not [one for one in run_checks() if one.id.startswith("cairn.H")]


# --- retention and ledger -----------------------------------------------------------------------


def test_about_page_tells_what_retention_does(client, settings, db):
    settings.KEEP_DAYS = {"mails": 12}
    page = client.get("/about/").content.decode()
    assert "12 days" in page
    for rule in get_retentions():
        assert rule.label in page
    assert "We do not know yet which organisation runs this site" in page
    apply_retention(at=NOON)
    assert not AuditEntry.objects.exists()


def test_ledger_is_written_before_it_is_believed(settings, tmp_path):
    settings.LEDGER = tmp_path / "apart" / "ledger.jsonl"
    ledger.append("record.withdrawn", "abc", NOON)
    ledger.append("user.erased", "key", NOON)
    assert ledger.read(settings.LEDGER).entries == [
        ledger.Entry("record.withdrawn", "abc", NOON),
        ledger.Entry("user.erased", "key", NOON),
    ]
    assert stat.S_ISREG(settings.LEDGER.stat().st_mode)


@pytest.mark.parametrize(
    "content",
    [
        b"no json\n",
        b'{"kind": "record.withdrawn"}\n',
        b'{"kind": "unknown", "key": "a", "at": "2026-11-24T12:00:00+00:00"}\n',
        b'{"kind": "record.withdrawn", "key": 7, "at": "2026-11-24T12:00:00+00:00"}\n',
        b'{"kind": "record.withdrawn", "key": "a", "at": "2026-11-24T12:00:00"}\n',
        b"[]\n",
        b"\x00\x00\x00\x00\n",
        b"\xff\xfe\n",
    ],
)
def test_ledger_that_cannot_be_understood_stops_everything(tmp_path, content):
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(content)
    with pytest.raises(ledger.UnableToReadLedger):
        ledger.read(path)


LINE = '{"kind": "record.withdrawn", "key": "abc", "at": "2026-11-24T12:00:00+00:00"}'


@pytest.mark.parametrize("end", range(1, len(LINE)))
def test_line_that_was_never_finished_is_passed_over_and_the_next_one_is_not_lost(settings, tmp_path, end):
    """A full disk or a kill may leave any part of a line; the withdrawal that it stood for was not done."""
    settings.LEDGER = tmp_path / "ledger.jsonl"
    settings.LEDGER.write_text(LINE.replace("abc", "first") + "\n" + LINE[:end])
    assert [entry.key for entry in ledger.read(settings.LEDGER).entries] == ["first"]
    ledger.append("record.withdrawn", "next", NOON)
    said = ledger.read(settings.LEDGER)
    assert ([entry.key for entry in said.entries], said.unfinished) == (["first", "next"], 1)


def test_last_line_without_its_end_of_line_counts(tmp_path):
    path = tmp_path / "ledger.jsonl"
    path.write_text(LINE)
    assert [entry.key for entry in ledger.read(path).entries] == ["abc"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("undecided", "told"), [(["random_page_cost", "jit"], {"random_page_cost=1.1", "jit=off"}), ([], set())]
)
def test_database_is_told_what_suits_the_site(undecided, told, monkeypatch):
    if connection.vendor != "postgresql":
        emit_post_migrate_signal(0, False, "default")  # nothing is said to SQLite
        return
    monkeypatch.setattr(costs, "list_undecided", lambda cursor: undecided)
    with connection.cursor() as cursor:
        cursor.execute("SELECT format('ALTER DATABASE %I RESET ALL', current_database())")
        cursor.execute(cursor.fetchone()[0])
        emit_post_migrate_signal(0, False, "default")
        cursor.execute(
            "SELECT unnest(setconfig) FROM pg_db_role_setting JOIN pg_database ON pg_database.oid = setdatabase"
            " WHERE datname = current_database()"
        )
        assert {setting for (setting,) in cursor.fetchall()} == told


@pytest.mark.django_db
def test_a_setting_that_somebody_chose_stays_even_where_it_is_as_without_them():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('jit', 'on', true), set_config('random_page_cost', '4', true)")
            assert costs.list_undecided(cursor) == []
