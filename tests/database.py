"""A migrated database, made once and copied: migrating an empty one takes half a minute of a processor, a copy none.

On SQLite it is a file in pytest's cache folder, which each worker reads into its database in memory; on PostgreSQL a
database beside the configured one, which the server copies. Django's own set-up runs afterwards as ever and finds
nothing left to migrate.
"""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.apps import apps
from django.db import connection
from django.db.backends.utils import CursorWrapper


@contextmanager
def prepared(folder: Path) -> Iterator[None]:
    """Let Django's set-up of the test database begin with a copy of the migrated one."""
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = _make_postgres_template()
        yield
        return
    # A database in memory lives as long as somebody is connected to it.
    with closing(sqlite3.connect(connection.creation._get_test_db_name(), uri=True)) as target:
        with closing(sqlite3.connect(_make_sqlite_template(folder))) as template:
            template.backup(target)
        yield


def copy_to(file: Path, folder: Path) -> None:
    """The migrated database as a file, for what is started as a process of its own."""
    shutil.copy(_make_sqlite_template(folder), file)


def _fingerprint() -> str:
    """Another one as soon as a migration of any app has changed, or what carries it out."""
    digest = hashlib.sha256(f"{django.__version__} {sqlite3.sqlite_version} {sys.version}".encode())
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.label}/{file.name}\n".encode() + file.read_bytes())
    return digest.hexdigest()


# The collector need not look through all that was imported each time: a sixth of the time goes, as in `cairn demo`.
MIGRATE = """
import gc, django
from django.core.management import execute_from_command_line
django.setup()
gc.freeze()
execute_from_command_line(["django-admin", "migrate", "--verbosity=0"])  # closes the connection, so the file is whole
"""


def _migrate(database_url: str) -> None:
    """In a process of its own, with the settings of the tests."""
    subprocess.run(
        [sys.executable, "-c", MIGRATE],
        env={**os.environ, "DATABASE_URL": database_url},
        check=True,
    )


def _make_sqlite_template(folder: Path) -> Path:
    template = folder / f"{_fingerprint()[:16]}.sqlite3"
    with _alone(folder):
        if not template.exists():
            for old in folder.glob("*.sqlite3*"):
                old.unlink()
            # A name that nobody looks for, until it is whole; one of our own, for another's process may have
            # outlived it.
            draft = folder / f"draft-{os.getpid()}.sqlite3"
            _migrate(f"sqlite:///{draft}")
            draft.rename(template)
    return template


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time. SQLite's lock ends with its process, on every system."""
    with closing(sqlite3.connect(folder / "lock", timeout=600, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield


def _make_postgres_template() -> str:
    """One beside each configured database. The comment, written last, says of which migrations it is."""
    import psycopg  # not needed on SQLite

    name = f"test_{connection.settings_dict['NAME']}_template"
    quoted = connection.ops.quote_name(name)
    with connection._nodb_cursor() as cursor, _alone_on_server(cursor, name):
        wanted = hashlib.sha256((_fingerprint() + LEAVE_STATISTICS).encode()).hexdigest()
        cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() != (wanted,):
            cursor.execute(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {quoted}")
            address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
            _migrate(address)
            with psycopg.connect(address) as template:
                template.execute(LEAVE_STATISTICS)
            cursor.execute(f"COMMENT ON DATABASE {quoted} IS '{wanted}'")
    return name


# A table of which every row was undone again, as after each test, is counted as empty, and the plans made for an empty
# one take a minute where a test fills it: eight minutes of a run were spent so.
LEAVE_STATISTICS = """
DO $$ DECLARE one regclass; BEGIN
  FOR one IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = false)', one);
  END LOOP;
END $$
"""


@contextmanager
def _alone_on_server(cursor: CursorWrapper, name: str) -> Iterator[None]:
    cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
    try:
        yield
    finally:  # the connection goes back to its pool, and would keep the lock
        cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])
