"""What somebody does from page to page, with the keyboard alone where that matters."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories.accounts import PASSWORD

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_keyboard_skips_to_the_content(page, live_server):
    page.goto(live_server.url + reverse("privacy"))
    page.keyboard.press("Tab")
    expect(page.locator(".govuk-skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()


def test_log_in_and_out_with_the_keyboard(page, live_server, user):
    page.goto(live_server.url + reverse("accounts:account"))
    expect(page).to_have_title("Sign in - Cairn")
    page.get_by_label("E-mail address").focus()
    page.keyboard.type("ADA@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    page.locator("header summary", has_text="My desk").focus()
    page.keyboard.press("Enter")
    page.locator("header").get_by_role("button", name="Sign out").focus()
    page.keyboard.press("Enter")
    expect(page.locator("header").get_by_role("link", name="Sign in", exact=True)).to_be_visible()


def test_empty_form_leads_from_the_summary_to_the_field(page, live_server):
    page.goto(live_server.url + reverse("accounts:log-in"))
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_title("Error: Sign in - Cairn")
    summary = page.get_by_role("alert")
    expect(summary.get_by_role("link")).to_have_text(["Enter your e-mail address", "Enter your password"])
    summary.get_by_role("link", name="Enter your password").click()
    field = page.get_by_label("Password", exact=True)
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_attribute("aria-describedby", "id_password_error")


def test_menu_opens_on_a_phone(page, live_server):
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(live_server.url + reverse("privacy"))
    entries = page.get_by_role("navigation", name="Menu").get_by_role("link")
    expect(entries.first).to_be_hidden()
    page.locator("summary", has_text="Menu").click()
    expect(entries.first).to_be_visible()
    expect(page.get_by_role("search", name="Site, in the menu")).to_be_visible()


def test_site_loads_its_own_font(page, live_server):
    fonts = []
    page.on(
        "response", lambda response: fonts.append((response.url, response.status)) if "font" in response.url else None
    )
    page.goto(live_server.url + reverse("privacy"))
    page.wait_for_function("document.fonts.status === 'loaded'")
    assert {status for _, status in fonts} == {200}
    assert all(
        re.search(r"/static/cairn/fonts/(atkinson-hyperlegible-next-latin|zero)-[47]00", url) for url, _ in fonts
    )
    assert page.evaluate("document.fonts.check('16px \"Atkinson Hyperlegible Next\"')")


def test_result_on_paper_is_short_and_holds_nothing_to_press(page, live_server, example):
    page.goto(live_server.url + example.get_absolute_url())
    sheets = page.pdf(format="A4")
    page.emulate_media(media="print")
    for gone in (
        "nav",
        "form",
        "details:not(.f-fold)",
        "summary",
        ".cairn-downloads",
        ".govuk-back-link",
        ".govuk-button",
        "footer",
    ):
        for one in page.locator(gone).all():
            expect(one).to_be_hidden()
    expect(page.locator(".f-verdict")).to_be_visible()
    expect(page.locator("svg.f-chart:visible").first).to_be_visible()
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) in range(1, 6)
