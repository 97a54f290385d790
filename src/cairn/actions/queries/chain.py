"""From knowing to acting: what became of what is known. Every page that says so asks here, and in no other way.

Known are lessons, insights and recommendations. What somebody does because of one, or because of what supports an
insight, takes it further: an action that is accepted, started and finished, or what an app above counts as a yes. A
lesson that supports an insight is not counted beside it: they are one thing that is known.

What is known is read as the reader may see it. What was done is read whoever may see it, and says whether the reader
does: nobody shows the rest but as a number that is large enough.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.timezone import get_current_timezone

from cairn.accounts.models import Reader
from cairn.actions.enums import Act, Response, Stage, State
from cairn.actions.models import Action, ActionMove
from cairn.records.enums import RecordKind, Relation
from cairn.records.models import Record, Tie
from cairn.records.queries import get_pairs_coming_of

KNOWN_KINDS = (RecordKind.INSIGHT, RecordKind.LESSON, RecordKind.RECOMMENDATION)
YES = (Response.ACCEPTED, Response.IN_PART)

FEW = 200  # keys that a question names; of more than these everything is asked

Days = tuple[date | None, date | None, date | None]  # of what follows "known", in the order of the stages
NEVER: Days = (None, None, None)


class Progress(NamedTuple):
    """How far one record, an action or an answer of an app above, took what it is about."""

    record: int
    organisation: int | None
    is_seen: bool  # by the reader
    stage: Stage
    days: Days
    answer: str = ""  # why an action is not under way, in words


class Answer(NamedTuple):
    """Something besides an action that says yes to what is known, such as a self-check to a recommendation."""

    about: int
    record: int
    organisation: int | None
    day: date | None


FindAnswers = Callable[[Collection[int] | None], Iterable[Answer]]
_answers: list[FindAnswers] = []


def register_answers(find: FindAnswers) -> None:
    """Called from `ready()`. It is given the keys of what is asked about, or None for all."""
    if find not in _answers:
        _answers.append(find)


@dataclass(slots=True)
class Known:
    """One thing that is known, and what was done because of it."""

    key: int
    kind: str
    since: date | None  # published here
    backing: frozenset[int] = frozenset()  # what supports an insight
    progress: list[Progress] = field(default_factory=list)
    stage: Stage = Stage.KNOWN  # as far as the reader sees it
    stage_of_all: Stage = Stage.KNOWN  # whoever may see it: for counting only

    def add(self, one: Progress) -> None:
        self.progress.append(one)
        if one.stage > self.stage_of_all:
            self.stage_of_all = one.stage
        if one.is_seen and one.stage > self.stage:
            self.stage = one.stage

    def find_day(self, stage: Stage, *, seen_only: bool = True) -> date | None:
        """The first day on which it had reached a stage."""
        if stage == Stage.KNOWN:
            return self.since
        return _find_first(one.days[stage - 1] for one in self.progress if one.is_seen or not seen_only)

    def count_answers(self) -> list[tuple[str, int]]:
        """Why the actions that the reader sees are not under way, the most frequent first."""
        found = Counter(one.answer for one in self.progress if one.is_seen and one.answer)
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


Chain = dict[int, Known]


def get_chain(reader: Reader, *, records: Collection[int] | None = None, organisation: int | None = None) -> Chain:
    """By the key of what is known: of these records, or of all that the reader may see.

    With an organisation only what it does counts, and of that only what the reader may see.
    """
    chain = _get_known(reader, records)
    _add_backing(chain, reader)
    if records is None:
        _leave_out_what_is_part_of_another(chain)
    about: dict[int, list[Known]] = {}
    for known in chain.values():
        for key in (known.key, *known.backing):
            about.setdefault(key, []).append(known)
    for key, progress in _find_progress(reader, None if records is None else list(about), organisation):
        for known in about.get(key, ()):
            known.add(progress)
    return chain


def _get_known(reader: Reader, records: Collection[int] | None) -> Chain:
    found = Record.objects.visible_to(reader).published().filter(kind__in=KNOWN_KINDS)
    if records is not None:
        found = found.filter(pk__in=records)
    read_day = _make_reader_of_days()
    rows = found.order_by("pk").values_list("pk", "kind", "first_published_at")
    return {key: Known(key, kind, read_day(at) if at else None) for key, kind, at in rows}


def _add_backing(chain: Chain, reader: Reader) -> None:
    """What supports each insight, as far as the reader may see it."""
    ties = Tie.objects.filter(relation=Relation.SUPPORTS)
    insights = [key for key, known in chain.items() if known.kind == RecordKind.INSIGHT]
    if len(insights) < FEW:
        ties = ties.filter(target__in=insights)
    pairs = [pair for pair in ties.values_list("target", "source") if pair[0] in chain] if insights else []
    others = {source for _, source in pairs} - chain.keys()
    seen = set(_restrict(Record.objects.visible_to(reader), others)) if others else set()
    backing: dict[int, set[int]] = {}
    for target, source in pairs:
        if source in chain or source in seen:
            backing.setdefault(target, set()).add(source)
    for target, sources in backing.items():
        chain[target].backing = frozenset(sources)


def _leave_out_what_is_part_of_another(chain: Chain) -> None:
    for key in {key for known in chain.values() for key in known.backing}:
        chain.pop(key, None)


def _find_progress(
    reader: Reader, about: Collection[int] | None, organisation: int | None
) -> Iterable[tuple[int, Progress]]:
    """Pairs of what it is about and how far it came."""
    pairs = get_pairs_coming_of(about, RecordKind.ACTION)
    asked = {action for action, _ in pairs}
    actions = _read_actions(reader, asked, organisation) if pairs else {}
    yield from ((target, actions[action]) for action, target in pairs if action in actions)
    for find in _answers:
        answers = list(find(about))
        seen = set(_restrict(Record.objects.visible_to(reader), {one.record for one in answers}))
        for one in answers:
            if organisation is None or (one.organisation == organisation and one.record in seen):
                days = (one.day, None, None)
                yield one.about, Progress(one.record, one.organisation, one.record in seen, Stage.ACCEPTED, days)


def _restrict(records: QuerySet[Any], keys: Collection[int]) -> Iterable[int]:
    if len(keys) < FEW:
        records = records.filter(pk__in=keys)
    return records.values_list("pk", flat=True)


def _read_actions(reader: Reader, keys: Collection[int], organisation: int | None) -> dict[int, Progress]:
    found = Action.objects.filter(withdrawn_at=None, merged_into=None)
    if organisation is not None:
        found = Action.objects.visible_to(reader).filter(merged_into=None, organisation=organisation)
    if len(keys) < FEW:
        found = found.filter(pk__in=keys)
    said_yes, began = _read_moves(keys)
    seen = set(_restrict(Action.objects.visible_to(reader), keys))
    rows = found.order_by().values_list("pk", "organisation", "state", "response", "done_date")
    return {
        key: Progress(
            *(key, owner, key in seen, *_find_stage(done, said_yes.get(key), began.get(key))),
            NOT_NOW if response == Response.NOT_NOW and state == State.PROPOSED else ANSWERS.get(state, ""),
        )
        for key, owner, state, response, done in rows
    }


def _read_moves(keys: Collection[int]) -> tuple[dict[int, date], dict[int, date]]:
    """When each action was first accepted, and when work on it first began."""
    which = Q(act=Act.RESPONDED, response__in=YES) | Q(act__in=(Act.STARTED, Act.UNSTUCK))
    moves = ActionMove.objects.filter(which)
    if len(keys) < FEW:
        moves = moves.filter(action__in=keys)
    said_yes: dict[int, date] = {}
    began: dict[int, date] = {}
    read_day = _make_reader_of_days()
    for action, act, at in moves.order_by().values_list("action_id", "act", "at"):
        first, day = said_yes if act == Act.RESPONDED else began, read_day(at)
        if action not in first or day < first[action]:
            first[action] = day
    return said_yes, began


def _make_reader_of_days() -> Callable[[datetime], date]:
    """As `localdate`, which looks the time zone up for each of ten thousand moments anew."""
    zone = get_current_timezone()
    return lambda at: at.astimezone(zone).date()


def _find_stage(done: date | None, said_yes: date | None, began: date | None) -> tuple[Stage, Days]:
    """Each implies what comes before: a body outside starts without an answer, and some note only that it is done."""
    if not (done or said_yes or began):
        return Stage.KNOWN, NEVER
    acted = _get_earlier(began, done)
    stage = Stage.CHANGED if done else Stage.ACTED_ON if acted else Stage.ACCEPTED
    return stage, (_get_earlier(said_yes, acted), acted, done)


def _get_earlier(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one or other


def _find_first(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day), default=None)


# Why an action is not under way, by its state.
NOT_NOW = str(Response.NOT_NOW.label)
ANSWERS: dict[str, str] = {
    State.PROPOSED: "Waiting for an answer",
    State.ACCEPTED: "Accepted, not started",
    State.STUCK: "Stuck",
    State.DROPPED: "Dropped",
}
