"""Every kind that people can start is started from one page; the title says something."""

import pytest
from django.urls import reverse

from cairn.records.kinds import get_kinds_to_start
from cairn.records.models import Record
from cairn.voice.models import Challenge, Need
from tests.factories.records import join, make_organisation, make_team

pytestmark = pytest.mark.django_db
STARTED = {kind.slug: kind.model for kind in get_kinds_to_start()}


def test_page_lists_every_kind_with_its_sentence(logged_in_client):
    page = logged_in_client.get("/records/new/").content.decode()
    assert {"need", "challenge", "project", "insight"} < STARTED.keys()
    for kind in get_kinds_to_start():
        assert page.count(f'href="/records/new/{kind.slug}/"') == 1
        assert kind.start.about in page


@pytest.mark.parametrize("slug", STARTED)
def test_title_starts_a_draft_for_the_only_team_and_leads_to_its_sections(slug, logged_in_client, user):
    team = make_team(None, "Edge of care", user)
    answer = logged_in_client.post(f"/records/new/{slug}/", {"title": "Someone to call at night"})
    record = Record.objects.get()
    assert answer.url == reverse("records:edit", args=[record.slug])
    assert (record.title, record.kind, record.team, record.live) == (
        "Someone to call at night",
        slug.replace("-", "_"),
        team,
        False,
    )
    assert isinstance(record.get_specific(), STARTED[slug])
    assert logged_in_client.get(answer.url).status_code == 200


@pytest.mark.parametrize(("address", "model"), [("voice:new-need", Need), ("voice:new-challenge", Challenge)])
def test_addresses_of_needs_and_challenges_stay(address, model, logged_in_client):
    logged_in_client.post(reverse(address), {"title": "Someone to call at night"})
    assert model.objects.get().title == "Someone to call at night"


def test_title_that_says_nothing_is_refused(logged_in_client):
    page = logged_in_client.post("/records/new/need/", {"title": "tbc"}).content.decode()
    assert "“tbc” does not answer “What is needed?”." in page
    assert list(Record.objects.all()) == []


def test_somebody_of_two_teams_chooses_one_of_their_own(logged_in_client, user, other_user):
    first, second = make_team(None, "Edge of care", user), make_team(None, "Fostering", user)
    strange = make_team(make_organisation("Brindlebridge Council"), "Planted team", other_user)
    assert "Planted team" not in logged_in_client.get("/records/new/project/").content.decode()
    for team in ("", strange.pk):
        page = logged_in_client.post("/records/new/project/", {"title": "House", "team": team}).content.decode()
        assert "Choose one of your teams" in page
    logged_in_client.post("/records/new/project/", {"title": "House", "team": second.pk})
    assert [record.team for record in Record.objects.all()] == [second]
    assert first != second


def test_reader_of_an_organisation_has_no_team_to_start_for(logged_in_client, user):
    join(user, make_organisation(), role="reader", team=make_team())
    logged_in_client.post("/records/new/need/", {"title": "Someone to call at night"})
    assert Record.objects.get().team is None


@pytest.mark.parametrize("slug", ["claim", "evaluation-plan", "nothing", "share"])
def test_kind_that_nobody_starts_by_its_title_has_no_page(slug, logged_in_client):
    assert logged_in_client.get(f"/records/new/{slug}/").status_code == 404


def test_somebody_without_a_log_in_is_led_to_it(client):
    for address in ("/records/new/", "/records/new/need/"):
        assert client.get(address).url == f"/log-in/?next={address}"
