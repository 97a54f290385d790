"""Every kind of page, as a reader meets it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from tests.e2e.pages import NOT_PAGES, PAGES, PageType
from tests.permissions.routes import get_own_routes, get_routes

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 375, "height": 800}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Visit:
    """A page opened in a browser of its own, and everything that was wrong with it."""

    def __init__(self, new_context, live_server, cookie: dict | None, **options):
        self.origin = live_server.url
        self.problems: list[str] = []
        context = new_context(**options)
        if cookie:
            context.add_cookies([cookie])
        # A page that loads itself again would go away under the checker.
        context.route("**/cairn/reload*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
        self.tab = context.new_page()
        self.tab.on("console", self._hear)
        self.tab.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        self.tab.on("request", self._follow)
        self.tab.on("response", self._check)

    def open(self, path: str, status: int) -> None:
        self.address = self.origin + path
        self.status = status
        self.tab.goto(self.address)

    def check_with_axe(self) -> None:
        results = Axe().run(self.tab, options={"runOnly": {"type": "tag", "values": RULES}})
        for violation in results.response["violations"]:
            places = "; ".join(str(node["target"]) + " " + node["html"][:150] for node in violation["nodes"][:3])
            self.problems.append(f"axe {violation['id']}: {violation['help']}: {places}")

    def check_width(self) -> None:
        wide, screen = self.tab.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        if wide > screen:
            self.problems.append(f"scrolls sideways: {wide} pixels on a screen of {screen}")

    def check_structure(self) -> None:
        if self.tab.locator("h1").count() != 1:
            self.problems.append(f"{self.tab.locator('h1').count()} headings of the first level instead of one")
        if not self.tab.title().strip():
            self.problems.append("no title")

    def _hear(self, message) -> None:
        own_status = message.location.get("url") == self.address and self.status >= 400
        if message.type in ("error", "warning") and not own_status:
            self.problems.append(f"console: {message.text}")

    def _follow(self, request) -> None:
        if not request.url.startswith((self.origin, "data:")):
            self.problems.append(f"asks another site: {request.url}")

    def _check(self, response) -> None:
        wanted = self.status if response.url == self.address else 200
        if response.status not in (wanted, 304) and response.request.redirected_to is None:
            self.problems.append(f"{response.url} answered {response.status} instead of {wanted}")


@pytest.fixture
def cookie(request, live_server):
    """The session of somebody logged in, when the page type asks for it."""
    if not request.getfixturevalue("page_type").needs_log_in:
        return None
    client = request.getfixturevalue("logged_in_client")
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": live_server.url}


@pytest.mark.parametrize("page_type", PAGES, ids=lambda page_type: page_type.name)
def test_page_is_accessible_narrow_quiet_and_works_without_scripts(
    request, page_type: PageType, cookie, new_context, live_server
):
    path = page_type.path(request)
    problems = []

    wide = Visit(new_context, live_server, cookie, viewport=WIDE)
    wide.open(path, page_type.status)
    wide.check_structure()
    wide.check_with_axe()
    heading = wide.tab.locator("h1").first.inner_text()
    problems += [f"wide: {problem}" for problem in wide.problems]

    narrow = Visit(new_context, live_server, cookie, viewport=NARROW)
    narrow.open(path, page_type.status)
    narrow.check_with_axe()
    narrow.check_width()
    problems += [f"narrow: {problem}" for problem in narrow.problems]

    plain = Visit(new_context, live_server, cookie, viewport=NARROW, java_script_enabled=False)
    plain.open(path, page_type.status)
    if plain.tab.locator("h1").first.inner_text() != heading or not plain.tab.locator("h1").first.is_visible():
        plain.problems.append("another heading than with JavaScript")
    menu = plain.tab.locator("#navigation a")
    if menu.count() and not all(link.is_visible() for link in menu.all()):
        plain.problems.append("the menu is hidden")
    problems += [f"without JavaScript: {problem}" for problem in plain.problems]

    assert problems == []


def test_every_address_is_accounted_for():
    """Fails when an address is neither a page type nor named as something else. Mend it in tests/e2e/pages.py."""
    everything = set(get_routes())
    pages = {page_type.view for page_type in PAGES if page_type.view}
    assert get_own_routes() - pages - set(NOT_PAGES) == set()
    assert pages - everything == set()
    assert set(NOT_PAGES) - everything == set()
    assert pages & set(NOT_PAGES) == set()


def test_security_policy_allows_no_inline_code(client):
    policy = client.get("/privacy/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_a_wrong_page_is_noticed(new_context, live_server, urls_that_fail):
    """The checks themselves: on a page where everything is wrong, each of them speaks."""
    visit = Visit(new_context, live_server, None, viewport=NARROW)
    visit.open("/fail/wrong/", 200)
    visit.check_structure()
    visit.check_width()
    visit.check_with_axe()
    found = "\n".join(visit.problems)
    for sign in (
        "2 headings of the first level",
        "no title",
        "scrolls sideways: ",
        "axe html-has-lang",
        "axe image-alt",
        "asks another site: https://example.org/a.png",
        "console: Executing inline script",
        "console: Applying inline style",
    ):
        assert sign in found, found
