"""What pages of a running demonstration look like in numbers: python -m benchmarks.face [http://127.0.0.1:8000]

Start it first with `cairn demo`. For each page type: its height at 1,280 and 375 pixels beside its budget, the weight
of its HTML (plain and compressed), how far it moves while it loads at 412 pixels with slow scripts and fonts
(cumulative layout shift), and how many faults axe finds at both widths with every menu and detail open. A number over
its budget has a "!"; the exit code is 1 then. Needs requirements/dev.txt and a Chromium (CHROMIUM names it).
"""

import gzip
import os
import re
import shutil
import sys
from dataclasses import dataclass
from urllib.request import urlopen

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, sync_playwright

LEAD = ("lead@ottenvale.example", "cairn-lead-demo")
OTHER_WIDE = 4_500
OTHER_NARROW = 9_000
HTML, HTML_OF_HOME, SHIFT = 100_000, 60_000, 0.05
SLOW = 400  # milliseconds for each script and font
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SHIFTED = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(one => { if (!one.hadRecentInput) sum += one.value; }))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 400);
})"""


@dataclass(frozen=True)
class Target:
    name: str
    path: str
    wide: int = OTHER_WIDE
    narrow: int = OTHER_NARROW
    signed_in: bool = False


# Budgets: the mock-ups of the face; every other page type stays under 4,500 pixels at 1,280.
TARGETS = [
    Target("home", "/", 2_700, 5_000),
    Target("challenges", "/challenges/"),
    Target("challenge", "/challenges/fewer-teenagers-coming-into-care/", 3_500, 6_000),
    Target("library", "/library/"),
    Target("models", "/models/", 3_000, 6_500),
    Target("model", "/models/no-wrong-door/", 4_500, 7_200),
    Target("projects", "/projects/"),
    Target("project", "/projects/leeds-family-valued/"),
    Target("reports", "/evaluation-reports/"),
    Target("methods", "/methods/"),
    Target("gap map", "/programmes/innovation-programme/gaps/", 2_300, 3_000),
    Target("introduction", "/introduction/"),
    Target("lessons", "/lessons/"),
    Target("insights", "/insights/"),
    Target("boards", "/boards/"),
    Target("board", "/boards/adopting-and-adapting/", 3_300, 6_500),
    Target("introductory sheet", "/boards/introductory-sheet/"),
    Target("events", "/events/"),
    Target("councils", "/councils/"),
    Target("council", "/councils/ottenvale/", 3_000, 5_800),
    Target("measures", "/measures/"),
    Target("plans", "/plans/"),
    Target("result", "", 2_400, 4_200),  # the first one on the list of plans
    Target("how the tests work", "/how-it-works/"),
    Target("search", "/search/?q=edge+of+care"),
    Target("sign in", "/log-in/"),
    Target("my desk", "/desk/", 1_400, 3_000, signed_in=True),
    Target("share a lesson", "/lessons/new/", signed_in=True),
    Target("actions", "/actions/", signed_in=True),
    Target("options papers", "/papers/", signed_in=True),
]


def main() -> None:
    origin = (sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000").rstrip("/")
    over = 0
    for name in ("cairn.css", "face.css"):
        with urlopen(f"{origin}/static/cairn/{name}") as sheet:  # noqa: S310 - the demonstration on this computer
            print(f"{name}: {len(gzip.compress(sheet.read())):,} bytes compressed")
    print(
        f"{'page':20} {'1280':>7} {'budget':>7} {'375':>8} {'budget':>7} "
        f"{'HTML':>9} {'gzip':>8} {'shift':>7} {'axe':>4}"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), args=["--no-sandbox"]
        )
        session = sign_in(browser, origin)
        for target in TARGETS:
            over += measure(browser, origin, target, session if target.signed_in else None)
    sys.exit(1 if over else 0)


def sign_in(browser: Browser, origin: str) -> dict:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{origin}/log-in/")
    page.get_by_label("E-mail address").fill(LEAD[0])
    page.get_by_label("Password", exact=True).fill(LEAD[1])
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_load_state()
    state = context.storage_state()
    context.close()
    return state


def measure(browser: Browser, origin: str, target: Target, session: dict | None) -> int:
    """Print a row; how many of its numbers are over their budget."""
    context = browser.new_context(storage_state=session)
    page = context.new_page()
    address = origin + (target.path or find_result(page, origin))
    answer = page.goto(address)
    if answer is None or answer.status != 200:
        print(f"{target.name:20} answered {answer.status if answer else 'nothing'}: {address}")
        context.close()
        return 1
    html = answer.body()
    wide, faults = look(page, 1280)
    narrow, more = look(page, 375)
    shift = measure_shift(context.new_page(), address)
    context.close()
    weight = HTML_OF_HOME if target.name == "home" else HTML
    cells = [
        (f"{wide:,}", wide > target.wide, 7),
        (f"{target.wide:,}", False, 7),
        (f"{narrow:,}", narrow > target.narrow, 8),
        (f"{target.narrow:,}", False, 7),
        (f"{len(html):,}", len(html) > weight, 9),
        (f"{len(gzip.compress(html)):,}", False, 8),
        (f"{shift:.3f}", shift >= SHIFT, 7),
        (str(faults + more), faults + more > 0, 4),
    ]
    row = " ".join(f"{text + ('!' if is_over else ''):>{room}}" for text, is_over, room in cells)
    print(f"{target.name:20} {row}", flush=True)
    return sum(is_over for _, is_over, _ in cells)


def find_result(page: Page, origin: str) -> str:
    page.goto(f"{origin}/")
    return str(page.get_by_role("link", name="See an example result").get_attribute("href"))


def look(page: Page, width: int) -> tuple[int, int]:
    """Height, and faults that axe finds with everything open."""
    page.set_viewport_size({"width": width, "height": 900})
    page.reload()
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    return height, len(Axe().run(page, options=options).response["violations"])


def measure_shift(page: Page, address: str) -> float:
    def wait(route: Route) -> None:
        page.wait_for_timeout(SLOW)
        route.fallback()

    page.set_viewport_size({"width": 412, "height": 900})
    page.route(re.compile(r"\.(js|woff2)(\?|$)"), wait)
    page.goto(address)
    return float(page.evaluate(SHIFTED))


if __name__ == "__main__":
    main()
