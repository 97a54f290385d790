"""What surrounds every page: one row, no jumping, nothing to scroll sideways on the smallest screen."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.cases import each
from tests.e2e.visits import measure_shift

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
PAGES = ("home", "privacy", "boards:boards", "places:councils", "gallery")


@each("width", [1024, 1100, 1280])
def test_header_is_one_row(page: Page, live_server, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(live_server.url + reverse("privacy"))
    assert page.locator(".f-head").bounding_box()["height"] <= 66
    items = page.get_by_role("navigation", name="Main").get_by_role("link")
    expect(items).to_have_count(5)
    assert len({round(item.bounding_box()["y"]) for item in items.all()}) == 1
    expect(page.get_by_role("search", name="Site", exact=True)).to_be_visible()
    expect(page.locator(".f-head__menu")).to_be_hidden()


def test_narrow_header_keeps_its_height_with_large_text(page: Page, live_server):
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(live_server.url + reverse("privacy"))
    assert page.locator(".f-head").bounding_box()["height"] <= 60
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()


@each("view", PAGES)
def test_nothing_scrolls_sideways_on_the_smallest_screen(page: Page, live_server, view):
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(live_server.url + reverse(view))
    page.evaluate("document.querySelectorAll('.f-menu').forEach(menu => menu.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@each("view", PAGES)
def test_slow_scripts_and_fonts_move_nothing(page: Page, live_server, view):
    page.set_viewport_size({"width": 412, "height": 900})
    assert measure_shift(page, live_server.url + reverse(view)) < 0.05


def test_a_page_that_jumps_is_noticed(page: Page, live_server):
    """The measure itself: a script that pushes the page down is seen."""
    push = "document.body.prepend(Object.assign(document.createElement('div'), {className: 'f-hero'}))"
    # Two frames later something was painted for certain: what moves before the first paint has not moved.
    script = f"requestAnimationFrame(() => requestAnimationFrame(() => {push}))"
    page.route("**/start.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    page.set_viewport_size({"width": 412, "height": 900})
    assert measure_shift(page, live_server.url + reverse("privacy")) > 0.05
