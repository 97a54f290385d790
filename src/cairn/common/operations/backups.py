"""One archive with the database and the files, and bringing it back into an empty place.

What was withdrawn or erased after the backup was made is withdrawn or erased again, from the ledger.
"""

import errno
import hashlib
import json
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from packaging.version import InvalidVersion, Version

import cairn
from cairn.common.operations import ledger
from cairn.common.operations.dumps import DUMPS, UnableToUseDatabase, check_dump, dump_database, load_database

FORMAT = 1
MANIFEST, FILES = "manifest.json", "files"
MADE, FAILED = "last-backup", "last-backup-failed"  # each holds a time


class UnableToBackUp(Exception):
    """The sentence says why there is no archive."""


class UnableToRestore(Exception):
    """The sentence says why nothing was changed, or what was."""


@dataclass(frozen=True)
class Restored:
    withdrawn: int  # withdrawals and erasures of the ledger
    unfinished: int  # lines of the ledger that end in the middle


def back_up(folder: Path, *, at: datetime) -> Path:
    """Write an archive that only its owner may read; returns its path. The secret key is not in it."""
    try:
        target = _write_archive(folder, at=at)
        _get_marker(MADE).write_text(at.isoformat())
    except UnableToUseDatabase as problem:
        _note_failure(at)
        raise UnableToBackUp(str(problem)) from problem
    except OSError as problem:
        _note_failure(at)
        raise UnableToBackUp(
            f"The backup could not be written to {folder}: {problem.strerror or problem}. No archive was made there. "
            "Check that the folder exists, has room and belongs to the user who runs this."
        ) from problem
    return target


def _write_archive(folder: Path, *, at: datetime) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"cairn-{at:%Y%m%d-%H%M%S}.tar.gz"
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        dump, unfinished = Path(scratch) / DUMPS[connection.vendor], Path(scratch) / "backup"
        dump_database(dump)
        descriptor = os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as raw, tarfile.open(fileobj=raw, mode="w:gz") as archive:
            sums = {dump.name: _add(archive, dump, dump.name)}
            for path in sorted(_get_files().rglob("*")):
                name = f"{FILES}/{path.relative_to(_get_files())}"
                with suppress(FileNotFoundError):  # deleted while the backup is made
                    if path.is_file():
                        sums[name] = _add(archive, path, name)
            manifest = {
                "format": FORMAT,
                "version": cairn.__version__,
                "made_at": at.isoformat(),
                "database": connection.vendor,
                "sha256": sums,
            }
            note = Path(scratch) / MANIFEST
            note.write_text(json.dumps(manifest, indent=1))
            archive.add(note, MANIFEST)
        unfinished.replace(target)
    return target


def _add(archive: tarfile.TarFile, path: Path, name: str) -> str:
    """Add a file and return its sum. It is read once: the site goes on writing while the backup is made."""
    with path.open("rb") as file:
        read = _Read(file)
        archive.addfile(archive.gettarinfo(arcname=name, fileobj=file), read)
    return read.sum.hexdigest()


