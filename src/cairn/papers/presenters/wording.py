"""Sources in the order in which they are cited, and long words made short."""

import re
from collections.abc import Sequence

from cairn.common.addresses import make_absolute
from cairn.library.models import Claim, Source
from cairn.library.presenters.claims import cite, describe_address
from cairn.records.models import Record

LONGEST_CELL = 140
AN_OPTION_WITHDRAWN = "An option that was withdrawn"
AN_OPTION_HIDDEN = "An option you cannot see"


class Notes:
    """The sources, numbered in the order in which they are cited."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def cite(self, text: str) -> str:
        if text not in self.texts:
            self.texts.append(text)
        return f"[{self.texts.index(text) + 1}]"


def cite_source(claim: Claim) -> str:
    return cite_in_full(claim.source)


def cite_in_full(source: Source) -> str:
    # That no address was found is said on the result's page.
    state = describe_address(source) if source.address else ""
    return ", ".join(filter(None, (cite(source), source.address, state)))


def cite_record(record: Record) -> str:
    kind = record.get_kind().label
    return f"{kind} in this library: {record.title}, {make_absolute(record.get_absolute_url())}"


def join_words(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1]))) if parts else ""


def shorten(text: str, most: int = LONGEST_CELL) -> str:
    """Whole sentences as far as they fit, or the first words of the first one."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    kept = ""
    for sentence in re.findall(r".+?[.!?](?:\s|$)|.+$", text):
        if len(kept) + len(sentence) > most:
            break
        kept += sentence
    return kept.strip() or f"{text[:most].rsplit(' ', 1)[0].rstrip(',;:')} …"
