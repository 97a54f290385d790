"""What must stay gone: withdrawals and erasures, kept outside the database, so that a restored backup loses them again.

One line of JSON for each; ids only, never a word of what was withdrawn.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

Replay = Callable[[str, datetime], None]
_replays: dict[str, Replay] = {}


@dataclass(frozen=True)
class Entry:
    kind: str
    key: str
    at: datetime


class UnableToReadLedger(ValueError):
    """A line of the ledger cannot be understood."""


def register_replay(kind: str, replay: Replay) -> None:
    """Called from `ready()`; `replay` takes key and time, and does no harm when it runs twice."""
    _replays[kind] = replay


def append(kind: str, key: str, at: datetime) -> None:
    """Write one line and see it on the disk before going on."""
    settings.LEDGER.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps({"kind": kind, "key": key, "at": at.isoformat()}) + "\n"
    with open(settings.LEDGER, "a", encoding="utf-8") as ledger:
        ledger.write(line)
        ledger.flush()
        os.fsync(ledger.fileno())


def read(path: Path) -> Iterator[Entry]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            said = json.loads(line)
            yield Entry(said["kind"], said["key"], datetime.fromisoformat(said["at"]))
        except (ValueError, KeyError, TypeError) as problem:
            raise UnableToReadLedger(
                f"Line {number} of {path.name} is no entry of a ledger. Mend it by hand."
            ) from problem


def replay(path: Path) -> int:
    """Do again what the ledger says; returns how many entries there were."""
    entries = list(read(path))
    if unknown := sorted({entry.kind for entry in entries} - _replays.keys()):
        raise UnableToReadLedger(
            f"This version does not know {', '.join(unknown)}. Restore with the version that wrote it."
        )
    for entry in entries:
        _replays[entry.kind](entry.key, entry.at)
    return len(entries)
