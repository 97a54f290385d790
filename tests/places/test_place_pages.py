"""The list of councils and a council's page."""

import pytest

from cairn.places.models import Place
from cairn.places.services import load_fictional_places, load_places
from tests.factories.places import CouncilFactory, FictionalCouncilFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, 3])
def test_councils_takes_one_query_however_many_there_are(client, django_assert_num_queries, number):
    CouncilFactory.create_batch(number)

    with django_assert_num_queries(1):
        response = client.get("/councils/")

    assert response.content.decode().count('href="/councils/council-') == number


def test_councils_lists_real_ones_by_region_and_no_fictional_one(client):
    load_places()
    load_fictional_places()

    page = client.get("/councils/").content.decode()

    assert page.index("East Midlands") < page.index("Inner London") < page.index(">Camden<") < page.index("North East")
    assert 'Cumbria <span class="f-key">until 31 March 2023</span></a>' in page
    assert 'Cumberland</a> <span class="f-key">since 1 April 2023</span>' in page
    assert "Ottenvale" not in page


def test_councils_lists_fictional_ones_only_when_asked_and_tags_them(client):
    load_places()
    load_fictional_places()

    page = client.get("/councils/?nation=fictional").content.decode()

    assert page.count("cairn-fictional") == 151  # each council and the heading
    assert ">Leeds<" not in page


@pytest.mark.parametrize(
    ("asked", "slug"), [("leeds", "leeds"), ("383", "leeds"), ("E08000020", "gateshead"), ("BCP", "bcp")]
)
def test_find_a_council_leads_to_its_page(client, asked, slug):
    load_places()

    response = client.get("/councils/", {"q": asked})

    assert (response.status_code, response.url) == (302, f"/councils/{slug}/")


def test_find_an_ambiguous_name_lists_both(client):
    load_places()

    page = client.get("/councils/", {"q": "Dorset"}).content.decode()

    assert "Dorset (835, until 31 March 2019); Dorset (838, since 1 April 2019)" in page
    assert 'href="/councils/dorset/"' in page
    assert 'href="/councils/dorset-before-2019/"' in page
    assert ">Leeds<" not in page


def test_find_nothing_says_so_and_escapes_what_was_asked(client):
    load_places()

    page = client.get("/councils/", {"q": "<script>x"}).content.decode()

    assert "is not a council we recognise" in page
    assert "<script>x" not in page


def test_find_never_crosses_between_the_nations(client):
    load_places()
    load_fictional_places()

    page = client.get("/councils/", {"q": "Ottenvale"}).content.decode()
    assert 'Ottenvale is fictional: <a class="govuk-link" href="/councils/ottenvale/">open it</a>.' in page
    assert page.count('href="/councils/') == 4  # in both menus, the fictional council, "Show all councils"
    assert "is not a council we recognise" not in page
    assert client.get("/councils/", {"q": "Ottenvale", "nation": "fictional"}).url == "/councils/ottenvale/"


def test_councils_of_a_demonstration_lead_to_the_fictional_ones(client, settings):
    link = '<a href="/councils/?nation=fictional">See the fictional councils</a>'
    assert link not in client.get("/councils/").content.decode()

    settings.DEMONSTRATION = True

    assert link in client.get("/councils/").content.decode()
    assert link not in client.get("/councils/?nation=fictional").content.decode()


def test_councils_without_places_says_what_to_do(client):
    assert "No councils have been loaded yet" in client.get("/councils/").content.decode()


def test_council_shows_codes_region_history_and_the_way_to_a_test(client):
    load_places()

    page = client.get("/councils/bcp/").content.decode()

    assert "Bournemouth, Christchurch and Poole" in page
    assert "E06000058" in page
    assert "South West" in page
    assert "Took over from" in page
    assert "Dorset (835)</a> on 1 April 2019. Christchurch only." in page
    assert "?place=839" in page
    assert "No figures yet" in page


def test_council_that_ended_says_so_and_what_followed(client):
    load_places()

    page = client.get("/councils/cumbria/").content.decode()

    assert "This council ended on 31 March 2023." in page
    assert "Followed by" in page
    assert (
        'Its area is now covered by <a href="/councils/cumberland/">Cumberland</a> and '
        '<a href="/councils/westmorland-and-furness/">Westmorland and Furness</a>.'
    ) in page
    assert "/plans/new/" not in page
    assert "Make this your council" not in page


def test_council_shows_every_long_code_it_had(client):
    load_places()

    page = client.get("/councils/gateshead/").content.decode()

    assert "E08000020 (until 31 March 2013)" in page
    assert "E08000037 (since 1 April 2013)" in page


def test_fictional_council_is_tagged(client):
    place = FictionalCouncilFactory()

    page = client.get(place.get_absolute_url()).content.decode()

    assert "cairn-fictional" in page
    assert "?place=F" in page


def test_council_page_is_for_councils_only(client):
    load_places()

    assert client.get("/councils/north-west/").status_code == 404
    assert client.get("/councils/atlantis/").status_code == 404
    assert Place.objects.filter(slug="north-west").exists()
