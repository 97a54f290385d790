"""What several places together could find, before the first of them has begun."""

from dataclasses import replace
from datetime import date
from math import sqrt

import numpy as np
import pytest

from stepchange import NotEnoughDataError, PanelError, Question, plan_power, plan_power_by_sites, simulate_nation
from stepchange.one_place.power import draw_planned_sample, fit_donors

UNITS = [f"P{number:03d}" for number in range(120)]
FUTURE = Question("P007", date(2026, 6, 1), "snapshot", direction=-1, smallest_change=10)
PAST = replace(FUTURE, start=date(2016, 6, 1))
# Of a normal variable: found four times in five beyond the usual 95 %.
NORMAL = 1.960 + 0.842


@pytest.fixture(scope="module")
def panel():
    return simulate_nation(seed=8, units=UNITS, periods=range(2008, 2025)).panel


@pytest.mark.parametrize("question", [FUTURE, PAST])
def test_the_mean_of_so_many_varies_as_drawing_without_replacement_says(panel, question):
    found = plan_power_by_sites(panel, question, (4, 9, 16, 36))
    gaps = fit_donors(draw_planned_sample(panel, question, 3)[0]).mean_gaps
    for number, detectable in found.detectable.items():
        usual = NORMAL * np.std(gaps, ddof=1) / sqrt(number) * sqrt(1 - number / len(gaps))
        assert detectable == pytest.approx(usual, rel=0.12)


def test_it_is_said_for_the_reader_and_over_which_years(panel):
    found = plan_power_by_sites(panel, FUTURE, [12])
    assert found.detectable_fall[12] == pytest.approx(np.expm1(-found.detectable[12]))
    assert found.detectable_rise[12] == pytest.approx(np.expm1(found.detectable[12]))
    assert (found.is_stand_in, found.after, found.donors) == (True, (2022, 2023, 2024), len(UNITS) - 1)
    assert not plan_power_by_sites(panel, PAST, [12]).is_stand_in
    assert found.detectable[12] < plan_power(panel, FUTURE).detectable


def test_no_figure_of_the_place_after_its_start_is_read(panel):
    values = panel.values.copy()
    values[panel.index("P007"), [t for t, year in enumerate(panel.periods) if year > 2016]] = np.nan
    hidden = replace(panel, values=values)
    assert plan_power_by_sites(hidden, PAST, (4, 8)) == plan_power_by_sites(panel, PAST, (4, 8))


@pytest.mark.parametrize("number", [3, 0, 119, 5.5])
def test_a_number_of_places_that_cannot_be_drawn_is_refused(panel, number):
    with pytest.raises((PanelError, ValueError)):
        plan_power_by_sites(panel, FUTURE, [number])
    assert plan_power_by_sites(panel, FUTURE, [4, 118]).detectable.keys() == {4, 118}


def test_too_few_years_are_refused_as_for_one_place(panel):
    with pytest.raises(NotEnoughDataError):
        plan_power_by_sites(panel, replace(FUTURE, start=date(2010, 6, 1)), [4])
