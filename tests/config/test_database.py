"""tests/database.py: a test never begins with a database that is half made, or of other migrations."""

import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import database

pytestmark = pytest.mark.both_databases


@pytest.fixture
def migrated(monkeypatch):
    """The files that were migrated, in place of migrating them."""
    files = []

    def migrate(url):
        files.append(Path(url.removeprefix("sqlite:///")))
        with closing(sqlite3.connect(files[-1])) as made:
            made.execute("CREATE TABLE one (id)")

    monkeypatch.setattr(database, "_migrate", migrate)
    return files


@pytest.fixture
def migration(monkeypatch, tmp_path):
    """The only migration of the only app."""
    file = tmp_path / "app" / "migrations" / "0001_initial.py"
    file.parent.mkdir(parents=True)
    file.write_text("operations = []")
    app = SimpleNamespace(label="app", path=str(tmp_path / "app"))
    monkeypatch.setattr(database, "apps", SimpleNamespace(get_app_configs=lambda: [app]))
    return file


def test_it_is_made_once_for_each_state_of_the_migrations(migrated, migration, tmp_path):
    first = database._make_sqlite_template(tmp_path)
    assert database._make_sqlite_template(tmp_path) == first
    assert len(migrated) == 1

    migration.write_text("operations = [1]")
    second = database._make_sqlite_template(tmp_path)
    assert second != first
    assert len(migrated) == 2
    assert list(tmp_path.glob("*.sqlite3")) == [second]


def test_one_that_is_half_made_is_never_used(migrated, migration, tmp_path, monkeypatch):
    def stop_half_way(url):
        Path(url.removeprefix("sqlite:///")).write_text("half")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(database, "_migrate", stop_half_way)
        with pytest.raises(KeyboardInterrupt):
            database._make_sqlite_template(tmp_path)

    with closing(sqlite3.connect(database._make_sqlite_template(tmp_path))) as made:
        assert made.execute("SELECT * FROM one").fetchall() == []


@pytest.mark.django_db
def test_the_copy_has_everything_that_the_models_have():
    from django.core.management import call_command

    call_command("migrate", "--check", verbosity=0)
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
