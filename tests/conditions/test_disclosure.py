"""What of people's answers may be shown, for any answers: nothing may be worked out of what is shown either."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from cairn.conditions.enums import Answer
from cairn.conditions.policies.disclosure import (
    APART,
    FEWEST,
    FEWEST_OF_AGENCY,
    HIDDEN,
    Closing,
    Depth,
    Shown,
    Tally,
    find_depths,
    find_view,
    may_show_words,
    measure_difference,
    order_by_difference,
    show,
)
from tests.cases import each

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HELPS, HINDERS, BOTH, NEITHER = Answer

counts = st.dictionaries(st.sampled_from(Answer), st.integers(1, 6), min_size=1).map(Counter)
by_agency = st.dictionaries(st.integers(0, 6), counts, max_size=7)


@st.composite
def tallies(draw):
    answers = draw(by_agency)
    together = sum(answers.values(), Counter())
    return Tally(answers, Counter({one: draw(st.integers(0, together[one])) for one in Answer}))


def tally(**agencies):
    """By agency the numbers of helps, gets in the way, both, does not matter."""
    return Tally(
        {place: Counter(dict(zip(Answer, numbers, strict=False))) for place, numbers in enumerate(agencies.values())}
    )


# --- For any answers -------------------------------------------------------------------------------


@given(tallies())
def test_whatever_can_be_worked_out_is_about_no_one_or_about_enough(answers):
    """From the whole any agencies can be subtracted; what is left is of nobody, or of as many as an agency needs."""
    shown = show(answers, Depth.COUNTS)
    sizes = [group.counts.total() for group in shown.groups]
    assert all(size >= FEWEST_OF_AGENCY for size in sizes)
    for number in range(len(sizes) + 1):
        for taken in combinations(sizes, number):
            left = shown.people - sum(taken)
            assert left == 0 or left >= FEWEST_OF_AGENCY


@given(tallies())
def test_what_is_shown_is_everybody_or_nobody(answers):
    """No one is left out of numbers without a word, and no numbers stand for fewer than four."""
    number = sum(one.total() for one in answers.by_agency.values())
    shown = show(answers, Depth.COUNTS)
    assert shown.people == shown.counts.total() == (number if number >= FEWEST else 0)
    if shown.groups:
        assert sum((group.counts for group in shown.groups), Counter()) == shown.counts
        named = [group for group in shown.groups if group.agency is not None]
        assert len(named) >= 2
        assert all(answers.by_agency[group.agency] == group.counts for group in named)


@given(tallies())
def test_how_much_is_told_only_of_an_answer_that_enough_people_gave(answers):
    shown = show(answers, Depth.COUNTS)
    assert all(shown.counts[one] >= FEWEST_OF_AGENCY for one in Answer if shown.strongly[one])


@given(tallies(), st.sampled_from([Depth.NOTHING, Depth.NUMBER, Depth.WORDS]))
def test_without_numbers_no_number_is_shown(answers, depth):
    shown = show(answers, depth)
    assert shown == Shown(view=shown.view, has_view=shown.has_view)
    if depth is not Depth.WORDS:
        assert shown == HIDDEN


closings = st.lists(st.tuples(st.integers(0, 900), st.integers(0, 9)), max_size=8)


def close_after(days, people, key):
    return Closing(key, START + timedelta(days=days), people)


@given(closings)
def test_numbers_of_two_rounds_about_the_same_are_far_apart(rounds):
    depths = find_depths(close_after(*one, key) for key, one in enumerate(rounds))
    shown = sorted(rounds[key] for key, depth in depths.items() if depth is Depth.COUNTS)
    assert all(people >= FEWEST for _, people in shown)
    assert all(timedelta(days=later - earlier) >= APART for (earlier, _), (later, _) in pairwise(shown))
    assert all((depths[key] is Depth.NUMBER) == (people < FEWEST) for key, (_, people) in enumerate(rounds))


@given(closings, st.integers(0, 9))
def test_a_later_round_changes_nothing_of_an_earlier_one(rounds, people):
    """Otherwise somebody could look, open another round, and look again."""
    earlier = [close_after(*one, key) for key, one in enumerate(rounds)]
    later = close_after(901, people, len(rounds))
    still_open = Closing(len(rounds) + 1, None, 0)
    before, after = find_depths(earlier), find_depths([*earlier, later, still_open])
    assert {key: after[key] for key in before} == before
    assert after[still_open.key] is Depth.NOTHING


@given(closings, st.randoms())
def test_the_order_in_which_rounds_are_given_says_nothing(rounds, chance):
    given_rounds = [close_after(*one, key) for key, one in enumerate(rounds)]
    shuffled = chance.sample(given_rounds, len(given_rounds))
    assert find_depths(shuffled) == find_depths(given_rounds)


@given(tallies())
def test_a_difference_lies_between_nothing_and_all(answers):
    shown = show(answers, Depth.COUNTS)
    assert all(0 <= one <= 1 for one in measure_difference(shown))
    assert list(order_by_difference({"it": shown})) == (["it"] if len(+shown.counts) > 1 else [])


# --- Worked by hand --------------------------------------------------------------------------------


@each(
    "agencies, names",
    [
        ({"a": (3,), "b": (3,)}, [0, 1]),
        ({"a": (3,), "b": (2,)}, []),  # one agency alone shows the other
        ({"a": (4,), "b": (0, 3), "c": (1,)}, []),  # the whole without two shows the third
        ({"a": (4,), "b": (0, 3), "c": (2,)}, []),
        ({"a": (4,), "b": (0, 3), "c": (2,), "d": (1,)}, [0, 1, None]),
        ({"a": (1,), "b": (1,), "c": (1,), "d": (1,)}, []),
        ({"a": (9,)}, []),
    ],
)
def test_agencies_are_shown_apart_only_where_no_small_one_shows_through(agencies, names):
    assert [group.agency for group in show(tally(**agencies), Depth.COUNTS).groups] == names


@each("number, is_shown", [(0, False), (3, False), (4, True)])
def test_below_four_answers_nothing_of_a_statement_is_shown(number, is_shown):
    assert (show(tally(a=(number,)), Depth.COUNTS) != HIDDEN) == is_shown


@each(
    "numbers, view",
    [
        ((2, 1), HELPS),  # two in three
        ((3, 2), None),
        ((0, 0, 0, 5), NEITHER),
        ((1, 1, 1, 1), None),
    ],
)
def test_most_people_are_two_in_three(numbers, view):
    assert find_view(Counter(dict(zip(Answer, numbers, strict=False)))) == view


@each(
    "days, people, depths",
    [
        ((0, 1), (5, 6), [Depth.COUNTS, Depth.WORDS]),  # closed, and opened again with one more
        ((0, 179), (5, 5), [Depth.COUNTS, Depth.WORDS]),
        ((0, 180), (5, 6), [Depth.COUNTS, Depth.COUNTS]),
        ((0, 1), (3, 4), [Depth.NUMBER, Depth.COUNTS]),  # of the first nothing was shown
        ((0, 100, 200), (5, 5, 5), [Depth.COUNTS, Depth.WORDS, Depth.COUNTS]),
        ((0, 0), (5, 5), [Depth.COUNTS, Depth.WORDS]),
    ],
)
def test_a_round_soon_after_another_is_told_in_words(days, people, depths):
    rounds = [close_after(day, number, key) for key, (day, number) in enumerate(zip(days, people, strict=True))]
    assert list(find_depths(rounds).values()) == depths


@each(
    "depth, number, is_promised, may",
    [
        (Depth.COUNTS, 4, True, True),
        (Depth.WORDS, 4, True, True),
        (Depth.COUNTS, 3, True, False),
        (Depth.COUNTS, 4, False, False),
        (Depth.NUMBER, 4, True, False),
        (Depth.NOTHING, 9, True, False),
    ],
)
def test_what_people_wrote_is_read_only_as_promised(depth, number, is_promised, may):
    assert may_show_words(depth, number, is_promised=is_promised) == may


def test_statements_on_which_people_are_divided_come_first():
    shown = {
        "alike": show(tally(a=(6, 0)), Depth.COUNTS),
        "divided": show(tally(a=(3, 3)), Depth.COUNTS),
        "one apart": show(tally(a=(5, 1)), Depth.COUNTS),
    }
    assert list(order_by_difference(shown)) == ["divided", "one apart"]


def test_of_two_that_divide_people_alike_the_one_that_divides_agencies_comes_first():
    within = show(tally(a=(2, 2), b=(2, 2)), Depth.COUNTS)
    between = show(tally(a=(4, 0), b=(0, 4)), Depth.COUNTS)
    assert list(order_by_difference({"within": within, "between": between})) == ["between", "within"]
