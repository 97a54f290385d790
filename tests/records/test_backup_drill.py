"""The drill: a backup is restored into an empty place, and what was withdrawn since stays withdrawn."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from django.db import connection

from tests.database import copy_to

pytestmark = pytest.mark.both_databases

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
    told = run(second, databases[1], "restore", str(archive), "--ledger", str(ledger))
    assert "made sure of: 2" in told
    assert run(second, databases[1], code=LOOK).split("\n")[:3] == ["KEPT WITHDRAWN", "ERASED", "FILES 1 1"]

    again = run(second, databases[1], "restore", str(archive), "--ledger", str(ledger), ok=False)
    assert "not empty" in again


def test_damaged_backup_changes_nothing(tmp_path, databases):
    first, second = tmp_path / "first", tmp_path / "second"
    run(first, databases[0], "backup", str(tmp_path / "backups"))
    archive = next((tmp_path / "backups").glob("*.tar.gz"))
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 0xFF
    archive.write_bytes(content)
    told = run(second, databases[1], "restore", str(archive), "--without-ledger", ok=False)
    assert "damaged" in told
