"""What in an answer looks as if somebody could be recognised by it. It asks the worker to look again; it stops nothing.

That nothing is found is no proof: the worker reads every answer.
"""

import re
from collections.abc import Iterator

from cairn.common.identifying import MarkKind, Names, find_marks
from cairn.places.models import Place

PATTERNS = (
    ("an e-mail address", re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.-]+\b")),
    ("a web address", re.compile(r"\b(?:https?://|www\.)\S+", re.I)),
    ("a user name", re.compile(r"(?<![\w@])@\w{3,}")),
    ("a phone number", re.compile(r"(?<!\d)(?:\+44\s?|0)(?:\d[\s-]?){8,10}\d?(?!\d)")),
    ("a postcode", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", re.I)),
    (
        "an address",
        re.compile(
            r"\b\d+[a-z]?\s(?:[a-z]+\s){1,3}(?:road|rd|street|st|avenue|ave|lane|close|drive|way|court|place|terrace"
            r"|crescent|gardens)\b",
            re.I,
        ),
    ),
    ("a date of birth, perhaps", re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})\b")),
    (
        "a school or home",
        re.compile(r"\b[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*\s(?:School|Academy|College|House|Lodge|Nursery|Primary)\b"),
    ),
)
SHOWN = (MarkKind.NAME, MarkKind.PLACE)


def find_hints(text: str) -> list[tuple[str, str]]:
    """What it looks like, and the words; each once."""
    found: dict[str, str] = {}
    for kind, words in _find(text):
        if not any(words in other for other in found):
            found[words] = kind
    return [(kind, words) for words, kind in found.items()]


def _find(text: str) -> Iterator[tuple[str, str]]:
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            yield kind, match.group().strip()
    places = Names(places=frozenset(Place.objects.values_list("name", flat=True)))
    for mark in find_marks(text, places):
        if mark.kind in SHOWN:
            yield str(mark.kind), mark.text


def describe_hints(hints: list[tuple[str, str]]) -> str:
    """The sentence beside the words."""
    named = ", ".join(f"“{words}” ({kind})" for kind, words in hints)
    return (
        f"Someone may be recognised by this: {named}. Change the words, or tick the box above if no one can be "
        "recognised."
    )
