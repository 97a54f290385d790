"""Fixtures for every test. This file imports nothing of Django, so that the engine can be tested without it."""

import atexit
import gc
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests import validator
from tests.needs import DATA, HAS_DATA, IS_NIGHT, NO_DATA, describe, skip_or_fail

# Settings of the site under test: its own files in a folder that goes away, no build of static files.
# DATABASE_URL chooses the database; without it, SQLite in memory.
os.environ["DJANGO_SETTINGS_MODULE"] = "cairn.config.settings"
os.environ["CAIRN_DATA_DIR"] = tempfile.mkdtemp(prefix="cairn-tests-")
os.environ["CAIRN_STATIC_FINGERPRINTS"] = "false"
os.environ["CAIRN_DEMONSTRATION"] = "false"
os.environ["CAIRN_CACHE"] = "memory"
os.environ["CAIRN_PAGE_CACHE"] = "off"  # tests/common/test_page_cache.py puts it in
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as `cairn` does: several test processes share the cores
atexit.register(shutil.rmtree, os.environ["CAIRN_DATA_DIR"], ignore_errors=True)


# How long one example takes says how busy the computer is.
hypothesis.settings.register_profile("cairn", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("cairn")


def pytest_configure(config: pytest.Config) -> None:
    """Start the site, unless only the engine is tested: `pytest -p no:django tests/stepchange`."""
    validator.forget_pages(config)
    if config.pluginmanager.hasplugin("django"):
        import django
        from django.conf import settings

        # The real one is slow on purpose, and hundreds of tests make somebody with a password.
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        # Else every client of a test would list all static files first.
        settings.WHITENOISE_AUTOREFRESH = True
        if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
            # Each worker has one of its own; pytest-django would name a file, as it knows Django's engines only.
            settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = ":memory:"
        django.setup()


def pytest_sessionfinish(session: pytest.Session) -> None:
    validator.check_pages(session)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    validator.report(terminalreporter, config)


def pytest_report_header(config: pytest.Config) -> list[str]:
    """What will be skipped on this computer, and why, before the wait."""
    if not config.pluginmanager.hasplugin("django"):
        return ["database: none, the engine alone"]
    from django.db import connection

    other = "SQLite" if connection.vendor == "postgresql" else "PostgreSQL, which DATABASE_URL may name"
    night = [] if IS_NIGHT else ["not asked: tests marked nightly, unless CAIRN_TEST_FULL=1 says that there is time"]
    return [f"database: {connection.display_name}; not asked: {other}", *night, *describe()]


# A file stays on one worker, which makes its fixtures once. What takes minutes begins first; begun last, one worker
# would wait for the other.
LONG = ("permissions/test_", "e2e/", "records/test_backup_drill", "evaluation/test_", "library/test_")
# In these each test makes what it needs, so any worker may take the next one; at the end they even things out.
SPREAD = ("e2e/test_pages.py",)


# Reading 8,000 tests makes millions of objects that stay. The collector would look through all of them again and again,
# for a sixth of the time of a run; so it begins when they are there, and leaves them out.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(10_000, *gc.get_threshold()[1:])
    gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=_get_rank)
    if not IS_NIGHT and (left := [item for item in items if item.get_closest_marker("nightly")]):
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


def _get_rank(item: pytest.Item) -> int:
    if _get_file(item.nodeid).endswith(SPREAD):
        return len(LONG) + 1
    return next((rank for rank, part in enumerate(LONG) if part in item.nodeid), len(LONG))


def _get_file(nodeid: str) -> str:
    return nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = _get_file(nodeid)
            return nodeid if file.endswith(SPREAD) else file

    return Scheduling(config, log)


@pytest.fixture(scope="session")
def open_data() -> Path:
    """The folder of open data, which is no part of the project; CAIRN_TEST_DATA names it."""
    if not HAS_DATA:
        skip_or_fail(NO_DATA)
    return DATA


@pytest.fixture(scope="session")
def cases() -> Path:
    """The folder of reported files beside the open data; CAIRN_TEST_CASES names it."""
    folder = Path(os.environ.get("CAIRN_TEST_CASES") or DATA.parent / "cases")
    if not (folder / "README.md").exists():
        message = f"the reported files are absent: {folder} (set CAIRN_TEST_CASES to their folder)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return folder


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, django_db_modify_db_settings, django_db_use_migrations, django_db_blocker):
    """The test database is a copy of one that was migrated once, unless `--nomigrations` is given."""
    if not django_db_use_migrations:
        yield
        return
    from tests.database import prepared

    with django_db_blocker.unblock(), prepared(request.config.cache.mkdir("databases")):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let go of the test database at the end: a connection lent to a thread of the live server would keep it alive."""
    yield
    from django.db import connection

    if connection.vendor == "postgresql":
        with django_db_blocker.unblock():
            connection.close()
            connection.close_pool()
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


@pytest.fixture(autouse=True)
def _no_limits_left_over(request):
    """What one test sent does not count against the next."""
    if request.config.pluginmanager.hasplugin("django"):
        from django.core.cache import cache

        cache.clear()


@pytest.fixture
def threads(transactional_db, tmp_path, monkeypatch):
    """Does something in so many threads at the same moment; gives what each of them got."""
    from tests.together import make_threads

    return make_threads(tmp_path, monkeypatch)


@pytest.fixture
def user(db):
    """Somebody with a log-in."""
    from tests.factories.accounts import UserFactory

    return UserFactory(email="ada@example.org", name="Ada Smith")


@pytest.fixture
def other_user(db):
    """Somebody else with a log-in."""
    from tests.factories.accounts import UserFactory

    return UserFactory(email="ben@example.org", name="Ben Jones")


@pytest.fixture
def logged_in_client(user):
    """A test client in which `user` is logged in."""
    from django.test import Client

    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def own_ledger(settings, tmp_path):
    """The list of what was withdrawn and erased, empty at first."""
    settings.LEDGER = tmp_path / "ledger.jsonl"


@pytest.fixture(autouse=True)
def clear_kept_figures(request):
    """What the pages keep of live releases, which in production never change."""
    if not request.config.pluginmanager.hasplugin("django"):
        return
    from cairn.indicators.queries import figures, linkage

    linkage._read_sources.cache_clear()
    figures._read_latest.cache_clear()
    figures.get_changes.cache_clear()
    figures._read_missing.cache_clear()


@pytest.fixture(scope="module")
def starter(django_db_setup, django_db_blocker):
    """The starter library and how its loading went. A file's tests share it; what each of them changes is undone."""
    from tests.factories.library import load_library
    from tests.snapshots import loaded

    with django_db_blocker.unblock(), loaded("starter library", load_library) as report:
        yield report
