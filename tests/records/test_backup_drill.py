"""The drill: a backup is restored into an empty place, and what was withdrawn since stays withdrawn."""

import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
import textwrap
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

import cairn
from cairn.common.operations import backups, dumps
from tests.database import copy_to

pytestmark = pytest.mark.postgresql_by_day

MAKE = """
from django.utils.timezone import now
from django.core.files.base import ContentFile
from cairn.accounts.services import create_user, erase_account
from cairn.common.operations.backups import back_up
from cairn.records import services
from cairn.records.models import Attachment
from cairn.voice.models import Challenge
from pathlib import Path
ada = create_user(email="ada@example.org", name="Ada Smith")
ben = create_user(email="ben@example.org", name="Ben Jones")
kept = services.start_record(Challenge, by=ada, at=now(), team=None, answers={"title": "KEPT-WORDS"})
answers = {"title": "GONE-WORDS", "why_now": "GONE-WORDS"}
gone = services.start_record(Challenge, by=ada, at=now(), team=None, answers=answers)
for record in (kept, gone):
    given = {"name": "a.txt", "content_type": "text/plain", "size": 1, "sha256": "0", "added_at": now()}
    one = Attachment(record_id=record.pk, title=record.title, **given)
    one.file.save("a.txt", ContentFile(record.title.encode()))
back_up(Path(ARGUMENT), at=now())
services.withdraw_record(record=gone, by=ada, at=now())
erase_account(user=ben, at=now())
"""
LOOK = """
from pathlib import Path
from django.conf import settings
from wagtail.models import Revision
from cairn.accounts.models import User
from cairn.records.models import Attachment, Record
from cairn.voice.models import Challenge
said = [str(sorted(Challenge.objects.values_list("title", "why_now")))]
said.append(str(list(Revision.objects.values_list("content", "object_str"))))
said += [path.read_text() for path in (settings.DATA_DIR / "files").rglob("*") if path.is_file()]
is_kept = all("KEPT-WORDS" in one for one in (said[0], said[1]))
print("KEPT" if is_kept else "LOST", "LEAKED" if "GONE-WORDS" in str(said) else "WITHDRAWN")
there = set(User.objects.values_list("email", flat=True))
print("ERASED" if "ben@example.org" not in there and "ada@example.org" in there else "BACK")
print("FILES", Attachment.objects.count(), sum("KEPT-WORDS" in one for one in said[2:]))
"""


def run(folder: Path, database: str, *command: str, code: str = "", ledger: Path | None = None, ok: bool = True) -> str:
    environment = {**os.environ, "CAIRN_DATA_DIR": str(folder), "DATABASE_URL": database}
    environment["CAIRN_LEDGER"] = str(ledger or folder / "ledger.jsonl")
    start = [sys.executable, "-m", "cairn.cli"] if command else [sys.executable, "-c"]
    script = "import django; django.setup()\n" + textwrap.dedent(code)
    done = subprocess.run(
        [*start, *(command or [script])], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode == 0) is ok, done.stderr[-2000:]
    return done.stdout + done.stderr


