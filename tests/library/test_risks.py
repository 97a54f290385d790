"""Risks and stop rules: part of the draft of a project, on its page, and no mark of anybody."""

import pytest
from django.test import Client

from cairn.library.models import Project, Risk
from cairn.records import services
from tests.factories.accounts import UserFactory
from tests.factories.records import NOON, make_draft, make_record

pytestmark = pytest.mark.django_db
ANSWERS = {
    "what": "Places break down",
    "early_sign": "Two moves in a month",
    "who_watches": "The housing officer",
    "stop_rule": "We take nobody new",
    "state": "watching",
}


@pytest.fixture
def author():
    return UserFactory()


@pytest.fixture
def writer(author):
    client = Client()
    client.force_login(author)
    return client


def add(client, project, **changes):
    return client.post(f"/records/{project.slug}/rows/risks/", ANSWERS | changes)


def test_a_risk_stands_on_the_page_with_its_rule(author, writer):
    project = make_draft(Project, author=author)
    assert "No risks recorded yet" in writer.get(project.get_absolute_url()).content.decode()
    assert add(writer, project).status_code == 302
    assert add(writer, project, what="It costs more", state="happened", state_on="2026-05").status_code == 302
    page = writer.get(project.get_absolute_url()).content.decode()
    for words in (*list(ANSWERS.values())[:4], "Watched", "It happened, May 2026"):
        assert words in page
    assert "No risks recorded yet" not in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"what": ""}, "Enter a few words"),
        ({"stop_rule": ""}, "Enter a few words"),
        ({"state": ""}, "Choose the current state"),
        ({"state": "happened"}, "Enter when it happened, at least the year"),
        ({"state_on": "in May"}, "“in May” is not a date we can read"),
        ({"what": "A girl in the house is being hit"}, "sounds like a concern about someone’s safety"),
    ],
)
def test_bad_input_gets_a_sentence(author, writer, changes, sentence):
    project = make_draft(Project, author=author)
    assert sentence in add(writer, project, **changes).content.decode()
    assert not Risk.objects.exists()


def test_a_risk_of_a_published_project_waits_for_review(author, writer):
    project = make_record(Project, author=author)
    add(writer, project, what="Planted-risk")
    page = Client().get(project.get_absolute_url()).content.decode()
    assert "Planted-risk" not in page
    assert "No risks recorded yet" not in page  # others are not told of what is missing


def test_risks_go_when_the_project_is_withdrawn(author, writer):
    project = make_draft(Project, author=author)
    add(writer, project)
    assert Risk.objects.count() == 1
    services.withdraw_record(record=project, by=author, at=NOON)
    assert not Risk.objects.exists()


def test_no_list_of_projects_or_council_shows_or_counts_risks(author, writer):
    project = make_draft(Project, author=author)
    add(writer, project, what="Planted-risk")
    for path in ("/projects/", "/library/", "/search/?q=house", "/organisations/otterdale-council/", "/councils/"):
        page = writer.get(path).content.decode().lower()
        assert "planted-risk" not in page
        assert "risk" not in page
