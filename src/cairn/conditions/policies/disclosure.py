"""What of people's answers may be shown. Every page, picture and file asks here, and reads answers in no other way.

- Nothing while a round is open.
- Below FEWEST answers to a round their number only; below FEWEST to a statement nothing of that statement.
- How many said "a lot" only of an answer that FEWEST_OF_AGENCY gave.
- Agencies apart only where at least two have FEWEST_OF_AGENCY answers to the statement, and what is left over, which
  anybody can work out, is nobody or as many.
- Numbers of one round within APART of another about the same could be subtracted from each other. Such a round is told
  in words, whatever its numbers are: a rule that looked at them would itself tell something.

docs/adr/0041 says what these rules do not prevent.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from cairn.conditions.enums import Answer

FEWEST = 4
FEWEST_OF_AGENCY = 3
APART = timedelta(days=180)
MOST_PARTS = 2, 3  # a view is that of most people where this part of them or more shares it

Counts = Counter[Answer]


class Depth(Enum):
    """How much of a round is shown."""

    NOTHING = "nothing"  # it is open
    NUMBER = "number"
    WORDS = "words"
    COUNTS = "counts"


@dataclass(frozen=True)
class Closing:
    """When a round closed, and how many had answered."""

    key: int
    closed_at: datetime | None
    people: int


@dataclass(frozen=True)
class Tally:
    """What people answered to one statement: by the place of their agency in the list, and how many said "a lot"."""

    by_agency: Mapping[int, Counts]
    strongly: Counts = field(default_factory=Counter)


@dataclass(frozen=True)
class Group:
    """One agency, or with None those of all others together."""

    agency: int | None
    counts: Counts


@dataclass(frozen=True)
class Shown:
    """What may be shown of one statement. `view` is what most people say, or None where they differ."""

    people: int = 0
    counts: Counts = field(default_factory=Counter)
    strongly: Counts = field(default_factory=Counter)
    groups: tuple[Group, ...] = ()
    view: Answer | None = None
    has_view: bool = False  # enough people answered to say anything


HIDDEN = Shown()


def find_depths(closings: Iterable[Closing]) -> dict[int, Depth]:
    """Of every round about the same, by its key."""
    found, shown = {}, list[datetime]()
    for one in sorted(closings, key=lambda one: (one.closed_at is None, one.closed_at, one.key)):
        if one.closed_at is None:
            found[one.key] = Depth.NOTHING
        elif one.people < FEWEST:
            found[one.key] = Depth.NUMBER
        elif any(one.closed_at - earlier < APART for earlier in shown):
            found[one.key] = Depth.WORDS
        else:
            found[one.key] = Depth.COUNTS
            shown.append(one.closed_at)
    return found


def show(tally: Tally, depth: Depth) -> Shown:
    """What of the answers to one statement may be shown."""
    together: Counts = Counter()
    for counts in tally.by_agency.values():
        together.update(counts)
    number = together.total()
    if depth not in (Depth.WORDS, Depth.COUNTS) or number < FEWEST:
        return HIDDEN
    view = find_view(together)
    if depth is Depth.WORDS:
        return Shown(view=view, has_view=True)
    strongly = Counter({one: tally.strongly[one] for one in Answer if together[one] >= FEWEST_OF_AGENCY})
    return Shown(number, together, strongly, find_groups(tally.by_agency), view, has_view=True)


def find_view(counts: Counts) -> Answer | None:
    """What two in three or more say."""
    parts, of = MOST_PARTS
    return next((answer for answer, number in counts.items() if number * of >= parts * counts.total()), None)


def find_groups(by_agency: Mapping[int, Counts]) -> tuple[Group, ...]:
    """Agencies that may be shown apart, in the order of the list, last all others together; none, or two or more."""
    large = [Group(key, counts) for key, counts in sorted(by_agency.items()) if counts.total() >= FEWEST_OF_AGENCY]
    rest: Counts = Counter()
    for counts in by_agency.values():
        if counts.total() < FEWEST_OF_AGENCY:
            rest.update(counts)
    if len(large) < 2 or 0 < rest.total() < FEWEST_OF_AGENCY:
        return ()
    return (*large, *([Group(None, rest)] if rest else []))


def may_show_words(depth: Depth, number: int, *, is_promised: bool) -> bool:
    """Whether what people wrote about a statement may be read; `number` is how many answered it."""
    return is_promised and depth in (Depth.WORDS, Depth.COUNTS) and number >= FEWEST


def order_by_difference(shown: Mapping[str, Shown]) -> Sequence[str]:
    """Statements of which people see something different, the most different first; of one round, by its numbers."""
    found = {key: measure_difference(one) for key, one in shown.items()}
    return sorted((key for key in found if found[key][0] > 0), key=lambda key: found[key], reverse=True)


def measure_difference(shown: Shown) -> tuple[float, float]:
    """How far answers lie apart, 0 to 1: first whether it helps or gets in the way, then whether all say the same."""
    number = shown.counts.total()
    if not number:
        return 0.0, 0.0
    sides = min(shown.counts[Answer.HELPS], shown.counts[Answer.HINDERS]) * 2 / number
    alike = max(shown.counts.values()) / number
    return max(sides, 1 - alike), measure_distance(shown.groups)


def measure_distance(groups: Sequence[Group]) -> float:
    """Between the two agencies that lie furthest apart."""
    named = [group.counts for group in groups if group.agency is not None]
    return max((_get_distance(one, other) for one in named for other in named), default=0.0)


def _get_distance(one: Counts, other: Counts) -> float:
    return sum(abs(one[answer] / one.total() - other[answer] / other.total()) for answer in Answer) / 2
