"""A letter belongs to its option: the words of a paper use it, and so do people who talk about the paper."""

import pytest
from django.test import Client

from cairn.library.services import add_to_short_list
from cairn.papers.models import Paper, assign_letters
from cairn.papers.presenters.checking import find_gone_letters
from cairn.papers.presenters.composing import make_document
from cairn.papers.services import repoint_content
from cairn.records import services as records
from tests.factories.accounts import UserFactory
from tests.factories.papers import make_option, make_paper
from tests.factories.records import NOON
from tests.papers.test_visibility import read

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def author():
    return UserFactory()


@pytest.fixture
def client(author):
    client = Client()
    client.force_login(author)
    return client


@pytest.fixture
def options(author):
    return [make_option(author, name) for name in ("First", "Second", "Third")]


def test_removing_an_option_renames_no_other(client, author, options):
    paper = make_paper(author, options=options, risks="Option C is new to us. Option B is not.")
    client.post(f"/papers/{paper.slug}/options/", {"place_0": "1", "place_1": "out", "place_2": "3"})
    paper = Paper.objects.get(pk=paper.pk)
    told = read(make_document(paper))
    assert "A: First" in told
    assert "C: Third" in told
    assert "B: " not in told
    assert "Option C: one reported in favour" in paper.options_words
    assert find_gone_letters(paper) == ["B"]
    page = client.get(paper.get_absolute_url()).content.decode()
    assert "Your text mentions option B, no longer in this paper." in page


def test_option_that_comes_back_has_its_letter_and_a_new_one_has_a_new_letter(client, author, options):
    paper = make_paper(author, options=options)
    address = f"/papers/{paper.slug}/options/"
    client.post(address, {"place_0": "1", "place_1": "out", "place_2": "3"})
    fourth = make_option(author, "Fourth")
    for record in (options[1], fourth):
        add_to_short_list(record=record, by=author, at=NOON)
    client.post(address, {"place_0": "1", "place_1": "2", "add": [fourth.slug]})
    assert Paper.objects.get(pk=paper.pk).letter_of[fourth.slug] == "D"
    client.post(address, {"place_0": "3", "place_1": "2", "place_2": "1", "add": [options[1].slug]})
    paper = Paper.objects.get(pk=paper.pk)
    assert [paper.letter_of[slug] for slug in paper.options] == ["D", "C", "A", "B"]
    assert find_gone_letters(paper) == []
    assert "D: Fourth" in client.get(address).content.decode()


def test_paper_of_before_letters_were_stored_has_those_of_its_order(author, options):
    paper = make_paper(author, options=options)
    paper.letters = {}
    assert list(paper.letter_of.values()) == ["A", "B", "C"]


def test_withdrawn_option_keeps_its_letter_for_itself(author, options):
    paper = make_paper(author, options=options)
    records.withdraw_record(record=options[0], by=author, at=NOON)
    told = read(make_document(Paper.objects.get(pk=paper.pk)))
    assert "A: An option that was withdrawn." in told
    assert "C: Third" in told


@pytest.mark.parametrize(
    ("letters", "options", "after"),
    [
        ({"kept": "A", "other": "B", "third": "C"}, ["kept", "other", "third"], {"third": "C", "kept": "A", "B": "B"}),
        ({"other": "A", "third": "B"}, ["other", "third"], {"third": "B", "kept": "A"}),
        ({"kept": "A", "other": "B", "third": "C"}, ["other", "third"], {"third": "C", "kept": "B", "A": "A"}),
        ({}, ["kept", "other", "third"], {"third": "C", "kept": "A", "B": "B"}),
    ],
)
def test_letter_of_an_option_that_was_merged(letters, options, after):
    content = {"options": options, "letters": letters, "snapshot": {}}
    assert repoint_content(content, kept="kept", other="other")
    assert content["letters"] == after
    assert assign_letters(content["letters"], [*content["options"], "new"])["new"] == "DC"[len(letters) == 2]


def test_there_are_letters_after_z():
    letters = list(assign_letters({}, map(str, range(28))).values())
    assert letters[-3:] == ["Z", "A2", "B2"]
