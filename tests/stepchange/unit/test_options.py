"""No option is passed over: every choice, date, seed and name of the public API is understood or refused."""

import dataclasses
import inspect
import types
import typing
from datetime import date, datetime, time
from enum import StrEnum

import numpy as np
import pytest

import stepchange
from stepchange import OptionError, PanelError, small_numbers, solvers, value, watching
from stepchange.options import find_name, near_names
from stepchange.periods import Split
from stepchange.screening import corrections
from stepchange.several_places import group_time, synthesis

PUBLIC = (stepchange, watching, solvers, value, synthesis, group_time, corrections, small_numbers)
NONSENSE = "no such thing"
START = date(2019, 6, 1)
# What the engine hands out: nobody makes one to ask a question, so nothing in it can be misspelt.
RESULTS = {
    *("Check", "Finding", "Pooled", "Lead", "Screen", "Fit", "Point", "Xmr", "Evaluation", "Estimate"),
}


def _line(**parts):
    given = {"name": "Team", "party": "Council", "kind": "cost", "basis": "scheme", "amount": value.Stated(1, 2, 3)}
    return value.Line(**(given | parts))


# A call that works, for everything that takes a choice; a new one must be added here, or the test says so.
CALLS = {
    "Panel": lambda **x: stepchange.Panel(("a",), (2020,), np.ones((1, 1)), **x),
    "Question": lambda **x: stepchange.Question(
        **({"unit": "a", "start": START, "timing": "flow", "direction": 1, "smallest_change": 5} | x)
    ),
    "PoolQuestion": lambda **x: stepchange.PoolQuestion(
        **({"sites": (stepchange.Site("a", START),), "timing": "flow", "direction": 1, "smallest_change": 5} | x)
    ),
    "Truth": lambda **x: stepchange.Truth(**({"kind": "step", "first_year": 2020, "change": -0.1} | x)),
    "Line": _line,
    "split_periods": lambda **x: stepchange.split_periods(
        **({"periods": [2019], "start": START, "timing": "flow"} | x)
    ),
    "first_period_after": lambda **x: stepchange.first_period_after(**({"start": START, "timing": "flow"} | x)),
    "fit": lambda **x: solvers.fit(
        **({"method": "ridge", "target": np.arange(5.0) ** 2, "donors": np.eye(5)[:3], "years_before": 3} | x)
    ),
    "synthesise": lambda **x: synthesis.synthesise([1.0, 2.0], [0.1, 0.1], **x),
    "estimate_group_time": lambda **x: group_time.estimate_group_time(
        np.arange(12.0).reshape(3, 4), [1, 2, 3, 4], [3, 0, 0], **x
    ),
    "draw_xmr": lambda **x: watching.draw_xmr("abcd", [1.0, 2, 3, 2], **({"better": "up"} | x)),
}


def _choices(hint):
    """The strings that an annotation allows; none where it is no choice."""
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return [choice.value for choice in hint]
    if typing.get_origin(hint) is typing.Literal:
        return list(typing.get_args(hint))
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return [choice for part in typing.get_args(hint) for choice in _choices(part)]
    return []


def _find_choices():
    found = {}
    for module in PUBLIC:
        for name, thing in vars(module).items():
            is_class = dataclasses.is_dataclass(thing) and name not in RESULTS
            is_own = getattr(thing, "__module__", "").startswith("stepchange") and not name.startswith("_")
            if not is_own or not (is_class or inspect.isfunction(thing)) or thing is Split:
                continue
            hints = typing.get_type_hints(thing.__init__ if is_class else thing)
            for parameter, hint in hints.items():
                if parameter != "return" and (choices := _choices(hint)):
                    found[name, parameter] = choices
    return found


CHOICES = _find_choices()


def test_the_choices_of_the_api_are_found():
    assert {("fit", "method"), ("synthesise", "method"), ("Question", "timing"), ("Panel", "scale")} <= set(CHOICES)
    assert {name for name, _ in CHOICES} - {"check_choice"} == set(CALLS)


@pytest.mark.parametrize(("name", "parameter"), CHOICES)
def test_nonsense_for_a_choice_is_refused_with_what_is_allowed(name, parameter):
    choices = CHOICES[name, parameter]
    for wrong in (NONSENSE, choices[0].upper(), f" {choices[0]}", "", None, 1):
        with pytest.raises(OptionError) as problem:
            CALLS[name](**{parameter: wrong})
        for choice in choices:
            assert repr(choice) in str(problem.value)
        assert f"`{parameter}` is {wrong!r}" in str(problem.value)


@pytest.mark.parametrize(("name", "parameter"), CHOICES)
def test_each_choice_is_taken(name, parameter):
    for choice in CHOICES[name, parameter]:
        CALLS[name](**{parameter: choice})


