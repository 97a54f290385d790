"""How large the tables and folders of this site are."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction

POSTGRESQL_TABLES = """
    SELECT relname, pg_total_relation_size(relid), n_live_tup FROM pg_stat_user_tables ORDER BY 2 DESC, 1
"""
SQLITE_TABLES = """
    SELECT parts.tbl_name, SUM(pages.pgsize) FROM dbstat AS pages JOIN sqlite_master AS parts ON parts.name = pages.name
    GROUP BY parts.tbl_name ORDER BY 2 DESC, 1
"""


@dataclass(frozen=True)
class Size:
    """`items` are rows of a table, about; or files of a folder. None where it is not known."""

    name: str
    size: int
    items: int | None


def get_database_bytes() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])


def get_table_sizes() -> list[Size]:
    """The largest first, each with its indexes; none where SQLite was built without its table of sizes."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_TABLES)
            return [Size(name, size, max(rows, 0)) for name, size, rows in cursor.fetchall()]
        try:
            with transaction.atomic():
                cursor.execute(SQLITE_TABLES)
                return [Size(name, size, None) for name, size in cursor.fetchall()]
        except DatabaseError:
            return []


def get_folder_sizes() -> list[Size]:
    """What lies in the folder of data, the largest first."""
    return sorted((_measure(path) for path in settings.DATA_DIR.iterdir()), key=lambda one: (-one.size, one.name))


def get_free_bytes() -> int:
    return shutil.disk_usage(settings.DATA_DIR).free


def _measure(path: Path) -> Size:
    if not path.is_dir():
        return Size(path.name, _get_size(path), None)
    files = [one for one in path.rglob("*") if one.is_file()]
    return Size(f"{path.name}/", sum(_get_size(one) for one in files), len(files))


def _get_size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except FileNotFoundError:  # deleted since it was listed
        return 0
