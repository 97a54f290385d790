"""Slow queries in the log, and how large tables and folders are."""

import logging
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from cairn.common.operations import slow_queries
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def slow(settings, caplog):
    settings.SLOW_QUERY_MS = 0.000001  # everything is slow
    caplog.set_level(logging.WARNING, logger="cairn.queries")
    return caplog


def test_slow_query_is_logged_with_its_route_and_without_what_was_asked(slow):
    client = Client()
    client.force_login(UserFactory(email="planted@example.org"))
    slow.clear()
    client.get("/search/?q=planted-words")
    lines = [record.getMessage() for record in slow.records if record.name == "cairn.queries"]
    assert any(" ms, /search/: SELECT " in line for line in lines)
    assert not [line for line in lines if "planted" in line]


def test_route_is_the_pattern_and_not_the_address(slow):
    Client().get("/models/planted-slug/")
    lines = [record.getMessage() for record in slow.records if record.name == "cairn.queries"]
    assert lines
    assert not [line for line in lines if "planted" in line]
    assert any("<slug:slug>" in line for line in lines)


def test_outside_a_request_is_said_and_quick_ones_are_left_out(slow, settings):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", ["planted"])
        assert [one.getMessage().partition(", ")[2].partition(", ")[2] for one in slow.records] == [
            "outside a request: SELECT %s"
        ]
        slow.clear()
        settings.SLOW_QUERY_MS = 60_000
        cursor.execute("SELECT 1")
        settings.SLOW_QUERY_MS = 0
        cursor.execute("SELECT 1")
    assert not slow.records


def test_connection_opened_again_is_watched_once():
    slow_queries.watch_connection(connection)
    assert connection.execute_wrappers.count(slow_queries.log_if_slow) == 1


def test_sizes_list_tables_and_folders_the_largest_first(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (tmp_path / "files" / "one").mkdir(parents=True)
    (tmp_path / "files" / "one" / "a.pdf").write_bytes(b"x" * 3000)
    (tmp_path / "last-backup").write_text("x")
    said = StringIO()
    call_command("sizes", "--all", stdout=said)
    lines = said.getvalue().splitlines()
    assert lines[0].startswith("Database: ")
    assert any(line.split()[2:3] == ["records_record"] for line in lines)
    assert lines.index("      2.9 KB  files/  1 file") < lines.index("      1 byte  last-backup")
    said = StringIO()
    call_command("sizes", stdout=said)
    assert "(the largest 15 of " in said.getvalue()
