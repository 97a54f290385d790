"""What makes a panel, which part of it carries a question, and what is refused, in which words."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from stepchange import NotEnoughDataError, Panel, PanelError, Question, evaluate, simulate_nation
from stepchange.one_place.design import (
    check_not_only_pandemic,
    count_variance,
    draw_sample,
    is_too_noisy,
    mean_over_years,
    relative_change,
    to_analysis_scale,
)

BEFORE, AFTER = range(2013, 2020), range(2020, 2024)


def small(**parts):
    given = {"units": ("a", "b"), "periods": (2020, 2021), "values": np.array([[1.0, 2.0], [3.0, 4.0]])}
    return Panel(**(given | parts))


def blank(panel, cells, years=None):
    values = panel.values.copy()
    for unit, year in cells:
        values[panel.index(unit), panel.periods.index(year)] = np.nan
    return replace(panel, values=values)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"units": ("a", "a")}, "Two units have the same label; each place can be in a panel only once."),
        ({"periods": (2021, 2021)}, "Periods must increase without repeats; given were [2021, 2021]."),
        (
            {"units": ("Saint Helens", "saint\u00a0HELENS")},
            "'Saint Helens' and 'saint\\xa0HELENS' look like one place; write it in one way.",
        ),
        ({"units": ("a", " ")}, "' ' is not a name of a unit; give text that is not empty."),
        (
            {"scale": "points", "values": np.array([[0.22, 0.3], [0.1, 1.0]])},
            "The values lie between 0.1 and 1, so they look like fractions; the scale 'points' is for percentages. "
            "Multiply them by 100. If all are really below 1 per cent, give counts and denominators as well.",
        ),
        ({"values": np.ones((2, 3))}, "`values` has shape (2, 3); (2, 2) was expected (units x periods)."),
        ({"values": np.full((2, 2), np.inf)}, "`values` holds an infinite number; use NaN where there is no figure."),
        ({"values": -np.ones((2, 2))}, "`values` holds a negative number; rates and counts cannot be below 0."),
        (
            {"scale": "points", "counts": -np.ones((2, 2))},
            "`counts` holds a negative number; rates and counts cannot be below 0.",
        ),
        (
            {"scale": "points", "counts": np.ones((2, 2)), "denominators": np.full((2, 2), 40.0)},
            "Values are about 0.01 times per x counts / denominators with per = 10,000; "
            "give `per` as the values have it (10,000 for a rate, 100 for a percentage).",
        ),
    ],
)
def test_panel_refuses_what_is_no_panel(parts, sentence):
    with pytest.raises(PanelError) as problem:
        small(**parts)
    assert str(problem.value) == sentence


def test_panel_keeps_its_own_copy_that_cannot_be_changed():
    values = np.ones((2, 2))
    panel = small(values=values)
    values[0, 0] = 5
    assert panel.values[0, 0] == 1
    with pytest.raises(ValueError, match="read-only"):
        panel.values[0, 0] = 2


def test_panel_index_of_an_unknown_unit_is_refused():
    with pytest.raises(PanelError, match="'c' is not in the panel of 2 units"):
        small().index("c")


def test_panel_of_empty_counts_is_a_panel():
    assert small(counts=np.full((2, 2), np.nan), denominators=np.ones((2, 2))).shape == (2, 2)


def test_question_refuses_other_directions_and_sizes(ask):
    with pytest.raises(PanelError, match="direction must be -1"):
        ask(direction=0)
    for size in (0, 100, -5):
        with pytest.raises(PanelError, match="smallest change must lie between 0 and 100"):
            ask(smallest_change=size)


def test_important_bounds_are_ten_per_cent_down_and_up(ask):
    assert ask().important_bounds("log") == pytest.approx((np.log(0.9), np.log(1.1)))
    assert ask(smallest_change=5).important_bounds("points") == (-5, 5)


def test_zeros_take_half_a_case_and_only_where_the_count_is_known():
    zeros = {"values": np.array([[0.0, 2.0], [3.0, 0.0]])}
    counted = small(**zeros, counts=np.array([[0, 4.0], [6, 3]]), denominators=np.full((2, 2), 20_000.0))
    # the second zero is a rounded rate: 3 of 20,000 is 1.5 in 10,000
    expected = np.log([[10_000 * 0.5 / 20_000, 2], [3, 1.5]])
    np.testing.assert_allclose(to_analysis_scale(counted), expected)
    np.testing.assert_allclose(to_analysis_scale(small(**zeros, counts=zeros["values"])), np.log([[0.5, 2], [3, 0.5]]))
    assert np.isnan(to_analysis_scale(small(**zeros))).tolist() == [[True, False], [False, True]]


def test_percentages_are_analysed_as_they_are():
    assert to_analysis_scale(small(scale="points")).tolist() == [[1, 2], [3, 4]]


def test_count_variance_by_hand():
    counts, denominators = np.array([[4.0, 0], [10, 25]]), np.full((2, 2), 50.0)
    values = 100 * counts / denominators
    assert count_variance(small()) is None
    assert count_variance(small(scale="points", counts=counts)) is None
    np.testing.assert_allclose(count_variance(small(counts=counts)), [[0.25, 2], [0.1, 0.04]])
    points = small(values=values, scale="points", counts=counts, denominators=denominators, per=100)
    np.testing.assert_allclose(count_variance(points), 100**2 * (counts / 50) * (1 - counts / 50) / 50)


def test_mean_over_years_uses_the_years_there_are():
    assert mean_over_years(None) is None
    assert mean_over_years(np.array([[1.0, np.nan], [2, 4]])).tolist() == [1, 3]
    assert mean_over_years(np.array([[np.nan, np.nan], [2, 4]])) is None


def test_draw_sample_puts_the_place_first_and_leaves_out_incomplete_places(nation, ask):
    panel = blank(nation.panel, [("P07", 2016), ("P09", 2022)])
    sample = draw_sample(panel, ask(excluded=frozenset({"P08"})), before=BEFORE, after=AFTER)
    assert sample.units[0] == "P05"
    assert len(sample.units) == 57
    assert sample.donors_left_out == {
        "P07": "figures missing in the years used",
        "P08": "left out by the plan",
        "P09": "figures missing in the years used",
    }
    np.testing.assert_array_equal(sample.y_before[0], np.log(panel.values[5, :7]))
    np.testing.assert_array_equal(sample.y_after[1], np.log(panel.values[0, 7:]))
    np.testing.assert_allclose(sample.sampling_variance[0], (1 / panel.counts[5, :7]).mean())
    assert sample.own_sampling_variance == sample.sampling_variance[0]


def test_draw_sample_drops_years_that_few_or_the_place_lack(nation, ask):
    few = [(unit, 2014) for unit in nation.panel.units[10:50]]
    panel = blank(nation.panel, [*few, ("P05", 2021)])
    sample = draw_sample(panel, ask(), before=range(2010, 2020), after=AFTER)
    assert sample.years_left_out == {2014: "too few places have a figure", 2021: "the place has no figure"}
    assert sample.before == (2013, 2015, 2016, 2017, 2018, 2019)
    assert sample.after == (2020, 2022, 2023)
    assert len(sample.units) == 60


def test_draw_sample_without_the_places_own_later_figures_does_not_read_them(nation, ask):
    panel = blank(nation.panel, [("P05", 2021)])
    sample = draw_sample(panel, ask(), before=BEFORE, after=AFTER, treated_after=False)
    assert sample.after == (2020, 2021, 2022, 2023)
    assert np.isnan(sample.y_after[0]).all()
    assert np.isfinite(sample.y_after[1:]).all()


def test_one_place_without_counts_does_not_silence_the_noise_test(ask):
    denominators = np.full((60, 11), 3_000.0)  # about twenty cases a year
    panel = simulate_nation(
        seed=3, units=[f"P{i:02d}" for i in range(60)], periods=range(2013, 2024), denominators=denominators
    ).panel
    counts = panel.counts.copy()
    counts[7] = np.nan
    panel = replace(panel, counts=counts)
    sample = draw_sample(panel, ask(), before=BEFORE, after=AFTER)
    assert sample.sampling_variance is None
    assert is_too_noisy(sample, ask(), "log")
    assert evaluate(panel, ask()).finding.reasons == ("counts_too_small",)


def test_noise_test_at_its_edge(nation, ask):
    sample = draw_sample(nation.panel, ask(), before=BEFORE, after=AFTER)
    edge = (0.5 * -np.log(0.9)) ** 2 / (1 / 7 + 1 / 4)
    assert not is_too_noisy(replace(sample, own_sampling_variance=edge * 0.999), ask(), "log")
    assert is_too_noisy(replace(sample, own_sampling_variance=edge * 1.001), ask(), "log")
    assert is_too_noisy(replace(sample, own_sampling_variance=edge * 0.999), ask(direction=1), "log")  # log 1.1 is less
    assert not is_too_noisy(replace(sample, own_sampling_variance=None), ask(), "log")


REFUSALS = {
    "too_few_years_before": (
        {"start": date(2017, 6, 1)},
        "There are 4 usable years before the start; at least 5 are needed.",
    ),
    "no_year_after": ({"start": date(2024, 6, 1)}, "There is no usable year after the start yet."),
    "too_few_donors": (
        {"excluded": frozenset(f"P{i:02d}" for i in range(30, 60))},
        "Only 29 other places have figures in all the years used; at least 30 are needed.",
    ),
    "only_pandemic_years": (
        {"start": date(2019, 6, 1), "last_period": 2021},
        "The only years after the start are 2020 and 2021, when the pandemic changed every figure.",
    ),
}


@pytest.mark.parametrize("code", REFUSALS)
def test_evaluate_refuses_with_a_code_and_a_sentence(nation, ask, code):
    parts, sentence = REFUSALS[code]
    panel = nation.panel
    if code == "too_few_years_before":
        panel = replace_years(panel, range(2014, 2024))
    answer = evaluate(panel, ask(**parts))
    assert answer.finding.verdict == "not_enough_evidence"
    assert answer.finding.reasons == (code,)
    assert answer.explanation == sentence
    assert answer.sample is None
    assert answer.estimate is None


def replace_years(panel, years):
    columns = [panel.periods.index(year) for year in years]
    return replace(
        panel,
        periods=tuple(years),
        values=panel.values[:, columns],
        counts=panel.counts[:, columns],
        denominators=panel.denominators[:, columns],
    )


def test_pandemic_years_left_by_other_gaps_are_refused_too(nation, ask):
    panel = blank(nation.panel, [("P05", 2022), ("P05", 2023)])
    assert evaluate(panel, ask()).finding.reasons == ("only_pandemic_years",)


def test_evaluate_with_an_unknown_place_or_nobody_else_is_refused(nation, ask):
    for parts in ({}, {"last_period": 2021}):  # the second would also be refused for its years
        with pytest.raises(PanelError, match="'Nowhere' is not in the panel of 60 units"):
            evaluate(nation.panel, ask(unit="Nowhere", **parts))
    alone = Panel(("P05",), tuple(range(2013, 2024)), np.ones((1, 11)))
    assert evaluate(alone, ask()).finding.reasons == ("too_few_years_before",)


def test_no_neighbouring_years_and_no_variation_are_refused(nation, ask):
    sparse = replace_years(nation.panel, (2013, 2015, 2017, 2019, 2023))
    with pytest.raises(NotEnoughDataError, match="at least 5"):
        draw_sample(sparse, ask(), before=(2013, 2015, 2017, 2019), after=(2023,))
    years = (2005, 2007, 2009, 2011, 2013, 2022, 2023)
    rng = np.random.default_rng(1)
    far = Panel(tuple(f"P{i:02d}" for i in range(40)), years, rng.uniform(50, 60, (40, 7)))
    assert evaluate(far, ask()).finding.reasons == ("no_neighbouring_years",)
    still = Panel(nation.panel.units, nation.panel.periods, np.full((60, 11), 60.0))
    answer = evaluate(still, ask())
    assert answer.finding.reasons == ("no_variation",)
    assert answer.explanation == "The figures before the start never change, so nothing can be tested."


def test_check_not_only_pandemic_lets_any_other_year_pass():
    check_not_only_pandemic((2021, 2022))
    with pytest.raises(NotEnoughDataError):
        check_not_only_pandemic((2021,))


def test_relative_change_is_a_proportion_or_points():
    assert relative_change(np.log(0.9), "log") == pytest.approx(-0.1)
    assert relative_change(-3.0, "points") == -3.0
    assert isinstance(Question("a", date(2020, 1, 1), "flow", 1, 5).excluded, frozenset)
