"""Every route, asked by somebody without a session through the page cache, with a record of every kind planted."""

import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cairn.common import moments, page_cache
from cairn.events.queries.moments import find_next_moment as find_moment_of_events
from cairn.records.policies import UnableToChangeRecord
from cairn.records.services import withdraw_record
from tests.factories.pages import cached, count_made
from tests.factories.records import NOON
from tests.permissions.asking import read
from tests.permissions.planting import Garden, Planted, garden
from tests.permissions.routes import RULES

__all__ = ["cached", "count_made", "garden"]
pytestmark = pytest.mark.django_db
OF_EACH_ROUTE = 2  # kinds that are asked for on a route of any kind, other ones on each

# Pages whose purpose is a form that changes something: they alone set the cookie of its token.
FORMS = {
    *("accounts:log-in", "places:your-council", "records:ask-about", "records:report-record", "records:report-place"),
    *("events:book", "events:book-group", "events:suggest", "lessons:withdraw", "voice:code"),
}
# Modules that ask what time it is for a page that is kept, with what says when that page ends before midnight.
BY_DAY = None  # only the day of it is used
CLOCKS = {
    "cairn.events.views.events": find_moment_of_events,
    "cairn.events.views.suggestions": find_moment_of_events,
    "cairn.events.views.papers": BY_DAY,
}


def list_addresses(garden: Garden) -> Iterator[tuple[str, str, Planted]]:
    """With the name of the route and what it is about; what everybody may see, of every kind."""
    public = [one for one in garden.planted if one.level == "public"]
    for number, (name, rule) in enumerate(RULES.items()):
        if "get" not in rule.methods:
            continue
        fitting = [one for one in public if rule.arguments(one) is not None]
        if rule.about == "other":
            fitting = fitting[:1]
        turn = number % max(len(fitting), 1)
        for one in [*fitting[turn:], *fitting[:turn]][:OF_EACH_ROUTE]:
            yield name, reverse(name, args=rule.arguments(one)), one


def ask(address: str) -> Any:
    response = Client().get(address)
    response.text_of_all = read(response)
    response.close()  # a file, perhaps
    return response


def has_any(address: str, planted: list[Planted]) -> bool:
    said = ask(address).text_of_all
    return any(one.sentence in said for one in planted)


def ask_uncached(address: str, monkeypatch: Any) -> Any:
    with monkeypatch.context() as patch:
        patch.setattr(page_cache, "find_key", lambda request: "")
        return ask(address)


def is_kept(response: Any) -> bool:
    return response.status_code == 200 and str(response.get("ETag", "")).startswith('W/"')


def test_every_public_page_is_what_it_would_be_without_the_cache(garden, cached, count_made, monkeypatch):
    different, kept_routes, not_kept, cookies = [], set(), set(), set()
    for name, address, _ in list_addresses(garden):
        first = ask(address)
        if first.status_code != 200 or first.streaming:
            continue
        if first.cookies:
            cookies.add(name)
        made = count_made()
        second = ask(address)
        if count_made() > made:
            not_kept.add(name)
            continue
        kept_routes.add(name)
        fresh = ask_uncached(address, monkeypatch)
        if not first.content == second.content == fresh.content:
            different.append(f"{address} is not what it would be")
        said = [
            {k: v for k, v in one.items() if k not in ("X-Request-ID", "ETag", "Content-Length")}
            for one in (second, fresh)
        ]
        vary = [set(re.split(r",\s*", one.pop("Vary", ""))) | {"Accept-Encoding"} for one in said]
        if said[0] != said[1] or vary[0] != vary[1]:
            different.append(f"{address} says {said[0]}, not {said[1]}")
    assert not different
    assert {"home", "library:model", "places:council", "voice:challenge", "records:records"} <= kept_routes
    assert cookies <= FORMS


def test_withdrawn_words_are_gone_with_the_next_request_on_every_route(garden, cached, own_ledger):
    addresses = [address for _, address, _ in list_addresses(garden)]
    public = [one for one in garden.planted if one.level == "public"]
    showed = [address for address in addresses if has_any(address, public)]
    assert len(showed) > 50
    gone = []
    for one in public:
        with suppress(UnableToChangeRecord):  # its words stay, because later results rest on them
            withdraw_record(record=one.record, by=one.record.author, at=NOON)
            gone.append(one)
    assert len(gone) > 10
    assert [address for address in showed if has_any(address, gone)] == []


def test_what_asks_for_the_time_says_when_it_ends(garden, cached, monkeypatch):
    """What goes by days ends at midnight. A page that asks for more than the day needs a moment of its own."""
    asked: set[str] = set()
    for module_name, module in list(sys.modules.items()):
        if module_name.startswith("cairn.") and getattr(module, "now", None) is timezone.now:

            def spy(name=module_name):
                asked.add(name)
                return timezone.now()

            monkeypatch.setattr(module, "now", spy)
    found = {}
    for name, address, _ in list_addresses(garden):
        caches["pages"].clear()
        asked.clear()
        if is_kept(ask(address)):
            for module in asked - {"cairn.common.page_cache"}:
                found.setdefault(module, name)
    assert {module: name for module, name in found.items() if module not in CLOCKS} == {}
    assert set(CLOCKS.values()) <= {BY_DAY, *moments._finders}
