"""Nobody but its worker reads a story before its young person said yes, nor learns that it is there."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import give_site_role
from tests.factories.voice import make_story
from tests.voice.test_who_reads_answers import make_person

pytestmark = pytest.mark.django_db
SENTENCE = "Planted story of somebody"
PAGES = (
    *("story", "story-recording", "story-work", "edit-story", "story-consent", "story-answers", "story-reading"),
    *("publish-story", "story-audience", "story-aftercare", "end-story"),
)


@pytest.fixture
def story():
    return make_story(told={"heading": SENTENCE, "words": SENTENCE}, answer="")


@pytest.mark.parametrize(
    "who",
    [
        *("anonymous", "stranger", "team", "reader in the team", "organisation", "coordinator", "other organisation"),
        *("moderator", "editor", "host"),
    ],
)
def test_others_are_told_nothing(who, story):
    client = Client()
    if who != "anonymous":
        client.force_login(make_person(who, story))
    for name in PAGES:
        for ask in (client.get, client.post):
            response = ask(reverse(f"voice:{name}", args=[story.key]))
            assert response.status_code in (302, 404, 405), name
            assert SENTENCE not in response.content.decode()
            assert response.status_code != 302 or "/log-in/" in response.url
    assert SENTENCE not in client.get(reverse("voice:stories")).content.decode()
    assert SENTENCE not in client.get("/search/?q=planted").content.decode()
    story.refresh_from_db()
    assert story.ended == ""


def test_editor_finds_no_draft_in_the_office(story):
    editor = give_site_role(make_person("stranger", story), "editor")
    client = Client()
    client.force_login(editor)
    page = story.page
    for address in (
        "/admin/pages/",
        f"/admin/pages/{page.get_parent().pk}/",
        f"/admin/pages/{page.pk}/edit/",
        f"/admin/pages/{page.pk}/history/",
        f"/admin/pages/{page.pk}/view_draft/",
    ):
        assert SENTENCE not in client.get(address, follow=True).content.decode()


def test_worker_reads_it(story):
    client = Client()
    client.force_login(story.worker)
    for name in ("story-work", "edit-story", "story-reading"):
        assert SENTENCE in client.get(reverse(f"voice:{name}", args=[story.key])).content.decode()
    assert client.get(story.get_absolute_url()).status_code == 302


def test_worker_who_left_the_team_reads_nothing_more(story):
    story.worker.memberships.get().team_memberships.all().delete()
    client = Client()
    client.force_login(story.worker)
    assert client.get(reverse("voice:story-work", args=[story.key])).status_code == 404
