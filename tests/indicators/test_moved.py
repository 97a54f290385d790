"""A figure moved when its newest change is larger than each of those before, and enough people are behind it."""

from types import SimpleNamespace

from cairn.indicators.presenters.moved import _find_movement
from cairn.indicators.queries import PlaceFigure
from tests.cases import each

RATE = SimpleNamespace(kind="rate", unit="per 10,000 children", decimals=1, short_title="In care, rate")


def find(values, numerator=100.0, first=2016):
    figures = [
        PlaceFigure(first + at, value, None if value is None else numerator, 1000.0, "value", None, None)
        for at, value in enumerate(values)
    ]
    return _find_movement(RATE, figures)


STEADY = [50.0, 52.0, 51.0, 53.0, 52.0, 54.0]


@each(
    "values, moved",
    [
        ([*STEADY, 60.0], True),
        ([*STEADY, 48.0], True),
        ([*STEADY, 56.0], False),  # as large as two changes before
        ([*STEADY, 54.0], False),
        ([*STEADY, None], False),  # nothing was published, so nothing moved
        ([*STEADY, None, 70.0], False),  # two years apart
        ([50.0, 51.0, 50.0, 51.0, 60.0], False),  # too few years to know what is usual
        ([50.0, 50.0, 50.0, 50.0, 50.0, 50.0, 51.0], True),  # never moved before
        ([10.0, 90.0, *STEADY, 52.0, 51.0, 53.0, 52.0, 60.0], True),  # the leap is longer ago than ten years
    ],
)
def test_a_movement_is_larger_than_those_of_ten_years(values, moved):
    assert (find(values) is not None) == moved


def test_few_people_move_nothing():
    assert find([*STEADY, 60.0], numerator=19.0) is None
    assert find([*STEADY, 60.0], numerator=20.0) is not None


def test_which_way_it_went_is_said_with_both_figures_and_since_when():
    found = find([*STEADY, 60.0])
    assert found.is_rise
    assert found.words == "60.0 in 2022, from 54.0 in 2021. Its largest change in a year since 2016"
    assert not find([*STEADY, 40.0]).is_rise
