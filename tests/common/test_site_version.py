"""Whatever is written raises the site version, in the transaction that writes."""

import re
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from cairn.common.models import SendCount
from cairn.common.site_version import Watch, changes_pages, noting_quiet_reads, raise_version, read_version
from cairn.places.models import Organisation
from tests.factories.accounts import UserFactory, client_of
from tests.factories.records import NOON, make_organisation

SOURCES = Path(settings.ROOT / "src" / "cairn")
RAW = "UPDATE places_organisation SET name = 'Raw' WHERE 1 = 1"


def undo(write):
    with suppress(ZeroDivisionError), transaction.atomic():
        write()
        raise ZeroDivisionError


@pytest.mark.parametrize(
    ("sql", "changes"),
    [
        ('SELECT "records_record"."id" FROM "records_record" FOR UPDATE', False),
        ('INSERT INTO "records_record" ("slug") VALUES (%s) RETURNING "id"', True),
        ("insert or ignore into records_record values (1)", True),
        ("  \n UPDATE records_record SET slug = 'a'", True),
        ('DELETE FROM "records_record" WHERE 1', True),
        ("TRUNCATE records_record, django_session", True),
        ("WITH gone AS (DELETE FROM records_tie RETURNING id) SELECT * FROM gone", True),
        ("WITH RECURSIVE a(n) AS (SELECT 1) SELECT n FROM a", False),
        ("INSERT INTO search_fts(search_fts) VALUES ('optimize')", True),
        ('INSERT INTO "django_session" ("session_key") VALUES (%s)', False),
        ('UPDATE "rooms_item" SET "text" = %s', False),
        ('UPDATE "rooms_itemised" SET "text" = %s', True),
        ('UPDATE "accounts_user" SET "last_login" = %s WHERE "accounts_user"."id" = %s', False),
        ('UPDATE "accounts_user" SET "last_login" = %s, "name" = %s WHERE "accounts_user"."id" = %s', True),
        ("SAVEPOINT a", False),
        ("PRAGMA foreign_keys = ON", False),
        ("VACUUM FULL decisions_voter", False),
    ],
)
def test_every_statement_that_writes_counts(sql, changes):
    assert changes_pages(sql) is changes


@pytest.mark.django_db
def test_quiet_tables_are_tables_of_this_site():
    assert set(connection.introspection.table_names()) >= settings.QUIET_TABLES


@pytest.mark.django_db
@pytest.mark.parametrize(
    "write",
    [
        lambda one: one.save(),
        lambda one: Organisation.objects.filter(pk=one.pk).update(name="Updated"),
        lambda one: Organisation.objects.bulk_update([one], ["name"]),
        lambda one: Organisation.objects.bulk_create([Organisation(slug="b", name="b", created_at=NOON)]),
        lambda one: Organisation.objects.create(slug="b", name="b", created_at=NOON),
        lambda one: one.delete(),
        lambda one: connection.cursor().execute(RAW),
        lambda one: connection.cursor().executemany(RAW.replace("1 = 1", "slug = %s"), [["a"], ["b"]]),
        lambda one: raise_version(),
    ],
    ids=["save", "update", "bulk_update", "bulk_create", "create", "delete", "raw", "many", "by hand"],
)
def test_every_way_to_write_raises_it(write):
    one = make_organisation()
    before = read_version()
    write(one)
    assert read_version() != before
    assert read_version() == read_version()


@pytest.mark.django_db
def test_what_no_page_shows_raises_nothing(client):
    user = UserFactory()
    before = read_version()
    SendCount.objects.create(name="a", sender="b", began_at=NOON)
    assert client_of(user).get("/").status_code == 200  # a log-in, with its session
    Organisation.objects.filter(slug="nobody").exists()
    assert read_version() == before


@pytest.mark.django_db
def test_it_stands_again_after_a_part_of_a_transaction_was_undone(django_assert_num_queries):
    """The number went with what was undone, so the next write needs another."""
    one = make_organisation()
    before = read_version()
    undo(one.save)
    assert read_version() == before
    with transaction.atomic():
        undo(one.save)
        one.save()
    assert read_version() != before
    with django_assert_num_queries(1):  # its own statements count for nobody
        Organisation.objects.update(name=F("slug"))


@pytest.mark.django_db
def test_what_a_page_reads_of_quiet_tables_is_noted():
    with noting_quiet_reads() as has_read_quiet:
        Organisation.objects.count()
        assert not has_read_quiet()
        SendCount.objects.count()
        assert has_read_quiet()
    with noting_quiet_reads() as has_read_quiet:
        assert not has_read_quiet()


def test_every_connection_is_watched_once(threads):
    assert threads(lambda: [type(one) for one in connection.execute_wrappers].count(Watch), 2) == [1, 1]


def test_others_see_it_with_what_was_written_and_not_before(threads):
    """Each in a thread of its own, outside any other transaction: the second waits until the first has written."""

    def write_and_look():
        seen = [read_version()]
        Organisation.objects.create(slug="auto", name="Auto", created_at=NOON)  # commits by itself
        seen.append(read_version())
        Organisation.objects.filter(slug="auto").update(name="Again")
        seen.append(read_version())
        undo(lambda: Organisation.objects.filter(slug="auto").update(name="Undone"))
        seen.append(read_version())
        Organisation.objects.filter(slug="auto").delete()
        return [*seen, read_version()]

    [(before, created, updated, undone, deleted)] = threads(write_and_look, 1)
    assert len({before, created, updated, deleted}) == 4
    assert undone == updated


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_nobody_waits_for_a_transaction_that_lasts(threads):
    from threading import Barrier

    both_have_written = Barrier(2)

    def write():
        with transaction.atomic():
            raise_version()
            both_have_written.wait(timeout=20)  # a lock would keep the second from coming here
            return read_version()

    first, second = threads(write, 2)
    assert first != second
    assert threads(read_version, 1)[0] not in (first, second)


def test_what_goes_past_the_watch_raises_it_by_hand():
    """COPY of PostgreSQL; transactions by hand and savepoints by hand would hide when they end."""
    texts = {path.relative_to(SOURCES).as_posix(): path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py")}
    assert [name for name, text in texts.items() if "cursor.copy(" in text] == ["indicators/services/storage.py"]
    assert "raise_version()" in texts["indicators/services/storage.py"]
    by_hand = re.compile(r"set_autocommit\(|savepoint_rollback\(|executescript\(|connection\.commit\(")
    assert [name for name, text in texts.items() if by_hand.search(text)] == []
