"""Whether the site can do its work."""

import tempfile
from collections.abc import Callable

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from cairn.common.operations import ledger

ROOM = 1 << 20  # bytes


def run_ready_checks() -> dict[str, bool]:
    return {name: _run_check(check) for name, check in CHECKS.items()}


def _run_check(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, OSError):
        return False


def has_database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def can_write_files() -> bool:
    folder = settings.DATA_DIR / "files"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(ROOM))  # on a full disk an empty file can still be made
        file.flush()
        return True


def can_write_ledger() -> bool:
    """Nothing can be withdrawn or erased without it."""
    ledger.check_writable()
    return True


def has_static_files() -> bool:
    """With fingerprints, every page asks the list that `cairn collectstatic` makes, as it was when this started."""
    return not settings.STATIC_FINGERPRINTS or bool(staticfiles_storage.hashed_files)  # type: ignore[attr-defined]  # of StaticStorage


CHECKS = {
    "database": has_database,
    "migrations": is_migrated,
    "files": can_write_files,
    "ledger": can_write_ledger,
    "static files": has_static_files,
}
