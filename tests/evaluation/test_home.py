"""The first page."""

import pytest

from cairn.lessons.models import Lesson
from cairn.library.models import Project
from tests.factories.places import CouncilFactory
from tests.factories.records import make_draft, make_record, make_team

pytestmark = pytest.mark.django_db


def read(client) -> str:
    return client.get("/").content.decode()


def test_home_of_an_empty_site_says_what_will_be_there(client):
    page = read(client)
    assert "What councils tried in children’s social care, and what happened" in page
    assert page.count('class="f-door"') == 3
    assert "No official figures are loaded yet" in page
    assert "nation=fictional" not in page
    assert "No council area appears in the library yet." in page
    assert "No lesson about something that did not work yet." in page


def test_home_of_the_demonstration_leads_to_fictional_councils(client, settings):
    settings.DEMONSTRATION = True
    assert "/plans/new/?nation=fictional" in read(client)


def test_home_counts_and_shows_only_what_its_reader_may_see(client, logged_in_client, user):
    title = "Small caseloads were promised and never came"
    mine = make_draft(Lesson, title=title, author=user, team=make_team(None, "Edge of care", user))
    Lesson.objects.filter(pk=mine.pk).update(happened="did_not_work", live=True, sharing="team")
    page = read(logged_in_client)
    assert "Small caseloads" in page
    assert "<b>1</b>" in page
    page = read(client)
    assert "Small caseloads" not in page
    assert "<b>1</b>" not in page


def test_home_draws_councils_in_which_something_was_tried(client):
    project = make_record(Project, title="A hub for teenagers")
    project.places.set([CouncilFactory(name="Otterdale", code="806")])
    project.save()
    page = read(client)
    assert "1 of the 1 council areas in England appear" in page
    assert page.count('class="t1"') == 2  # on the map and in its key
    assert ">Otterdale</a>" in page


def test_home_is_small_and_asks_a_fixed_number_of_times(client, starter, django_assert_num_queries):
    read(client)
    with django_assert_num_queries(9):
        page = read(client)
    assert len(page.encode()) < 60_000
