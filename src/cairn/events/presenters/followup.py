"""What came of an event, how people found it, and what its hosts still have to do."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cairn.accounts.models import Reader
from cairn.actions.enums import FINISHED, State
from cairn.actions.models import Action
from cairn.actions.presenters import is_late
from cairn.events.enums import Met
from cairn.events.models import EventFeedback, LearningEvent
from cairn.events.policies.followup import shows_number
from cairn.records.enums import RecordKind
from cairn.records.kinds import get_kinds
from cairn.records.models import Record
from cairn.records.queries import get_thread


@dataclass(frozen=True)
class Outcomes:
    """As far as one reader may see it; drafts are not counted, because nothing came of the event by them yet."""

    actions: list[Action]
    day: date
    groups: list[tuple[str, list[Record]]]

    @property
    def numbers(self) -> list[tuple[int, str]]:
        """Actions by where they stand; each in one group."""
        counts = Counter(self._name(action) for action in self.actions)
        return [(counts[name], name) for name in ("done", "late", "open", "dropped") if counts[name]]

    def _name(self, action: Action) -> str:
        if action.state in FINISHED:
            return "done"
        if action.state == State.DROPPED:
            return "dropped"
        return "late" if is_late(action, day=self.day) else "open"

    @property
    def is_empty(self) -> bool:
        return not self.actions and not self.groups


def describe_outcomes(event: LearningEvent, reader: Reader, *, day: date) -> Outcomes:
    """What the thread leads to, each record once."""
    steps = get_thread(event, reader).downwards
    found = {step.record.pk: step.record for step in steps if step.record.live}
    actions = Action.objects.filter(pk__in=_pick(found.values(), RecordKind.ACTION)).order_by("due_date", "pk")
    kinds = [kind for kind in get_kinds() if kind.name not in (RecordKind.ACTION, RecordKind.LEARNING_EVENT)]
    groups = [(kind.plural, [one for one in found.values() if one.kind == kind.name]) for kind in kinds]
    return Outcomes(list(actions), day, [(label, records) for label, records in groups if records])


def _pick(records: Iterable[Record], kind: str) -> list[int]:
    return [record.pk for record in records if record.kind == kind]


# --- Feedback -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answered:
    """One question with what was answered; without numbers and words where too few did."""

    question: str
    rows: list[tuple[str, int]]
    words: list[str]
    is_shown: bool


QUESTIONS = {
    "useful": "How useful was the day for your work?",
    "will_use": "What will you use?",
    "better": "What was missing, or could be better?",
    "met": "Did you meet someone you will stay in touch with?",
}
USEFUL = ((1, "1: not at all"), (2, "2"), (3, "3"), (4, "4"), (5, "5: very"))


def describe_feedback(event: LearningEvent) -> list[Answered]:
    rows = list(EventFeedback.objects.filter(event=event.pk).order_by("pk"))
    return [
        _count(QUESTIONS["useful"], USEFUL, [one.useful for one in rows if one.useful]),
        _list_words(QUESTIONS["will_use"], [one.will_use for one in rows if one.will_use]),
        _list_words(QUESTIONS["better"], [one.better for one in rows if one.better]),
        _count(QUESTIONS["met"], Met.choices, [one.met for one in rows if one.met]),
    ]


def _count(question: str, choices: Iterable[tuple[object, str]], given: list[object]) -> Answered:
    is_shown, counts = shows_number(len(given)), Counter(given)
    return Answered(question, [(label, counts[value]) for value, label in choices] if is_shown else [], [], is_shown)


def _list_words(question: str, given: list[str]) -> Answered:
    is_shown = shows_number(len(given))
    return Answered(question, [], given if is_shown else [], is_shown)
