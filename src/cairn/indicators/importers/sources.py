"""The files somebody named: folders walked, archives opened, sizes capped before anything is read."""

import gzip
import hashlib
import os
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from cairn.common.reading.refusals import Refusal, UnableToImport

CHUNK = 1 << 20
MOST_MEMBERS = 100
GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"


@dataclass(frozen=True)
class Source:
    """One stream of content: a file, or one file inside an archive."""

    name: str  # as shown: the path given, and the member
    file: BinaryIO
    sha256: str
    was_named: bool  # given on the command line, not met in a folder or an archive


def find_files(paths: list[Path]) -> Iterator[tuple[Path, bool]]:
    """Files below the paths, in a fixed order, and whether each was named itself."""
    for path in paths:
        if not path.exists():
            raise UnableToImport(f"{path}: there is no such file or folder. Check the spelling of the path.")
        if path.is_dir():
            for folder, names, files in os.walk(path):
                names[:] = sorted(name for name in names if not name.startswith("."))
                yield from ((Path(folder) / name, False) for name in sorted(files) if not name.startswith("."))
        else:
            yield path, True


def open_sources(path: Path, *, was_named: bool, most_bytes: int) -> Iterator[Source]:
    """The streams of one file, one after another; each is closed when the next is asked for."""
    _check_size(path, most_bytes)
    try:
        with path.open("rb") as file:
            start = file.read(4)
            file.seek(0)
            if start[:2] == GZIP:
                with _unpack(gzip.GzipFile(fileobj=file), most_bytes) as inner:
                    yield Source(str(path), inner, _hash(inner), was_named)
            elif start == ZIP and not _is_workbook(file):
                yield from _open_members(path, file, most_bytes)
            else:
                yield Source(str(path), file, _hash(file), was_named)
    except OSError as problem:
        raise Refusal(
            f"it cannot be read ({problem.strerror or problem}).", "Check the file and its permissions."
        ) from None


def _check_size(path: Path, most_bytes: int) -> None:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise Refusal("this is not an ordinary file.", "Name files or folders.")
    if status.st_size > most_bytes:
        raise Refusal(
            f"the file has {status.st_size / 1e6:,.0f} MB, more than the limit of {most_bytes / 1e6:,.0f} MB; "
            "it was not opened.",
            "Use only the table you need, or raise CAIRN_IMPORT_MAX_BYTES.",
        )


def _hash(file: BinaryIO) -> str:
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # every file that is opened here can be read into a buffer
    file.seek(0)
    return digest


def _is_workbook(file: BinaryIO) -> bool:
    """Excel and OpenDocument files are zip archives too."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = {name.split("/")[0] for name in archive.namelist()[:MOST_MEMBERS]}
    except zipfile.BadZipFile:
        return False
    finally:
        file.seek(0)
    return bool(names & {"[Content_Types].xml", "mimetype"})


def _open_members(path: Path, file: BinaryIO, most_bytes: int) -> Iterator[Source]:
    try:
        with zipfile.ZipFile(file) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _check_members(members, most_bytes)
            left = most_bytes
            for member in members:
                with archive.open(member) as packed, _unpack(packed, left) as inner:
                    left -= inner.seek(0, os.SEEK_END)
                    inner.seek(0)
                    yield Source(f"{path}/{member.filename}", inner, _hash(inner), was_named=False)
    except (zipfile.BadZipFile, NotImplementedError) as problem:
        raise Refusal(f"the zip archive is damaged ({problem}).", "Download it again.") from None


def _check_members(members: list[zipfile.ZipInfo], most_bytes: int) -> None:
    if len(members) > MOST_MEMBERS:
        raise Refusal(
            f"the zip archive holds {len(members):,} files; at most {MOST_MEMBERS} are opened.",
            "Unpack it and import only the tables.",
        )
    if any(member.flag_bits & 1 for member in members):
        raise Refusal("the zip archive is locked with a password.", "Unpack it and import the tables.")
    unpacked = sum(member.file_size for member in members)
    if unpacked > most_bytes:
        raise Refusal(_too_much(most_bytes), "Unpack it and import only the tables you need.")


@contextmanager
def _unpack(packed: IO[bytes] | gzip.GzipFile, most_bytes: int) -> Iterator[BinaryIO]:
    """Unpack to a temporary file, and stop as soon as more comes out than is allowed, whatever the header says."""
    with tempfile.TemporaryFile() as inner:
        written = 0
        try:
            while chunk := packed.read(CHUNK):
                written += len(chunk)
                if written > most_bytes:
                    raise Refusal(_too_much(most_bytes), "Unpack it yourself and import only the tables you need.")
                inner.write(chunk)
        except (EOFError, gzip.BadGzipFile, zlib.error) as problem:
            raise Refusal(
                f"the packed file is cut off or damaged after {written:,} bytes ({problem}).", "Download it again."
            ) from None
        yield inner


def _too_much(most_bytes: int) -> str:
    return f"unpacked it would have more than the limit of {most_bytes / 1e6:,.0f} MB; unpacking was stopped."