class _Read:
    """A file, and the sum of what was read of it."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.sum = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        part = self.file.read(size)
        self.sum.update(part)
        return part


def restore(archive: Path, *, ledger_path: Path | None) -> Restored:
    """Bring a backup back into an empty database and an empty folder of files, and withdraw what the ledger says.

    Everything is checked before anything is changed: the archive, the ledger, and that there is nothing to lose.
    """
    _check_empty()
    said = ledger.Contents([], 0) if ledger_path is None else _read_ledger(ledger_path)
    with _get_scratch() as scratch:
        manifest = _unpack(archive, scratch)
        dump = scratch / DUMPS[manifest["database"]]
        try:
            check_dump(dump)
        except UnableToUseDatabase as problem:
            raise _refuse(archive, f"cannot be restored: {problem}") from problem
        _put_files_back(scratch / FILES)
        try:
            load_database(dump)
        except (OSError, UnableToUseDatabase) as problem:
            shutil.rmtree(_get_files(), ignore_errors=True)
            raise UnableToRestore(f"The database could not be loaded: {problem} Nothing was changed.") from problem
    try:
        call_command("migrate", verbosity=0)
        withdrawn = ledger.replay(said.entries)
    except Exception as problem:
        raise UnableToRestore(
            "The backup is in place, but what was withdrawn since has not been withdrawn again: "
            f"{type(problem).__name__}, {problem}. Do not start the site. Empty the database and the folder of files, "
            "and restore again."
        ) from problem
    return Restored(withdrawn, said.unfinished)


def get_made_at() -> datetime | None:
    """When the last backup was made."""
    return _read_marker(MADE)


def get_failed_at() -> datetime | None:
    """When a backup last failed."""
    return _read_marker(FAILED)


def _get_marker(name: str) -> Path:
    return Path(settings.DATA_DIR) / name


def _read_marker(name: str) -> datetime | None:
    try:
        return datetime.fromisoformat(_get_marker(name).read_text())
    except (OSError, ValueError):
        return None


def _note_failure(at: datetime) -> None:
    """In a file, because the database may be what failed; hosts are told by the job that watches the site."""
    with suppress(OSError):
        _get_marker(FAILED).write_text(at.isoformat())


def _get_files() -> Path:
    return Path(settings.DATA_DIR) / FILES


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_empty() -> None:
    if connection.introspection.table_names():
        raise UnableToRestore("This database is not empty. Restore into an empty one, then point the site to it.")
    if _get_files().exists() and any(_get_files().iterdir()):
        raise UnableToRestore("The folder of files is not empty. Move what is in it away first.")


def _read_ledger(path: Path) -> ledger.Contents:
    if not path.exists():
        raise UnableToRestore(f"There is no ledger at {path}. Name it with --ledger, or say --without-ledger.")
    try:
        return ledger.read(path)
    except ledger.UnableToReadLedger as problem:
        raise UnableToRestore(f"{problem} Nothing was changed.") from problem


@contextmanager
def _get_scratch() -> Iterator[Path]:
    """A folder on the disk where the files will be."""
    try:
        folder = tempfile.TemporaryDirectory(dir=settings.DATA_DIR)
    except OSError as problem:
        raise UnableToRestore(
            f"{settings.DATA_DIR} cannot be written: {problem.strerror}. Nothing was changed."
        ) from problem
    with folder as scratch:
        yield Path(scratch)


def _put_files_back(unpacked: Path) -> None:
    if not unpacked.exists():
        return
    try:
        shutil.copytree(unpacked, _get_files(), dirs_exist_ok=True)
    except OSError as problem:  # shutil.Error, which gathers several, is one too
        shutil.rmtree(_get_files(), ignore_errors=True)
        raise UnableToRestore(f"The files could not be written: {problem}. Nothing was changed.") from problem


def _unpack(archive: Path, folder: Path) -> dict[str, Any]:
    """Take the archive apart, and check every part of it against its manifest."""
    if not archive.is_file():
        raise UnableToRestore(f"There is no archive at {archive}. Nothing was changed.")
    try:
        with tarfile.open(archive) as packed:
            _take_apart(packed, folder)
        manifest = json.loads((folder / MANIFEST).read_text())
    except OSError as problem:
        if problem.errno in (errno.ENOSPC, errno.EDQUOT):
            raise UnableToRestore(f"{archive.name} does not fit on the disk. Nothing was changed.") from problem
        raise _refuse(archive, "is not a backup of this site, or is damaged") from problem
    except (tarfile.TarError, ValueError, EOFError, zlib.error) as problem:
        raise _refuse(archive, "is not a backup of this site, or is damaged") from problem
    _check_manifest(archive, manifest)
    sums: dict[str, str] = manifest["sha256"]
    for name, expected in sums.items():
        if not (folder / name).is_file() or _hash(folder / name) != expected:
            raise _refuse(archive, f"is damaged: {name} is not what was backed up")
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}
    if strangers := sorted(there - sums.keys() - {MANIFEST}):
        raise _refuse(archive, f"holds {strangers[0]}, which its manifest does not name")
    return dict(manifest)


def _take_apart(packed: tarfile.TarFile, folder: Path) -> None:
    """Files within the folder and nothing else. `extractall` knows its filters only since Python 3.11.4; Debian 12 has
    3.11.2."""
    for member in packed:
        target, content = folder / member.name, packed.extractfile(member) if member.isfile() else None
        if member.isdir() and ".." not in target.parts:
            continue
        if content is None or ".." in target.parts or not target.is_relative_to(folder):
            raise tarfile.TarError(f"{member.name} is no file of a backup")
        target.parent.mkdir(parents=True, exist_ok=True)
        with content, target.open("wb") as file:
            shutil.copyfileobj(content, file)


def _check_manifest(archive: Path, manifest: Any) -> None:
    """Everything that is read of a manifest later; somebody may have written it by hand."""
    if not isinstance(manifest, dict) or not isinstance(manifest.get("sha256"), dict):
        raise _refuse(archive, "has no list of its parts: it was not made by `cairn backup`")
    if manifest.get("format") != FORMAT:
        raise _refuse(archive, "is of another format: restore it with the version that made it, then upgrade")
    if manifest.get("database") != connection.vendor:
        raise _refuse(
            archive,
            f"is of {manifest.get('database', 'an unnamed database')} and this site uses {connection.vendor}: "
            "restore it into the same kind of database",
        )
    if DUMPS[connection.vendor] not in manifest["sha256"]:
        raise _refuse(archive, "holds no database")
    try:
        is_newer = Version(str(manifest.get("version"))) > Version(cairn.__version__)
    except InvalidVersion as problem:
        raise _refuse(archive, "does not say which version made it") from problem
    if is_newer:
        raise _refuse(archive, f"was made by version {manifest['version']}, this is {cairn.__version__}: upgrade first")
    for name, expected in manifest["sha256"].items():
        is_part = name == DUMPS[connection.vendor] or name.startswith(f"{FILES}/")
        if not is_part or ".." in Path(name).parts or not isinstance(expected, str):
            raise _refuse(archive, f"names a part that no backup has: {name}")


def _refuse(archive: Path, reason: str) -> UnableToRestore:
    return UnableToRestore(f"{archive.name} {reason}. Nothing was changed.")
