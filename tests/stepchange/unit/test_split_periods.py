"""Tables of which year stands where; a year is named by the calendar year in which it ends."""

from datetime import date

import pytest

from stepchange import first_period_after, split_periods
from stepchange.periods import add_months

YEARS = range(2018, 2024)


@pytest.mark.parametrize(
    ("start", "timing", "transition", "first_after"),
    [
        # snapshots on 31 March: at least six months must have passed
        (date(2020, 4, 1), "snapshot", (), 2021),
        (date(2020, 9, 30), "snapshot", (), 2021),  # six months later is 30 March 2021
        (date(2020, 10, 1), "snapshot", (2021,), 2022),  # six months later is 1 April 2021
        (date(2020, 3, 31), "snapshot", (2020,), 2021),  # begun on the day of the snapshot
        (date(2021, 2, 1), "snapshot", (2021,), 2022),
        (date(2020, 8, 31), "snapshot", (), 2021),  # six months later is 28 February
        # flows from 1 April to 31 March: at least half the year must lie after the start
        (date(2020, 4, 1), "flow", (), 2021),
        (date(2020, 9, 30), "flow", (), 2021),  # 183 of 365 days
        (date(2020, 10, 1), "flow", (2021,), 2022),  # 182 of 365 days
        (date(2019, 10, 1), "flow", (), 2020),  # 183 of 366 days, a leap year: exactly half
        (date(2019, 10, 2), "flow", (2020,), 2021),
        (date(2020, 3, 31), "flow", (2020,), 2021),  # one day of 366
    ],
)
def test_split_periods_puts_each_year_on_its_side(start, timing, transition, first_after):
    split = split_periods(YEARS, start, timing)
    assert split.transition == transition
    assert split.after == tuple(range(first_after, 2024))
    assert split.before == tuple(year for year in YEARS if year < min((*transition, first_after)))
    assert first_period_after(start, timing) == first_after


@pytest.mark.parametrize(
    ("period_end", "start", "timing", "first_after"),
    [
        ((12, 31), date(2020, 7, 1), "snapshot", 2021),  # six months later is 1 January
        ((12, 31), date(2020, 6, 30), "snapshot", 2020),
        ((12, 31), date(2020, 7, 2), "flow", 2020),  # 183 of 366 days
        ((12, 31), date(2020, 7, 3), "flow", 2021),
        ((2, 29), date(2020, 8, 29), "snapshot", 2021),  # 28 February 2021 is six months later
        ((8, 31), date(2020, 9, 1), "flow", 2021),
    ],
)
def test_split_periods_with_another_year_end(period_end, start, timing, first_after):
    assert first_period_after(start, timing, period_end=period_end) == first_after


def test_split_periods_with_a_start_in_the_future_leaves_no_year_after():
    split = split_periods(YEARS, date(2030, 1, 1), "flow")
    assert (split.before, split.transition, split.after) == (tuple(YEARS), (), ())


def test_split_periods_keeps_holes():
    assert split_periods([2015, 2016, 2019, 2022], date(2017, 1, 1), "snapshot").after == (2019, 2022)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2020, 8, 31), 6, date(2021, 2, 28)),
        (date(2019, 8, 31), 6, date(2020, 2, 29)),
        (date(2020, 12, 31), 2, date(2021, 2, 28)),
        (date(2020, 7, 15), 6, date(2021, 1, 15)),
        (date(2020, 6, 30), 6, date(2020, 12, 30)),
        (date(2020, 1, 31), 0, date(2020, 1, 31)),
    ],
)
def test_add_months_ends_inside_the_month(day, months, expected):
    assert add_months(day, months) == expected
