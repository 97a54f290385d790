"""How fast the matching of organisations is, how many it serves, and how a greedy one compares.

python -m benchmarks.matching [--organisations 500] [--topics 20]

Speed: each organisation asks for some topics and offers others, made by chance in three shapes: as many asks as
offers, many asks and few offers, and some wide ones. Nothing of the database is in it.

Quality: twenty small cases, in which an integer programme with one variable for each ask and giver says how many can
be served at most. The greedy baseline goes from organisation to organisation in the same order and gives each of its
asks the first giver with time left, the most alike first.
"""

import argparse
import random
import sys
import time
from collections.abc import Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from cairn.peers.services.solving import MOST_ASKS, SLICE, Party, solve

parser = argparse.ArgumentParser()
parser.add_argument("--organisations", type=int, default=500)
parser.add_argument("--topics", type=int, default=20)
GOAL = 5.0  # seconds
SHAPES = {"3 asks, 3 offers": (3, 3), "6 asks, 2 offers": (6, 2), "4 asks, 6 offers": (4, 6), "8 asks, 1 offer": (8, 1)}
SMALL_CASES = 20


def make_parties(number: int, topics: int, asks: int, offers: int, *, seed: int) -> list[Party]:
    chance = random.Random(seed)  # noqa: S311 (the same organisations each time)
    names = [f"topic-{one:02}" for one in range(topics)]
    return [
        Party(
            f"organisation-{one:03}",
            {topic: chance.choice((4, 8, 12)) for topic in chance.sample(names, asks)},
            {topic: chance.choice((4, 8, 12)) for topic in chance.sample(names, offers)},
            since=f"{chance.randrange(10**6):06}",
        )
        for one in range(number)
    ]


def get_likeness(one: str, other: str) -> int:
    """As many different values as the real one has, and the same for both."""
    return (int(one[-3:]) * int(other[-3:]) + 3 * (int(one[-3:]) + int(other[-3:]))) % 8


def match_greedily(parties: Sequence[Party]) -> list[tuple[str, str]]:
    """Learner and giver of each ask that is met."""
    left = {(one.key, topic): places for one in parties for topic, places in one.places.items()}
    met: list[tuple[str, str]] = []
    for party in sorted((one for one in parties if one.takes_part), key=lambda one: (-one.waited, one.since, one.key)):
        for topic in sorted(party.asks)[:MOST_ASKS]:
            givers = [one for one in parties if one.takes_part and one.key != party.key and left.get((one.key, topic))]
            givers = [one for one in givers if (party.key, one.key) not in met]
            if givers:
                best = min(givers, key=lambda one: (-get_likeness(party.key, one.key), one.key))
                left[best.key, topic] -= 1
                met.append((party.key, best.key))
    return met


def count_most_served(parties: Sequence[Party]) -> int:
    taking_part = [one for one in parties if one.takes_part]
    edges = [
        (learner.key, giver.key, topic)
        for learner in taking_part
        for giver in taking_part
        for topic in learner.asks
        if giver is not learner and topic in giver.places
    ]
    if not edges:
        return 0
    learners, offers = sorted({one[0] for one in edges}), sorted({one[1:] for one in edges})
    hours = {(one.key, topic): given for one in taking_part for topic, given in one.offers.items()}
    rows = [[float(edge[0] == learner) for edge in edges] for learner in learners]
    rows += [[float(edge[1:] == offer) for edge in edges] for offer in offers]
    most = [1] * len(learners) + [hours[offer] // SLICE for offer in offers]
    found = milp(
        -np.ones(len(edges)),
        integrality=np.ones(len(edges)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(np.array(rows), -np.inf, most),
    )
    return round(-found.fun)


def count_two_way(met: Sequence[tuple[str, str]]) -> tuple[int, int]:
    """Pairs, and those of them that learn both ways."""
    pairs = {frozenset(one) for one in met}
    return len(pairs), sum((a, b) in met and (b, a) in met for a, b in map(sorted, pairs))


def main() -> int:
    options = parser.parse_args()
    worst = 0.0
    print(f"{options.organisations} organisations, {options.topics} topics")
    print(
        "| each | seconds | of the processor | served | of | pairs | both ways | greedy: served | pairs | both ways |"
    )
    for name, (asks, offers) in SHAPES.items():
        parties = make_parties(options.organisations, options.topics, asks, offers, seed=1)
        begins, worked = time.perf_counter(), time.process_time()
        found = solve(parties, likeness=get_likeness)
        took, worked = time.perf_counter() - begins, time.process_time() - worked
        worst = max(worst, worked)  # other work on the computer is not the matching’s
        two_way = sum(len(pair) == 2 for pair in found.pairs)
        greedy = match_greedily(parties)
        pairs, both = count_two_way(greedy)
        served = len({one for one, _ in greedy})
        print(
            f"| {name} | {took:.1f} | {worked:.1f} | {len(found.served)} | {len(parties)} | {len(found.pairs)} | "
            f"{two_way / len(found.pairs):.0%} | {served} | {pairs} | {both / pairs:.0%} |"
        )
    return (worst > GOAL) + check_small_cases(options.topics)


def check_small_cases(topics: int) -> int:
    served = most = asked = by_greedy = short = 0
    two_way = pairs = greedy_two_way = greedy_pairs = 0
    for seed in range(SMALL_CASES):
        chance = random.Random(seed)  # noqa: S311
        parties = make_parties(chance.randint(6, 16), min(topics, 6), 2, chance.choice((1, 2)), seed=seed)
        found, optimum, greedy = (
            solve(parties, likeness=get_likeness),
            count_most_served(parties),
            match_greedily(parties),
        )
        short += len(found.served) != optimum
        served, most, asked = served + len(found.served), most + optimum, asked + len(parties)
        by_greedy += len({one for one, _ in greedy})
        pairs, two_way = pairs + len(found.pairs), two_way + sum(len(pair) == 2 for pair in found.pairs)
        all_pairs, both = count_two_way(greedy)
        greedy_pairs, greedy_two_way = greedy_pairs + all_pairs, greedy_two_way + both
    print(f"\n{SMALL_CASES} small cases, in {short} of them fewer served than the integer programme serves")
    print(f"served {served / asked:.1%}, integer programme {most / asked:.1%}, greedy {by_greedy / asked:.1%}")
    print(f"pairs that learn both ways {two_way / pairs:.1%}, greedy {greedy_two_way / greedy_pairs:.1%}")
    return short


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
