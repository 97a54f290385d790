"""Words by which somebody could be known, and things that are true of few councils together."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.common.identifying import MarkKind, Names, Trait, find_marks, find_rare_combination

KNOWN = Names(
    places=frozenset({"Reading", "North East", "Bath and North East Somerset"}),
    organisations=frozenset({"Otterdale Trust"}),
    people=frozenset({"Sam Field"}),
    models=frozenset({"No Wrong Door"}),
)


def marked(text):
    return [(str(mark.kind), mark.text) for mark in find_marks(text, KNOWN)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We opened in March 2024.", [("a date", "March 2024")]),
        ("It began on 3 May 2019 and ended last autumn.", [("a date", "3 May 2019"), ("a date", "last autumn")]),
        ("In 2019/20 we paused.", [("a date", "2019/20")]),
        ("We had £340,000. Then less.", [("a sum of money", "£340,000")]),
        ("It cost 3.2 million pounds? No: £3.2 million.", [("a number", "3.2"), ("a sum of money", "£3.2 million")]),
        ("Soon after, Jane Porter left.", [("a name, perhaps", "Jane Porter")]),
        ("We asked Dr Smith twice.", [("a name, perhaps", "Dr Smith")]),
        ("Our friend Sam Field said so.", [("a name, perhaps", "Sam Field")]),
        ("We work with Otterdale Trust here.", [("an organisation", "Otterdale Trust")]),
        ("The director put it on hold.", [("a post that few people hold", "director")]),
        ("Staff in Reading were reading.", [("a place", "Reading")]),
        ("In Bath and North East Somerset it went well.", [("a place", "Bath and North East Somerset")]),
        ("We took up No Wrong Door there.", [("a model or project", "No Wrong Door")]),
        ("We were the only county in the country.", [("a word for something rare", "the only county in the country")]),
        ("About twelve families and 45% of staff.", [("a number", "twelve"), ("a number", "45%")]),
    ],
)
def test_what_could_point_at_somebody_is_marked_with_the_reason(text, expected):
    assert marked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "We trained everybody and nobody had time to use it.",
        "Ofsted and the NHS were told. Children liked it.",
        "Staff were reading the plan, and it may work in spring.",
    ],
)
def test_common_words_of_the_field_are_not_marked(text):
    assert marked(text) == []


@given(st.text(max_size=300))
def test_marks_are_pieces_of_the_text_in_order_and_never_overlap(text):
    marks = find_marks(text, KNOWN)
    assert all(text[mark.start : mark.end] == mark.text for mark in marks)
    assert all(first.end <= second.start for first, second in pairwise(marks))
    assert all(isinstance(mark.kind, MarkKind) for mark in marks)


def test_traits_that_fit_few_councils_together_are_rare():
    wide, narrow = Trait("North East", frozenset(range(12))), Trait("No Wrong Door", frozenset({1, 2, 40}))
    assert find_rare_combination([]) is None
    assert find_rare_combination([wide]) is None
    assert find_rare_combination([narrow]) == (["No Wrong Door"], 3)
    assert find_rare_combination([wide, narrow]) == (["North East", "No Wrong Door"], 2)
    assert find_rare_combination([Trait("x", frozenset(range(10)))]) is None
