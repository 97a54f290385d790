"""Hints for editors, and for each of them a text that deserves it and one that does not."""

import pytest

from cairn.boards.analysis import (
    BoardFacts,
    find_warnings,
    gives_order,
    warn_of_closed,
    warn_of_how_to,
    warn_of_length,
    warn_of_no_counter_example,
    warn_of_one_voice,
    warn_of_reading_age,
)
from tests.cases import each

CALM = "Leeds trained many people. Figures stood on show each week. What it cost was not found."


@each(
    ("sentence", "is_order"),
    [
        ("Make a plan with the family.", True),
        ("First, ask each team what it needs.", True),
        ("Do not begin without a plan.", True),
        ("Never start in winter.", True),
        ("You should ask young people first.", True),
        ("Leaders must make room.", True),
        ("“Talk to families early”", True),
        ("Use of residential care roughly halved.", False),
        ("Leaders who make room helped.", False),
        ("The council must keep a record by law.", False),
        ("Training was wide.", False),
        ("Plan and purpose differed.", False),
        ("Start", True),
        ("", False),
    ],
)
def test_order_is_told_from_a_finding(sentence, is_order):
    assert gives_order(sentence) is is_order


def test_board_that_tells_what_to_do_is_a_how_to_guide():
    warning = warn_of_how_to([CALM, "Ask young people. Choose a name. Tell the panel."])
    assert "3 of 6 sentences tell the reader what to do" in warning
    assert warn_of_how_to([CALM, CALM, "Ask young people."]) == ""
    assert warn_of_how_to([]) == ""


@pytest.mark.parametrize("steps", ["1. A start\n2. An end", "Step 1: a start\nStep 2: an end", "1) Here\n 2) There"])
def test_numbered_steps_make_a_how_to_guide(steps):
    assert "2 numbered steps" in warn_of_how_to([steps])


@pytest.mark.parametrize("text", ["2015 was the year.\n2016 too.", "1. One thing only", "£2.50 each"])
def test_numbers_that_are_no_steps_are_none(text):
    assert warn_of_how_to([text]) == ""


def test_long_board_says_how_long():
    assert warn_of_length(["word " * 900]) == ""
    assert warn_of_length(["word " * 500, "word " * 401]) == "It is long: 901 words. People read boards of up to 900."


def test_hard_board_says_which_age_it_needs():
    hard = "Organisational readiness necessitates considerable multidisciplinary collaboration and accountability."
    assert "hard to read" in warn_of_reading_age([hard])
    assert warn_of_reading_age([CALM]) == ""


def test_one_voice_is_named_and_two_are_enough():
    assert "all its insights are the view of “A funder”" in warn_of_one_voice(["A funder", "A funder"], 2)
    assert "someone unnamed" in warn_of_one_voice([], 1)
    assert warn_of_one_voice(["A funder", "A young person"], 2) == ""
    assert warn_of_one_voice([], 0) == ""


def test_board_without_anything_that_went_badly_is_asked_for_it():
    assert "It mentions nothing that went badly" in warn_of_no_counter_example(False)
    assert warn_of_no_counter_example(True) == ""


@pytest.mark.parametrize(("number", "said"), [(0, ""), (1, "1 record on it is"), (2, "2 records on it are")])
def test_citations_that_few_can_read_are_counted(number, said):
    assert warn_of_closed(number).startswith(said)


def test_board_that_deserves_no_hint_gets_none():
    assert find_warnings(BoardFacts((CALM,), ("A funder", "A parent or carer"), 2, True)) == []
    assert len(find_warnings(BoardFacts(("1. Ask\n2. Tell",), ("A funder",), 1, False, 3))) == 4
