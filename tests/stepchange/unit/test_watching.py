"""XmR charts and two lines, worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepchange.errors import NotEnoughDataError, PanelError
from stepchange.watching import Assurance, Direction, Rebase, Rule, Variation, draw_xmr, fit_segmented

QUIET = [10.0, 11.0, 9.0, 10.0, 12.0, 10.0, 9.0, 11.0, 10.0, 10.0, 11.0, 10.0]


def labels(values):
    return [f"2{number:03d}" for number in range(len(values))]


def draw(values, better=Direction.DOWN, **options):
    return draw_xmr(labels(values), values, better=better, **options)


def test_limits_worked_by_hand():
    # Moving ranges of 1, 3, 5, 2: 2, 2, 3; mean 7/3; mean of the values 11/4.
    limits = draw([1.0, 3.0, 5.0, 2.0]).limits[0]
    assert limits.mean == pytest.approx(2.75)
    assert limits.upper == pytest.approx(2.75 + 2.66 * 7 / 3)
    assert limits.lower == pytest.approx(2.75 - 2.66 * 7 / 3)
    assert limits.is_provisional


def test_twelve_points_are_enough_for_limits():
    assert not draw(QUIET).is_provisional
    assert draw(QUIET[:11]).is_provisional


def test_ordinary_variation():
    chart = draw(QUIET)
    assert chart.variation is Variation.COMMON_CAUSE
    assert all(point.rules == () for point in chart.points)


@pytest.mark.parametrize(
    ("better", "last", "variation"),
    [
        (Direction.DOWN, 20.0, Variation.CONCERN_HIGH),
        (Direction.DOWN, 0.0, Variation.IMPROVEMENT_LOW),
        (Direction.UP, 20.0, Variation.IMPROVEMENT_HIGH),
        (Direction.UP, 0.0, Variation.CONCERN_LOW),
        (Direction.NEITHER, 20.0, Variation.NEITHER_HIGH),
        (Direction.NEITHER, 0.0, Variation.NEITHER_LOW),
    ],
)
def test_a_point_outside_says_what_it_means(better, last, variation):
    chart = draw([*QUIET, last], better)
    assert chart.points[-1].rules == (Rule.OUTSIDE,)
    assert chart.variation is variation


def test_seven_on_one_side_are_a_run_and_six_are_not():
    before = [10.0, 12.0] * 5
    chart = draw([*before, *[10.5, 10.4] * 3, 10.5], baseline=10)
    assert [Rule.RUN in point.rules for point in chart.points[-7:]] == [True] * 7
    assert not any(Rule.RUN in point.rules for point in draw([*before, *[10.5, 10.4] * 3][:-1], baseline=10).points)


def test_a_point_on_the_mean_ends_a_run():
    values = [10.0, 12.0] * 5 + [10.5, 10.5, 10.5, 11.0, 10.5, 10.5, 10.5, 10.5]
    assert not any(Rule.RUN in point.rules for point in draw(values, baseline=10).points)


def test_seven_rising_points_are_a_trend_that_tells_its_own_way():
    rising = [8.0 + 0.4 * step for step in range(7)]
    chart = draw([*[10.0, 12.0] * 6, *rising], Direction.UP, baseline=12)
    assert all(Rule.TREND in point.rules for point in chart.points[-7:])
    six = draw([*[10.0, 12.0] * 6, *rising[1:]], Direction.UP, baseline=12)
    assert not any(Rule.TREND in point.rules for point in six.points[-6:])


def test_a_trend_alone_is_read_by_its_way():
    # The mean is 11; all seven climb, the last of them stays below: only the trend speaks.
    values = [10.0, 12.0] * 6 + [11.5, 9.8, 9.9, 10.0, 10.1, 10.2, 11.2, 11.3]
    chart = draw(values, Direction.DOWN, baseline=12)
    assert chart.points[-1].rules == (Rule.TREND,)
    assert chart.variation is Variation.CONCERN_HIGH


def test_two_of_three_near_a_limit_on_one_side():
    base = [10.0, 12.0] * 6  # mean 11, mean range 2, near beyond 14.54, limit 16.32
    chart = draw([*base, 15.0, 11.5, 15.0], baseline=12)
    assert [point.rules for point in chart.points[-3:]] == [(Rule.TWO_OF_THREE,), (), (Rule.TWO_OF_THREE,)]
    assert not any(point.rules for point in draw([*base, 15.0, 10.5, 15.0], baseline=12).points)


@pytest.mark.parametrize(
    ("better", "target", "assurance"),
    [
        (Direction.DOWN, 30.0, Assurance.PASS),
        (Direction.DOWN, 1.0, Assurance.FAIL),
        (Direction.UP, 1.0, Assurance.PASS),
        (Direction.UP, 30.0, Assurance.FAIL),
        (Direction.UP, 10.0, Assurance.HIT_AND_MISS),
        (Direction.UP, None, Assurance.NO_TARGET),
        (Direction.NEITHER, 10.0, Assurance.NO_TARGET),
    ],
)
def test_assurance(better, target, assurance):
    assert draw(QUIET, better, target=target).assurance is assurance


def test_limits_begin_anew_with_a_reason():
    values = QUIET + [value + 20 for value in QUIET]
    chart = draw(values, rebases=[Rebase("2012", "A new case system")])
    assert [(one.first, one.last, one.reason) for one in chart.limits] == [(0, 11, ""), (12, 23, "A new case system")]
    assert chart.limits[1].mean == pytest.approx(chart.limits[0].mean + 20)
    assert chart.variation is Variation.COMMON_CAUSE
    with pytest.raises(PanelError, match="Say why"):
        draw(values, rebases=[Rebase("2012", " ")])
    with pytest.raises(PanelError, match="cannot begin anew"):
        draw(values, rebases=[Rebase("1066", "A conquest")])


def test_frozen_limits_of_a_later_stretch_do_not_move_when_points_arrive():
    changed = QUIET + [value + 20 for value in QUIET]
    frozen = Rebase("2012", "A new case system", baseline=12)
    first, later = (draw(changed + more, rebases=[frozen]).limits[1] for more in ([], [60.0, 61.0, 90.0]))
    assert (first.mean, first.lower, first.upper, first.points) == (later.mean, later.lower, later.upper, later.points)
    assert draw([*changed, 90.0], rebases=[Rebase("2012", "A new case system")]).limits[1].mean > first.mean
    with pytest.raises(PanelError, match="the baseline given has 3"):
        draw(changed, rebases=[Rebase("2012", "A new case system", baseline=3)])


def test_every_point_says_which_way_it_stands_out():
    chart = draw([*QUIET, 20.0, np.nan, 0.0, 10.0], baseline=12)
    assert [point.variation for point in chart.points[12:]] == [
        Variation.CONCERN_HIGH,
        Variation.COMMON_CAUSE,
        Variation.IMPROVEMENT_LOW,
        Variation.COMMON_CAUSE,
    ]


def test_points_of_a_trend_on_the_low_side_say_that_they_rise():
    climbing = [*(10.0, 12.0) * 8, *(10.7, 10.8, 10.9, 11.1, 11.2, 11.3, 11.4)]
    chart = draw(climbing, Direction.UP, baseline=16)
    trend = [point for point in chart.points if point.rules == (Rule.TREND,)]
    assert len(trend) == 7
    assert [point.is_high for point in trend] == [False] * 3 + [True] * 4
    assert {point.variation for point in trend} == {Variation.IMPROVEMENT_HIGH}


def test_outlying_ranges_are_left_out_only_when_asked():
    values = [*QUIET, 60.0, *QUIET]
    plain, screened = draw(values), draw(values, screen_outliers=True)
    assert plain.limits[0].screened == 0
    assert screened.limits[0].screened == 2
    assert screened.limits[0].upper < plain.limits[0].upper
    assert screened.limits[0].mean == plain.limits[0].mean


def test_a_missing_point_is_no_point_and_no_range_crosses_it():
    chart = draw([1.0, 3.0, np.nan, 5.0, 2.0])
    assert chart.points[2].value is None
    assert chart.limits[0].points == 4
    assert chart.limits[0].mean_range == pytest.approx(2.5)


def test_refusals():
    with pytest.raises(NotEnoughDataError, match="3 points"):
        draw([1.0, 2.0, 3.0])
    with pytest.raises(PanelError, match="one value for each"):
        draw_xmr(["a"], [1.0, 2.0], better=Direction.UP)
    with pytest.raises(PanelError, match="same label"):
        draw_xmr(["a", "a", "b", "c"], QUIET[:4], better=Direction.UP)
    with pytest.raises(PanelError, match="infinite"):
        draw([1.0, 2.0, np.inf, 4.0])
    with pytest.raises(PanelError, match="baseline"):
        draw(QUIET, baseline=2)


@given(st.lists(st.floats(-1e3, 1e3), min_size=6, max_size=30), st.floats(0.1, 10), st.floats(-100, 100))
def test_signals_do_not_depend_on_the_unit(values, factor, shift):
    values = [round(value, 3) for value in values]
    if len(set(values)) < 3:
        return
    limits = draw(values).limits[0]
    # Points within rounding of a line may fall either way.
    lines = [limits.mean + side * k * limits.mean_range for k in (0, 1.77, 2.66) for side in (-1, 1)]
    if min(abs(value - line) for value in values for line in lines) < 1e-6:
        return
    moved = draw([round(factor, 3) * value + shift for value in values])
    assert [point.rules for point in moved.points] == [point.rules for point in draw(values).points]


def test_two_lines_found_again():
    years = list(range(2008, 2022))
    values = [50 + 2.0 * (year - 2008) + (5 + 1.5 * (year - 2015) if year >= 2015 else 0) for year in years]
    fit = fit_segmented(years, values, 2015)
    assert fit.level_change == pytest.approx(5)
    assert fit.slope_change == pytest.approx(1.5)
    assert fit.without_change[-1] == pytest.approx(50 + 2 * 13)
    assert np.isnan(fit.without_change[0])


def test_two_lines_against_the_normal_equations_one_by_one():
    rng = np.random.default_rng(4)
    years = np.arange(2009, 2023)
    values = rng.normal(60, 4, len(years))
    values[4] = np.nan
    fit = fit_segmented(years, values, 2017)
    known, after = ~np.isnan(values), years >= 2017
    design = np.column_stack([np.ones(14), years - 2009, after, np.where(after, years - 2017, 0)])[known]
    solution, squares, _, _ = np.linalg.lstsq(design, values[known], rcond=None)
    assert (fit.level_change, fit.slope_change) == pytest.approx((solution[2], solution[3]))
    # Leave out what the other columns say (Frisch, Waugh and Lovell): its length gives the error of the level change.
    others = np.delete(design, 2, axis=1)
    own = design[:, 2] - others @ np.linalg.lstsq(others, design[:, 2], rcond=None)[0]
    half = 2.262157 * np.sqrt(squares[0] / 9 / (own @ own))  # t of 9 degrees of freedom
    assert fit.level_interval == pytest.approx((solution[2] - half, solution[2] + half), rel=1e-6)


def test_two_lines_refuse_short_series():
    with pytest.raises(NotEnoughDataError, match="seven in all"):
        fit_segmented([2015, 2016, 2017, 2018, 2019, 2020], [1, 2, 3, 4, 5, 6], 2018)
    with pytest.raises(PanelError, match="increase"):
        fit_segmented([2016, 2015], [1, 2], 2016)
