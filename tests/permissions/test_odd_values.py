"""Odd values, one at a time, in every argument and field of every route: an answer in words, never an error of ours.

The fields of a route are those that it looks up when it is asked, with nothing and with a little of everything, so that
nothing is sent that nobody reads. Somebody who asks later sends only what nobody before them could. Of long forms all
fields get a value at once, another with each request, as each of them is read by itself.

The check asks a sample, another one on each database and the same each time; `CAIRN_TEST_ODD=all` asks everything, as
`bash .ci/run --full` does each night, and `CAIRN_TEST_ODD=7` other samples. What a request changes is undone before the
next.
"""

import inspect
import os
import random
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import QueryDict

from cairn.common.models import SendCount
from tests.permissions.asking import get_client, quick
from tests.permissions.planting import Garden, garden
from tests.permissions.routes import RULES, list_patterns

__all__ = ["garden", "quick"]
pytestmark = [pytest.mark.django_db, pytest.mark.postgresql_by_day]
WHICH = os.environ.get("CAIRN_TEST_ODD", "1")
SAMPLE = 250  # questions for each of them
# The author leads what was planted; the editor is in the office.
ASKING = ("anonymous", "author", "moderator", "editor")
ANY = ("council", "q", "page", "next", "sort", "of")  # of the query, on every page
# Those that sign out, and pages of Wagtail's that break by themselves: the one that shows editors what an error looks
# like, its log-in for an odd `next`, the position of the root page, which has no parent, and the choosers of links
# where a field was not sent at all or leads back to no page.
LEFT_OUT = {
    *("accounts:log-out", "account_logout"),
    *("wagtailadmin_error_test", "wagtailadmin_login", "wagtailadmin_pages:set_page_position"),
    *("wagtailadmin_choose_page_external_link", "wagtailadmin_choose_page_email_link"),
    *("wagtailadmin_choose_page_anchor_link", "wagtailadmin_choose_page_phone_link"),
    # They ask the database for a key that is no number; both choosers are empty here.
    *("wagtaildocs_chooser:chosen", "wagtailimages_chooser:chosen"),
    *("wagtaildocs_chooser:chosen_multiple", "wagtailimages_chooser:chosen_multiple"),
}
VALUES = (
    *("", " ", "\0", "a\0b", "x" * 5000, "a\u202eb", "👍🏽", "\ufffe", "ﬁ", "a\r\nb: c"),
    *("-1", "0", "1", "9" * 30, "1e309", "NaN", "1.5", "½", "²", "٣"),
    *("2026-02-30", "0000-00-00", "9999-12-31", "2026-13", "10000-01-01"),
    *("<script>alert(1)</script>", "'\"", "\\", "%", "%s", "(", "*", "@", "a@b"),
    *("{}", "[]", "{", "null", '{"a": "\\u0000"}'),
    *("../../etc/passwd", "//evil.example/", "http://[", "javascript:alert(1)", "Kent & Medway", "E06000001"),
)
FILES = (
    *(b"", b"\0", b"\0" * 5000, b"a,b\n1", b"a,b\n1,\0", b"\xff\xfe\x00"),
    *(b"PK\x03\x04broken", b"%PDF-1.4 broken", b"\x89PNG\r\n\x1a\n"),
)
LONG = 12  # fields of one form
ASKED: set[tuple[str, str, str]] = set()  # by those who asked before, where everything is asked
ARGUMENT = re.compile(r"<[^>]+>")
NAMES_IN_SOURCE = re.compile(r"\b(?:GET|POST|FILES)(?:\.get(?:list)?\(|\[)\s*[\"'](\w+)[\"']")
NAMES_ON_PAGE = re.compile(r"<(?:input|select|textarea|button)\b[^>]*?\bname=\"([^\"]+)\"[^>]*>")


