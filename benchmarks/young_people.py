"""How long it takes to type an answer in, and to write one on a phone.

python -m benchmarks.young_people http://127.0.0.1:8000 EMAIL PASSWORD /voice/KEY/

Of a site that runs, with a session whose door is open (`/voice/KEY/screen/`). EMAIL is its worker. It adds answers to
that session. Chromium types, taps and waits; how fast a person types and reads is assumed below and said with the
figures, because no person was timed.
"""

import argparse
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, Response, sync_playwright

LETTERS_A_SECOND = {"worker": 4.0, "young person": 1.5}  # about 48 and 18 words a minute
WORDS_A_MINUTE = 120  # that a child reads
SECONDS_A_TAP = 2.0
ANSWERS = [
    "Somebody to ring at night who already knows me.",
    "Tell me before we move, not on the day.",
    "I want to see my brother more than once a month.",
    "Let us cook together at the weekend.",
    "More time with one worker, not a new one each term.",
]

parser = argparse.ArgumentParser()
for name in ("site", "email", "password", "session"):
    parser.add_argument(name)
options = parser.parse_args()


class Count:
    """Requests for pages, and the seconds that a person waits."""

    def __init__(self, page: Page) -> None:
        self.pages, self.waited = 0, 0.0
        self.responses: list[Response] = []
        page.on("request", lambda request: self.add(request.is_navigation_request()))
        page.on("response", lambda response: self.responses.append(response))

    def add(self, is_page: bool) -> None:
        self.pages += is_page

    def weigh(self) -> int:
        """All that came since the last time, as it was sent."""
        came = [one for one in self.responses if one.status == 200]
        self.responses.clear()
        return sum(int(one.headers["content-length"]) for one in came)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.waited += time.perf_counter() - began


def log_in(page: Page) -> None:
    page.goto(f"{options.site}/log-in/")
    page.fill("input[name=login]", options.email)
    page.fill("input[name=password]", options.password)
    page.click("main button[type=submit]")


def type_in(browser: Browser) -> None:
    page = browser.new_page()
    log_in(page)
    page.goto(f"{options.site}{options.session}type-in/")
    count = Count(page)
    taps = 0
    for number, words in enumerate(ANSWERS):
        page.get_by_label("What they said").fill(words)
        if not number:
            for choice in ("16 to 17", "The team that asked can read it"):
                page.get_by_label(choice).check()
                taps += 1
        with count.waiting():
            page.get_by_role("button", name="Save and add another").click()
            page.get_by_text("Answer saved.").wait_for()
        taps += 2  # into the box, and the button
    letters = sum(map(len, ANSWERS))
    person = letters / LETTERS_A_SECOND["worker"] + taps * SECONDS_A_TAP
    each = (person + count.waited) / len(ANSWERS)
    print(
        f"Typing in: {len(ANSWERS)} answers, {count.pages} requests for a page, {letters} letters, {taps} taps, "
        f"{count.waited:.1f} s of waiting; {each:.0f} s an answer at {LETTERS_A_SECOND['worker']} letters a second"
    )


def write(browser: Browser, door: str) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 800}, device_scale_factor=2)
    page = context.new_page()
    count = Count(page)
    with count.waiting():
        page.goto(door, wait_until="networkidle")
    weights, read, taps = [count.weigh()], [len(page.inner_text("main").split())], 0
    with count.waiting():
        page.locator("a.big").click()
        page.locator("textarea").wait_for()
    page.wait_for_load_state("networkidle")
    weights.append(count.weigh())
    read.append(len(page.inner_text("main").split()))
    page.locator("textarea").fill(ANSWERS[0])
    for choice in ("input[name=age_band][value='16_17']", "input[name=purposes][value=inside]"):
        page.locator(choice).check()
        taps += 1
    with count.waiting():
        page.locator("form button.big").click()
        page.get_by_role("status").wait_for()
    taps += 3  # start, into the box, send
    writing = len(ANSWERS[0]) / LETTERS_A_SECOND["young person"] + taps * SECONDS_A_TAP + count.waited
    reading = [60 * words / WORDS_A_MINUTE for words in read]
    print(
        f"Writing on a phone of 375 px: {count.pages} requests for a page, {len(ANSWERS[0])} letters, {taps} taps, "
        f"{count.waited:.1f} s of waiting, {len(context.cookies())} cookies, first page {weights[0] / 1000:.0f} KB and "
        f"second {weights[1] / 1000:.0f} KB with all they load. {writing:.0f} s to write and send at "
        f"{LETTERS_A_SECOND['young person']} letters a second; reading every word takes {reading[0]:.0f} s for the "
        f"first page ({read[0]} words) and {reading[1]:.0f} s for the second ({read[1]}), at {WORDS_A_MINUTE} words a "
        "minute"
    )


def find_door(browser: Browser) -> str:
    page = browser.new_page()
    log_in(page)
    page.goto(f"{options.site}{options.session}screen/")
    if page.get_by_role("button", name="I am here: open it").count():
        page.get_by_role("button", name="I am here: open it").click()
    found = re.search(r"/v/[0-9a-f-]{36}/", page.content())
    if found is None:
        raise SystemExit("The session could not be opened: is a safeguarding lead or deputy on duty?")
    return options.site + found[0]


with sync_playwright() as playwright:
    chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    type_in(chromium)
    write(chromium, find_door(chromium))
    chromium.close()
