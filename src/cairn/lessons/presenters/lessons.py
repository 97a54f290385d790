"""Lessons and insights in words."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from cairn.common.dates import show_date
from cairn.common.identifying import Mark
from cairn.lessons.definitions import get_topic_title
from cairn.lessons.enums import Again, Confidence, Happened, Tells, Viewpoint
from cairn.lessons.models import LESSON_TEXTS, Agreement, AnonymousDraft, Insight, Lesson
from cairn.lessons.presenters.names import find_rare, mark_texts
from cairn.lessons.queries import Backing
from cairn.records.models import Record

SHOWN_AFTER_ANSWER = timedelta(days=30)
TAKEN_BACK = "Withdrawn by the people who wrote it."


def count_kinds(records: list[Record]) -> str:
    """How many of each kind, as "2 projects and 1 lesson"."""
    kinds = {record.kind: record.get_kind() for record in records}
    numbers = Counter(record.kind for record in records)
    parts = [
        f"{number} {(kinds[kind].label if number == 1 else kinds[kind].plural).lower()}"
        for kind, number in numbers.most_common()
    ]
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value in choices.values else ""


SIGNS: dict[str, str] = {Happened.WORKED: "tick", Happened.DID_NOT_WORK: "cross"}


class LessonView:
    """One lesson. Templates ask it."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.happened = label(Happened, lesson.happened)
        self.tells = label(Tells, lesson.tells)
        self.viewpoint = label(Viewpoint, lesson.viewpoint)
        self.again = label(Again, lesson.again)
        self.topic = get_topic_title(lesson.topic)

    @property
    def sign(self) -> str:
        """Kind of sign for what happened."""
        return SIGNS.get(self.lesson.happened, "open")

    @property
    def note(self) -> str:
        """What happened and whose lesson it is, in a line."""
        return f"{self.happened}. {self.who}" if self.happened else self.who

    @property
    def who(self) -> str:
        """Never more than the lesson itself says."""
        if self.lesson.is_anonymous:
            return "Shared without names"
        return self.lesson.organisation.name if self.lesson.organisation else "From published sources"


@dataclass(frozen=True)
class InsightView:
    """One insight with what stands behind it."""

    insight: Insight
    backing: Backing
    today: date

    @property
    def viewpoints(self) -> list[str]:
        return [label(Viewpoint, name) for name in self.insight.viewpoints if name in Viewpoint.values]

    @property
    def views(self) -> list[tuple[str, str]]:
        """Whose view it is: the name, for its icon, and the words."""
        return [(name, label(Viewpoint, name)) for name in self.insight.viewpoints if name in Viewpoint.values]

    @property
    def stones(self) -> int:
        """How sure its authors are, in stones: 1 to 3; 0 where they do not say."""
        sure = self.insight.confidence
        return Confidence.values.index(sure) + 1 if sure in Confidence.values else 0

    @property
    def tells(self) -> str:
        return label(Tells, self.insight.tells)

    @property
    def rests_on(self) -> str:
        """What supports it, counted now: "2 projects and 1 lesson"."""
        return count_kinds([one.record for one in self.backing.supports])

    @property
    def confidence(self) -> str:
        return label(Confidence, self.insight.confidence)

    @property
    def topic(self) -> str:
        return get_topic_title(self.insight.topic)

    @property
    def since(self) -> str:
        return show_date(self.insight.since)

    @property
    def warnings(self) -> list[str]:
        """What the insight says by itself about how it stands."""
        found = []
        backing = self.backing
        if backing.number_withdrawn:
            found.append("Some of its evidence has been withdrawn by its authors. Please review it.")
        if not backing.supports and not backing.has_hidden:
            found.append("Nothing you can see still supports it. Do not rely on it.")
        elif backing.is_old(self.today):
            found.append(f"The latest supporting evidence is from {backing.newest_year}.")
        return found


@dataclass(frozen=True)
class Part:
    """A piece of a text: `kind` says why somebody should look at it, and is empty for the rest."""

    text: str
    kind: str = ""


class AnonymousDraftView:
    """A lesson on its way to be shared without names, with what is marked in it."""

    def __init__(self, draft: AnonymousDraft) -> None:
        self.draft = draft
        self.happened = label(Happened, draft.happened)
        self.texts = {name: getattr(draft, name) for name in LESSON_TEXTS if getattr(draft, name)}
        self.marks = mark_texts(self.texts)

    @property
    def number_of_marks(self) -> int:
        return sum(len(marks) for marks in self.marks.values())

    @property
    def rows(self) -> list[tuple[str, list[Part]]]:
        return [(LESSON_TEXTS[name], _cut(text, self.marks[name])) for name, text in self.texts.items()]

    @property
    def rare(self) -> str:
        """What the words say together, where it is true of few councils."""
        found = find_rare(" ".join(self.texts.values()))
        if found is None:
            return ""
        words, number = found
        fit = "no council" if number == 0 else f"{number} council{'' if number == 1 else 's'}"
        return f"“{'” and “'.join(words)}” together: {fit} that we know of fit. Say it more widely, or leave it out."


def _cut(text: str, marks: list[Mark]) -> list[Part]:
    parts, at = [], 0
    for mark in marks:
        parts += [Part(text[at : mark.start]), Part(mark.text, mark.kind)]
        at = mark.end
    return [part for part in [*parts, Part(text[at:])] if part.text]


@dataclass(frozen=True)
class AgreementView:
    """One time that somebody was asked to agree; `lesson` is None for whoever was asked."""

    agreement: Agreement
    lesson: Lesson | None

    @property
    def waits(self) -> bool:
        return self.agreement.answer == Agreement.Answer.WAITING

    def is_over(self, *, at: datetime) -> bool:
        """Whether whoever was asked has answered so long ago that the link shows the words no more."""
        answered = self.agreement.answered_at
        return answered is not None and answered < at - SHOWN_AFTER_ANSWER

    @property
    def texts(self) -> list[tuple[str, str]]:
        words = self.agreement.words
        return [(title, words[name]) for name, title in LESSON_TEXTS.items() if words.get(name)]

    @property
    def is_of_these_words(self) -> bool:
        """Whether the lesson still says what was agreed to."""
        return self.lesson is not None and self.agreement.fingerprint == self.lesson.get_draft().get_fingerprint()
