import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client, override_settings
from django.urls import reverse

from cairn.accounts.services import create_demonstration_users
from tests.factories.accounts import PASSWORD, UserFactory, get_code

pytestmark = pytest.mark.django_db


def post_log_in(client, user, **extra):
    return client.post("/log-in/", {"login": user.email, "password": PASSWORD, **extra})


def test_log_in_leads_on_to_where_one_wanted_to_go(client, user):
    assert post_log_in(client, user, next="/account/?a=b").headers["Location"] == "/account/?a=b"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)", "\\\\example.org"]
)
def test_log_in_never_leads_to_another_site(client, user, settings, elsewhere):
    settings.LOGIN_REDIRECT_URL = "/account/"
    assert post_log_in(client, user, next=elsewhere).headers["Location"] == "/account/"


def test_empty_log_in_names_what_is_missing(client):
    page = client.post("/log-in/", {}).content.decode()
    assert "<title>Error: Sign in - Cairn</title>" in page
    assert '<a href="#id_login">Enter your e-mail address</a>' in page
    assert '<a href="#id_password">Enter your password</a>' in page


def test_wrong_password_does_not_say_which_part_is_wrong(client, user):
    known = client.post("/log-in/", {"login": user.email, "password": "wrong"}).content.decode()
    unknown = client.post("/log-in/", {"login": "nobody@example.org", "password": "wrong"}).content.decode()
    sentence = "The e-mail address or password is incorrect. Check both and try again."
    assert sentence in known
    assert sentence in unknown


def test_log_out_needs_a_post(logged_in_client):
    assert logged_in_client.get("/log-out/").headers["Location"] == "/"
    assert logged_in_client.get("/account/").status_code == 200
    assert logged_in_client.post("/log-out/").headers["Location"] == "/"
    assert logged_in_client.get("/account/").status_code == 302


def test_account_needs_a_log_in_and_shows_ones_own(client, logged_in_client, other_user):
    assert client.get("/account/").headers["Location"] == "/log-in/?next=/account/"
    page = logged_in_client.get("/account/").content.decode()
    assert "ada@example.org" in page
    assert other_user.email not in page


def test_change_password_keeps_this_session_and_ends_others(user, logged_in_client):
    elsewhere = Client()
    elsewhere.force_login(user)
    new = {"oldpassword": PASSWORD, "password1": "quite another phrase", "password2": "quite another phrase"}
    page = logged_in_client.post("/account/password/", new, follow=True).content.decode()
    assert "Your password has been changed." in page
    assert elsewhere.get("/account/").status_code == 302


def test_change_password_says_what_is_wrong(logged_in_client):
    page = logged_in_client.post(
        "/account/password/", {"oldpassword": "wrong", "password1": "short", "password2": "short"}
    ).content.decode()
    assert "This is not your current password. Enter it again." in page
    assert "at least 12 characters" in page


@override_settings(DEMONSTRATION=True, ALLOWED_HOSTS=["*"])
def test_demonstration_log_ins_are_shown_on_this_computer_only(client):
    create_demonstration_users()
    assert "cairn-lead-demo" in client.get("/log-in/", headers={"host": "127.0.0.1:8000"}).content.decode()
    assert "cairn-lead-demo" not in client.get("/log-in/", headers={"host": "cairn.example.org"}).content.decode()


def test_log_ins_of_the_demonstration_are_not_shown_elsewhere(client):
    create_demonstration_users()
    assert "cairn-lead-demo" not in client.get("/log-in/", headers={"host": "127.0.0.1"}).content.decode()


def test_account_leads_to_the_choice_of_news(logged_in_client):
    assert f'href="{reverse("notices:preferences")}"' in logged_in_client.get("/account/").content.decode()


# --- attacks -------------------------------------------------------------------------------------


@pytest.fixture
def proxied(settings):
    """The site behind its proxy, which names whom it forwards for."""
    settings.BEHIND_PROXY, settings.ALLAUTH_TRUSTED_PROXY_COUNT = True, 1


