import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory, override_settings

from cairn.accounts.services import DEMONSTRATION_USERS, create_demonstration_users
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
PERSON = DEMONSTRATION_USERS[0]


def log_in(email, password, **meta):
    request = RequestFactory().post("/log-in/", **{"SERVER_NAME": "127.0.0.1", "REMOTE_ADDR": "127.0.0.1", **meta})
    return authenticate(request, username=email, password=password)


@pytest.mark.parametrize("email", ["ada@example.org", "ADA@example.org", "Ada@Example.ORG"])
def test_log_in_in_any_case(user, email):
    assert log_in(email, PASSWORD) == user


@pytest.mark.parametrize(
    ("email", "password"), [("ada@example.org", "wrong"), ("nobody@example.org", PASSWORD), ("", ""), (None, None)]
)
def test_wrong_log_in_is_refused(user, other_user, email, password):
    assert log_in(email, password) is None


def test_switched_off_log_in_is_refused(user):
    user.is_active = False
    user.save()
    assert log_in(user.email, PASSWORD) is None


def test_unknown_address_costs_as_much_as_a_wrong_password(user, monkeypatch):
    hashed = []
    monkeypatch.setattr("cairn.accounts.models.User.set_password", lambda self, raw: hashed.append(raw))
    log_in("nobody@example.org", "something")
    assert hashed == ["something"]


@override_settings(DEMONSTRATION=True)
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_demonstration_log_in_works_on_this_computer(host):
    create_demonstration_users()
    assert log_in(PERSON.email, PERSON.password, HTTP_HOST=f"{host}:8000").email == PERSON.email
    assert log_in(PERSON.email, PERSON.password, HTTP_HOST="[::1]:8000", REMOTE_ADDR="::1") is not None


@override_settings(DEMONSTRATION=True, ALLOWED_HOSTS=["*"])
@pytest.mark.parametrize(
    "meta",
    [
        {"HTTP_HOST": "cairn.example.org"},
        {"HTTP_HOST": "127.0.0.1.example.org"},
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_FORWARDED": "for=192.0.2.7"},
        {"HTTP_X_REAL_IP": "192.0.2.7"},
    ],
)
def test_demonstration_log_in_from_elsewhere_is_refused(meta):
    create_demonstration_users()
    assert log_in(PERSON.email, PERSON.password, **meta) is None


@override_settings(DEMONSTRATION=True)
def test_demonstration_log_in_without_a_request_is_refused():
    create_demonstration_users()
    assert authenticate(None, username=PERSON.email, password=PERSON.password) is None


def test_demonstration_log_in_outside_the_demonstration_is_refused():
    create_demonstration_users()
    assert log_in(PERSON.email, PERSON.password) is None


def test_demonstration_session_ends_with_the_demonstration(client):
    person = UserFactory(is_demonstration=True)
    client.force_login(person)
    assert client.get("/account/").status_code == 302
    with override_settings(DEMONSTRATION=True):
        assert client.get("/account/").status_code == 200
