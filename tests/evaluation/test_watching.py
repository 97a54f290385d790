"""The control chart: limits of the years before the start, and anew after a change that the test found."""

from types import SimpleNamespace

import numpy as np

from cairn.evaluation.analysis.watching import describe_watching
from cairn.indicators.definitions import get_definition

YEARS = range(2013, 2026)
STEP = [21.4, 22.0, 21.6, 22.2, 21.5, 21.9, 22.1, 21.8, 21.7, 28.6, 29.3, 28.8, 29.1]  # from 2022 on


def draw(values, *, first_year=2022, has_changed):
    panel = SimpleNamespace(periods=list(YEARS), values=np.array([values]), index=lambda code: 0)
    measure = get_definition("rereferral_pct")
    return describe_watching(SimpleNamespace(panel=panel), "X", measure, first_year, None, has_changed=has_changed)


def get_unusual(chart):
    return [point["year"] for point in chart["points"] if point["rules"]]


def test_limits_before_the_start_are_not_widened_by_what_came_after():
    chart = draw(STEP, has_changed=False)
    (phase,) = chart["phases"]
    assert phase["upper"] < 24
    assert phase["number"] == 9
    assert get_unusual(chart) == [2022, 2023, 2024, 2025]


def test_after_a_change_that_the_test_found_limits_begin_anew_and_nothing_stands_out():
    chart = draw(STEP, has_changed=True)
    assert [(phase["first"], phase["last"], phase["number"]) for phase in chart["phases"]] == [
        (2013, 2021, 9),
        (2022, 2025, 4),
    ]
    assert get_unusual(chart) == []


def test_with_too_few_figures_since_the_change_the_first_limits_go_on():
    chart = draw([*STEP[:-1], float("nan")], has_changed=True)
    assert [phase["first"] for phase in chart["phases"]] == [2013]
    assert get_unusual(chart) == [2022, 2023, 2024]


def test_without_four_figures_before_the_start_there_is_no_chart():
    assert draw(STEP, first_year=2016, has_changed=False) is None
