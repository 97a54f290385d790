"""Every route, asked by somebody for everything that is planted, and what was wrong with the answers."""

from collections.abc import Iterator
from copy import copy
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse

from cairn.accounts.backends import EmailBackend
from cairn.common.models import SendCount
from cairn.config import urls
from cairn.places.queries import belonging
from cairn.records.models import Record
from cairn.records.models.record import RecordQuerySet
from cairn.records.views import loading
from tests.permissions.planting import CHANGES, SEES, Garden, Planted
from tests.permissions.routes import RULES, Rule

NOT_THERE = {404, 410}
MANY_KINDS, PARTS = 8, 4
ASK_FOR_ALL = {"moderator", "coordinator", "in the circle"}
RULES_OF_SIGHT = ("visible_to", "editable_by")


@pytest.fixture
def quick(monkeypatch, settings) -> Iterator[None]:
    """Ten thousand requests in a minute or two: what is the same for all of them is done once.

    The database is asked once for each person who they are, what they belong to, and which rows they may see and
    change, by the site's own rules; at the end it is asked again and must say the same. That a record is not there for
    them, and in which words they are told, is found out once for all the pages of a record. Sessions lie in memory;
    "not found" is a line, no page.
    """
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    # An address asked by a method that it does not take says so, instead of leading to its page.
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if not one.endswith("LeadToPage")]
    monkeypatch.setattr(urls, "handler404", say_not_found)
    monkeypatch.setattr(EmailBackend, "get_user", keep_people())
    answers: dict[tuple[str, Any], tuple[Any, set[int]]] = {}
    belongings, read_belonging = {}, belonging._read
    monkeypatch.setattr(belonging, "_read", keep_belonging(read_belonging, belongings))
    rules = {name: getattr(RecordQuerySet, name) for name in RULES_OF_SIGHT}
    for name in rules:
        monkeypatch.setattr(RecordQuerySet, name, keep_rows(name, rules[name], answers))
    monkeypatch.setattr(loading, "_find", keep_what_is_not_found(loading._find))
    monkeypatch.setattr(loading, "_make_refusal", keep_refusals(loading._make_refusal))
    yield
    for (name, _), (user, rows) in answers.items():
        assert rows == get_ids(rules[name](Record.objects.all(), user))
    for user, own in belongings.values():
        assert own == read_belonging(user)


def keep_people() -> Any:
    get_user, kept = EmailBackend.get_user, {}

    def get_kept(backend: EmailBackend, key: int) -> Any:
        if key not in kept:
            kept[key] = get_user(backend, key)
        return copy(kept[key])  # no page knows what another has found out about them

    return get_kept


def keep_belonging(read: Any, kept: dict[int, tuple[Any, Any]]) -> Any:
    def get_kept(user: Any) -> Any:
        if user.pk not in kept:
            kept[user.pk] = user, read(user)
        return kept[user.pk][1]

    return get_kept


def keep_rows(name: str, rule: Any, answers: dict[tuple[str, Any], tuple[Any, set[int]]]) -> Any:
    def get_kept(rows: RecordQuerySet, user: Any) -> RecordQuerySet:
        if (name, user.pk) not in answers:
            answers[name, user.pk] = user, get_ids(rule(Record.objects.all(), user))
        return rows.filter(pk__in=answers[name, user.pk][1])

    return get_kept


def keep_what_is_not_found(find: Any) -> Any:
    """What is found is looked up each time: pages change it."""
    missing = set()

    def find_again(user: Any, slug: str, kind: type[Record], related: tuple[str, ...]) -> Any:
        if (user.pk, slug, kind) in missing:
            return None
        found = find(user, slug, kind, related)
        if found is None:
            missing.add((user.pk, slug, kind))
        return found

    return find_again


def keep_refusals(make: Any) -> Any:
    kept: dict[tuple[Any, str, type[Record]], Exception] = {}

    def get_kept(user: Any, slug: str, kind: type[Record]) -> Exception:
        if (user.pk, slug, kind) not in kept:
            kept[user.pk, slug, kind] = make(user, slug, kind)
        return kept[user.pk, slug, kind].with_traceback(None)

    return get_kept


def get_ids(rows: RecordQuerySet) -> set[int]:
    return set(rows.values_list("pk", flat=True))


def say_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(f"Not found: {exception}", status=404)


def get_client(who: str, garden: Garden) -> Client:
    client = Client(raise_request_exception=True)
    if who != "anonymous":
        client.force_login(garden.people[who])
    return client


def list_all(client: Client, words: str) -> str:
    """Every page of the list of records that have these words."""
    pages: list[str] = []
    while True:
        page = client.get("/records/", {"q": words, "page": len(pages) + 1}).content.decode()
        pages.append(page)
        if f"page={len(pages) + 1}" not in page:
            return "".join(pages)


def read(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace") + str(response.headers)


def find_problems(who: str, garden: Garden, rules: dict[str, Rule] = RULES) -> list[str]:
    """Asks for everything that `who` may not see or change, and each page that names no record once."""
    client, sentences = get_client(who, garden), [one.sentence for one in garden.get_hidden(who)]
    problems = []
    for number, (name, rule) in enumerate(rules.items()):
        for one in choose(rule, garden, who, number):
            if "post" in rule.methods:
                SendCount.objects.all().delete()  # more is asked here than one person may send in an hour
            for method in rule.methods:
                address = reverse(name, args=rule.arguments(one))
                response = getattr(client, method)(address)
                told = f"{method} {address} of {one.sentence} answers {response.status_code}"
                content = read(response)
                problems += [f"{told} and shows {sentence}" for sentence in sentences if sentence in content]
                if response.status_code >= 500 or (rule.about != "other" and not is_refusal(response, who)):
                    problems.append(told)
                if response.status_code == 405:
                    problems.append(f"{told}, so nothing was asked: say in routes.py which methods {name} takes")
    return problems


def choose(rule: Rule, garden: Garden, who: str, number: int) -> list[Planted]:
    """What is asked for on one route: at every level, each kind that the route is for.

    A route for records of any kind has one view for all of them, so each person asks there for a part of the kinds,
    and for another part on the next route; among all people every kind is asked for on every route. Those for whom
    there are rules of their own ask for all.
    """
    if rule.about == "other":
        return garden.planted[:1]
    fitting = [one for one in garden.planted if rule.arguments(one) is not None]
    kinds = list(dict.fromkeys(one.record.kind for one in fitting))
    if len(kinds) > MANY_KINDS and who not in ASK_FOR_ALL:
        kinds = kinds[(number + list(SEES).index(who)) % PARTS :: PARTS]
    return [one for one in fitting if one.record.kind in kinds and is_refused(rule, one, who)]


def is_refused(rule: Rule, one: Planted, who: str) -> bool:
    """Whether nothing may be learnt there; that holds for what is hidden on a page that names no record, too."""
    return rule.about == "other" or not one.is_seen_by(who) or (rule.about == "own" and who not in CHANGES)


def is_refusal(response: Any, who: str) -> bool:
    """404 as for what is not there; somebody who is not logged in is led to the log-in, whatever they asked for."""
    if who == "anonymous":
        return response.status_code in NOT_THERE or (
            response.status_code == 302 and response.headers["Location"].startswith("/log-in/")
        )
    return response.status_code in NOT_THERE
