"""Twenty working days, by the bank holidays of England."""

from datetime import date

import pytest
from dateutil.easter import easter
from dateutil.relativedelta import MO, relativedelta

from cairn.common.definitions import DefinitionError
from cairn.common.working_days import add_working_days, get_bank_holidays, is_working_day
from tests.cases import each

YEARS = range(2026, 2033)


@each(
    ("told", "last"),
    [
        (date(2026, 11, 23), date(2026, 12, 21)),  # a Monday, no holiday between
        (date(2026, 11, 30), date(2026, 12, 30)),  # Christmas and the day for Boxing Day
        (date(2026, 12, 24), date(2027, 1, 26)),  # 25 and 28 December, 1 January
        (date(2027, 3, 25), date(2027, 4, 26)),  # Good Friday and Easter Monday
        (date(2027, 5, 1), date(2027, 6, 1)),  # told on a Saturday; both bank holidays of May
    ],
)
def test_the_twentieth_working_day(told, last):
    assert add_working_days(told, 20) == last


def test_no_working_day_is_the_day_itself():
    assert add_working_days(date(2026, 12, 25), 0) == date(2026, 12, 25)


@each("day", [date(2026, 12, 25), date(2026, 12, 28), date(2026, 11, 28), date(2026, 11, 29)])
def test_holidays_and_weekends_are_no_working_days(day):
    assert not is_working_day(day)


@pytest.mark.parametrize("year", YEARS)
def test_the_list_is_what_the_law_sets(year):
    """Banking and Financial Dealings Act 1971, with a substitute for each day that falls on a weekend."""
    new_year = date(year, 1, 1)
    found = {new_year + relativedelta(days={5: 2, 6: 1}.get(new_year.weekday(), 0))}
    found |= {easter(year) - relativedelta(days=2), easter(year) + relativedelta(days=1)}
    found |= {date(year, 5, 1) + relativedelta(weekday=MO), date(year, 5, 31) + relativedelta(weekday=MO(-1))}
    found.add(date(year, 8, 31) + relativedelta(weekday=MO(-1)))
    christmas, boxing = date(year, 12, 25), date(year, 12, 26)
    substitutes = {4: (0, 2), 5: (2, 2), 6: (2, 0)}.get(christmas.weekday(), (0, 0))
    found |= {christmas + relativedelta(days=substitutes[0]), boxing + relativedelta(days=substitutes[1])}
    assert get_bank_holidays(year) == found


def test_a_year_that_is_not_listed_is_refused_and_not_counted_without_its_holidays():
    with pytest.raises(DefinitionError, match="bank holidays of 2099"):
        add_working_days(date(2099, 1, 1), 1)


def test_the_list_reaches_two_years_ahead():
    assert get_bank_holidays(date.today().year + 2)  # noqa: DTZ011  (a year)