def read_whole(response: Any) -> bytes:
    """What it holds; a file is closed afterwards, which by HEAD nobody reads."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if opened := getattr(response, "file_to_stream", None):
        opened.close()
    return content


@dataclass(frozen=True)
class Question:
    """`sent` in the query or in the form; nothing where the path has the odd value."""

    route: str
    method: str
    path: str
    sent: tuple[tuple[str, Any], ...] = ()

    def ask(self, client: Any) -> int:
        data = dict(self.sent)
        with transaction.atomic():
            response = getattr(client, self.method)(self.path, data)
            read_whole(response)
            SendCount.objects.all().delete()
            transaction.set_rollback(True)
        return response.status_code


@dataclass(frozen=True)
class Route:
    name: str
    path: str  # with <arguments>
    callback: Callable[..., Any]


def list_routes() -> list[Route]:
    """Those of libraries too."""
    return [
        Route(name, path.lstrip("^").removesuffix("$"), pattern.callback)
        for name, path, pattern in list_patterns()
        if name not in LEFT_OUT and "(?P" not in path and "(" not in path
    ]


def get_arguments(route: Route, garden: Garden) -> list[str]:
    """Of the first planted record that the route is for; anything for what libraries bring."""
    count = len(ARGUMENT.findall(route.path))
    if route.name in RULES:
        found = (RULES[route.name].arguments(one) for one in garden.planted)
        arguments = next((one for one in found if one is not None and len(one) == count), None)
        if arguments is not None:
            return [str(one) for one in arguments]
    return ["1"] * count


def fill(path: str, arguments: list[str]) -> str:
    rest = iter(arguments)
    return "/" + ARGUMENT.sub(lambda match: quote(next(rest), safe=""), path)


@cache
def list_names_in_source(module: str) -> tuple[str, ...]:
    return tuple(sorted(set(NAMES_IN_SOURCE.findall(inspect.getsource(sys.modules[module])))))


def list_questions(route: Route, garden: Garden, client: Any, known: set[tuple[str, str, str]]) -> Iterator[Question]:
    """Without the fields that are `known`: route, method and name."""
    arguments = get_arguments(route, garden)
    path = fill(route.path, arguments)
    for number in range(len(arguments)):
        for value in VALUES:
            if value:
                odd = fill(route.path, [*arguments[:number], value, *arguments[number + 1 :]])
                yield from (Question(route.name, method, odd) for method in ("get", "post"))
    callback = inspect.unwrap(route.callback)
    in_source = list_names_in_source(callback.__module__) if callback.__module__.startswith("cairn.") else ()
    on_page, files = read_page(client, path)
    for method in ("get", "post"):
        read = list_names_read(client, Question(route.name, method, path), {*ANY, *in_source, *on_page} - files)
        names = sorted(name for name in read - files if (route.name, method, name) not in known)
        known |= {(route.name, method, name) for name in names}
        for sent in list_sent(names):
            yield Question(route.name, method, path, sent)
    for name in sorted(files):
        yield from (Question(route.name, "post", path, ((name, SimpleUploadedFile("a.csv", one)),)) for one in FILES)
    yield Question(route.name, "post", path)
    yield Question(route.name, "post", path, (("a\0b", "1"),))


def list_names_read(client: Any, question: Question, hints: set[str]) -> set[str]:
    with noting_names() as read:
        for sent in ((), tuple((name, "1") for name in sorted(hints))):
            with suppress(Exception):  # the odd values will find it
                replace(question, sent=sent).ask(client)
    return read


@contextmanager
def noting_names() -> Iterator[set[str]]:
    """What is looked up meanwhile in any query or form."""
    names: set[str] = set()

    def noting(look_up: Callable[..., Any]) -> Callable[..., Any]:
        def noted(self: QueryDict, name: Any, *args: Any, **options: Any) -> Any:
            if isinstance(name, str):
                names.add(name)
            return look_up(self, name, *args, **options)

        return noted

    with pytest.MonkeyPatch.context() as patch:
        # Django's looks whether the name is there already.
        patch.setattr(QueryDict, "appendlist", lambda self, name, one: dict.setdefault(self, name, []).append(one))
        for method in ("__contains__", "__getitem__", "get", "getlist"):
            patch.setattr(QueryDict, method, noting(getattr(QueryDict, method)))
        yield names


def list_sent(names: list[str]) -> Iterator[tuple[tuple[str, Any], ...]]:
    """Each name with each value."""
    if len(names) <= LONG:
        yield from (((name, value),) for name in names for value in VALUES)
        return
    for first in range(len(VALUES)):
        yield tuple((name, VALUES[(first + number) % len(VALUES)]) for number, name in enumerate(names))


def read_page(client: Any, path: str) -> tuple[set[str], set[str]]:
    """Names of fields on the page, and which of them take files."""
    with transaction.atomic():
        response = client.get(path)
        text = read_whole(response).decode(errors="replace")
        transaction.set_rollback(True)
    found = list(NAMES_ON_PAGE.finditer(text))
    return {one[1] for one in found}, {one[1] for one in found if 'type="file"' in one[0]}


def choose_questions(who: str, garden: Garden, client: Any) -> Iterator[Question]:
    routes = list_routes()
    if WHICH == "all":
        for route in routes:
            yield from list_questions(route, garden, client, ASKED)
        return
    chance = random.Random(f"{WHICH} {who} {connection.vendor}")
    for route in chance.sample(routes, min(len(routes), SAMPLE // 10)):
        questions = list(list_questions(route, garden, client, set()))
        yield from chance.sample(questions, min(len(questions), 10))


@pytest.mark.parametrize("who", ASKING)
def test_no_odd_value_breaks_a_page(who, garden, quick, own_ledger, record_property):
    client, problems, asked = get_client(who, garden), [], 0
    for question in choose_questions(who, garden, client):
        asked += 1
        try:
            status = question.ask(client)
        except Exception as problem:
            problems.append(f"{question}: {type(problem).__name__}: {str(problem)[:200]}")
        else:
            if status >= 500:
                problems.append(f"{question}: {status}")
    record_property("odd_values", f"{who}: {asked} requests, {len(problems)} findings")
    assert asked >= SAMPLE // 2
    assert not problems, "\n".join(problems)
