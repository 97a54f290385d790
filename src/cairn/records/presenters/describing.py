"""A record in one true sentence, for search engines, feeds and shared links."""

import re
from collections.abc import Sequence

from cairn.common.documents.tree import clean
from cairn.records.kinds import ask_kinds
from cairn.records.models import Record

LONGEST = 200
FEWEST = 60  # a first sentence shorter than this gets the next one too
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\sa-z])|\s*\n+\s*")


def describe_record(record: Record) -> str:
    """The beginning of what it says, in whole sentences; its kind and title where it says no more."""
    texts = (getattr(record, name, "") for name in record.TEXTS if name != "title")
    said = next((text for text in texts if isinstance(text, str) and text.strip()), "")
    if not said:
        label = record.get_kind().label
        who = f" from {record.organisation.name}" if record.organisation else ""
        return clean(f"{label}{who}: {record.title}")
    return clean(shorten(said))


def find_addresses(records: Sequence[Record]) -> dict[int, str]:
    """The page of each that answers by itself, by key; one query for each kind that is shown on the page of another."""
    return {one.pk: one.get_absolute_url() for one in records} | ask_kinds(records, lambda kind: kind.find_addresses)


def shorten(text: str) -> str:
    """Whole sentences of a text where they fit, else its first words."""
    kept = ""
    for sentence in _SENTENCE_END.split(text.strip()):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > LONGEST or len(kept) >= FEWEST:
            break
        kept = longer
    if kept:
        return kept
    flat = " ".join(text.split())
    return f"{flat[: flat.rfind(' ', 0, LONGEST)]} …" if len(flat) > LONGEST else flat
