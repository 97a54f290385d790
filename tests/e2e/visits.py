"""A page type opened narrow and made wide; what it says without JavaScript; and everything that is wrong with it."""

import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from django.http import Http404
from django.test.testcases import LiveServerThread
from django.urls import resolve
from playwright.sync_api import Page, Route

import cairn
from cairn.common.navigation import ITEMS, get_current_item
from tests.e2e.by_day import find_unseen, noting_templates
from tests.e2e.pages import PageType
from tests.needs import IS_NIGHT
from tests.validator import keep_page

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 800}  # a page enlarged to 400 % on a computer (WCAG 1.4.10)
# What surrounds every page, the menu above all, is the same on all: one of them shows it wide and without JavaScript.
SURROUNDINGS = {"home"}
# What the page says of itself, read at once. `marks` is what the header marks, by the name of the menu; `regions` are
# landmarks on show, with their names; `places` are where the links and buttons of one name lead; `spaced` is how wide
# the page becomes with the text spacing that a reader may set (WCAG 1.4.12).
FACTS = """() => {
  const shown = selector => [...document.querySelectorAll(selector)].filter(one => one.checkVisibility());
  const words = text => (text || "").split(/\\s+/).join(" ").trim();
  const read = selector => [...document.querySelectorAll(selector)].map(one => words(one.textContent));
  const marks = name => read(`nav[aria-label="${name}"] [aria-current]`);
  const byId = ids => ids && words(ids.split(" ").map(id => document.getElementById(id)?.textContent).join(" "));
  const pictures = one => [...one.querySelectorAll("img, svg")].map(it => it.alt || it.ariaLabel).join(" ");
  const name = one => byId(one.getAttribute("aria-labelledby")) || words(one.ariaLabel);
  const says = one => (name(one) || words(`${one.textContent} ${pictures(one)}`)).toLowerCase();
  const roles = { nav: "navigation", section: "region", aside: "complementary", search: "search", form: "form" };
  const isRegion = (role, one) => !["region", "form"].includes(role) || name(one) || one.hasAttribute("role");
  const regions = shown("nav, section, aside, search, form, [role=region], [role=search], [role=navigation]")
    .map(one => [one.getAttribute("role") || roles[one.localName], one])
    .filter(([role, one]) => isRegion(role, one)).map(([role, one]) => [role, name(one)]);
  const fields = form => JSON.stringify([...form.querySelectorAll("[type=hidden]:not([name=csrfmiddlewaretoken])")]
    .map(field => [field.name, field.value]));
  const places = {};
  const lead = (one, place) => (places[says(one)] ??= new Set()).add(place);
  shown("main a[href]").forEach(one => lead(one, (one.href.baseVal ?? one.href).split("#")[0]));  // of a chart too
  shown("main form button:not([type=button])")
    .forEach(one => lead(one, [one.formAction, one.name, one.value, fields(one.form)].join(" ")));
  const many = Object.entries(places).filter(([, where]) => where.size > 1).map(([text, where]) => [text, [...where]]);
  const width = document.documentElement.scrollWidth;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const spaced = document.documentElement.scrollWidth;
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter(one => one !== sheet);
  return { title: document.title, headings: [...document.querySelectorAll("h1")].map(one => one.textContent),
           has_header: document.querySelector(".f-head") !== null, marks: { Main: marks("Main"), Menu: marks("Menu") },
           crumbs: read("nav[aria-label='Breadcrumb'] li"), regions, many, width, spaced, screen: window.innerWidth };
}"""
# Titles that are the same whatever the page is about, as templates have them.
FIXED_TITLES = {
    unescape(found[1]).strip()
    for path in (Path(cairn.__file__).parent / "templates").rglob("*.html")
    if (found := re.search(r"{% block title %}([^{]*){% endblock %}", path.read_text(encoding="utf-8")))
}
# Pages whose title names nothing, because it stays in the history of a browser that others may use: a safeguarding
# concern, a lesson without a name, a story that must leave no words when it is withdrawn, a link that does not work.
DISCREET = {
    *("voice:concern", "voice:close-concern", "lessons:clear", "lessons:anonymous-check", "lessons:anonymous-change"),
    *(f"voice:{name}" for name in ("story", "edit-story", "publish-story", "end-story", "hand-over-story")),
    *(f"voice:story-{name}" for name in ("answers", "audience", "consent", "reading", "aftercare")),
    *("conditions:answer-by-link", "conditions:answer", "conditions:answer-in-room"),
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class _SharingServer(ThreadedWSGIServer):
    def _close_connections(self) -> None:
        """It is the connection of the test, which closes it."""


class _SharingThread(LiveServerThread):
    server_class = _SharingServer


@pytest.fixture(scope="module")
def page_server(browser, django_db_setup):
    """A site that reads over the connection of the test, so that it sees what the test undoes at its end.

    Pages are only opened here, one after the other. A journey, which sends forms, has the site of `live_server`.
    The browser comes first: once Playwright has its event loop, Django has another connection in this thread.
    """
    shared = {connection.alias: connection for connection in connections.all()}
    thread = _SharingThread("127.0.0.1", StaticFilesHandler, connections_override=shared)
    for connection in shared.values():
        connection.inc_thread_sharing()
    # As Django's test client does: the end of a request is not the end of the connection.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    yield f"http://{thread.host}:{thread.port}"
    thread.terminate()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    for connection in shared.values():
        connection.dec_thread_sharing()


@pytest.fixture(scope="module")
def visits(browser, page_server):
    """With scripts and without. They keep style sheet, fonts and scripts from page to page, and no cookie."""
    made = [browser.new_context(java_script_enabled=has_scripts) for has_scripts in (True, False)]
    yield [Visit(context, page_server) for context in made]
    for context in made:
        context.close()


class Visit:
    """A tab of a telephone, in which one page after another is opened, and everything that was wrong with the last.

    A tab of its own for each page would take as long as the page.
    """

    def __init__(self, context, origin: str):
        self.context, self.origin = context, origin
        self.problems: list[str] = []
        self.tab = context.new_page()
        # A page that loads itself again would go away under the checker.
        self.tab.route("**/cairn/reload*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
        self.tab.on("console", self._hear)
        self.tab.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        self.tab.on("request", self._follow)
        self.tab.on("response", self._check)

    def open(self, path: str, status: int, cookie: dict | None) -> None:
        self.context.clear_cookies()
        if cookie:
            self.context.add_cookies([cookie])
        self.tab.set_viewport_size(NARROW)
        self.problems.clear()
        self.address = self.origin + path
        self.status = status
        self.response = self.tab.goto(self.address)

    def leave(self) -> None:
        """A page that goes on asking would do so in the next test. One of the same site keeps the browser's process."""
        self.tab.goto(f"{self.origin}/robots.txt")

    def check_with_axe(self) -> None:
        only = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
        results = Axe().run(self.tab, options=only)
        for violation in results.response["violations"]:
            places = "; ".join(str(node["target"]) + " " + node["html"][:150] for node in violation["nodes"][:3])
            self.problems.append(f"axe {violation['id']}: {violation['help']}: {places}")

    def check_width(self) -> None:
        wide, screen = self.tab.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        self._check_fits(wide, screen)

    def check_facts(self, path: str) -> None:
        """What the page says of itself: headings, title, names, width and the way to it."""
        facts = self.tab.evaluate(FACTS)
        self._check_structure(facts)
        self._check_names(facts)
        self._check_fits(facts["width"], facts["screen"])
        if facts["width"] <= facts["screen"] < facts["spaced"]:
            self.problems.append(f"with text spacing scrolls sideways: {facts['spaced']} on {facts['screen']} pixels")
        if self.status == 200 and facts["has_header"]:  # the page for a broken server stands alone
            self._check_way(path, facts)

    def _check_fits(self, wide: int, screen: int) -> None:
        if wide > screen:
            self.problems.append(f"scrolls sideways: {wide} pixels on a screen of {screen}")

    def _check_structure(self, facts: dict) -> None:
        """One heading of the first level, which the page as it was sent has already; and a title."""
        titles = facts["headings"]
        if len(titles) != 1:
            self.problems.append(f"{len(titles)} headings of the first level instead of one")
        if not facts["title"].strip():
            self.problems.append("no title")
        sent = BeautifulSoup(self.response.text(), "lxml").find("h1")
        if titles and (sent is None or sent.get_text().split() != titles[0].split()):
            self.problems.append("without JavaScript another heading than with it")

    def _check_names(self, facts: dict) -> None:
        """No two regions are called the same, and no two links or buttons that lead to different places."""
        regions = Counter((role, name) for role, name in facts["regions"])
        for (role, name), number in regions.items():
            if number > 1 or (not name and sum(other == role for other, _ in regions) > 1):
                self.problems.append(f"{number} regions with the role {role} named {name!r}")
        for words, places in facts["many"]:
            self.problems.append(f"{words!r} leads to different places: {', '.join(sorted(places)[:3])}")

    def _check_way(self, path: str, facts: dict) -> None:
        """The header marks the item that the page belongs to, breadcrumbs lead home, the title names the record."""
        try:
            found = resolve(path.partition("?")[0])
            label = ITEMS[item][0] if (item := get_current_item(found.app_name, found.view_name)) else None
            is_home = found.view_name == "home"
            is_about = bool(found.args or found.captured_kwargs) and found.view_name not in DISCREET
        except Http404:
            label, is_home, is_about = None, False, False
        for name, marked in facts["marks"].items():
            if marked != ([label] if label else []):
                self.problems.append(f"{name} marks {marked} instead of {label}")
        if not is_home and facts["crumbs"][:1] != ["Home"]:
            self.problems.append("no breadcrumbs")
        if not all(facts["crumbs"]):
            self.problems.append("a breadcrumb without words")
        title = facts["title"].rpartition(" - ")[0]
        if is_about and title in FIXED_TITLES:
            self.problems.append(f"the title does not say what the page is about: {title}")

    def check_menu(self) -> None:
        menu = self.tab.locator(".f-head__menu")
        menu.locator("summary").click()
        if not all(link.is_visible() for link in menu.locator("a").all()):
            self.problems.append("the menu does not open")

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


SHIFT = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(one => { if (!one.hadRecentInput) sum += one.value; }))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300);
})"""


def measure_shift(page: Page, address: str, slow: float = 0.4) -> float:
    """How far the page moves while it loads (cumulative layout shift), with scripts and fonts that come late."""

    def wait(route: Route) -> None:
        page.wait_for_timeout(slow * 1000)
        route.fallback()

    page.route(re.compile(r"\.(js|woff2)(\?|$)"), wait)
    page.goto(address)
    moved = float(page.evaluate(SHIFT))
    page.unroute_all(behavior="ignoreErrors")  # what comes later still than that would wait in the next test
    return moved


@pytest.fixture
def cookie(request, page_server):
    """The session of somebody logged in, when the page type asks for it."""
    if not request.getfixturevalue("page_type").needs_log_in:
        return None
    client = request.getfixturevalue("logged_in_client")
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": page_server}


def find_problems(request: pytest.FixtureRequest, page_type: PageType) -> list[str]:
    """Of the page on a telephone, and wide as well where its layout differs."""
    ask = request.getfixturevalue
    cookie, (page, plain) = ask("cookie"), ask("visits")
    path = page_type.path(request)
    shows_surroundings = page_type.view in SURROUNDINGS

    with noting_templates() as templates:
        page.open(path, page_type.status, cookie)
    if IS_NIGHT:
        page.problems += find_unseen(page_type.name, templates)
    keep_page(request.config, page_type.view, page_type.name, "visit", page.response.text())
    page.check_facts(path)
    page.check_with_axe()
    problems = [f"narrow: {problem}" for problem in page.problems]

    page.problems.clear()
    page.tab.set_viewport_size(WIDE)
    page.check_width()
    if shows_surroundings or page.tab.locator("table").count():
        page.check_with_axe()
    problems += [f"wide: {problem}" for problem in page.problems]
    page.leave()

    if shows_surroundings:
        plain.open(path, page_type.status, cookie)
        plain.check_menu()
        problems += [f"without JavaScript: {problem}" for problem in plain.problems]
    if not page_type.needs_log_in and page_type.status == 200:
        _keep_for_reader(request, page_type, path)
    return problems


def _keep_for_reader(request: pytest.FixtureRequest, page_type: PageType, path: str) -> None:
    """A public page as somebody who is signed in gets it: for the validator alone, so no browser opens it."""
    answer = request.getfixturevalue("logged_in_client").get(path)
    if answer.status_code == 200:
        keep_page(request.config, page_type.view, page_type.name, "signed-in", answer.content.decode())
