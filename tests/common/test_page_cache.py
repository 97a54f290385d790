"""The page cache answers what the page would say now, to visitors without a session and to nobody else.

tests/permissions/test_page_cache.py asks all public routes.
"""

import gzip
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import caches
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.timezone import now

from cairn.common import moments, page_cache
from cairn.common.page_cache import can_be_kept, find_key
from cairn.places.models import Organisation
from cairn.records.models import Record
from tests.events.reading import publish
from tests.factories.accounts import UserFactory, client_of
from tests.factories.events import arrange, make_event
from tests.factories.pages import cached, count_made
from tests.factories.places import FictionalCouncilFactory
from tests.factories.records import make_organisation, make_record

__all__ = ["cached", "count_made"]
pytestmark = pytest.mark.django_db
ABOUT = "/about/"


def as_visitor(**headers):
    return Client(headers=headers)


def test_second_visitor_gets_the_page_of_the_first(cached, count_made):
    make_organisation()  # a site that says nothing has no version
    first, second = as_visitor().get(ABOUT), as_visitor().get(ABOUT)
    assert count_made() == 1
    assert second.content == first.content
    assert dict(second.items()) | {"X-Request-ID": ""} == dict(first.items()) | {"X-Request-ID": ""}
    assert second["X-Request-ID"] != first["X-Request-ID"]
    assert {"Content-Security-Policy", "Permissions-Policy", "X-Frame-Options", "ETag"} <= set(dict(second.items()))
    assert not second.cookies


def test_anything_written_makes_the_page_anew(cached, count_made):
    one = make_organisation()
    as_visitor().get(ABOUT)
    Organisation.objects.filter(pk=one.pk).update(name="Another")
    as_visitor().get(ABOUT)
    assert count_made() == 2


def test_browser_that_has_the_page_is_told_so(cached, count_made):
    make_organisation()
    first = as_visitor().get(ABOUT)
    tag = first["ETag"]
    assert tag.startswith('W/"')
    for encoding in ("", "gzip"):
        again = as_visitor(if_none_match=tag, accept_encoding=encoding).get(ABOUT)
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
        assert again["Vary"] == first["Vary"]
    assert as_visitor(if_none_match='W/"another"').get(ABOUT).status_code == 200
    assert count_made() == 1


def test_compressed_page_is_the_same_page(cached, count_made):
    make_organisation()
    plain, packed = as_visitor().get(ABOUT), as_visitor(accept_encoding="gzip, br").get(ABOUT)
    assert packed["Content-Encoding"] == "gzip"
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content)
    assert gzip.decompress(packed.content) == plain.content
    assert "Content-Encoding" not in plain
    assert "Accept-Encoding" in plain["Vary"]
    assert "Accept-Encoding" in packed["Vary"]
    assert count_made() == 1


def test_head_says_what_get_would(cached, count_made):
    make_organisation()
    as_visitor().head(ABOUT)
    got = as_visitor().get(ABOUT)
    asked = as_visitor().head(ABOUT)
    assert count_made() == 2  # HEAD alone fills nothing
    assert (asked.content, asked["Content-Length"], asked["ETag"]) == (b"", got["Content-Length"], got["ETag"])


def test_whoever_is_signed_in_neither_gets_nor_fills_it(cached, count_made):
    client = client_of(UserFactory(name="Ada Smith"))
    own = client.get(ABOUT)
    anonymous = as_visitor().get(ABOUT)
    assert count_made() == 2
    assert "Ada Smith" in own.content.decode()
    assert "Ada Smith" not in anonymous.content.decode()
    assert "Ada Smith" in client.get(ABOUT).content.decode()
    assert count_made() == 3
    assert client.get(ABOUT)["Cache-Control"] == "private, no-store"


def test_remembered_council_has_pages_of_its_own(cached, count_made):
    councils = [FictionalCouncilFactory(), FictionalCouncilFactory()]
    pages = []
    for council in (*councils, *councils):
        client = Client()
        client.post(reverse("places:your-council"), {"council": council.name})
        before = count_made()
        pages.append(client.get(ABOUT))
        assert council.name in pages[-1].content.decode()
        assert count_made() - before == (1 if len(pages) <= 2 else 0)
        assert not pages[-1].cookies
    assert pages[0].content == pages[2].content != pages[1].content
    assert councils[0].name not in as_visitor().get(ABOUT).content.decode()


@pytest.mark.parametrize("held", [{}, {"your_council": {"code": "1", "by": None}, "_auth_user_id": "1"}, {"other": 1}])
def test_session_that_holds_anything_else_is_asked_about_nothing(held, db):
    store = SessionStore()
    store.update(held)
    store.save()
    request = RequestFactory().get(ABOUT)
    request.COOKIES["sessionid"] = store.session_key
    assert find_key(request) == ""


@pytest.mark.parametrize(
    "address",
    [
        *("/health/live", "/metrics", "/admin/", "/account/", "/r/abc", "/rooms/abc/", "/voice/abc/", "/stories/abc/"),
        *("/search/?q=words", "/search/?kind=model&q=words", "/invitations/abc/", "/actions/calendar/abc/"),
        "/about/?" + "a" * 500,
    ],
)
def test_addresses_that_are_never_kept(address):
    assert find_key(RequestFactory().get(address)) == ""


