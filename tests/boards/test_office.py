"""The office of the editors bears Cairn's name, and has what they use."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.factories.boards import ensure_tree, make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    client = Client()
    ensure_tree()
    client.force_login(make_editor("Edith"))
    return client


def read_labels(page: str) -> set[str]:
    """What the menu says; a script draws it from this."""
    return set(re.findall(r'"label": "([^"]+)"', BeautifulSoup(page, "lxml").find(id="wagtail-sidebar-props").string))


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/pages/", "/admin/reports/site-history/", "/admin/reports/workflow/"]
)
def test_office_bears_our_name_and_look(office, path):
    sent = office.get(path, follow=True).content.decode()
    assert re.search(r'branding-logo><span class="cairn-mark">.*?<span>Cairn</span>', sent, re.DOTALL)
    page = BeautifulSoup(sent, "lxml")
    assert page.title.get_text().endswith("- Cairn")
    assert page.find("link", rel="stylesheet", href=re.compile(r"cairn/office[.\w]*\.css"))
    assert "favicon.svg" in page.find("link", rel="icon")["href"]
    for unseen in page(["noscript", "script", "template"]):
        unseen.decompose()
    assert "Wagtail" not in page.get_text()


def test_menu_has_what_editors_use(office):
    assert read_labels(office.get("/admin/").content.decode()) == {
        *("Back to the site", "Pages", "Reports", "Help", "Account", "Log out"),
        *("Waiting for approval", "What editors did", "What you can do here", "Shortcuts"),
    }


def test_first_page_says_what_editors_can_do(office):
    page = BeautifulSoup(office.get("/admin/").content, "lxml")
    assert page.h1.get_text() == "Edit boards and reports"
    assert page.find(id="guide").h2.get_text() == "What you can do here"
    assert {link["href"] for link in page.find(id="guide")("a")} == {"/admin/pages/", "/desk/"}


def test_account_is_that_of_the_site(office):
    answer = office.get("/admin/account/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/")
