"""A page for each role: short, with a picture, and each step leads somewhere."""

import re
from html import unescape

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from cairn.content.definitions import ROLES

MOST_WORDS = 150
pytestmark = pytest.mark.django_db


def read_words(page):
    """What stands between the breadcrumbs and the foot, with the alternative text of the picture."""
    head = page[page.index('class="f-phead') : page.index("<main")]
    main = page[page.index("<main") : page.index("</main>")]
    seen = " ".join(re.findall(r'alt="([^"]+)"', main))
    return unescape(re.sub(r"<[^>]+>", " ", f"{head} {main}") + seen).split()


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.key)
def test_page_is_short_has_a_picture_and_steps_that_open(role, client):
    page = client.get(reverse("content:role", args=[role.key])).content.decode()
    assert role.lead.split()[0] in page
    assert 40 <= len(read_words(page)) <= MOST_WORDS
    assert finders.find(role.picture), role.picture
    assert f'alt="{role.sees}"' in page
    for step in role.steps:
        assert reverse(step.view, args=[step.argument] if step.argument else []) in page


def test_home_leads_to_all_of_them(client):
    assert reverse("content:roles") in client.get("/").content.decode()
    page = client.get(reverse("content:roles")).content.decode()
    assert [role.title for role in ROLES if reverse("content:role", args=[role.key]) not in page] == []
    assert len({role.key for role in ROLES}) == len(ROLES)


def test_a_role_that_is_none_is_not_found(client):
    assert client.get("/who-it-is-for/king/").status_code == 404
