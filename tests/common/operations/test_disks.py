"""A disk that is full or may only be read: a sentence on the page, and nothing half-done."""

import errno
import sqlite3

import psycopg.errors
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.urls import reverse

from cairn.common.operations.disks import DiskProblem, find_disk_problem
from cairn.records import services
from cairn.records.models import SavedForm
from cairn.records.sections import get_sections
from cairn.voice.models import Need
from tests.cases import each
from tests.factories.accounts import PASSWORD, UserFactory, client_of
from tests.factories.records import make_draft

FULL, READ_ONLY = DiskProblem.FULL, DiskProblem.READ_ONLY


def make_sqlite_error(code):
    error = sqlite3.OperationalError("…")
    error.sqlite_errorcode = code
    return error


def wrap(error):
    """As Django does with errors of a driver."""
    wrapped = OperationalError("…")
    wrapped.__cause__ = error
    return wrapped


def happen_while(error):
    """Clearing up failed in its turn."""
    another = RuntimeError("…")
    another.__context__ = error
    return another


def run_in_a_circle():
    first, second = RuntimeError("…"), RuntimeError("…")
    first.__context__, second.__context__ = second, first
    return first


@each(
    ("error", "problem"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), FULL),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), FULL),
        (OSError(errno.EROFS, "Read-only file system"), READ_ONLY),
        (wrap(make_sqlite_error(sqlite3.SQLITE_FULL)), FULL),
        (wrap(make_sqlite_error(sqlite3.SQLITE_READONLY_DBMOVED)), READ_ONLY),
        (wrap(psycopg.errors.DiskFull("…")), FULL),
        (wrap(psycopg.errors.ReadOnlySqlTransaction("…")), READ_ONLY),
        (happen_while(wrap(make_sqlite_error(sqlite3.SQLITE_FULL))), FULL),
        (OSError(errno.ENOENT, "No such file"), None),
        (OSError("no number"), None),
        (wrap(make_sqlite_error(sqlite3.SQLITE_BUSY)), None),
        (wrap(psycopg.errors.UndefinedTable("…")), None),
        (run_in_a_circle(), None),
        (None, None),
    ],
)
def test_what_an_error_says_of_the_disk(error, problem):
    assert find_disk_problem(error) == problem


@pytest.fixture
def writing():
    """Somebody's browser, which is told of errors as in production, and an address that keeps what they type."""
    author = UserFactory()
    record = make_draft(Need, author=author)
    client = client_of(author)
    client.raise_request_exception = False
    return client, reverse("records:autosave", args=[record.slug, get_sections(record.kind)[0].name])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "is full"),
        (wrap(make_sqlite_error(sqlite3.SQLITE_READONLY)), "can only be read at the moment"),
    ],
)
def test_page_says_that_nothing_can_be_saved(error, sentence, writing, monkeypatch, caplog, settings):
    def fail(**_):
        raise error

    settings.CONTACT_EMAIL = "host@example.org"
    monkeypatch.setattr(services, "save_form", fail)
    client, address = writing
    answer = client.post(address, {"title": "A title"})
    page = answer.content.decode()
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert sentence in page
    assert "What you sent was not saved" in page
    assert "host@example.org" in page
    assert "django.request" in caplog.text  # the host hears of it


@pytest.mark.django_db
@pytest.mark.both_databases
def test_database_that_may_only_be_read_is_told_in_a_sentence(writing):
    """The real error of each database."""
    client, address = writing
    is_sqlite = connection.vendor == "sqlite"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON" if is_sqlite else "SET LOCAL transaction_read_only = ON")
        answer = client.post(address, {"title": "A title"})
        if is_sqlite:
            cursor.execute("PRAGMA query_only = OFF")
        assert not SavedForm.objects.exists()
        transaction.set_rollback(True)
    assert answer.status_code == 503
    assert "can only be read at the moment" in answer.content.decode()


@pytest.mark.django_db
def test_session_that_cannot_be_kept_is_told_in_a_sentence(monkeypatch):
    """That fails outside every view."""

    def fail(*_, **__):
        raise wrap(make_sqlite_error(sqlite3.SQLITE_FULL))

    user = UserFactory()
    monkeypatch.setattr(SessionStore, "save", fail)
    answer = Client(raise_request_exception=False).post("/log-in/", {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 503


@pytest.mark.django_db
def test_another_error_is_still_our_mistake(writing, monkeypatch):
    monkeypatch.setattr(services, "save_form", lambda **_: 1 / 0)
    client, address = writing
    assert client.post(address, {"title": "A title"}).status_code == 500
