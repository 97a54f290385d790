"""Twelve statements on a phone, without scripts: how many taps it takes, how long, and nothing scrolls sideways."""

import re
import sys

import pytest
from django.utils.timezone import now

from cairn.conditions import services
from cairn.conditions.models import ReplyToStatement
from tests.factories.reflections import make_profile, open_round

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
WORDS_A_MINUTE, SECONDS_A_TAP, SECONDS_TO_DECIDE = 200, 1.5, 15  # of somebody who reads slowly and thinks
MOST_MINUTES = 10


class Walker:
    """Somebody with a phone: counts taps, and the words they have to read; the same choices they read once."""

    def __init__(self, page):
        self.page, self.taps, self.words, self.known = page, 0, 0, set()
        self.read()

    def read(self):
        lines = [line for line in self.page.locator("main").inner_text().splitlines() if line not in self.known]
        self.words += sum(len(re.findall(r"\w+", line)) for line in lines)
        self.known.update(lines)
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    def choose(self, name):
        self.page.get_by_label(name, exact=True).check()
        self.taps += 1

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()
        self.taps += 1
        self.read()

    @property
    def minutes(self):
        return self.words / WORDS_A_MINUTE + self.taps * SECONDS_A_TAP / 60


def test_twelve_statements_take_less_than_ten_minutes_on_a_phone(new_context, live_server, capsys):
    profile = make_profile()
    opened = open_round(profile, at=now())
    room = services.open_room(round=opened, hours=1, has_shared_devices=False, by=profile.author, at=now())
    page = new_context(viewport={"width": 375, "height": 667}, java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/r/{room.code}/")
    walker = Walker(page)
    walker.choose("Health")
    walker.press("Begin")
    for number in range(1, 13):
        assert page.title().startswith(f"Statement {number} of 12")
        walker.choose(("Helps", "Gets in the way", "Both", "Does not matter here")[number % 4])
        if number % 4 != 3:
            walker.choose("A lot")
        walker.press("Continue")
    assert page.get_by_role("heading", name="Check your answers").is_visible()
    walker.press("Send my answers")
    assert page.get_by_role("heading", name="Your answers have arrived").is_visible()
    assert ReplyToStatement.objects.count() == 12
    minutes = walker.minutes + 12 * SECONDS_TO_DECIDE / 60
    with capsys.disabled():
        sys.stdout.write(f"\n{walker.taps} taps, {walker.words} words, {minutes:.1f} minutes with time to decide\n")
    assert walker.taps <= 2 + 12 * 3 + 1
    assert minutes < MOST_MINUTES
