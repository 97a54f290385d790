"""Whether the site can do its work. Apps above add checks of their own."""

import tempfile
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

_checks: dict[str, Callable[[], bool]] = {}


def register_ready_check(name: str, check: Callable[[], bool]) -> None:
    """Called from `ready()`."""
    _checks[name] = check


def run_ready_checks() -> dict[str, bool]:
    checks = {"database": has_database, "migrations": is_migrated, "files": can_write_files, **_checks}
    return {name: _ask(check) for name, check in checks.items()}


def _ask(check: Callable[[], bool]) -> bool:
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
    with tempfile.TemporaryFile(dir=folder):
        return True
