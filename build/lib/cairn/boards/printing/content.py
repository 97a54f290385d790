"""What a poster, a handout, a sheet or slides say: plain words and dates; nothing here reads a database."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class CitedOnPaper:
    """A record that supports or contradicts an insight, and why."""

    title: str
    reason: str = ""


@dataclass(frozen=True)
class InsightOnPaper:
    """`viewpoints` are words for people ("projects", "young people"); `confidence` too ("fairly sure").

    `has_hidden`: more stands behind it than those may see for whom the paper is made.
    """

    headline: str
    words: str = ""
    viewpoints: tuple[str, ...] = ()
    confidence: str = ""
    supports: tuple[CitedOnPaper, ...] = ()
    contradicts: tuple[CitedOnPaper, ...] = ()
    has_hidden: bool = False


@dataclass(frozen=True)
class ExampleOnPaper:
    """`went_well` is None where it was mixed, or where nobody knows."""

    title: str
    place: str = ""
    status: str = ""
    what_happened: str = ""
    went_well: bool | None = None


@dataclass(frozen=True)
class MethodOnPaper:
    """Where a method helped, where it did not or only in part, and where it was used and nobody says which."""

    title: str
    helped: str = ""
    did_not: str = ""
    not_said: str = ""


@dataclass(frozen=True)
class ConditionOnPaper:
    """`helps` is False for what gets in the way."""

    title: str
    helps: bool
    words: str = ""


@dataclass(frozen=True)
class ReferenceOnPaper:
    """`checked_on`: the day on which somebody last opened the address."""

    citation: str
    address: str = ""
    checked_on: date | None = None


@dataclass(frozen=True)
class BoardOnPaper:
    """`topic_number` is 1 to 5; `version` its number; `address` is the full address of the living board."""

    title: str
    topic_number: int
    introduction: str = ""
    insights: tuple[InsightOnPaper, ...] = ()
    examples: tuple[ExampleOnPaper, ...] = ()
    methods: tuple[MethodOnPaper, ...] = ()
    conditions: tuple[ConditionOnPaper, ...] = ()
    references: tuple[ReferenceOnPaper, ...] = ()
    version: str = ""
    published_on: date | None = None
    address: str = ""


@dataclass(frozen=True)
class SheetEntry:
    """One board on the sheet; `insights` are headlines."""

    topic_number: int
    title: str
    sentence: str = ""
    insights: tuple[str, ...] = ()
    address: str = ""


@dataclass(frozen=True)
class SheetOnPaper:
    """The introductory sheet: all boards on one page."""

    title: str
    introduction: str = ""
    boards: tuple[SheetEntry, ...] = ()
    published_on: date | None = None
    address: str = ""
