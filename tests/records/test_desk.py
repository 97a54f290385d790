"""What stands on a desk for those who have a role on the site."""

import pytest
from django.test import Client
from django.urls import reverse

from cairn.accounts.models import SiteRole
from cairn.accounts.roles import SITE_ROLES
from tests.factories.accounts import UserFactory, client_of, give_site_role

pytestmark = pytest.mark.django_db
PLACES = {
    "editor": {"lessons:to-clear", "boards:boards"},
    "moderator": {"records:reports"},
    "matching": {"peers:runs"},
    "host": {"places:organisations", "places:users", "indicators:releases", "notices:jobs", "records:audit"},
}


def read_panel(person) -> str:
    """The part of the desk that is for their role."""
    page = client_of(person).get("/desk/").content.decode()
    return page.partition("Your role on this site")[2].partition("</div>")[0]


@pytest.mark.parametrize("role", SITE_ROLES)
def test_desk_leads_to_where_the_work_of_a_role_is_done(role):
    person = give_site_role(UserFactory(), role)
    panel, others = read_panel(person), set().union(*PLACES.values()) - PLACES[role]
    for view in PLACES[role]:
        assert f'href="{reverse(view)}"' in panel
        assert client_of(person).get(reverse(view)).status_code == 200
    assert not [view for view in others if f'href="{reverse(view)}"' in panel]


def test_desk_of_somebody_without_a_role_or_its_second_step_shows_none():
    without = UserFactory()
    SiteRole.objects.create(user=without, role="host")
    assert [read_panel(without), read_panel(UserFactory())] == ["", ""]


def test_lists_that_no_menu_names_are_reached_by_a_link():
    """From the library and from the foot of every page."""
    page = Client().get("/library/").content.decode()
    for view in ("voice:needs", "adoption:done", "about"):
        assert f'href="{reverse(view)}"' in page
        assert Client().get(reverse(view)).status_code == 200
