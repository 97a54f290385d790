"""Numbers, spans and findings in plain words."""

import inspect
import re
from datetime import date

import pytest

from cairn.evaluation.analysis import NEUTRAL_VERDICTS
from cairn.evaluation.presenters import words
from cairn.indicators.definitions import get_definition, get_definitions
from stepchange import Verdict
from stepchange.one_place import specifications
from tests.cases import each

RATE, NUMBER, PERCENTAGE = (get_definition(key) for key in ("cla_rate", "cla_number", "repeat_plan_pct"))
NEUTRAL = [measure for measure in get_definitions() if measure.polarity == "none"]
POLAR = [measure for measure in get_definitions() if measure.polarity != "none"]


@each(
    ("low", "high", "text"),
    [
        (-60, 25, "between 60 fewer and 25 more"),
        (-60, -25, "between 25 and 60 fewer"),
        (25, 60, "between 25 and 60 more"),
        (-60, 0, "between 0 and 60 fewer"),
        (0, 60, "between 0 and 60 more"),
        (-1234.4, 1.6, "between 1,234 fewer and 2 more"),
        (None, 25, "at most 25 more, or any number fewer"),
        (None, -25, "at least 25 fewer"),
        (-60, None, "at most 60 fewer, or any number more"),
        (60, None, "at least 60 more"),
        (None, None, "any number more or fewer"),
    ],
)
def test_span_of_an_interval_says_both_ends(low, high, text):
    assert words.span(low, high, words.number, "fewer", "more") == text


@each(
    ("value", "measure", "signed", "text"),
    [
        (-0.123, RATE, False, "12%"),
        (-0.123, RATE, True, "\N{MINUS SIGN}12%"),
        (0.5, NUMBER, True, "+50%"),
        (-0.001, RATE, True, "\N{MINUS SIGN}0.1%"),
        (-0.0001, RATE, True, "0.0%"),
        (0.0099, RATE, False, "1.0%"),
        (0.0, RATE, True, "0%"),
        (-2.34, PERCENTAGE, False, "2.3 points"),
        (2.34, PERCENTAGE, True, "+2.3 points"),
        (-0.04, PERCENTAGE, True, "0.0 points"),
        (12.0, RATE, False, "1,200%"),
    ],
)
def test_relative_change_is_said_in_the_unit_of_the_measure(value, measure, signed, text):
    assert words.relative(value, measure, signed=signed) == text


@each(
    ("value", "decimals", "text"),
    [
        (1234567.4, 0, "1,234,567"),
        (-3.5, 1, "\N{MINUS SIGN}3.5"),
        (-0.2, 0, "0"),
        (0.0, 2, "0.00"),
        (-0.004, 2, "0.00"),
        (9.96, 1, "10.0"),
    ],
)
def test_number_has_commas_a_true_minus_and_no_minus_zero(value, decimals, text):
    assert words.number(value, decimals) == text


@each(
    ("years", "text"),
    [
        ([], "none"),
        ([2020], "2020"),
        ([2020, 2021], "2020 and 2021"),
        ([2013, 2014, 2015], "2013 to 2015"),
        ([2013, 2014, 2015, 2018], "2013 to 2015 and 2018"),
        ([2010, 2011, 2012, 2014, 2016, 2017, 2018], "2010 to 2012, 2014 and 2016 to 2018"),
        ([2022, 2023, 2025], "2022, 2023 and 2025"),
    ],
)
def test_years_say_their_holes(years, text):
    assert words.years(years) == text


@pytest.mark.parametrize(("size", "rate", "points"), [(10.0, "10%", "10 points"), (2.5, "2.5%", "2.5 points")])
def test_planned_change_is_said_as_it_was_given(size, rate, points):
    assert words.planned(size, RATE) == rate
    assert words.planned(size, PERCENTAGE) == points


@each(
    ("value", "measure", "text"),
    [(None, RATE, ""), (65.25, RATE, "65.2"), (1234.0, NUMBER, "1,234"), (0.0, RATE, "0.0")],
)
def test_figure_has_the_decimals_of_its_measure(value, measure, text):
    assert words.figure(value, measure) == text


@each(("value", "text"), [(1, "1 child"), (1.2, "1 child"), (25, "25 children"), (0, "0 children")])
def test_people_are_counted_with_their_noun(value, text):
    assert words.people(value, RATE) == text


def test_month_and_direction_and_chance_are_words():
    assert words.month(date(2021, 2, 1)) == "February 2021"
    assert (words.direction_word(-1), words.direction_word(1)) == ("fall", "rise")
    assert words.chance(3, 1500) == "3 of 1,500"


@each(("parts", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
def test_join_makes_a_list_in_words(parts, text):
    assert words.join(parts) == text


def test_every_verdict_of_the_engine_has_a_label_and_a_colour():
    verdicts = {verdict.value for verdict in Verdict} | set(NEUTRAL_VERDICTS.values()) | {"waiting_for_figures"}
    assert set(words.VERDICTS) == set(words.VERDICT_COLOURS) == verdicts


@each("measure", NEUTRAL, ids=lambda measure: measure.key)
@each("verdict", list(Verdict))
@each("direction", [-1, 1])
def test_label_of_a_neutral_measure_never_calls_a_change_good_or_bad(measure, verdict, direction):
    code = NEUTRAL_VERDICTS.get(verdict.value, verdict.value)
    said = f"{code} {words.verdict_label(code, measure, direction)}".lower()
    assert [word for word in ("improve", "worse", "better", "good", "bad") if word in said] == []


@each(
    ("verdict", "direction", "label"),
    [
        ("step_change", -1, "Step change: a fall"),
        ("step_change", 1, "Step change: a rise"),
        ("gradual_change_as_planned", -1, "Gradual fall"),
        ("changed_as_planned_shape_unclear", 1, "A rise, shape unclear"),
        ("changed_the_other_way", -1, "Changed the other way: a rise"),
        ("changed_the_other_way", 1, "Changed the other way: a fall"),
        ("no_detectable_change", -1, "No detectable change"),
        ("not_enough_evidence", 1, "Not enough evidence"),
    ],
)
def test_label_of_a_neutral_measure_says_which_way(verdict, direction, label):
    assert words.verdict_label(verdict, RATE, direction) == label


@each("measure", POLAR, ids=lambda measure: measure.key)
def test_label_of_a_measure_with_a_better_side_says_so(measure):
    assert words.verdict_label("gradual_improvement", measure, -1) == "Gradual improvement"
    assert words.verdict_label("changed_for_the_worse", measure, -1) == "Changed for the worse"


def test_every_estimator_of_the_engine_has_a_name():
    source = inspect.getsource(specifications._estimate)
    assert set(re.findall(r'"([a-z]+_[a-z_]+)"', source)) == set(words.ESTIMATORS)
