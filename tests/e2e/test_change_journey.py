"""A change made to a model is recorded on a phone in under a minute; `-s` prints seconds, taps and letters."""

import time

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.factories.accounts import PASSWORD

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
# How long somebody takes beside the pages themselves, rather slowly: for a tap, a letter on glass, a question to read.
TAP, LETTER, QUESTION = 1.5, 0.4, 2.5
MOST = 60


class Hand:
    """Taps and types on a page, and counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.letters, self.questions = page, 0, 0, 0

    def tap(self, what) -> None:
        what.click()
        self.taps += 1

    def write(self, label: str, words: str) -> None:
        self.page.get_by_label(label).fill(words)
        self.taps, self.letters, self.questions = self.taps + 1, self.letters + len(words), self.questions + 1

    def choose(self, name: str) -> None:
        self.tap(self.page.get_by_role("radio", name=name))
        self.questions += 1

    def get_seconds(self, pages: float) -> float:
        return pages + self.taps * TAP + self.letters * LETTER + self.questions * QUESTION


def test_change_is_recorded_on_a_phone_in_under_a_minute(page: Page, live_server, own_use, user):
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(live_server.url + reverse("accounts:log-in") + f"?next={own_use.get_absolute_url()}")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()

    hand, began = Hand(page), time.monotonic()
    hand.tap(page.get_by_role("link", name="Record a change").first)
    hand.write("What was changed?", "A teacher joined the team")
    hand.choose("None of its parts: something else")
    hand.choose("Not sure")
    hand.tap(page.get_by_role("button", name="Save the change"))
    expect(page.get_by_text("Change recorded.")).to_be_visible()
    pages = time.monotonic() - began

    seconds = hand.get_seconds(pages)
    print(f"\n{seconds:.0f} s by hand: {hand.taps} taps, {hand.letters} letters; the pages took {pages:.1f} s")  # noqa: T201 (what the walk is for)
    assert seconds < MOST
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    (made,) = own_use.get_draft().adaptations.all()
    assert (made.what, made.fits) == ("A teacher joined the team", "not_sure")
