"""What doing nothing could cost, against sums done by hand."""

import pytest

from cairn.papers.analysis import work_out
from cairn.papers.presenters.nothing import NOT_WORKED_OUT, make_nothing
from tests.factories.papers import ASSUMPTIONS


def test_without_assumptions_nothing_is_worked_out():
    assert work_out({}) is None
    assert [block.parts for block in make_nothing({})] == [(NOT_WORKED_OUT,)]


def test_cost_of_doing_nothing_is_discounted_from_the_second_year_on():
    found = work_out(ASSUMPTIONS)
    # 10 children at £50,000, none more, over three years: 500,000 x (1 + 1/1.035 + 1/1.035^2)
    assert found.total.low == pytest.approx(1_449_847.14, abs=0.01)
    # 20 at £60,000 and 10% more each year: 1,200,000 x (1 + 1.1/1.035 + 1.21/1.071225)
    assert found.total.likely == pytest.approx(3_830_819.86, abs=0.01)
    # 30 at £70,000 and 20% more: 2,100,000 x (1 + 1.2/1.035 + 1.44/1.071225)
    assert found.total.high == pytest.approx(7_357_718.97, abs=0.01)
    assert (found.first_year.low, found.first_year.likely, found.first_year.high) == (500_000, 1_200_000, 2_100_000)
    assert found.last_children.likely == pytest.approx(24.2)


def test_one_year_is_not_discounted():
    found = work_out({**ASSUMPTIONS, "years": {"number": 1, "source": "-"}})
    assert found.total == found.first_year


def test_table_names_where_each_number_comes_from():
    table = next(iter(make_nothing(ASSUMPTIONS)))
    assert [row[0] for row in table.rows] == [
        "Children in the first year",
        "Cost of each a year",
        "Growth a year",
        "Years",
        "Discount a year",
        "Children in year 3",
        "Cost of the first year",
        "Cost of 3 years, at today’s value",
    ]
    assert table.rows[0] == ("Children in the first year", "10", "20", "30", "Panel minutes of autumn")
    assert table.rows[-1][1:4] == ("£1.45 million", "£3.83 million", "£7.36 million")
    assert all(row[-1] for row in table.rows)
