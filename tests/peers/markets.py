"""Small markets of asks and offers made by chance, and slow obvious answers about them."""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from cairn.peers.services.solving import SLICE, Party

TOPICS = ("care", "homes", "school", "staff")


def make_market(seed: int, *, most: int = 7, topics: Sequence[str] = TOPICS) -> list[Party]:
    """Crowded on purpose: who has waited as long as others, asks for what others ask for, and offers little."""
    chance = random.Random(seed)
    return [
        Party(
            f"council-{number}",
            {topic: chance.choice((4, 8, 12)) for topic in topics if chance.random() < 0.45},
            {topic: chance.choice((4, 4, 5, 8)) for topic in topics if chance.random() < 0.3},
            waited=chance.choice((0, 0, 1)),
            since=chance.choice(("2026-01-01", "2026-02-01")),
        )
        for number in range(chance.randint(2, most))
    ]


def make_apart(seed: int, parties: Sequence[Party]) -> set[frozenset[str]]:
    """Pairs that declined each other."""
    chance = random.Random(seed)
    return {frozenset((a.key, b.key)) for a, b in combinations(parties, 2) if chance.random() < 0.15}


def get_likeness(one: str, other: str) -> int:
    """Any function of the two that does not hang on which comes first."""
    return sum(map(ord, one + other)) * 7 % 5


def count_most_served(parties: Sequence[Party], apart: set[frozenset[str]] = frozenset()) -> int:
    """The optimum of an integer programme with one variable for each ask and giver, and nothing clever."""
    taking_part = [one for one in parties if one.asks and any(hours >= SLICE for hours in one.offers.values())]
    edges = [
        (learner.key, giver.key, topic)
        for learner in taking_part
        for topic in learner.asks
        for giver in taking_part
        if giver.key != learner.key
        and giver.offers.get(topic, 0) >= SLICE
        and frozenset((learner.key, giver.key)) not in apart
    ]
    if not edges:
        return 0
    learners = sorted({edge[0] for edge in edges})
    offers = sorted({edge[1:] for edge in edges})
    by_key = {one.key: one for one in taking_part}
    rows = [[float(edge[0] == learner) for edge in edges] for learner in learners]
    rows += [[float(edge[1:] == offer) for edge in edges] for offer in offers]
    most = [1] * len(learners) + [by_key[giver].offers[topic] // SLICE for giver, topic in offers]
    found = milp(
        -np.ones(len(edges)),
        integrality=np.ones(len(edges)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(np.array(rows), -np.inf, most),
    )
    return round(-found.fun)


def list_smaller(party: Party) -> list[Party]:
    """What it could declare instead: each ask or offer left out, each offer with fewer hours, and all of it at once."""
    fewer = [replace(party, asks=_without(party.asks, topic)) for topic in party.asks]
    fewer += [replace(party, offers=_without(party.offers, topic)) for topic in party.offers]
    fewer += [
        replace(party, offers={**party.offers, topic: hours - SLICE})
        for topic, hours in party.offers.items()
        if hours >= 2 * SLICE
    ]
    fewer += [
        replace(party, asks=_without(party.asks, a), offers=_without(party.offers, b))
        for a in party.asks
        for b in party.offers
    ]
    return [*fewer, replace(party, since=max(party.since, "2026-06-01"))]


def _without(given, topic):
    return {key: value for key, value in given.items() if key != topic}
