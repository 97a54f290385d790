"""Who learns from whom: the most served, in the hours offered, and nobody served for declaring less."""

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.peers.services import solving
from cairn.peers.services.solving import MOST_ASKS, SLICE, Direction, Party, solve
from tests.needs import IS_NIGHT
from tests.peers.markets import TOPICS, count_most_served, get_likeness, list_smaller, make_apart, make_market

SEEDS = range(20)


def get_served(parties, apart=frozenset()):
    """The first step alone: the second cannot serve more."""
    return {one.learner for one in solving._serve_most(solving._make_market(parties, apart, get_likeness))}


@pytest.mark.parametrize("seed", SEEDS)
def test_as_many_are_served_as_an_integer_programme_serves(seed):
    parties = make_market(seed, most=12)
    apart = make_apart(seed, parties)
    assert len(solve(parties, likeness=get_likeness, apart=apart).served) == count_most_served(parties, apart)


def test_as_many_are_served_in_many_more_small_cases():
    short = [
        seed for seed in range(20, 320) if len(get_served(make_market(seed))) != count_most_served(make_market(seed))
    ]
    assert short == []


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_promised_is_kept(seed):
    parties = make_market(seed, most=12)
    apart = make_apart(seed, parties)
    found = solve(parties, likeness=get_likeness, apart=apart)
    by_key = {one.key: one for one in parties}
    assert {one.learner for one in found.directions} == found.served
    asks = [(one.learner, one.topic) for one in found.directions]
    assert len(asks) == len(set(asks))
    for one in found.directions:
        assert one.learner != one.giver
        assert frozenset((one.learner, one.giver)) not in apart
        assert one.topic in by_key[one.learner].asks
        assert SLICE <= found.hours[one] <= max(SLICE, by_key[one.learner].asks[one.topic])
    for party in parties:
        assert sum(one.learner == party.key for one in found.directions) <= MOST_ASKS
        for topic, hours in party.offers.items():
            given = [found.hours[one] for one in found.directions if (one.giver, one.topic) == (party.key, topic)]
            assert sum(given) <= hours
    assert sum(len(pair) for pair in found.pairs) == len(found.directions)
    assert len({frozenset((pair[0].learner, pair[0].giver)) for pair in found.pairs}) == len(found.pairs)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_rows_changes_nothing(seed):
    parties = make_market(seed, most=12)
    found = solve(parties, likeness=get_likeness)
    for number in range(3):
        shuffled = [
            replace(one, asks=dict(reversed(one.asks.items())), offers=dict(reversed(one.offers.items())))
            for one in parties
        ]
        random.Random(number).shuffle(shuffled)
        assert solve(shuffled, likeness=get_likeness) == found


def test_declaring_less_never_makes_an_unserved_organisation_served():
    """Over some thousand small cases: every ask or offer left out, fewer hours, one of each, and coming later."""
    tried, broken = 0, []
    seeds = 400 if IS_NIGHT else 80
    for seed in range(seeds):
        parties = make_market(seed)
        apart = make_apart(seed, parties) if seed % 2 else set()
        served = get_served(parties, apart)
        for number, party in enumerate(parties):
            if party.key in served:
                continue
            for smaller in list_smaller(party):
                tried += 1
                if party.key in get_served([*parties[:number], smaller, *parties[number + 1 :]], apart):
                    broken.append((seed, party.key, smaller))
    assert broken == []
    assert tried > 6 * seeds


numbers = st.dictionaries(st.sampled_from(TOPICS), st.integers(4, 9), max_size=3)
markets = st.lists(st.tuples(numbers, numbers, st.integers(0, 1)), min_size=2, max_size=6)


@settings(max_examples=150, deadline=None)
@given(markets, st.data())
def test_declaring_less_in_any_way_never_helps(market, data):
    parties = [Party(f"council-{n}", asks, offers, waited) for n, (asks, offers, waited) in enumerate(market)]
    unserved = [one for one in parties if one.key not in get_served(parties)]
    if not unserved:
        return
    party = data.draw(st.sampled_from(unserved))
    asks = data.draw(st.sets(st.sampled_from(sorted(party.asks)))) if party.asks else set()
    offers = {topic: data.draw(st.integers(0, hours)) for topic, hours in party.offers.items()}
    smaller = replace(party, asks=dict.fromkeys(asks, 8), offers=offers)
    assert party.key not in get_served([smaller if one is party else one for one in parties])


