"""A plan in words before and after it is locked."""

from dataclasses import dataclass
from datetime import date

import pytest

from cairn.evaluation.analysis import Foresight
from cairn.evaluation.models import EvaluationPlan
from cairn.evaluation.presenters import PlanView
from cairn.places.models import Place
from tests.cases import each


@dataclass(frozen=True)
class Power:
    """As the engine gives it; an `analysis` answer is tested with the real one."""

    detectable_fall: float = -0.2
    detectable_rise: float = 0.25
    chance_of_smallest: float = 0.4
    before: tuple[int, ...] = (2013, 2014, 2015, 2016, 2018)


def view_of(
    *, last_count: float | None = 250.0, first_year: int = 2022, power: Power | None = None, **fields
) -> PlanView:
    given = {"measure": "cla_rate", "start_date": date(2021, 2, 1), "direction": -1, "smallest_change": 10.0, **fields}
    plan = EvaluationPlan(place=Place(name="Ashmere", code="F002"), **given)
    return PlanView(plan, Foresight(power or Power(), "", "", first_year, (), last_count, 2020))


def test_title_names_measure_council_start_and_what_was_started():
    assert view_of().title == "Looked after, rate in Ashmere since February 2021"
    assert view_of(what_was_started="Family Safeguarding").title.endswith("since February 2021 (Family Safeguarding)")


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, "fall of 10%"),
        ({"direction": 1, "smallest_change": 12.5}, "rise of 12.5%"),
        ({"measure": "repeat_plan_pct", "smallest_change": 2.0}, "fall of 2 points"),
    ],
)
def test_smallest_change_is_said_as_it_was_given(fields, text):
    assert view_of(**fields).smallest_change == text


@each(
    ("fields", "text"),
    [
        ({}, "a fall of 20%, about 50 children looked after at the numbers of 2020"),
        ({"direction": 1}, "a rise of 25%, about 62 children looked after at the numbers of 2020"),
        ({"last_count": None}, "a fall of 20%"),
        (
            {"measure": "repeat_plan_pct", "power": Power(-4.0, 4.0), "last_count": 300.0},
            "a fall of 4.0 points, about 12 repeat plans at the numbers of 2020",
        ),
    ],
)
def test_detectable_change_is_said_in_people_too(fields, text):
    assert view_of(**fields).detectable == text


@each(
    ("chance", "would_miss", "text"),
    [
        (0.0, True, "about once in 10"),
        (0.31, True, "about 3 times in 10"),
        (0.49, True, "about 5 times in 10"),
        (0.5, False, "about 5 times in 10"),
        (0.74, False, "about 7 times in 10"),
        (1.0, False, "about 9 times in 10"),
    ],
)
def test_chance_of_the_change_that_matters_is_said_in_tenths(chance, would_miss, text):
    view = view_of(power=Power(chance_of_smallest=chance))
    assert (view.would_miss_what_matters, view.chance_words) == (would_miss, text)


def test_first_dates_name_the_first_figure_a_finding_and_a_shape():
    text = view_of().first_dates
    assert "is for 31 March 2022." in text
    assert "so figures up to 2023; telling a step change from a gradual one needs three, up to 2024." in text
    assert "the year that ends on 31 March 2022" in view_of(measure="referral_rate").first_dates


def test_years_before_say_their_holes():
    assert view_of().years_before == "2013 to 2016 and 2018"


@each(("year", "warned"), [(2019, False), (2020, True), (2022, True), (2023, False)])
def test_start_in_the_pandemic_is_noticed(year, warned):
    assert view_of(start_date=date(year, 6, 1)).starts_in_pandemic is warned


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, "The plan was locked before any figures for the years after the start had been published."),
        (
            {"had_figures_when_locked": True, "earlier_plans": 1},
            "Figures for the years after the start had been published before the plan was locked, so the result could "
            "already have been known. Its author had already locked one plan for this council before. If you write "
            "many plans, one will find something by chance.",
        ),
        (
            {"earlier_plans": 3},
            "The plan was locked before any figures for the years after the start had been published. "
            "Its author had already locked 3 plans for this "
            "council before. If you write many plans, one will find something by chance.",
        ),
    ],
)
def test_registration_says_what_was_known_and_how_many_plans_came_before(fields, text):
    assert view_of(**fields).registration_sentence == text


def test_harm_measure_has_its_title():
    assert view_of().harm_title == ""
    assert view_of(harm_measure="repeat_plan_pct").harm_title.startswith("Child protection plans that are a second")
