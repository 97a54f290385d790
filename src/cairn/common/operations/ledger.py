"""What must stay gone: withdrawals and erasures, kept outside the database, so that a restored backup loses them again.

One line of JSON for each; ids only, never a word of what was withdrawn.
"""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

Replay = Callable[[str, datetime], None]
_replays: dict[str, Replay] = {}
START = '{"kind": "'


@dataclass(frozen=True)
class Entry:
    kind: str
    key: str
    at: datetime


@dataclass(frozen=True)
class Contents:
    entries: list[Entry]
    unfinished: int  # lines that end in the middle


class UnableToReadLedger(ValueError):
    """A line of the ledger cannot be understood."""


def register_replay(kind: str, replay: Replay) -> None:
    """Called from `ready()`; `replay` takes key and time, and does no harm when it runs twice."""
    _replays[kind] = replay


def append(kind: str, key: str, at: datetime) -> None:
    """Write one line and see it on the disk before going on."""
    line = json.dumps({"kind": kind, "key": key, "at": at.isoformat()}) + "\n"
    with _open() as ledger:
        ledger.write(line.encode() if _ends_with_a_line(ledger) else b"\n" + line.encode())
        ledger.flush()
        os.fsync(ledger.fileno())


def check_writable() -> None:
    """Raises OSError where a withdrawal could not be written down."""
    _open().close()


def _open() -> BinaryIO:
    settings.LEDGER.parent.mkdir(parents=True, exist_ok=True)
    return open(settings.LEDGER, "a+b")


def _ends_with_a_line(ledger: BinaryIO) -> bool:
    """False after a line that a full disk or a killed process left unfinished."""
    if not ledger.seek(0, os.SEEK_END):
        return True
    ledger.seek(-1, os.SEEK_END)
    return ledger.read(1) == b"\n"


def read(path: Path) -> Contents:
    """Everything that the ledger says. Raises UnableToReadLedger where it is not sure what that is."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise UnableToReadLedger(f"{path.name} cannot be read: it is missing, locked or not a text file.") from problem
    entries, unfinished = [], 0
    for number, line in enumerate(lines, 1):
        if _is_unfinished(line):
            unfinished += 1
        elif line.strip():
            entries.append(_read_line(line, f"Line {number} of {path.name}"))
    if unknown := sorted({entry.kind for entry in entries} - _replays.keys()):
        raise UnableToReadLedger(
            f"This version does not know {', '.join(unknown)}. Restore with the version that wrote it."
        )
    return Contents(entries, unfinished)


def _is_unfinished(line: str) -> bool:
    """The beginning of an entry. What it stood for was not done: the line is written before the change is kept."""
    return line != "" and (START.startswith(line) or (line.startswith(START) and not line.endswith("}")))


def _read_line(line: str, place: str) -> Entry:
    try:
        said = json.loads(line)
        kind, key, at = said["kind"], said["key"], datetime.fromisoformat(said["at"])
        if not isinstance(kind, str) or not isinstance(key, str) or at.tzinfo is None:
            raise TypeError
    except (ValueError, KeyError, TypeError) as problem:
        raise UnableToReadLedger(
            f"{place} is not an entry of a ledger. Correct the line, or use another copy."
        ) from problem
    return Entry(kind, key, at)


def replay(entries: Sequence[Entry]) -> int:
    """Do again what the ledger says; returns how many entries there were."""
    for entry in entries:
        _replays[entry.kind](entry.key, entry.at)
    return len(entries)
