"""Who could learn from whom: a matching of needs and offers in both directions. Pure: no database, clock or chance.

In two steps, by SciPy's solvers (docs/adr/0046-matching.md says why, with the proof):

1. **Who is served.** As many organisations as possible get at least one of the things they ask for, within the hours
   offered. Where not all can, those who waited longer come first, never those who look better. Nobody comes to be
   served by declaring less.
2. **By whom.** Among all arrangements that serve these, the one with the most answered asks and the most pairs in
   which both learn; what two organisations have in common decides between equals.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import scipy
from numpy.typing import NDArray

SLICE = 4  # hours a quarter that one match takes at least
MOST_ASKS = 3  # that one run answers of an organisation: its people have to find the time too
ANSWER, BOTH_WAYS = 100, 50  # what an answered ask and a second direction are worth; a likeness is worth its points
SMALL = 60  # organisations, up to which every candidate is looked at and the best is proved
CANDIDATES = 4  # givers of an ask, and partners of an organisation, that are looked at beyond that
GAP = 0.05  # of what the best arrangement could be worth, beyond that
NODES = 20

Likeness = Callable[[str, str], int]


@dataclass(frozen=True)
class Party:
    """An organisation that takes part. `since` sorts as text."""

    key: str
    asks: Mapping[str, int]  # topic -> hours a quarter that its people have for it
    offers: Mapping[str, int]  # topic -> hours a quarter that it gives
    waited: int = 0  # matchings in a row that left it without
    since: str = ""  # how long it has been asking

    @cached_property
    def places(self) -> dict[str, int]:
        """How many it can teach at the same time, by topic."""
        return {topic: hours // SLICE for topic, hours in sorted(self.offers.items()) if hours >= SLICE}

    @property
    def takes_part(self) -> bool:
        """Learning goes both ways: who asks offers something too, and who offers asks."""
        return bool(self.asks) and bool(self.places)


@dataclass(frozen=True, order=True)
class Direction:
    """The learner's ask is answered by the giver."""

    learner: str
    giver: str
    topic: str


@dataclass(frozen=True)
class Solution:
    directions: tuple[Direction, ...]
    hours: dict[Direction, int]
    served: frozenset[str]
    places_left: dict[tuple[str, str], int]  # giver, topic -> how many more it could teach

    @cached_property
    def pairs(self) -> list[tuple[Direction, ...]]:
        """Each pair once, with the second direction where there is one."""
        return _pair_up(self.directions)


def solve(
    parties: Iterable[Party], *, likeness: Likeness = lambda one, other: 0, apart: Iterable[frozenset[str]] = ()
) -> Solution:
    """The same for the same parties, in whatever order they come. `apart` are pairs that are not proposed again."""
    market = _make_market(parties, apart, likeness)
    first = _serve_most(market)
    directions = tuple(sorted(_arrange_best(market, first)))
    used: dict[tuple[str, str], int] = {}
    for one in directions:
        used[one.giver, one.topic] = used.get((one.giver, one.topic), 0) + 1
    left = {
        (giver.key, topic): places - used.get((giver.key, topic), 0)
        for giver in market.parties
        for topic, places in giver.places.items()
    }
    return Solution(directions, _share_hours(market, directions), frozenset(one.learner for one in first), left)


def _get_turn(party: Party) -> tuple[int, str, str]:
    """Who comes first where not all can be served. Nothing in it can be made better by declaring less."""
    return -party.waited, party.since, party.key


