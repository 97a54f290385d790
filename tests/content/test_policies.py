"""What the report shows of others: what the reader sees is counted, the rest where it gives nobody away."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.actions.enums import Stage
from cairn.actions.queries import Known, Progress
from cairn.content.policies import FEWEST, FEWEST_OF_AGENCY, STAGES, show, tally

DAY = date(2026, 3, 2)
KNOWN, ACCEPTED, ACTED_ON, CHANGED = Stage


def make(stage, *, seen=True, organisation=1, days=(10, 30, 90)):
    """One thing that is known, with one action that took it to a stage."""
    when = [DAY + timedelta(days=one) if place < stage else None for place, one in enumerate(days)]
    return know(DAY, Progress(2, organisation, seen, stage, tuple(when)))


def know(since, progress):
    known = Known(1, "insight", since)
    known.add(progress)
    return known


def of_others(stage, number, organisations=5):
    return [make(stage, seen=False, organisation=one % organisations) for one in range(number)]


def show_one(*known):
    total = tally(known)
    return show([], total)[1]


def test_what_the_reader_sees_is_counted_however_few():
    shown = show_one(make(CHANGED), make(ACCEPTED), make(KNOWN))
    assert (shown.known, shown.numbers) == (3, (2, 1, 1))


@pytest.mark.parametrize(
    ("number", "organisations", "shown"),
    [
        (FEWEST - 1, FEWEST - 1, None),
        (FEWEST, FEWEST_OF_AGENCY - 1, None),
        (FEWEST, FEWEST_OF_AGENCY, 1 + FEWEST),
    ],
)
def test_others_are_added_from_four_things_and_three_organisations_on(number, organisations, shown):
    assert show_one(make(ACCEPTED), *of_others(ACCEPTED, number, organisations)).numbers == (shown, 0, 0)


def test_a_few_that_stay_between_two_stages_hide_the_later_one():
    assert show_one(*of_others(ACCEPTED, 2), *of_others(CHANGED, 8)).numbers == (10, None, None)
    assert show_one(*of_others(ACCEPTED, 4), *of_others(CHANGED, 8)).numbers == (12, 8, 8)


def test_a_later_stage_is_measured_against_the_last_that_is_shown():
    few_accepted = [*of_others(ACCEPTED, 5), *of_others(ACTED_ON, 2), *of_others(CHANGED, 5)]
    assert show_one(*few_accepted).numbers == (12, 7, None)


def test_one_hidden_number_of_a_column_hides_the_next_smallest():
    rows = [tally(of_others(CHANGED, number)) for number in (2, 9, 6)]
    shown, total = show(rows, tally([one for number in (2, 9, 6) for one in of_others(CHANGED, number)]))
    assert [row.numbers for row in shown] == [(None,) * 3, (9,) * 3, (None,) * 3]
    assert total.numbers == (17,) * 3


def test_where_no_other_can_hide_it_the_total_is_hidden():
    rows = [tally(of_others(CHANGED, 2)), tally([make(CHANGED)])]
    shown, total = show(rows, tally([*of_others(CHANGED, 2), make(CHANGED), *of_others(CHANGED, 5)]))
    assert shown[0].numbers == (None,) * 3
    assert shown[1].numbers == (1,) * 3
    assert total.numbers == (None,) * 3


def test_two_hidden_ones_that_are_few_together_hide_a_third():
    rows = [tally(of_others(CHANGED, number)) for number in (1, 1, 7)]
    shown, _ = show(rows, tally(of_others(CHANGED, 9)))
    assert shown[2].numbers == (None,) * 3


def test_days_are_medians_of_four_or_more_with_both_dates():
    four = [make(CHANGED, days=(days, days + 5, days + 6)) for days in (1, 2, 3, 100)]
    assert show_one(*four).days == ((2, 4), (5, 4), (1, 4))
    assert show_one(*four[:3]).days == (None, None, None)
    undated = know(None, four[0].progress[0])
    assert show_one(*four[:3], undated).days[0] is None
    before = make(CHANGED, days=(-3, 5, 6))  # noted as accepted before it was published here
    assert show_one(*four[:3], before).days == (None, (5, 4), (1, 4))


def test_days_of_a_few_others_are_not_shown():
    own = [make(ACCEPTED) for _ in range(5)]
    assert show_one(*own, *of_others(ACCEPTED, 1)).days[0] is None
    assert show_one(*own, *of_others(ACCEPTED, 5)).days[0] == (10, 10)


@given(st.lists(st.lists(st.integers(0, 47), max_size=12), max_size=5))
def test_no_shown_number_gives_a_few_others_away(planted):
    """Whatever is planted, what can be worked out of a row, or of a column and its total, is nothing or enough."""
    groups = [[make(Stage(n % 4), seen=bool(n // 4 % 2), organisation=n // 8) for n in group] for group in planted]
    rows = [tally(group) for group in groups]
    total = tally(one for group in groups for one in group)
    shown, shown_total = show(rows, total)
    for row, one in zip([*rows, total], [*shown, shown_total], strict=True):
        known = [number.more for number, said in zip(row.stages, one.numbers, strict=True) if said is not None]
        assert all(more == 0 or more >= FEWEST for more in known)
        assert all(a == b or abs(a - b) >= FEWEST for a, b in pairwise(known))
    for place in range(len(STAGES)):
        hidden = [row.stages[place].more for row, one in zip(rows, shown, strict=True) if one.numbers[place] is None]
        if hidden and shown_total.numbers[place] is not None:
            assert len(hidden) > 1
            assert sum(hidden) >= FEWEST