def test_requests_that_are_never_answered_from_it():
    assert find_key(RequestFactory().post(ABOUT)) == ""
    assert find_key(RequestFactory().get(ABOUT, headers={"authorization": "Bearer a"})) == ""
    assert find_key(RequestFactory().get(ABOUT, headers={"host": "another.example"})) == ""
    found = find_key(RequestFactory().get(ABOUT))
    assert found
    assert found != find_key(RequestFactory().get("/about/?page=2"))
    assert found != find_key(RequestFactory().get(ABOUT, secure=True))


def make_response(change=lambda response: None, kind=HttpResponse, **given):
    given["headers"] = {"Content-Type": "text/html", **given.get("headers", {})}
    response = kind(["a"], **given)
    change(response)
    return response


@pytest.mark.parametrize(
    "response",
    [
        make_response(lambda one: one.set_cookie("a", "b")),
        make_response(headers={"Cache-Control": "no-store"}),
        make_response(headers={"Cache-Control": "private, no-cache"}),
        make_response(headers={"Content-Disposition": "inline"}),
        make_response(headers={"Content-Security-Policy": "script-src 'nonce-abc'"}),
        make_response(headers={"Vary": "Cookie, Accept-Language"}),
        make_response(headers={"Content-Encoding": "br"}),
        make_response(headers={"Content-Type": "application/json"}),
        make_response(lambda one: setattr(one, "content", b"a" * 600_000)),
        make_response(status=404),
        make_response(status=301),
        make_response(kind=StreamingHttpResponse),
    ],
    ids=lambda one: f"{one.status_code} {dict(one.items())}"[:60],
)
def test_answers_that_are_never_kept(response):
    assert not can_be_kept(RequestFactory().get(ABOUT), response)


def test_page_with_a_token_is_never_kept():
    request = RequestFactory().get(ABOUT)
    assert can_be_kept(request, make_response())
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    assert not can_be_kept(request, make_response())


def test_page_that_reads_a_quiet_table_is_never_kept(cached, count_made, monkeypatch):
    make_organisation()
    monkeypatch.setattr(page_cache, "noting_quiet_reads", import_module("tests.factories.pages").note_always)
    as_visitor().get(ABOUT)
    as_visitor().get(ABOUT)
    assert count_made() == 2


def test_withdrawn_word_is_gone_with_the_next_request(cached, own_ledger):
    record = make_record(title="A word that is withdrawn")
    address = record.get_absolute_url()
    for _ in range(2):
        assert "A word that is withdrawn" in as_visitor().get(address).content.decode()
    Record.objects.filter(pk=record.pk).update(sharing="team")
    gone = as_visitor().get(address)
    assert gone.status_code != 200
    assert "A word that is withdrawn" not in gone.content.decode()


# --- What ends by the clock ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "midnight"),
    [
        (datetime(2026, 11, 29, 22, 0, tzinfo=UTC), datetime(2026, 11, 30, 0, 0, tzinfo=UTC)),
        (datetime(2026, 6, 1, 22, 59, tzinfo=UTC), datetime(2026, 6, 1, 23, 0, tzinfo=UTC)),  # summer time
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 23, 0, tzinfo=UTC)),  # a day of 23 hours
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), datetime(2026, 10, 26, 0, 0, tzinfo=UTC)),  # one of 25
    ],
)
def test_no_page_outlives_the_local_midnight(at, midnight, monkeypatch):
    monkeypatch.setattr(moments, "_finders", [])
    assert moments.find_next_moment(at) == midnight


def test_page_is_made_anew_at_midnight(cached, count_made, monkeypatch):
    make_organisation()
    evening = datetime(2026, 11, 29, 23, 59, 59, tzinfo=UTC)
    for at, made in (
        (evening, 1),
        (evening, 1),
        (evening + timedelta(seconds=1), 2),
        (evening + timedelta(hours=3), 2),
    ):
        monkeypatch.setattr(page_cache, "now", lambda at=at: at)
        as_visitor().get(ABOUT)
        assert count_made() == made


@pytest.mark.parametrize("field", ["books_from", "books_until", "starts_at", "ends_at"])
def test_event_changes_its_page_when_its_time_has_come(field, cached, monkeypatch):
    """Booking opens and closes, it begins, it is over."""
    noon = now().replace(hour=12, minute=0, second=0, microsecond=0)
    minutes = {"books_from": 10, "books_until": 20, "starts_at": 30, "ends_at": 40}
    event = make_event()
    arrange(event, **{name: noon + timedelta(minutes=one) for name, one in minutes.items()})
    publish(event)
    address = event.get_absolute_url()
    moment = noon + timedelta(minutes=minutes[field])
    pages = {}
    for at in (moment - timedelta(seconds=1), moment):
        set_clock(monkeypatch, at)
        pages[at] = as_visitor().get(address).content
        assert pages[at] == as_visitor().get(address).content == make_uncached(address, monkeypatch)
    assert len(set(pages.values())) == 2


def set_clock(monkeypatch, at):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    for module in ("cairn.common.page_cache", "cairn.events.views.events"):
        monkeypatch.setattr(f"{module}.now", lambda: at)


def make_uncached(address, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(page_cache, "find_key", lambda request: "")
        return as_visitor().get(address).content


def test_cached_pages_are_off_only_where_somebody_says_so():
    """In the tests, so that one does not see another's pages."""
    assert django_settings.PAGE_CACHE == "off"
    assert page_cache.PageCache.__module__ == "cairn.common.page_cache"
    assert caches["pages"].key_func is page_cache.make_key
