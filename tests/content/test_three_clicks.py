"""From everything that the report of 2017 names one reaches its source and what happened since in three clicks.

A script walks it over the starter library, as somebody without a log-in: from the page of each, only by links between
the header and the foot of a page.
"""

import re
from collections import deque
from html import unescape
from html.parser import HTMLParser

import pytest

from tests.factories.library import load_library

MOST_CLICKS = 3
MOST_PAGES = 60  # for one of them; whoever has to look at more does not find it
EVENT = "/events/innovation-towards-excellence-2017/"
THE_REPORT = "Innovation towards Excellence, event report"
FILES = re.compile(r"\.(csv|xlsx|pdf|rss|ics|json|zip|docx|png|svg)$|/(wrong|file|papers|letter|follow)/")
# Forms, and pages that lead everywhere: whoever clicks them begins anew.
ELSEWHERE = ("/log-in", "/records/", "/actions/new", "/your-council", "/search", "/how-we-rate", "/papers/", "/chain")

# Name, the page of it, what its source is called, and something of after the event.
NAMED = [
    ("the Spring Consortium", EVENT, THE_REPORT, r"National Audit Office"),
    ("the Department for Education", EVENT, THE_REPORT, r"Public Accounts Committee"),
    ("the programme", "/programmes/innovation-programme/", r"gov\.uk/government/publications", r"Opcit|2022"),
    (
        "Partners in Practice",
        "/programmes/partners-in-practice/",
        r"Community Care, 16 March 2018",
        r"July 2025",
    ),
    ("board 1", "/boards/the-value-of-innovation/", r"nao\.org\.uk", r"2022"),
    ("board 2", "/boards/innovation-methods/", r"https?://", r"20(1[89]|2\d)"),
    ("board 3", "/boards/adopting-and-adapting/", r"https?://", r"20(1[89]|2\d)"),
    ("board 4", "/boards/scaling-and-spreading/", r"https?://", r"20(1[89]|2\d)"),
    ("board 5", "/boards/local-system-conditions/", r"https?://", r"20(1[89]|2\d)"),
    ("the introductory sheet", "/boards/introductory-sheet/", r"nao\.org\.uk", r"2022"),
    ("the four drivers", "/words/drivers/", THE_REPORT, r"National Audit Office"),
    ("the ten types", "/words/ten_types/", THE_REPORT, r"National Audit Office"),
    ("the embedding factors", "/words/embedding/", THE_REPORT, r"National Audit Office"),
    ("Leeds", "/projects/leeds-family-valued/", r"Evaluation Report 43", r"August 2025"),
    ("West Berkshire", "/projects/west-berkshire-building-communities/", r"info\.westberks", r"20(1[89]|2\d)"),
    ("Stoke’s House Project", "/projects/stoke-house-project/", r"Making a House a Home|978-1-78105-638-7", r"202\d"),
    ("Ealing’s Brighter Futures", "/projects/ealing-brighter-futures/", r"Intensive Engagement", r"July 2024"),
    ("Bradford", "/projects/bradford-b-positive-pathways/", r"B Positive Pathways", r"2020"),
    ("No Wrong Door", "/models/no-wrong-door/", r"Evaluation Report 51|Report 51", r"2021"),
    ("Wigan and Rochdale", "/projects/wigan-rochdale-act/", r"Evaluation Report 26|Report 26", r"20(1[89]|2\d)"),
    ("Stockport", "/projects/stockport-family/", r"Evaluation Report 35|Report 35", r"2025"),
    ("FDAC", "/projects/fdac-national-unit/", r"NatCen", r"2019"),
    ("Catch22", "/projects/project-crewe/", r"Behavioural Insights Team", r"20(1[89]|2\d)"),
    ("the barriers and enablers", EVENT, THE_REPORT, r"National Audit Office"),
    ("the evaluation reports", "/evaluation-reports/", r"Report 51|gov\.uk", r"202\d"),
    ("the four takeaways", EVENT, THE_REPORT, r"National Audit Office"),
    ("the next events", "/events/", THE_REPORT, r"[Ss]uggest"),
]


class Reader(HTMLParser):
    """The words of the main part of a page and of its head, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.depth, self.links, self.words = 0, [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "main":
            self.depth += 1
        if self.depth and tag == "a" and given.get("href"):
            self.links.append(given["href"])

    def handle_endtag(self, tag):
        if tag == "main":
            self.depth -= 1

    def handle_data(self, data):
        if self.depth:
            self.words.append(data)


class Walker:
    """Pages as they were read, by address; each is read once, whoever passes it."""

    def __init__(self, fetch) -> None:
        self.fetch, self.pages = fetch, {}

    def read(self, address: str) -> tuple[str, list[str]]:
        if address not in self.pages:
            reader = Reader()
            reader.feed(self.fetch(address))
            text = " ".join(unescape(" ".join([*reader.words, *reader.links])).split())
            inside = [link.partition("#")[0].partition("?")[0] for link in reader.links if link.startswith("/")]
            self.pages[address] = text, [link for link in dict.fromkeys(inside) if leads_on(link)]
        return self.pages[address]

    def find(self, start: str, wanted: str) -> list[str]:
        """The shortest way to a page that says it; nothing where three clicks do not reach one."""
        ways = deque([[start]])
        seen = {start}
        for _ in range(MOST_PAGES):
            if not ways:
                break
            way = ways.popleft()
            text, links = self.read(way[-1])
            if re.search(wanted, text):
                return way
            if len(way) <= MOST_CLICKS:
                for link in links:
                    if link not in seen:
                        seen.add(link)
                        ways.append([*way, link])
        return []


def leads_on(link: str) -> bool:
    return link != "/" and not link.startswith(ELSEWHERE) and not FILES.search(link)


@pytest.fixture(scope="module")
def walker(django_db_setup, django_db_blocker):
    """The starter library, loaded once."""
    from django.test import Client

    from tests.snapshots import loaded

    client = Client()

    def fetch(address):
        answer = client.get(address, follow=True)
        return answer.content.decode() if answer.status_code == 200 else ""

    with django_db_blocker.unblock(), loaded("starter library", load_library):
        yield Walker(fetch)


@pytest.mark.parametrize(("name", "start", "source", "since"), NAMED, ids=[one[0] for one in NAMED])
def test_source_and_what_happened_since_are_three_clicks_away(walker, name, start, source, since):
    assert walker.find(start, source), f"No way of three clicks from {start} to the source of {name}."
    assert walker.find(start, since), f"No way of three clicks from {start} to what happened since to {name}."


def test_the_event_leads_to_the_page_of_each(walker):
    missing = [name for name, start, _, _ in NAMED if not walker_reaches(walker, start)]
    assert missing == []


def walker_reaches(walker, target):
    """In two clicks from the page of the event."""
    if target == EVENT:
        return True
    _, links = walker.read(EVENT)
    return target in links or any(target in walker.read(link)[1] for link in links)


def test_a_way_of_four_clicks_is_none():
    pages = {f"/{number}/": f'<main><a href="/{number + 1}/">on</a></main>' for number in range(4)}
    walker = Walker(lambda address: pages.get(address, "<main>Source</main>"))
    assert walker.find("/0/", "Source") == []
    assert walker.find("/1/", "Source") == ["/1/", "/2/", "/3/", "/4/"]
