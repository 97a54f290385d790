"""A disk that is full or may only be read: a sentence on the page, and nothing half-done."""

import errno
import sqlite3
from contextlib import contextmanager

import psycopg.errors
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.urls import reverse

from cairn.common.disks import DiskProblem, find_disk_problem
from cairn.records import services
from cairn.records.models import SavedForm
from cairn.records.sections import get_sections
from cairn.voice.models import Need
from tests.cases import each
from tests.factories.accounts import PASSWORD, UserFactory, client_of
from tests.factories.records import make_draft
from tests.together import IN_THE_DATABASE

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


@contextmanager
def only_readable():
    """With the real error of each database."""
    is_sqlite = connection.vendor == "sqlite"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON" if is_sqlite else "SET LOCAL transaction_read_only = ON")
        yield
        if is_sqlite:
            cursor.execute("PRAGMA query_only = OFF")
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.both_databases
def test_database_that_may_only_be_read_is_told_in_a_sentence(writing):
    client, address = writing
    with only_readable():
        answer = client.post(address, {"title": "A title"})
        assert not SavedForm.objects.exists()
    assert answer.status_code == 503
    assert "can only be read at the moment" in answer.content.decode()


SIGNING_IN = [
    ("/log-in/", {"login": "ada@example.org", "password": "wrong"}),
    ("/account/password/reset/", {"email": "ada@example.org"}),
    ("/account/signup/", {"email": "ada@example.org", "name": "Ada", "password1": PASSWORD, "password2": PASSWORD}),
]


@pytest.mark.django_db
@pytest.mark.both_databases
@pytest.mark.parametrize(("path", "sent"), SIGNING_IN)
def test_who_signs_in_is_not_told_that_they_tried_too_often(path, sent, settings):
    """Their tries cannot be counted, which is no fault of theirs."""
    settings.CACHES = IN_THE_DATABASE
    client = Client(raise_request_exception=False)
    assert client.get(path).status_code == 200
    with only_readable():
        answer = client.post(path, sent)
    assert answer.status_code == 503
    assert "can only be read at the moment" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_value_that_is_lost_at_the_end_of_its_transaction_is_told_too(settings, monkeypatch):
    """Until then SQLite may hold in memory what it writes."""

    def fail():
        raise wrap(make_sqlite_error(sqlite3.SQLITE_FULL))

    settings.CACHES = IN_THE_DATABASE
    assert cache.add("kept", 1)
    monkeypatch.setattr(connection, "commit", fail)
    with pytest.raises(OperationalError):
        cache.add("lost", 1)


@pytest.mark.django_db
@pytest.mark.both_databases
def test_value_that_is_there_already_is_no_error(settings):
    settings.CACHES = IN_THE_DATABASE
    assert cache.add("key", 1)
    assert not cache.add("key", 2)
    assert cache.get("key") == 1


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
