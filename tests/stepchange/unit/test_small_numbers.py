"""No hidden count can be worked out from what is shown."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from stepchange.errors import PanelError, StepchangeError
from stepchange.small_numbers import THRESHOLD, find_exposed, round_counts, suppress, suppress_flows, with_totals
from tests.needs import IS_NIGHT

TABLES = arrays.arrays(
    np.int64,
    st.tuples(st.integers(1, 4), st.integers(1, 4)),
    elements=st.one_of(st.integers(0, 7), st.integers(0, 60)),
)


def test_one_small_count_needs_three_others():
    table = suppress(np.array([[3, 20, 30], [40, 50, 60], [70, 80, 90]]))
    assert table.small.sum() == 1
    assert table.further.sum() == 3


def test_nothing_small_nothing_hidden():
    table = suppress(np.array([[0, 20], [40, 50]]))
    assert not np.isnan(table.shown).any()


def test_two_ones_do_not_protect_each_other():
    # 1 + 1 = 2, and each is at least 1: the sum alone gives both away.
    full = with_totals(np.array([[1, 1, 40], [30, 30, 50], [40, 40, 40]]))
    hidden = np.zeros(full.shape, dtype=bool)
    hidden[:2, :2] = True
    hidden[1] &= False
    assert find_exposed(full, hidden) is not None
    shown = suppress(np.array([[1, 1, 40], [30, 30, 50], [40, 40, 40]])).shown
    assert np.isnan(shown[0, :2]).all()


def hidden_of(table):
    return np.isnan(table.shown)


@settings(max_examples=60 if IS_NIGHT else 20, deadline=None)
@given(TABLES)
def test_no_hidden_count_is_a_sum_of_shown_ones(counts):
    """By another road: the hidden part of each unit vector must not lie in the span of the sums."""
    try:
        table = suppress(counts)
    except StepchangeError:
        return
    full, hidden = with_totals(counts), hidden_of(table)
    cells = [tuple(cell) for cell in np.argwhere(hidden)]
    sums = []
    for i in range(full.shape[0]):
        sums.append([(1 if j < full.shape[1] - 1 else -1) if a == i else 0 for a, j in cells])
    for j in range(full.shape[1]):
        sums.append([(1 if i < full.shape[0] - 1 else -1) if b == j else 0 for i, b in cells])
    matrix = np.array(sums, dtype=float).reshape(len(sums), len(cells))
    for number in range(len(cells)):
        unit = np.eye(len(cells))[number]
        rank = np.linalg.matrix_rank
        assert rank(np.vstack([matrix, unit])) > rank(matrix), cells[number]


@settings(max_examples=40 if IS_NIGHT else 15, deadline=None)
@given(arrays.arrays(np.int64, (2, 2), elements=st.integers(0, 6)))
def test_two_tables_agree_with_what_is_shown_for_every_hidden_cell(counts):
    """By counting: among all tables of the same look, each hidden cell takes at least two values."""
    try:
        table = suppress(counts)
    except StepchangeError:
        return
    hidden = hidden_of(table)
    seen = {tuple(cell): set() for cell in np.argwhere(hidden)}
    for inner in itertools.product(range(8), repeat=4):
        full = with_totals(np.array(inner).reshape(2, 2))
        same = (full == with_totals(counts))[~hidden].all()
        small = (full >= 1) & (full <= 5)
        if same and (small[table.small]).all():
            for cell, values in seen.items():
                values.add(full[cell])
    assert all(len(values) >= 2 for values in seen.values())


@settings(max_examples=30 if IS_NIGHT else 10, deadline=None)
@given(TABLES)
def test_every_small_count_is_hidden_and_shown_ones_are_true(counts):
    try:
        table = suppress(counts)
    except StepchangeError:
        return
    full, shown = with_totals(counts), table.shown
    assert np.isnan(shown[(full >= 1) & (full <= 5)]).all()
    known = ~np.isnan(shown)
    assert (shown[known] == full[known]).all()


def test_a_single_small_cell_cannot_be_shown_at_all():
    with pytest.raises(StepchangeError, match="publish no table"):
        suppress(np.array([[1]]), threshold=1)


def test_refusals():
    with pytest.raises(PanelError, match="whole numbers"):
        suppress(np.array([[1.5, 2.0]]))
    with pytest.raises(PanelError, match="rows and columns"):
        suppress(np.array([1, 2]))
    with pytest.raises(PanelError, match="threshold"):
        suppress(np.array([[1, 2]]), threshold=0)
    with pytest.raises(PanelError, match="base"):
        round_counts(np.array([1.0]), 0)


def test_halves_go_up_and_gaps_stay():
    assert round_counts(np.array([2.0, 2.5, 7.0, 7.5, np.nan]), 5)[:4].tolist() == [0.0, 5.0, 5.0, 10.0]
    assert np.isnan(round_counts(np.array([np.nan]), 5)).all()


# --- Periods in a row ------------------------------------------------------------------------------

MOST = 14  # that the reader below thinks of


@st.composite
def flows(draw):
    """One period or two: who was there before, who entered and who left."""
    there, entered, left = draw(st.integers(0, 9)), [], []
    for _ in range(draw(st.integers(1, 2))):
        entered.append(draw(st.integers(0, 8)))
        left.append(draw(st.integers(0, min(8, there + entered[-1]))))
        there += entered[-1] - left[-1]
    return make_flows(there - sum(entered) + sum(left), entered, left)


def make_flows(before, entered, left):
    entered, left = np.array(entered), np.array(left)
    return before, entered, left, before + np.cumsum(entered - left)


@settings(max_examples=150 if IS_NIGHT else 50, deadline=None)
@given(flows())
def test_reader_who_tries_every_number_finds_two_that_fit_each_hidden_count(flow):
    before, entered, left, there = flow
    hidden = suppress_flows(entered, left, there)
    counts = np.array([entered, left, there])
    assert hidden[(counts >= 1) & (counts <= THRESHOLD)].all()
    periods = len(entered)
    grid = np.array(list(itertools.product(range(MOST + 1), repeat=2 * periods)))
    tried = np.stack([grid[:, :periods], grid[:, periods:]], axis=1)
    tried = np.concatenate([tried, before + np.cumsum(tried[:, :1] - tried[:, 1:], axis=2)], axis=1)
    is_small = (counts >= 1) & (counts <= THRESHOLD)
    fits = np.where(is_small, (tried >= 1) & (tried <= THRESHOLD), tried >= 0)
    fits = np.where(hidden, fits, tried == counts).all(axis=(1, 2))
    for row, period in np.argwhere(hidden):
        assert len(set(tried[fits][:, row, period].tolist())) >= 2


def test_count_that_the_periods_around_it_give_back_is_covered():
    _, entered, left, there = make_flows(20, [9, 2], [0, 0])
    hidden = suppress_flows(entered, left, there)
    assert hidden[0, 1]
    assert hidden.sum() == 2
    assert not suppress_flows(*make_flows(20, [9, 12], [0, 8])[1:]).any()


@pytest.mark.parametrize(
    ("entered", "left", "there", "sentence"),
    [
        ([1, 2], [0, 0], [1, 9], "does not make the count at the end"),
        ([3], [0], [1], "does not make the count at the end"),
        ([-1], [0], [9], "whole numbers of 0 or more"),
        ([], [], [], "a number for every period"),
    ],
)
def test_flows_that_are_none_are_refused(entered, left, there, sentence):
    with pytest.raises(PanelError, match=sentence):
        suppress_flows(*(np.array(one, dtype=np.int64) for one in (entered, left, there)))
