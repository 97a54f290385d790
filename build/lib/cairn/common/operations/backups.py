"""One archive with the database and the files, and bringing it back into an empty place.

What was withdrawn or erased after the backup was made is withdrawn or erased again, from the ledger.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

import cairn
from cairn.common.operations import ledger

FORMAT = 1
MANIFEST, FILES = "manifest.json", "files"
DUMPS = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}


class UnableToBackUp(Exception):
    """The sentence says what is missing."""


class UnableToRestore(Exception):
    """The sentence says why nothing was changed, or what was."""


def back_up(folder: Path, *, at: datetime) -> Path:
    """Write an archive that only its owner may read; returns its path. The secret key is not in it."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"cairn-{at:%Y%m%d-%H%M%S}.tar.gz"
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        dump = Path(scratch) / DUMPS[connection.vendor]
        _dump(dump)
        files = sorted(path for path in _get_files().rglob("*") if path.is_file())
        members = {dump.name: dump} | {f"{FILES}/{path.relative_to(_get_files())}": path for path in files}
        manifest = {
            "format": FORMAT,
            "version": cairn.__version__,
            "made_at": at.isoformat(),
            "database": connection.vendor,
            "sha256": {name: _hash(path) for name, path in members.items()},
        }
        unfinished = Path(scratch) / "backup"
        descriptor = os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as raw, tarfile.open(fileobj=raw, mode="w:gz") as archive:
            note = Path(scratch) / MANIFEST
            note.write_text(json.dumps(manifest, indent=1))
            archive.add(note, MANIFEST)
            for name, path in members.items():
                archive.add(path, name)
        unfinished.replace(target)
    get_marker().write_text(at.isoformat())
    return target


def restore(archive: Path, *, ledger_path: Path | None, at: datetime) -> int:
    """Bring a backup back into an empty database and an empty folder of files; returns how many withdrawals counted.

    Everything is checked before anything is changed.
    """
    _check_empty()
    if ledger_path is not None and not ledger_path.exists():
        raise UnableToRestore(
            f"There is no ledger at {ledger_path.name}. Name it with --ledger, or say --without-ledger."
        )
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as scratch:
        manifest = _unpack(archive, Path(scratch))
        _load(Path(scratch) / DUMPS[manifest["database"]])
        if (Path(scratch) / FILES).exists():
            shutil.copytree(Path(scratch) / FILES, _get_files(), dirs_exist_ok=True)
    call_command("migrate", verbosity=0)
    return ledger.replay(ledger_path) if ledger_path is not None else 0


def get_marker() -> Path:
    """Says when the last backup was made, for `cairn check`."""
    return Path(settings.DATA_DIR) / "last-backup"


def _get_files() -> Path:
    return Path(settings.DATA_DIR) / FILES


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _dump(target: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
        return
    _run_postgres("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def _load(dump: Path) -> None:
    if connection.vendor == "sqlite":
        connection.close()
        shutil.copyfile(dump, connection.settings_dict["NAME"])
        return
    connection.close()
    _run_postgres("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(dump))


def _run_postgres(tool: str, *arguments: str) -> None:
    path = shutil.which(tool)
    if path is None:
        raise UnableToBackUp(
            f"{tool} is not installed. Install PostgreSQL’s client programs (Debian: postgresql-client)."
        )
    name = connection.settings_dict
    environment = {**os.environ, "PGPASSWORD": str(name.get("PASSWORD") or "")}
    where = {"--host": name.get("HOST"), "--port": name.get("PORT"), "--username": name.get("USER")}
    command = [path, *(f"{option}={value}" for option, value in where.items() if value), f"--dbname={name['NAME']}"]
    done = subprocess.run([*command, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise UnableToBackUp(
            f"{tool} failed: {done.stderr.strip().splitlines()[-1] if done.stderr else 'no reason given'}"
        )


def _check_empty() -> None:
    if connection.introspection.table_names():
        raise UnableToRestore("This database is not empty. Restore into an empty one, then point the site to it.")
    if _get_files().exists() and any(_get_files().iterdir()):
        raise UnableToRestore("The folder of files is not empty. Move what is in it away first.")


def _unpack(archive: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    except (OSError, tarfile.TarError, ValueError, EOFError) as problem:
        raise UnableToRestore(
            f"{archive.name} is no backup of this site, or is damaged. Nothing was changed."
        ) from problem
    if manifest.get("format") != FORMAT:
        raise UnableToRestore(
            "This backup is of another format. Restore it with the version that made it, then upgrade."
        )
    if manifest["database"] != connection.vendor:
        raise UnableToRestore(
            f"This backup is of {manifest['database']} and this site uses {connection.vendor}. "
            "Restore it into the same kind of database."
        )
    for name, expected in manifest["sha256"].items():
        if not (folder / name).is_file() or _hash(folder / name) != expected:
            raise UnableToRestore(f"{name} in {archive.name} is damaged. Nothing was changed. Try an older backup.")
    return manifest