@pytest.fixture
def databases(tmp_path, request, db):
    """Two databases of the kind that is tested: a migrated one to back up from, an empty one to restore into."""
    if connection.vendor == "sqlite":
        files = [tmp_path / name / "cairn.sqlite3" for name in ("first", "second")]
        for file in files:
            file.parent.mkdir()
        copy_to(files[0], request.config.cache.mkdir("databases"))
        yield [f"sqlite:///{file}" for file in files]
        return
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    with_names = connection.settings_dict
    names = [f"cairn_drill_{os.getpid()}_{number}" for number in (1, 2)]
    host = f"{with_names['USER']}@{with_names['HOST'] or 'localhost'}:{with_names['PORT'] or 5432}"
    if with_names.get("PASSWORD"):
        host = host.replace("@", f":{with_names['PASSWORD']}@", 1)
    import psycopg

    with psycopg.connect(f"postgresql://{host}/postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE {names[0]} TEMPLATE "{with_names["TEST"]["TEMPLATE"]}"')
        server.execute(f"CREATE DATABASE {names[1]}")
        yield [f"postgres://{host}/{name}" for name in names]
        for name in names:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_restored_backup_keeps_what_was_kept_and_withdraws_what_was_withdrawn_since(tmp_path, databases):
    first, second, backups = tmp_path / "first", tmp_path / "second", tmp_path / "backups"
    run(first, databases[0], code=MAKE.replace("ARGUMENT", repr(str(backups))))
    archive = next(backups.glob("*.tar.gz"))
    assert archive.stat().st_mode & 0o077 == 0

    refused = run(second, databases[1], "restore", str(archive), "--ledger", str(tmp_path / "none"), ok=False)
    assert "There is no ledger" in refused
    ledger = first / "ledger.jsonl"
    ledger.write_text(ledger.read_text() + '{"kind": "record.with')
    unknown = tmp_path / "unknown.jsonl"
    unknown.write_text(ledger.read_text() + "\nwhat is this?\n")
    refused = run(second, databases[1], "restore", str(archive), "--ledger", str(unknown), ok=False)
    assert "Line 4 of unknown.jsonl" in refused
    told = run(second, databases[1], "restore", str(archive), "--ledger", str(ledger))
    assert "made sure of: 2" in told
    assert run(second, databases[1], code=LOOK).split("\n")[:3] == ["KEPT WITHDRAWN", "ERASED", "FILES 1 1"]

    assert "skipped: 1" in told

    again = run(second, databases[1], "restore", str(archive), "--ledger", str(ledger), ok=False)
    assert "not empty" in again


@pytest.mark.nightly
def test_damaged_backup_changes_nothing(tmp_path, databases):
    first, second = tmp_path / "first", tmp_path / "second"
    run(first, databases[0], "backup", str(tmp_path / "backups"))
    archive = next((tmp_path / "backups").glob("*.tar.gz"))
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 0xFF
    archive.write_bytes(content)
    told = run(second, databases[1], "restore", str(archive), "--without-ledger", ok=False)
    assert "damaged" in told


# --- archives that somebody made by hand ---------------------------------------------------------


@pytest.fixture
def empty_site(settings, tmp_path, monkeypatch, db):
    """A site with nothing to lose; the test fails where anything is put into it."""
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    monkeypatch.setattr(backups, "_check_empty", lambda: None)
    monkeypatch.setattr(backups, "load_database", lambda dump: pytest.fail("the database was changed"))
    yield settings.DATA_DIR
    assert list(settings.DATA_DIR.iterdir()) == []


def pack(path: Path, parts: dict[str, bytes], **manifest) -> Path:
    """An archive of these parts; `manifest` takes the place of what is right, None leaves it out."""
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in parts.items()}
    right = {"format": 1, "version": cairn.__version__, "database": connection.vendor, "sha256": sums}
    said = {name: value for name, value in (right | manifest).items() if value is not None}
    with tarfile.open(path, "w:gz") as archive:
        for name, content in {**parts, "manifest.json": json.dumps(said).encode()}.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


def get_dump() -> str:
    return {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}[connection.vendor]


@pytest.mark.parametrize(
    ("manifest", "sentence"),
    [
        ({"sha256": None}, "no list of its parts"),
        ({"sha256": ["a"]}, "no list of its parts"),
        ({"sha256": {}}, "holds no database"),
        ({"format": 2}, "another format"),
        ({"format": None}, "another format"),
        ({"database": "oracle"}, "is of oracle and this site uses"),
        ({"database": None}, "an unnamed database"),
        ({"version": "999.0"}, "upgrade first"),
        ({"version": None}, "which version made it"),
        ({"version": 7.5}, "upgrade first"),
    ],
)
def test_manifest_by_hand_gets_a_sentence(empty_site, tmp_path, manifest, sentence):
    with pytest.raises(backups.UnableToRestore, match=sentence):
        backups.restore(pack(tmp_path / "a.tar.gz", {get_dump(): b"x"}, **manifest), ledger_path=None)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("files/../../etc/passwd", "names a part that no backup has"), ("settings.py", "names a part that no backup has")],
)
def test_part_that_no_backup_has_is_refused(empty_site, tmp_path, name, sentence):
    sums = {get_dump(): hashlib.sha256(b"x").hexdigest(), name: "0" * 64}
    with pytest.raises(backups.UnableToRestore, match=sentence):
        backups.restore(pack(tmp_path / "a.tar.gz", {get_dump(): b"x"}, sha256=sums), ledger_path=None)


def test_file_that_the_manifest_does_not_name_is_refused(empty_site, tmp_path):
    sums = {get_dump(): hashlib.sha256(b"x").hexdigest()}
    archive = pack(tmp_path / "a.tar.gz", {get_dump(): b"x", "files/stranger.txt": b"words"}, sha256=sums)
    with pytest.raises(backups.UnableToRestore, match="which its manifest does not name"):
        backups.restore(archive, ledger_path=None)


