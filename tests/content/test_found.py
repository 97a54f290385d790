"""How the site is found and shared: search engines, links, password managers, and people who look for holes."""

import re

import pytest
from django.test import override_settings

from cairn.library.models import Project
from tests.factories.places import CouncilFactory, FictionalCouncilFactory
from tests.factories.records import make_record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_address(settings):
    settings.BASE_URL = "https://learning.example.org"


def test_the_map_names_what_everybody_may_read_and_nothing_else(client):
    council, fictional = CouncilFactory(), FictionalCouncilFactory()
    public, hidden = make_record(Project, title="Shown"), make_record(Project, title="Hidden", sharing="organisation")
    response = client.get("/sitemap.xml", headers={"host": "testserver"})
    assert response.headers["Content-Type"] == "application/xml"
    addresses = re.findall("<loc>(.*?)</loc>", response.content.decode())
    assert f"https://learning.example.org{public.get_absolute_url()}" in addresses
    assert f"https://learning.example.org{council.get_absolute_url()}" in addresses
    assert {"https://learning.example.org/", "https://learning.example.org/challenges/"} <= set(addresses)
    assert hidden.slug not in response.content.decode()
    assert fictional.slug not in response.content.decode()
    assert "lastmod" not in response.content.decode()
    assert len(addresses) == len(set(addresses))


def test_robots_read_pages_once_and_no_demonstration(client, settings):
    settings.DEMONSTRATION = False
    assert client.get("/robots.txt").content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /search/",
        "Disallow: /*?",
        "Sitemap: https://learning.example.org/sitemap.xml",
    ]
    settings.DEMONSTRATION = True
    assert client.get("/robots.txt").content.decode().splitlines() == ["User-agent: *", "Disallow: /"]


def test_a_page_has_one_address_a_sentence_and_a_picture(client):
    project = make_record(Project, title="Family hubs", summary="Help near home.")
    page = client.get(f"{project.get_absolute_url()}?council=nowhere", headers={"host": "testserver"}).content.decode()
    assert f'<link rel="canonical" href="https://learning.example.org{project.get_absolute_url()}">' in page
    assert '<meta name="description" content="Help near home.">' in page
    assert re.search(r'<meta property="og:image" content="https://learning.example.org/static/.*share.*\.png">', page)


def test_who_finds_a_hole_knows_whom_to_tell(client):
    with override_settings(CONTACT_EMAIL="host@example.org"):
        words = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:host@example.org" in words
    assert re.search(r"Expires: 20\d\d-\d\d-\d\dT00:00:00Z", words)
    with override_settings(CONTACT_EMAIL=""):
        assert client.get("/.well-known/security.txt").status_code == 404


def test_a_password_manager_finds_where_a_password_is_changed(logged_in_client):
    assert logged_in_client.get("/.well-known/change-password").headers["Location"] == "/account/password/"


def test_no_page_may_use_a_camera(client):
    assert "camera=()" in client.get("/").headers["Permissions-Policy"]
