"""How often a form may be sent, in the cache that a site really has."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import override_settings

from cairn.common.limits import limit_rate
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DATABASE = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "limits_cache"}}


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test moves on; it begins a second before the full hour."""
    moment = {"now": datetime(2026, 11, 25, 21, 59, 59, tzinfo=UTC)}
    for where in ("cairn.common.limits.now", "django.core.cache.backends.db.tz_now"):
        monkeypatch.setattr(where, lambda: moment["now"])

    def wait(**much):
        moment["now"] += timedelta(**much)

    return wait


@pytest.fixture
def send(clock):
    """Sends the form as somebody; gives the status."""
    with override_settings(CACHES=DATABASE):
        call_command("createcachetable", verbosity=0)
        cache.clear()
        view = limit_rate("test", per_hour=3)(lambda request: HttpResponse("sent"))

        def post(user):
            request = RequestFactory().post("/")
            request.user = user
            return view(request).status_code

        yield post


def test_the_fourth_in_an_hour_is_refused_over_a_full_hour_and_after_a_rest(send, clock):
    ada, ben = UserFactory(), UserFactory()
    assert [send(ada) for _ in range(3)] == [200, 200, 200]
    clock(seconds=2)  # the clock strikes ten
    assert send(ada) == 429
    clock(minutes=30)
    assert send(ada) == 429
    assert send(ben) == 200


def test_an_hour_after_the_first_one_may_send_again(send, clock):
    ada = UserFactory()
    for _ in range(5):
        send(ada)
    clock(minutes=59)
    assert send(ada) == 429
    clock(minutes=1)
    assert send(ada) == 200


def test_reading_is_never_limited(send):
    view = limit_rate("test", per_hour=0)(lambda request: HttpResponse("shown"))
    request = RequestFactory().get("/")
    request.user = UserFactory()
    assert view(request).status_code == 200
