"""“Your council”: chosen once, known on every page, and never shown to anybody else."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from cairn.places.context_processors import your_council
from cairn.places.models import Membership, PlaceChange
from cairn.places.queries import get_your_council
from tests.factories.places import CouncilFactory, FictionalCouncilFactory
from tests.factories.records import join, make_organisation

pytestmark = pytest.mark.django_db
ADDRESS = "/your-council/"


@pytest.fixture(autouse=True)
def leeds():
    return CouncilFactory(code="383", name="Leeds", slug="leeds")


@pytest.fixture
def bradford():
    return CouncilFactory(code="380", name="Bradford", slug="bradford")


def shown_to(client):
    """The council that a page knows as theirs; any page does."""
    return client.get("/accessibility/").context["your_council"] or None


def choose(client, council="Leeds", **more):
    return client.post(ADDRESS, {"council": council, **more})


def test_visitor_chooses_once_and_goes_on_where_they_were(client, leeds):
    assert shown_to(client) is None
    response = choose(client, "383", next="/measures/")
    assert (response.status_code, response.url) == (302, "/measures/")
    assert shown_to(client) == leeds


def test_choice_of_one_visitor_is_not_known_to_another(client):
    choose(client)
    other = Client()
    assert shown_to(other) is None
    assert "Leeds" not in other.get(ADDRESS).content.decode()


def test_choice_needs_the_token_of_the_form(leeds):
    client = Client(enforce_csrf_checks=True)
    assert choose(client).status_code == 403
    assert shown_to(client) is None


def test_choice_without_a_page_to_go_back_to_leads_to_the_council(client):
    # A word would be taken for the name of a page.
    for elsewhere in ("", "https://example.org/", "//example.org/", "javascript:alert(1)", "home", "1", "http://["):
        assert choose(client, next=elsewhere).url == "/councils/leeds/"


def test_name_that_is_not_found_gets_near_matches_to_press(client, leeds):
    page = choose(client, "Leedes").content.decode()
    assert "&#x27;Leedes&#x27; is not a council we recognise" in page
    assert 'name="council" value="383"' in page
    assert shown_to(client) is None
    assert "is not a council" in choose(client, "<b>Nowhere at all").content.decode()
    assert "Enter the name of a council" in choose(client, "").content.decode()


def test_council_that_ended_leads_to_those_that_came_after(client):
    ended = CouncilFactory(name="Old shire", slug="old-shire", closed_on=date(2023, 3, 31))
    new = CouncilFactory(name="West shire", slug="west-shire")
    PlaceChange.objects.create(predecessor=ended, successor=new, date=date(2023, 4, 1), kind="split")
    page = choose(client, "Old shire").content.decode()
    assert "Old shire ended on 31 March 2023." in page
    assert f'name="council" value="{new.code}"' in page
    assert shown_to(client) is None


def test_invented_council_is_found_by_its_own_name_and_tagged(client):
    ottenvale = FictionalCouncilFactory(name="Ottenvale", slug="ottenvale")
    choose(client, "Ottenvale")
    assert shown_to(client) == ottenvale
    assert "cairn-fictional" in client.get(ADDRESS).content.decode()


def test_choice_can_be_removed(client):
    choose(client)
    client.post(ADDRESS, {"forget": "yes"})
    assert shown_to(client) is None


def test_person_has_the_council_of_their_organisation_until_they_choose_another(
    logged_in_client, user, leeds, bradford
):
    join(user, make_organisation("Leeds City Council", place=leeds))
    assert shown_to(logged_in_client) == leeds
    choose(logged_in_client, "Bradford")
    assert shown_to(logged_in_client) == bradford
    logged_in_client.post(ADDRESS, {"forget": "yes"})
    assert shown_to(logged_in_client) == leeds


def test_person_who_is_not_yet_let_in_has_no_council(logged_in_client, user, leeds):
    council = make_organisation("Leeds City Council", place=leeds)
    Membership.objects.create(user=user, organisation=council, asked_at=user.created_at)
    assert shown_to(logged_in_client) is None


def test_choice_before_signing_in_counts_only_for_those_without_a_council(client, user, other_user, leeds, bradford):
    join(user, make_organisation("Leeds City Council", place=leeds))
    choose(client, "Bradford")
    client.force_login(user)
    assert shown_to(client) == leeds
    visitor = Client()
    choose(visitor, "Bradford")
    visitor.force_login(other_user)
    assert shown_to(visitor) == bradford


def test_choice_does_not_outlast_signing_out_nor_reach_the_next_person(client, user, other_user):
    client.force_login(user)
    choose(client)
    client.logout()
    assert shown_to(client) is None
    client.force_login(user)
    choose(client)
    client.force_login(other_user)
    assert shown_to(client) is None


def test_council_that_is_no_more_in_the_database_is_nobodys(client, bradford):
    choose(client, "Bradford")
    bradford.delete()
    assert shown_to(client) is None


def test_page_for_ones_council_is_kept_by_no_shared_cache(client):
    choose(client)
    response = client.get(ADDRESS)
    assert "Cookie" in response["Vary"]
    assert "no-store" in response["Cache-Control"]
    response = client.get("/compare/")
    assert "Leeds" in response.content.decode()
    assert "private" in response["Cache-Control"]
    assert "Cookie" in response["Vary"]


def test_council_is_asked_for_once_and_only_where_it_is_shown(client, django_assert_num_queries):
    choose(client)
    request = RequestFactory().get("/")
    request.session, request.user = client.session, AnonymousUser()
    request.session.get("loaded")
    with django_assert_num_queries(0):
        context = your_council(request)
    with django_assert_num_queries(1):
        assert context["your_council"].name == get_your_council(request).name == "Leeds"


def test_page_without_a_session_has_none():
    assert get_your_council(RequestFactory().get("/")) is None


def test_page_of_a_council_leads_to_the_form_with_its_name(db):
    """A button there would need a token, and its cookie, before anybody chose anything."""
    council = FictionalCouncilFactory()
    client = Client()
    page = client.get(council.get_absolute_url())
    assert not page.cookies
    [address] = re.findall(r'href="(/your-council/\?council=[^"]+)"', page.content.decode())
    form = client.get(address.replace("&amp;", "&")).content.decode()
    assert f'value="{council.name}"' in form
    assert f'name="next" value="{council.get_absolute_url()}"' in form
    assert (
        'value="'
        not in re.findall(r'<input[^>]*name="council"[^>]*>', client.get("/your-council/?council=x").content.decode())[
            0
        ]
    )