def log_in_from(address, user, password=PASSWORD, **meta):
    client = Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=address, **meta)
    client.post("/log-in/", {"login": user.email, "password": password})
    return client, "_auth_user_id" in client.session


def test_a_stranger_locks_neither_the_owner_out_nor_anybody_else(proxied, user, other_user):
    for _ in range(12):
        log_in_from("192.0.2.1", user, "a wrong password")
    assert not log_in_from("192.0.2.1", user)[1]  # the stranger has used up their tries
    assert not log_in_from("192.0.2.1", other_user)[1]
    assert log_in_from("198.51.100.7", user)[1]
    assert log_in_from("198.51.100.7", other_user)[1]


def test_the_stranger_gets_no_new_tries_by_what_they_say_of_their_address(proxied, user):
    for number in range(5):
        log_in_from(f"203.0.113.{number}, 192.0.2.1", user, "a wrong password")
    assert not log_in_from("203.0.113.99, 192.0.2.1", user)[1]


def test_many_strangers_share_one_count_and_where_the_owner_signed_in_before_it_does_not_count(proxied, user, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed_elsewhere": "6/h/key"}
    assert log_in_from("2001:db8:1:2::1", user)[1]
    for number in range(6):
        log_in_from(f"192.0.2.{number}", user, "a wrong password")
    assert not log_in_from("198.51.100.7", user)[1]
    assert log_in_from("2001:db8:1:2:ffff::9", user)[1]


def test_signing_in_with_an_account_of_ones_own_gives_no_new_tries(proxied, user, other_user):
    """Neither by a password nor by a second step, after which allauth forgets its counts."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(other_user, secret)
    people = [UserFactory() for _ in range(5)]
    for number in range(10):
        log_in_from("192.0.2.1", people[number % 5], "a wrong password")
        if number in (4, 9):
            own, _ = log_in_from("192.0.2.1", other_user)
            own.post("/account/2fa/authenticate/", {"code": get_code(secret)}, HTTP_X_FORWARDED_FOR="192.0.2.1")
    assert not log_in_from("192.0.2.1", user)[1]


def test_the_list_of_sessions_shows_each_address(proxied, user):
    log_in_from("192.0.2.1", user)
    client, _ = log_in_from("203.0.113.5, 198.51.100.7", user)
    page = client.get("/account/sessions/").content.decode()
    assert "192.0.2.1" in page
    assert "198.51.100.7" in page
    assert "203.0.113.5" not in page


@pytest.mark.parametrize(
    "password",
    [
        *(
            "aaaaaaaaaaaa",
            "abababababab",
            "abcdefghijkl",
            "123456789012",
            "qwertyuiop12",
            "QwertyAsdfgh",
            "zyxwvutsrqpo",
        ),
        *("password1234", "Password2026!", "p455w0rd!!!!", "letmeinletmein", "liverpool2024", "iloveyouiloveyou"),
        *("ada.smith.ada@example.org", "Ada Smith 2026", "poiuytrewq99", "111222333444", "short", "zyxwvutsrqpo"),
    ],
)
def test_passwords_that_are_guessed_first_are_refused(user, password):
    with pytest.raises(ValidationError):
        validate_password(password, user)


@pytest.mark.parametrize(
    "password", [PASSWORD, "correct horse battery", "Tz7#kq!9Lmw2", "gravel-otter-lamp", "wirzeichnenjedenTag"]
)
def test_passwords_that_are_good_are_taken(user, password):
    validate_password(password, user)


def test_pages_of_somebody_who_is_signed_in_are_kept_nowhere(client, logged_in_client):
    for path in ("/", "/desk/", "/account/", "/records/", "/no-such-page/"):
        assert logged_in_client.get(path)["Cache-Control"] == "private, no-store", path
    assert "no-store" not in client.get("/").get("Cache-Control", "")
    assert logged_in_client.post("/log-out/")["Cache-Control"] == "private, no-store"
