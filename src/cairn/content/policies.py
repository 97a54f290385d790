"""What of the chain may be shown to whom. The report, its picture and its files ask here, and count in no other way.

What the reader may see is counted as it is: they could count it by hand. What only others see is added to it where

- it is nothing, or at least FEWEST things, and at least FEWEST_OF_AGENCY organisations stand behind it;
- so much, or nothing, lies between two stages of a row that are both shown;
- nobody can work out a hidden number from the others of its column and their total.

Else the number is hidden. docs/adr/0041 says what such rules do not prevent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import NamedTuple

from cairn.actions.enums import Stage
from cairn.actions.queries import Known, Progress
from cairn.conditions.policies.disclosure import FEWEST, FEWEST_OF_AGENCY

STAGES = (Stage.ACCEPTED, Stage.ACTED_ON, Stage.CHANGED)
Numbers = tuple[int | None, ...]  # of STAGES; None is hidden


@dataclass
class Number:
    """How many the reader sees, how many more there are, and who is behind those."""

    seen: int = 0
    more: int = 0
    behind: set[int | None] = field(default_factory=set)

    @property
    def may_be_shown(self) -> bool:
        return not self.more or (self.more >= FEWEST and len(self.behind) >= FEWEST_OF_AGENCY)


@dataclass
class Tally:
    """One row of the report: what is known, how far it came, and how many days each stage took."""

    known: int = 0
    stages: tuple[Number, ...] = field(default_factory=lambda: tuple(Number() for _ in STAGES))
    lengths: tuple[list[int], ...] = field(default_factory=lambda: tuple(list[int]() for _ in STAGES))
    timed: tuple[Number, ...] = field(default_factory=lambda: tuple(Number() for _ in STAGES))


@dataclass(frozen=True)
class Shown:
    """What may be shown of a tally: numbers, and the median days with how many they are of, or None."""

    known: int
    numbers: Numbers
    days: tuple[tuple[int, int] | None, ...]


class Mark(NamedTuple):
    """What one thing that is known adds to one stage."""

    is_seen: bool
    behind: frozenset[int | None]  # whose doing it is, where the reader does not see it
    length: int | None  # in days, since the stage before
    length_is_seen: bool


def mark(known: Known) -> list[Mark]:
    """What it adds to each stage that it has reached; worked out once, however many rows count it."""
    if known.stage_of_all == Stage.KNOWN:
        return []
    every, seen = find_days(known, known.progress), find_days(known, [one for one in known.progress if one.is_seen])
    marks: list[Mark] = []
    for stage in STAGES[: known.stage_of_all]:
        is_seen = known.stage >= stage
        behind = NOBODY if is_seen else find_behind(known, stage)
        before, after = every[stage - 1], every[stage]
        # None where a day is not known, or where the later stage is noted on an earlier day.
        length = None if before is None or after is None or after < before else (after - before).days
        length_is_seen = before == seen[stage - 1] and after == seen[stage]
        marks.append(Mark(is_seen, behind, length, length_is_seen))
    return marks


NOBODY: frozenset[int | None] = frozenset()


def find_behind(known: Known, stage: Stage) -> frozenset[int | None]:
    return frozenset(one.organisation for one in known.progress if not one.is_seen and one.stage >= stage)


def find_days(known: Known, progress: Sequence[Progress]) -> list[date | None]:
    """The first day of each stage."""
    days = [known.since, None, None, None]
    for one in progress:
        for place, day in enumerate(one.days, start=1):
            first = days[place]
            if day is not None and (first is None or day < first):
                days[place] = day
    return days


def tally(every: Iterable[Known], marks: Mapping[int, list[Mark]] | None = None) -> Tally:
    found = Tally()
    for known in every:
        found.known += 1
        for place, one in enumerate(mark(known) if marks is None else marks[known.key]):
            _add(found.stages[place], is_seen=one.is_seen, behind=one.behind)
            if one.length is not None:
                found.lengths[place].append(one.length)
                behind = NOBODY if one.length_is_seen else one.behind or find_behind(known, STAGES[place])
                _add(found.timed[place], is_seen=one.length_is_seen, behind=behind)
    return found


def _add(number: Number, *, is_seen: bool, behind: frozenset[int | None]) -> None:
    if is_seen:
        number.seen += 1
    else:
        number.more += 1
        number.behind |= behind


def show(rows: Sequence[Tally], total: Tally) -> tuple[list[Shown], Shown]:
    """Of all rows of one table, and of their total."""
    hidden = [_find_hidden(row) for row in rows]
    hidden_of_total = _find_hidden(total)
    for place in range(len(STAGES)):
        _hide_what_gives_another_away(place, rows, hidden, hidden_of_total)
    return [_show(row, which) for row, which in zip(rows, hidden, strict=True)], _show(total, hidden_of_total)


def _find_hidden(row: Tally) -> set[int]:
    hidden, before = set[int](), None
    for place, number in enumerate(row.stages):
        if not number.may_be_shown or (before is not None and 0 < abs(before - number.more) < FEWEST):
            hidden.add(place)
        else:
            before = number.more
    return hidden


def _hide_what_gives_another_away(
    place: int, rows: Sequence[Tally], hidden: Sequence[set[int]], hidden_of_total: set[int]
) -> None:
    """The smallest numbers after those that are hidden, until what is hidden is two or more, and FEWEST together."""
    while place not in hidden_of_total:
        secret = [row.stages[place].more for row, which in zip(rows, hidden, strict=True) if place in which]
        if not secret or (len(secret) > 1 and sum(secret) >= FEWEST):
            return
        open_ones = [
            (row.stages[place].more, index)
            for index, (row, which) in enumerate(zip(rows, hidden, strict=True))
            if place not in which and row.stages[place].more
        ]
        if open_ones:
            hidden[min(open_ones)[1]].add(place)
        else:
            hidden_of_total.add(place)


def _show(row: Tally, hidden: set[int]) -> Shown:
    numbers = tuple(None if place in hidden else number.seen + number.more for place, number in enumerate(row.stages))
    return Shown(row.known, numbers, tuple(_find_days(row, place) for place in range(len(STAGES))))


def _find_days(row: Tally, place: int) -> tuple[int, int] | None:
    lengths = row.lengths[place]
    if len(lengths) < FEWEST or not row.timed[place].may_be_shown:
        return None
    return round(median(lengths)), len(lengths)