def test_the_check_above_can_fail():
    """With one time for all topics, as a pool, refusing one of them would have paid: why hours belong to an offer.

    Full: the first learner goes to the helper, the second to the pool. If the pool refuses what the second wants, the
    first comes to the pool and leaves the helper's time to it.
    """
    edges = {"first": ["pool", "helper"], "second": ["pool"], "pool": ["helper"]}

    def serve(edges):
        taught: dict[str, str] = {}

        def find(learner, seen):
            for giver in edges[learner]:
                if giver not in seen:
                    seen.add(giver)
                    if giver not in taught or find(taught[giver], seen):
                        taught[giver] = learner
                        return True
            return False

        return {learner for learner in edges if find(learner, set())}

    assert serve(edges) == {"first", "second"}
    assert serve({**edges, "second": []}) == {"first", "pool"}


def make_party(key, asks, offers, **more):
    return Party(key, dict.fromkeys(asks.split(), 4), dict.fromkeys(offers.split(), 4), **more)


def test_both_directions_come_before_likeness():
    """A council that learns and teaches is chosen before one that is more alike and only teaches."""
    parties = [make_party("a", "care", "homes"), make_party("b", "homes", "care"), make_party("c", "school", "care")]
    found = solve(parties, likeness=lambda one, other: 7 if {one, other} == {"a", "c"} else 0)
    assert found.pairs == [(Direction("a", "b", "care"), Direction("b", "a", "homes"))]
    assert found.served == {"a", "b"}


def test_likeness_decides_between_equals():
    parties = [make_party("a", "care", "homes"), make_party("b", "school", "care"), make_party("c", "school", "care")]
    for like in ("b", "c"):
        found = solve(parties, likeness=lambda one, other, like=like: 3 if {one, other} == {"a", like} else 0)
        assert found.directions == (Direction("a", like, "care"),)


def test_who_waited_longer_comes_first_and_then_who_asked_earlier():
    one = make_party("a", "care", "homes", since="2026-03-01")
    two = make_party("b", "care", "homes", since="2026-01-01")
    giver = make_party("c", "staff", "care")
    assert solve([one, two, giver]).served == {"b"}
    assert solve([replace(one, waited=1), two, giver]).served == {"a"}
    assert solve([replace(one, since=two.since), two, giver]).served == {"a"}  # by name at last


def test_who_offers_or_asks_nothing_takes_no_part():
    giver, learner = make_party("a", "homes", "care"), make_party("b", "care", "")
    assert solve([giver, learner]).directions == ()
    assert solve([make_party("a", "", "care"), make_party("b", "care", "homes")]).directions == ()
    assert solve([]).directions == ()
    assert solve([giver, make_party("b", "care", "staff")]).served == {"b"}


def test_an_own_offer_answers_no_own_ask():
    assert solve([make_party("a", "care", "care"), make_party("b", "staff", "homes")]).served == frozenset()
    both = [make_party("a", "care", "care"), make_party("b", "care", "care")]
    assert solve(both).served == {"a", "b"}


def test_hours_left_go_to_those_who_have_time_for_more():
    teacher = Party("t", {"staff": 4}, {"care": 21})
    learners = [Party(f"l{n}", {"care": hours}, {"homes": 4}) for n, hours in enumerate((4, 8, 40))]
    found = solve([teacher, *learners])
    assert {one.learner: hours for one, hours in found.hours.items()} == {"l0": 4, "l1": 8, "l2": 9}
    assert found.places_left["t", "care"] == 2


def test_three_asks_at_most():
    asker = make_party("a", " ".join(TOPICS), "rest")
    givers = [make_party(f"g{n}", "other", topic) for n, topic in enumerate(TOPICS)]
    found = solve([asker, *givers])
    assert len(found.directions) == MOST_ASKS


def test_a_large_case_serves_as_many_as_a_small_one_would():
    """Beyond some size not every candidate is looked at; who is served does not hang on it."""
    parties = [one for seed in range(30) for one in make_market(seed)]
    parties = [replace(one, key=f"{number:03}") for number, one in enumerate(parties)]
    assert len(parties) > solving.SMALL
    found = solve(parties, likeness=get_likeness)
    assert len(found.served) == count_most_served(parties)
    assert {one.learner for one in found.directions} == found.served
    assert all(one.learner <= other.learner for one, other in pairwise(found.directions))