@dataclass
class _Market:
    """Who could answer what; `parties` stand in their turn."""

    parties: Sequence[Party]
    apart: frozenset[frozenset[str]]
    likeness: Likeness
    by_key: dict[str, Party] = field(init=False)
    turns: dict[str, int] = field(init=False)
    givers: dict[str, list[Party]] = field(init=False)

    def __post_init__(self) -> None:
        self.by_key = {one.key: one for one in self.parties}
        self.turns = {one.key: turn for turn, one in enumerate(self.parties)}
        self.givers = {}
        for one in self.parties:
            for topic in one.places:
                self.givers.setdefault(topic, []).append(one)

    def get_givers(self, learner: Party, topic: str) -> list[Party]:
        return [one for one in self.givers.get(topic, ()) if self.may_meet(learner, one)]

    def may_meet(self, one: Party, other: Party) -> bool:
        return one.key != other.key and frozenset((one.key, other.key)) not in self.apart

    def choose(self, about: Party, others: Sequence[Party], most: int | None) -> Sequence[Party]:
        """The most alike, and as many of the next in turn: were likeness all, everyone would look at the same few."""
        if most is None or len(others) <= most:
            return others
        own, number = self.turns[about.key], len(self.parties)
        in_turn = sorted(others, key=lambda other: (self.turns[other.key] - own) % number)
        alike = sorted(in_turn, key=lambda other: -self.likeness(about.key, other.key))[: most // 2]
        chosen = {one.key for one in alike}
        return [*alike, *(one for one in in_turn if one.key not in chosen)][:most]


def _make_market(parties: Iterable[Party], apart: Iterable[frozenset[str]], likeness: Likeness) -> _Market:
    return _Market(sorted((one for one in parties if one.takes_part), key=_get_turn), frozenset(apart), likeness)


class _Program:
    """A linear programme that grows by named rows and columns, and is solved for the largest value."""

    def __init__(self) -> None:
        self._rows: dict[Hashable, int] = {}
        self._lower: list[float] = []
        self._upper: list[float] = []
        self._values: list[float] = []
        self._most: list[float] = []
        self._entries: list[tuple[int, int, float]] = []

    def add_row(self, name: Hashable, *, least: float, most: float) -> None:
        self._rows[name] = len(self._lower)
        self._lower.append(least)
        self._upper.append(most)

    def add_column(self, value: float, uses: Mapping[Hashable, float], *, most: float = 1) -> None:
        column = len(self._values)
        self._values.append(value)
        self._most.append(most)
        self._entries += [(self._rows[name], column, number) for name, number in uses.items()]

    def solve(self, *, whole: bool, gap: float = 0.0) -> NDArray[np.int64] | None:
        """None where nothing was found; whole numbers are asked for only where the solution has none by itself."""
        if not self._values:
            return np.zeros(0, dtype=np.int64)
        rows, columns, numbers = zip(*self._entries, strict=True)
        matrix = scipy.sparse.csr_array((numbers, (rows, columns)), shape=(len(self._lower), len(self._values)))
        found = scipy.optimize.milp(
            -np.asarray(self._values),
            integrality=np.full(len(self._values), int(whole)),
            bounds=scipy.optimize.Bounds(0, np.asarray(self._most)),
            constraints=scipy.optimize.LinearConstraint(matrix, np.asarray(self._lower), np.asarray(self._upper)),
            # A limit of nodes, never of seconds, so that a slow computer finds the same.
            options={"mip_rel_gap": gap, "node_limit": NODES if gap else 1_000_000},
        )
        return None if found.x is None else np.rint(found.x).astype(np.int64)


def _serve_most(market: _Market) -> list[Direction]:
    """One answered ask for each organisation that can be served; the most of them, by their turn.

    A flow from learners through topics to offers. What can be served together is independent in a matroid, so the
    set with the largest weight is also the largest set, for any positive weights that fall from turn to turn; and the
    corners of such a flow are whole numbers.
    """
    program, columns = _Program(), list[tuple[str, str, str]]()
    for party in market.parties:
        program.add_row(("learner", party.key), least=0, most=1)
        for topic, places in party.places.items():
            program.add_row(("offer", party.key, topic), least=0, most=places)
    for topic in market.givers:
        program.add_row(("topic", topic), least=0, most=0)
    for turn, party in enumerate(market.parties):
        weight = len(market.parties) - turn
        for topic in sorted(party.asks):
            allowed = market.get_givers(party, topic)
            if len(allowed) == len(market.givers.get(topic, ())) > 0:
                program.add_column(weight, {("learner", party.key): 1, ("topic", topic): 1})
                columns.append((party.key, "", topic))
                continue
            # Not all givers are allowed (it offers the topic itself): each by itself.
            for giver in allowed:
                program.add_column(weight, {("learner", party.key): 1, ("offer", giver.key, topic): 1})
                columns.append((party.key, giver.key, topic))
    for topic, givers in sorted(market.givers.items()):
        for giver in givers:
            uses: dict[Hashable, float] = {("topic", topic): -1, ("offer", giver.key, topic): 1}
            program.add_column(0, uses, most=giver.places[topic])
            columns.append(("", giver.key, topic))
    found = program.solve(whole=False)
    return [] if found is None else _read_flow(columns, found)


def _read_flow(columns: Sequence[tuple[str, str, str]], found: NDArray[np.int64]) -> list[Direction]:
    """Learners that came through a topic may be taught by any of those who offer it: one after the other."""
    directions, learners, givers = list[Direction](), dict[str, list[str]](), dict[str, list[str]]()
    for (learner, giver, topic), number in zip(columns, found.tolist(), strict=True):
        if learner and giver:
            directions += [Direction(learner, giver, topic)] * number
        elif learner:
            learners.setdefault(topic, []).extend([learner] * number)
        else:
            givers.setdefault(topic, []).extend([giver] * number)
    for topic, waiting in learners.items():
        directions += [Direction(one, giver, topic) for one, giver in zip(waiting, givers[topic], strict=True)]
    return directions


def _arrange_best(market: _Market, first: Sequence[Direction]) -> list[Direction]:
    """The best answers for those who are served; each still gets one, and nobody else could get any."""
    served = {one.learner for one in first}
    is_small = len(market.parties) <= SMALL
    program = _Program()
    for party in market.parties:
        least = int(party.key in served)
        program.add_row(("learner", party.key), least=least, most=MOST_ASKS)
        for topic, places in party.places.items():
            program.add_row(("offer", party.key, topic), least=0, most=places)
        for topic in sorted(party.asks):
            program.add_row(("ask", party.key, topic), least=0, most=1)
    columns = sorted(_list_columns(market, first, None if is_small else CANDIDATES))
    for pair in sorted({_get_pair(column) for column in columns}):
        program.add_row(("pair", pair), least=0, most=1)
    for column in columns:
        uses: dict[Hashable, float] = {("pair", _get_pair(column)): 1}
        for one in column:
            uses |= {("learner", one.learner): 1, ("ask", one.learner, one.topic): 1}
            uses[("offer", one.giver, one.topic)] = 1
        alike = market.likeness(column[0].learner, column[0].giver)
        program.add_column(len(column) * ANSWER + (len(column) - 1) * BOTH_WAYS + alike, uses)
    found = program.solve(whole=True, gap=0.0 if is_small else GAP)
    if found is None:  # within the limit of nodes; the first arrangement serves as many
        return list(first)
    return [direction for column, number in zip(columns, found.tolist(), strict=True) if number for direction in column]


def _get_pair(column: Sequence[Direction]) -> tuple[str, str]:
    one, other = sorted((column[0].learner, column[0].giver))
    return one, other


def _list_columns(market: _Market, first: Sequence[Direction], most: int | None) -> set[tuple[Direction, ...]]:
    """What could be chosen: single directions, and both of a pair; the first arrangement is always among them."""
    served = [market.by_key[key] for key in sorted({one.learner for one in first})]
    columns: set[tuple[Direction, ...]] = set(_pair_up(first))
    for learner in served:
        for topic in sorted(learner.asks):
            givers = market.choose(learner, market.get_givers(learner, topic), most)
            columns |= {(Direction(learner.key, giver.key, topic),) for giver in givers}
        partners = [one for one in served if one.key != learner.key and _both_could(learner, one, market)]
        for partner in market.choose(learner, partners, most):
            one, other = sorted((learner, partner), key=lambda party: party.key)
            columns |= {
                (Direction(one.key, other.key, topic), Direction(other.key, one.key, back))
                for topic in one.asks
                if topic in other.places
                for back in other.asks
                if back in one.places
            }
    return columns


def _both_could(one: Party, other: Party, market: _Market) -> bool:
    asks_met = not one.places.keys().isdisjoint(other.asks) and not other.places.keys().isdisjoint(one.asks)
    return asks_met and market.may_meet(one, other)


def _pair_up(directions: Sequence[Direction]) -> list[tuple[Direction, ...]]:
    by_pair = {(one.learner, one.giver): one for one in directions}
    return [
        (one,) if back is None else (one, back)
        for one in directions
        for back in (by_pair.get((one.giver, one.learner)),)
        if back is None or one.learner < one.giver
    ]


def _share_hours(market: _Market, directions: Sequence[Direction]) -> dict[Direction, int]:
    """Each gets its slice; what is left of an offer goes round, to those whose people have time for more."""
    hours = dict.fromkeys(directions, SLICE)
    by_offer: dict[tuple[str, str], list[Direction]] = {}
    for one in directions:
        by_offer.setdefault((one.giver, one.topic), []).append(one)
    for (giver, topic), taught in sorted(by_offer.items()):
        left = market.by_key[giver].offers[topic] - SLICE * len(taught)
        while left and (
            wanting := [one for one in taught if hours[one] < market.by_key[one.learner].asks[one.topic]][:left]
        ):
            for one in wanting:
                hours[one] += 1
            left -= len(wanting)
    return hours
