"""What looks as if somebody could be recognised is named to the worker, with what it is."""

import pytest

from cairn.voice.presenters.hints import describe_hints, find_hints
from tests.factories.places import FictionalCouncilFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You can ring me on 07700 900123.", ("a phone number", "07700 900123")),
        ("mail me at sam@home.example", ("an e-mail address", "sam@home.example")),
        ("I am @sam_the_best on there", ("a user name", "@sam_the_best")),
        ("I live at 12 Mill Road with my nan", ("an address", "12 Mill Road")),
        ("my postcode is OT1 2AB", ("a postcode", "OT1 2AB")),
        ("I was born on 3/4/2011", ("a date of birth, perhaps", "3/4/2011")),
        ("They moved me to Rowan House in a day", ("a school or home", "Rowan House")),
        ("my worker Karen never rings", ("a name, perhaps", "Karen")),
    ],
)
def test_what_could_say_who_it_is_is_named(text, expected):
    assert expected in find_hints(text)


def test_council_is_a_place():
    place = FictionalCouncilFactory()
    assert ("a place", place.name) in find_hints(f"i moved from {place.name} last year")


@pytest.mark.parametrize(
    "text",
    [
        "I want to see my brother more than 2 times a year.",
        "They move us at 16 or 17, and nobody asks.",
        "It was 10 out of 10. My room was cold.",
        "Somebody to talk to at night, not only on Monday.",
        "I had 14 social workers, no one stayed.",
    ],
)
def test_ordinary_words_raise_no_question(text):
    assert find_hints(text) == []


def test_each_is_named_once_in_one_sentence():
    hints = find_hints("ask Karen, because Karen knows: 07700 900123")
    assert len(hints) == 2
    assert describe_hints(hints).count("Karen") == 1
