"""What takes longer than a second says that it is being worked on."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_slow_answer_is_waited_for_in_words(page, live_server):
    page.goto(f"{live_server.url}/log-in/")
    page.route("**/log-in/", lambda route: route.fulfill(status=204))  # as long as it takes: the page stays
    status = page.get_by_role("status")
    expect(status).to_have_count(0)
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_label("Password", exact=True).fill("three unrelated words")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(status).to_be_empty()
    expect(status).to_have_text("Working on it. This can take a few seconds.")
