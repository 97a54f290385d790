"""What may happen in the library. Each rule raises and says what to do instead."""

from typing import Any

from cairn.library.models import ShortListed
from cairn.records.enums import RecordKind
from cairn.records.models import Record

SHORT_LISTED = (RecordKind.PRACTICE_MODEL, RecordKind.PROJECT, RecordKind.METHOD)
MOST_KEPT = 20


class UnableToShortList(Exception):
    """This is nothing for a short list, or the list is full."""


def check_can_short_list(record: Record, user: Any) -> None:
    if record.kind not in SHORT_LISTED:
        raise UnableToShortList("Only models, projects and methods can be put on a short list.")
    if ShortListed.objects.filter(user=user).exclude(record=record).count() >= MOST_KEPT:
        raise UnableToShortList(f"A short list has room for {MOST_KEPT}. Take something off it first.")
