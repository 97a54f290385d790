"""How the site is found and shared: search engines, links, password managers, and people who look for holes."""

import re
from io import BytesIO

import pytest
from django.conf import settings
from django.test import override_settings
from django.urls import reverse
from PIL import Image

from cairn.common.presenters.sharing import DEFAULT, OF_KIND, PICTURES
from cairn.content.views.sitemap import Lists
from cairn.library.models import EvaluationReport, PracticeModel, Project
from cairn.records.kinds import get_kinds
from tests.factories.boards import make_board
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
    assert f"{public.get_absolute_url()}</loc><lastmod>{public.updated_at:%Y-%m-%d}</lastmod>" in response.text
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


def test_a_shared_link_shows_title_sentence_and_the_picture_of_its_kind(client):
    project = make_record(Project, title='Hubs & "homes"', summary="Help near home. More of it. And much later, more.")
    page = client.get(project.get_absolute_url()).content.decode()
    assert '<meta property="og:title" content="Hubs &amp; &quot;homes&quot;">' in page
    assert "<title>Hubs &amp; &quot;homes&quot; - Cairn</title>" in page
    assert '<meta property="og:description" content="Help near home. More of it. And much later, more.">' in page
    assert re.search(r'property="og:image" content="https://learning.example.org/static/.*share-project.*\.png">', page)
    assert 'property="og:image:alt" content="Project: What was tried in one place, and what happened">' in page


def test_every_picture_of_a_shared_link_is_there():
    for name in PICTURES:
        path = settings.STATICFILES_DIRS[0] / f"cairn/images/{name}.png"
        with Image.open(path) as picture:
            assert picture.size == (1200, 630)
        assert path.stat().st_size < 40_000
    assert set(OF_KIND.values()) | {DEFAULT} == set(PICTURES)
    assert set(OF_KIND) - {kind.name for kind in get_kinds()} == {"board", "council", "measure"}


def test_a_list_of_pages_says_what_it_lists(client):
    """Each list in the map has a sentence of its own, except the home page, whose sentence is that of the site."""
    said = {}
    for address in {one for one in Lists().items() if one != "home"}:
        page = client.get(reverse(address)).content.decode()
        said[address] = re.search(r'<meta name="description" content="(.*?)">', page)[1]
    assert [address for address, sentence in said.items() if settings.SITE_STRAPLINE in sentence] == []
    assert len(set(said.values())) == len(said)
    assert [sentence for sentence in said.values() if not 30 < len(sentence) < 200] == []


def test_icons_are_there_for_browsers_telephones_and_home_screens(client):
    page = client.get("/").content.decode()
    icon = client.get("/favicon.ico")
    assert icon.headers["Content-Type"] == "image/x-icon"
    with Image.open(BytesIO(icon.content)) as picture:
        assert {(16, 16), (32, 32)} <= set(picture.info["sizes"])
    assert '<link rel="icon" href="/favicon.ico"' in page
    assert re.search(r'<link rel="apple-touch-icon" href="/static/.*apple-touch-icon.*\.png">', page)
    said = client.get("/site.webmanifest")
    assert said.headers["Content-Type"] == "application/manifest+json"
    assert said.json()["name"] == "Cairn"
    for one in said.json()["icons"]:
        with Image.open(settings.STATICFILES_DIRS[0] / f"cairn/images/icon-{one['sizes'].split('x')[0]}.png") as icon:
            assert f"{icon.width}x{icon.height}" == one["sizes"]


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


def test_reports_models_and_boards_say_how_to_cite_them_where_everybody_may_read_them(client):
    report = make_record(EvaluationReport, title="On hubs", authors="Mason, P.; Ferguson, H.", published="2017-07")
    page = client.get(report.get_absolute_url()).content.decode()
    assert "How to cite" in page
    address = f"https://learning.example.org{report.get_absolute_url()}"
    assert f'Mason, P.; Ferguson, H. (2017). On hubs. <a href="{address}">{address}</a>' in page
    assert page.count('<script type="application/ld+json">') == page.count('name="citation_title"') == 1
    for address in (make_record(PracticeModel, title="Hubs").get_absolute_url(), make_board().get_absolute_url()):
        assert "How to cite this page" in client.get(address).content.decode()
    shared = make_record(PracticeModel, title="Hubs for us", sharing="organisation")
    client.force_login(shared.author)
    page = client.get(shared.get_absolute_url()).content.decode()
    assert "Hubs for us" in page
    assert "How to cite" not in page
    assert "ld+json" not in page


def test_a_page_can_be_shared_with_and_without_scripts(client):
    project = make_record(Project, title="Hubs & homes")
    page = client.get(project.get_absolute_url()).content.decode()
    address = f"https://learning.example.org{project.get_absolute_url()}"
    assert f'readonly value="{address}"' in page
    assert 'href="mailto:?subject=Hubs%20%26%20homes&amp;body=https%3A%2F%2Flearning.example.org%2F' in page
    assert re.search(r'<script type="module" src="/static/cairn/share.*\.js"></script>', page)
