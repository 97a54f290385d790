"""Every kind of page, as a reader meets it."""

import pytest

from tests.e2e.by_day import choose, mark, read
from tests.e2e.pages import NOT_PAGES, PAGES, PageType
from tests.e2e.visits import Visit, cookie, find_problems, page_server, visits
from tests.permissions.routes import get_own_routes, get_routes

__all__ = ["cookie", "page_server", "visits"]
pytestmark = [pytest.mark.e2e, pytest.mark.django_db]


@pytest.mark.parametrize(
    "page_type", mark(one for one in PAGES if not one.shows_library), ids=lambda page_type: page_type.name
)
def test_page_is_accessible_narrow_quiet_and_works_without_scripts(request, page_server, page_type: PageType):
    assert find_problems(request, page_type) == []


def test_every_address_is_accounted_for():
    """Fails when an address is neither a page type nor named as something else. Mend it in tests/e2e/pages.py."""
    everything = set(get_routes())
    pages = {page_type.view for page_type in PAGES if page_type.view}
    assert not (missing := sorted(get_own_routes() - pages - set(NOT_PAGES))), (
        f"No browser opens {', '.join(missing)}: add a PageType to WRITTEN, or a line with the reason to NOT_PAGES."
    )
    assert not (gone := sorted((pages | set(NOT_PAGES)) - everything)), f"These addresses are gone: {', '.join(gone)}"
    assert not (both := sorted(pages & set(NOT_PAGES))), f"These are pages and no pages: {', '.join(both)}"


def test_pages_of_the_day_show_what_pages_share():
    shown = {"a": {"base", "a", "x/parts/one"}, "b": {"base", "b"}, "c": {"base", "c", "components/two"}, "d": {"d"}}
    assert choose(shown) == {"c": ["base", "components/two"], "a": ["x/parts/one"]}


@pytest.mark.nightly
def test_pages_of_the_day_are_there():
    gone = read()["day"].keys() - {page_type.name for page_type in PAGES}
    assert not gone, f"These pages are gone: {', '.join(sorted(gone))}. Run python tools/pages_by_day.py"


def test_security_policy_allows_no_inline_code(client):
    policy = client.get("/privacy/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_a_wrong_page_is_noticed(new_context, page_server, urls_that_fail):
    """The checks themselves: on a page where everything is wrong, each of them speaks."""
    visit = Visit(new_context(), page_server)
    visit.open("/fail/wrong/", 200, None)
    visit.tab.evaluate("document.querySelector('h1').textContent = 'Written by a script'")
    visit.check_facts("/fail/wrong/")
    visit.check_with_axe()
    found = "\n".join(visit.problems)
    for sign in (
        "2 headings of the first level",
        "no title",
        "without JavaScript another heading than with it",
        "scrolls sideways: ",
        "2 regions with the role navigation named ''",
        "'view' leads to different places: ",
        "axe html-has-lang",
        "axe image-alt",
        "asks another site: https://example.org/a.png",
        "console: Executing inline script",
        "console: Applying inline style",
    ):
        assert sign in found, found