@pytest.mark.parametrize("dump", [b"", b"not a database", b"SQLite format 3\x00" + b"\x00" * 600, b"PGDMP\x01\x0e"])
def test_dump_that_is_no_database_of_this_site_is_refused(empty_site, tmp_path, dump):
    with pytest.raises(backups.UnableToRestore, match="Nothing was changed"):
        backups.restore(pack(tmp_path / "a.tar.gz", {get_dump(): dump}), ledger_path=None)


@pytest.mark.parametrize("content", [b"", b"not an archive", gzip.compress(b"words", mtime=0)])
def test_what_is_no_archive_is_refused(empty_site, tmp_path, content):
    (tmp_path / "a.tar.gz").write_bytes(content)
    with pytest.raises(backups.UnableToRestore, match="not a backup of this site"):
        backups.restore(tmp_path / "a.tar.gz", ledger_path=None)
    with pytest.raises(backups.UnableToRestore, match="There is no archive at"):
        backups.restore(tmp_path / "none.tar.gz", ledger_path=None)


def test_link_out_of_the_archive_is_refused(empty_site, tmp_path):
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as archive:
        link = tarfile.TarInfo("files/a")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    with pytest.raises(backups.UnableToRestore, match="not a backup of this site"):
        backups.restore(tmp_path / "a.tar.gz", ledger_path=None)


@pytest.mark.parametrize("name", ["../outside", "files/../../outside", "/outside"])
def test_file_outside_the_archive_is_refused(empty_site, tmp_path, name):
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as archive:
        archive.addfile(tarfile.TarInfo(name))
    with pytest.raises(backups.UnableToRestore, match="not a backup of this site"):
        backups.restore(tmp_path / "a.tar.gz", ledger_path=None)
    assert not list(tmp_path.rglob("outside"))


def test_restore_needs_nothing_that_came_after_python_3_11_2():
    """Debian 12 has that one; `extractall` got its filters, without which it may not be used, in 3.11.4."""
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(backups.__file__).parents[2].rglob("*.py"))
    assert ".extractall(" not in sources


@pytest.mark.django_db(transaction=True)
def test_backup_that_is_made_while_the_site_writes_is_whole(settings, tmp_path):
    """A file grows while it is read, others come and go: what is in the archive is what its manifest says."""
    settings.DATA_DIR = tmp_path / "data"
    files, ended = settings.DATA_DIR / "files", threading.Event()
    files.mkdir(parents=True)
    for number in range(30):
        (files / f"{number}.bin").write_bytes(os.urandom(200_000))

    def write():
        number = 0
        while not ended.is_set():
            number += 1
            with (files / f"{number % 30}.bin").open("ab") as grows:
                grows.write(b"more" * 1000)
            (files / f"new-{number}.bin").write_bytes(b"new")
            (files / f"new-{number - 1}.bin").unlink(missing_ok=True)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = backups.back_up(tmp_path / "backups", at=datetime(2026, 11, 24, tzinfo=UTC))
    finally:
        ended.set()
        writer.join()
    with tarfile.open(made) as archive:
        held = {one.name: hashlib.sha256(archive.extractfile(one).read()).hexdigest() for one in archive}
        manifest = json.load(archive.extractfile(backups.MANIFEST))
    assert {name: one for name, one in held.items() if name != backups.MANIFEST} == manifest["sha256"]
    assert len(held) >= 32  # the dump, the manifest, and each file that stayed


@pytest.mark.django_db
def test_backup_that_cannot_be_written_gets_a_sentence(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (tmp_path / "full").touch()
    with pytest.raises(backups.UnableToBackUp, match="could not be written to"):
        backups.back_up(tmp_path / "full" / "folder", at=datetime(2026, 11, 24, tzinfo=UTC))
    assert backups.get_made_at() is None
    assert backups.get_failed_at() is not None


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite needs no client programs")
@pytest.mark.django_db
def test_client_programs_of_another_version_are_named(monkeypatch, tmp_path):
    for tool in ("pg_dump", "pg_restore"):
        (tmp_path / tool).write_text(f"#!/bin/sh\necho '{tool} (PostgreSQL) 9.6.24'\n")
        (tmp_path / tool).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert "pg_dump is of PostgreSQL 9 and the server of" in dumps.find_client_gap()
    monkeypatch.setenv("PATH", "/nowhere")
    assert "pg_dump is not installed" in dumps.find_client_gap()
