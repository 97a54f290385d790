"""Words and rare combinations by which somebody could be known. They are marked for people to look at, never changed.

Marking errs on the side of too much: an editor decides. A text without a mark is not proof that nobody can be known.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class MarkKind(StrEnum):
    PLACE = "a place"
    ORGANISATION = "an organisation"
    NAME = "a name, perhaps"
    POST = "a post that few people hold"
    DATE = "a date"
    MONEY = "a sum of money"
    NUMBER = "a number"
    MODEL = "a model or project"
    RARE = "a word for something rare"


@dataclass(frozen=True)
class Mark:
    start: int
    end: int
    kind: MarkKind
    text: str


@dataclass(frozen=True)
class Names:
    """Names that are known here, by what they are the name of."""

    places: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    models: frozenset[str] = frozenset()


MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Christmas|Easter"
NUMBER_WORDS = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twenty|thirty|forty|fifty|hundred"
AMOUNT = r"\d[\d,]*(?:\.\d+)?"
CAPITAL = r"[A-ZÀ-Þ][\w’'-]*[a-zß-ÿ][\w’'-]*"

PATTERNS: tuple[tuple[MarkKind, re.Pattern[str]], ...] = (
    (
        MarkKind.MONEY,
        re.compile(
            rf"[£$€]\s?{AMOUNT}(?:\s?(?:k|m|bn|thousand|million|billion)\b)?|\b{AMOUNT}\s?(?:pounds|grand|euros?)\b",
            re.I,
        ),
    ),
    (
        MarkKind.DATE,
        re.compile(
            rf"\b\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}\b|\b(?:19|20)\d\d(?:\s?[/–-]\s?\d{{2,4}})?\b"
            rf"|\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s)?(?:{MONTHS})\b(?:\s\d{{4}})?|\b(?:{DAYS})\b"
            r"|\b(?i:(?:last|this|next)\s(?:week|month|year|spring|summer|autumn|winter|term))\b"
        ),
    ),
    (
        MarkKind.POST,
        re.compile(
            r"\b(?:chief executive|chief officer|(?:assistant |deputy |executive )*director|lead member|head of service"
            r"|head of \w+|principal social worker|head ?teacher|chair(?:man|woman|person)?|commissioner|mayor"
            r"|leader of the council|judge)\b",
            re.I,
        ),
    ),
    (
        MarkKind.RARE,
        re.compile(
            r"\b(?:the )?(?:only|first|largest|smallest|biggest|newest|oldest|highest|lowest)\b[^.]{0,40}"
            r"\b(?:council|county|borough|city|town|country|region|england|authority|trust|home|hub|school)\b",
            re.I,
        ),
    ),
    (MarkKind.NUMBER, re.compile(rf"\b{AMOUNT}\b%?|\b(?:{NUMBER_WORDS})\b", re.I)),
    # With a title before it, or a word that stands capital in the middle of a sentence, or two in a row.
    (
        MarkKind.NAME,
        re.compile(
            rf"\b(?:Mrs?|Ms|Miss|Dr|Prof|Professor|Cllr|Councillor|Sir|Dame|Lord|Lady)\.?\s{CAPITAL}(?:\s{CAPITAL})*"
        ),
    ),
    (MarkKind.NAME, re.compile(rf"\b{CAPITAL}(?:\s(?:of|and|the|upon)\s{CAPITAL}|\s{CAPITAL})+")),
    (MarkKind.NAME, re.compile(rf"(?<=[a-z,;:]\s){CAPITAL}")),
)
# Capital words of the field by which nobody is known.
COMMON = {
    *("ofsted", "dfe", "nhs", "send", "camhs", "english", "england", "children", "act", "section", "covid", "i"),
    *("excel", "word", "teams", "zoom", "internet", "christian", "monday", "bank", "virtual", "family", "early"),
}
WORD = re.compile(r"[\w’'-]+")


def find_marks(text: str, names: Names) -> list[Mark]:
    """Where somebody should look, in the order of the text; a longer or more certain mark hides the others."""
    found = [*_find_names(text, names)]
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            if kind is not MarkKind.NAME or not _is_common(match.group()):
                found.append(Mark(match.start(), match.end(), kind, match.group()))
    kept: list[Mark] = []
    for mark in found:  # what is known comes first, then the patterns in their order
        if not any(mark.start < other.end and other.start < mark.end for other in kept):
            kept.append(mark)
    return sorted(kept, key=lambda mark: mark.start)


def _is_common(words: str) -> bool:
    return all(word.lower() in COMMON for word in WORD.findall(words))


def _find_names(text: str, names: Names) -> Iterable[Mark]:
    lists = (
        (MarkKind.MODEL, names.models),
        (MarkKind.ORGANISATION, names.organisations),
        (MarkKind.NAME, names.people),
        (MarkKind.PLACE, names.places),
    )
    words = list(WORD.finditer(text))
    lowered = [word.group().lower() for word in words]
    for kind, known in lists:
        longest = max((len(WORD.findall(name)) for name in known), default=0)
        by_words = {tuple(word.lower() for word in WORD.findall(name)) for name in known}
        for first in range(len(words)):
            for length in range(min(longest, len(words) - first), 0, -1):
                if tuple(lowered[first : first + length]) in by_words and _stands_capital(words[first].group()):
                    start, end = words[first].start(), words[first + length - 1].end()
                    yield Mark(start, end, kind, text[start:end])
                    break


def _stands_capital(word: str) -> bool:
    """“Reading” is a council and “reading” is not; a name typed small is left to the eyes of people."""
    return word[:1].isupper()


# --- rare combinations -----------------------------------------------------------------------------

FEWEST = 10  # councils that must fit what a text says together, before it is not rare


@dataclass(frozen=True)
class Trait:
    """Something that a text says of its council, and the councils of which it is true."""

    words: str
    councils: frozenset[int]


def find_rare_combination(traits: Iterable[Trait]) -> tuple[list[str], int] | None:
    """The words that together are true of few councils, and of how many; None where ten or more fit."""
    said = list(traits)
    if not said:
        return None
    fit = frozenset.intersection(*(trait.councils for trait in said))
    return ([trait.words for trait in said], len(fit)) if len(fit) < FEWEST else None
