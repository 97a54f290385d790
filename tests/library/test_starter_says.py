"""What the starter library may not say: contacts that reach nobody, words of young people that are not there."""

from pathlib import Path

import pytest

from cairn.common.definitions import Definition, DefinitionError
from cairn.library.definitions.starter import Entry, _check_said


def check(**row):
    _check_said(Entry(Definition(Path("challenges.yaml"), [{"key": "one", **row}], {}), (0,)))


@pytest.mark.parametrize("contact", ["Ealing Council.", "Wigan and Rochdale councils", "The project team"])
def test_contact_that_reaches_nobody_is_refused(contact):
    with pytest.raises(
        DefinitionError, match=f"'who_to_ask' is '{contact}', which gives no way to reach anyone. Name a role"
    ):
        check(who_to_ask=contact)


@pytest.mark.parametrize("contact", ["Catch22 (https://www.catch-22.org.uk)", "hub@example.gov.uk", "01632 960000"])
def test_published_contact_is_taken(contact):
    check(who_to_ask=contact)


def test_words_of_young_people_are_there_where_it_says_so():
    with pytest.raises(DefinitionError, match="'whose_words' holds no words of theirs"):
        check(viewpoints=["young_people", "figures"])
    check(viewpoints=["young_people"], whose_words="They asked for somebody to ring at night.")
    check(viewpoints=["figures"])


def test_view_of_a_young_person_needs_a_source():
    with pytest.raises(DefinitionError, match="told from the view of a young person"):
        check(viewpoint="young_person")
    check(viewpoint="young_person", supports=[{"record": "a-claim"}])
