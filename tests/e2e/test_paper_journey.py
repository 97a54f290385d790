"""From a challenge and a short list to a paper for a panel, and to its PDF."""

import io

import pytest
from django.urls import reverse
from django.utils.text import slugify
from playwright.sync_api import expect
from pypdf import PdfReader

from cairn.library.services import add_to_short_list
from tests.factories.accounts import PASSWORD
from tests.factories.papers import make_option
from tests.factories.records import NOON

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_from_a_challenge_and_a_short_list_to_a_paper_as_pdf(page, live_server, challenge, user):
    for title in ("No Wrong Door", "Family Valued"):
        add_to_short_list(record=make_option(user, title), by=user, at=NOON)
    page.goto(live_server.url + reverse("accounts:log-in") + f"?next={challenge.get_absolute_url()}")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()

    page.get_by_role("link", name="Write a paper", exact=True).click()
    expect(page.get_by_label("No Wrong Door (model)")).to_be_checked()
    page.get_by_role("button", name="Draft the paper").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{challenge.title}: options")
    expect(page.get_by_role("region", name="Options A and B", exact=True)).to_be_visible()

    page.get_by_role("button", name="Edit the text").click()
    page.get_by_role("link", name="Title, question, recommendation").click()
    page.get_by_label("What do you recommend? (optional)").fill("Test option A in one area first.")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("link", name="See the page").click()
    expect(page.get_by_text("Test option A in one area first.")).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("button", name="Download as PDF").click()
    assert download.value.suggested_filename == f"{slugify(challenge.title)}-options.pdf"
    with open(download.value.path(), "rb") as file:
        told = " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(file.read())).pages)
    assert "Test option A in one area first." in told
    assert "86% stayed out of care with" in told
