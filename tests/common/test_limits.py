"""How often a form may be sent: the hour, the sender, and posts that arrive at the same moment."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory

from cairn.common.limits import count_sent, delete_old_counts, get_number_sent, get_sender, limit_rate
from cairn.common.models import SendCount
from tests.factories.accounts import UserFactory
from tests.together import IN_THE_DATABASE

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test moves on; it begins a second before the full hour."""
    moment = {"now": datetime(2026, 11, 25, 21, 59, 59, tzinfo=UTC)}
    monkeypatch.setattr("cairn.common.limits.now", lambda: moment["now"])

    def wait(**much):
        moment["now"] += timedelta(**much)

    return wait


def make_post(user=None, **meta):
    request = RequestFactory().post("/", **meta)
    request.user = user or AnonymousUser()
    return request


@pytest.fixture
def send(clock):
    """Sends a form as somebody; gives the status."""
    view = limit_rate("test", per_hour=3)(lambda request: HttpResponse("sent"))
    return lambda user=None, **meta: view(make_post(user, **meta)).status_code


# --- the hour --------------------------------------------------------------------------------------


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


def test_two_forms_are_counted_apart(send):
    other = limit_rate("other", per_hour=1)(lambda request: HttpResponse("sent"))
    ada = UserFactory()
    assert [send(ada) for _ in range(4)] == [200, 200, 200, 429]
    assert other(make_post(ada)).status_code == 200


def test_the_answer_says_when_to_try_again():
    view = limit_rate("test", per_hour=0)(lambda request: HttpResponse("sent"))
    assert view(make_post(UserFactory()))["Retry-After"] == "3600"


def test_reading_a_count_adds_nothing_and_takes_no_other_sender_form_or_hour():
    for sender, name, times in (("ada", "other", 7), ("ben", "test", 5), ("ada", "test", 3)):
        assert count_sent(name, sender, at=NOON, number=times) == times
    for _ in range(2):
        assert get_number_sent("test", "ada", at=NOON + timedelta(minutes=59)) == 3
    assert get_number_sent("test", "ada", at=NOON + timedelta(hours=1)) == 0
    assert get_number_sent("test", "eve", at=NOON) == 0


def test_counts_go_when_their_day_is_over():
    count_sent("test", "old", at=NOON - timedelta(days=2))
    count_sent("test", "new", at=NOON)
    delete_old_counts(NOON - timedelta(days=1))
    assert [one.sender for one in SendCount.objects.all()] == ["new"]


# --- the sender ------------------------------------------------------------------------------------


def test_behind_our_proxy_only_the_address_that_it_saw_counts(send, settings):
    settings.BEHIND_PROXY = True
    made_up = (f"198.51.100.{number}, 192.0.2.7" for number in range(4))
    assert [send(HTTP_X_FORWARDED_FOR=given) for given in made_up] == [200, 200, 200, 429]
    assert send(HTTP_X_FORWARDED_FOR="192.0.2.7, 192.0.2.8") == 200


def test_without_a_proxy_of_ours_nobody_is_believed_who_they_forward_for(send, settings):
    settings.BEHIND_PROXY = False
    assert [send(HTTP_X_FORWARDED_FOR=f"192.0.2.{number}") for number in range(4)] == [200, 200, 200, 429]


def test_a_household_does_not_get_a_new_count_with_each_of_its_addresses(send):
    assert [send(REMOTE_ADDR=f"2001:db8:1:2:{part}000::1") for part in "048c"] == [200, 200, 200, 429]
    assert send(REMOTE_ADDR="2001:db8:1:3::1") == 200
    assert send(REMOTE_ADDR="") == 200  # by a socket of this computer


def test_an_address_and_a_person_are_kept_as_hashes_only(send):
    ada = UserFactory()
    send(ada)
    send(REMOTE_ADDR="192.0.2.7")
    kept = [one.sender for one in SendCount.objects.order_by("pk")]
    assert kept == [get_sender(make_post(ada)), get_sender(make_post(REMOTE_ADDR="192.0.2.7"))]
    assert all(len(sender) == 32 and "192.0.2.7" not in sender and "user" not in sender for sender in kept)


@pytest.mark.parametrize(("proxy", "status"), [("", [200, 200]), ("behind", [200, 429])])
def test_log_ins_are_limited_by_the_address_that_our_proxy_saw(settings, proxy, status, client):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1 if proxy else 0
    headers = [{"HTTP_X_FORWARDED_FOR": f"198.51.100.{number}, 192.0.2.7"} for number in range(2)]
    if not proxy:
        headers = [{"REMOTE_ADDR": f"192.0.2.{number}"} for number in range(2)]
    assert [client.post("/log-in/", {"login": "a@b.org"}, **one).status_code for one in headers] == status


def test_the_shared_cache_names_no_address_and_forgets_what_has_expired(settings, client):
    settings.CACHES = IN_THE_DATABASE
    client.post("/log-in/", {"login": "ada@example.org", "password": "wrong"}, REMOTE_ADDR="192.0.2.7")
    rows = read_cache()
    assert rows
    assert not [row for row in rows if "192.0.2.7" in row or "allauth" in row]
    delete_old_counts(datetime.now(UTC) - timedelta(days=1))
    assert read_cache() == rows
    delete_old_counts(datetime.now(UTC) + timedelta(days=1))
    assert read_cache() == []


def read_cache():
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cairn_cache")
        return [key for (key,) in cursor.fetchall()]


def test_whoever_opens_many_charts_makes_nobody_forget_wrong_passwords(settings):
    assert caches["charts"] is not caches["default"]
    assert settings.CACHES["default"]["LOCATION"] != settings.CACHES["charts"]["LOCATION"]


# --- at the same moment ----------------------------------------------------------------------------


def test_posts_at_the_same_moment_are_all_counted(threads):
    assert sorted(threads(lambda: count_sent("test", "ada", at=NOON), 8)) == list(range(1, 9))
    later = NOON + timedelta(hours=1)
    assert sorted(threads(lambda: count_sent("test", "ada", at=later), 8)) == list(range(1, 9))


def test_wrong_passwords_at_the_same_moment_are_all_counted(threads, settings):
    settings.CACHES = IN_THE_DATABASE
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/5m/key"}

    def try_to_log_in():
        page = Client().post("/log-in/", {"login": "ada@example.org", "password": "wrong"}).content.decode()
        return "Too many attempts" not in page

    assert 1 <= sum(threads(try_to_log_in, 8)) <= 3