def test_a_method_given_as_text_is_that_method():
    by_text = CALLS["fit"](method="difference_in_differences")
    by_member = CALLS["fit"](method=solvers.Method.DIFFERENCE_IN_DIFFERENCES)
    assert by_text.effective_donors == by_member.effective_donors == pytest.approx(3)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"start": "2019-06"}, "`start` is '2019-06'; give a date"),
        ({"start": None}, "`start` is None; give a date"),
        ({"start": date(1, 1, 1)}, "`start.year` is 1; give a year from 1000 to 2999"),
        ({"last_period": 20211}, "`last_period` is 20211; give a year"),
        ({"last_period": 2021.5}, "`last_period` is 2021.5; give a year"),
        ({"smallest_change": "10"}, "`smallest_change` is '10'; give a number."),
        ({"smallest_change": float("nan")}, "`smallest_change` is nan; give a number."),
        ({"excluded": "Leeds"}, "`excluded` is 'Leeds'; give a set of names, even for one."),
        ({"neighbours": {1}}, "`neighbours` holds 1, which is not a name."),
    ],
)
def test_questions_refuse_what_is_no_date_year_number_or_name(parts, sentence):
    with pytest.raises(OptionError) as problem:
        CALLS["Question"](**parts)
    assert sentence in str(problem.value)


def test_a_time_of_day_is_taken_off():
    noon = datetime.combine(START, time(12))
    assert CALLS["Question"](start=noon).start == START


@pytest.mark.parametrize("wrong", [-1, 1.5, "7", None])
def test_seeds_and_draws_are_whole_numbers(wrong):
    with pytest.raises(OptionError, match="give a whole number of 0 or more"):
        stepchange.simulate_nation(seed=wrong)
    stated = value.Assumptions(1, value.Stated(0, 0, 1), value.Stated(0, 0, 1), 0, 0)
    with pytest.raises(OptionError, match="`seed`"):
        value.appraise([_line()], stated, seed=wrong)
    with pytest.raises(OptionError, match="`draws`"):
        value.appraise([_line()], stated, draws=wrong)


@pytest.mark.parametrize("wrong", [(13, 1), (2, 30), (3,), "31 March", None])
def test_the_end_of_a_year_is_a_day(wrong):
    with pytest.raises(OptionError, match="give a month and a day of it"):
        stepchange.split_periods([2019], START, "flow", period_end=wrong)


def test_cash_is_yes_or_no_and_nothing_else():
    with pytest.raises(OptionError, match="`is_cashable` is 'No'; give True or False"):
        _line(is_cashable="No")


def test_names_are_compared_without_case_spaces_and_unicode_form():
    known = ["St. Helens", "Bristol, City of", "Ynys M\u00f4n", "King's Lynn"]
    assert find_name(" st.  helens", known) == "St. Helens"
    assert find_name("Ynys Mo\u0302n", known) == "Ynys M\u00f4n"
    assert find_name("King\u2019s Lynn", known) == "King's Lynn"
    assert find_name("Bristol", known) is None
    assert near_names("Bristol", known) == ["Bristol, City of"]
    assert near_names("St Helen", known)[0] == "St. Helens"
    assert near_names("zzzz", known) == []


@pytest.mark.parametrize("part", ["unit", "excluded", "neighbours"])
def test_a_name_that_is_not_in_the_panel_is_refused_with_near_ones(nation, ask, part):
    parts = {part: "P5" if part == "unit" else {"P5"}}
    for answer in (stepchange.evaluate, stepchange.plan_power):
        with pytest.raises(PanelError, match=r"'P5' is not in the panel of 60 units. Did you mean 'P"):
            answer(nation.panel, ask(**parts))


def test_a_name_in_another_case_gives_the_same_answer(nation, ask):
    plain = stepchange.evaluate(nation.panel, ask(excluded={"P01"}, neighbours={"P02"}), in_depth=False)
    other = stepchange.evaluate(nation.panel, ask(unit="p05", excluded={" p01"}, neighbours={"p02 "}), in_depth=False)
    assert plain.estimate.p_value == other.estimate.p_value
    assert plain.estimate.checks == other.estimate.checks
    assert other.question.unit == "P05"
    assert "P01" not in other.sample.units


def test_pools_refuse_names_they_do_not_know(nation):
    sites = tuple(stepchange.Site(unit, START) for unit in ("P01", "P02", "P03", "p04"))
    question = stepchange.PoolQuestion(sites, "snapshot", -1, 10.0)
    found = stepchange.pool(nation.panel, question, draws=9)
    assert [site.unit for site in found.sites] == ["P01", "P02", "P03", "P04"]
    for wrong in (
        dataclasses.replace(question, excluded={"Nowhere"}),
        dataclasses.replace(question, sites=(*sites, stepchange.Site("Nowhere", START))),
    ):
        for answer in (stepchange.pool, stepchange.plan_pool_power):
            with pytest.raises(PanelError, match="'Nowhere' is not in the panel"):
                answer(nation.panel, wrong)
    with pytest.raises(PanelError, match="'p01' is a site, so it cannot be among `excluded`"):
        dataclasses.replace(question, excluded={"p01"})
