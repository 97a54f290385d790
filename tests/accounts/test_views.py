import pytest
from django.test import Client, override_settings
from django.urls import reverse

from cairn.accounts.services import create_demonstration_users
from tests.factories.accounts import PASSWORD

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
    sentence = "This e-mail address and password do not belong together. Check both and try again."
    assert sentence in known
    assert sentence in unknown


def test_strange_bytes_in_the_address_are_an_error_not_a_crash(client):
    assert client.post("/log-in/", {"login": "a\x00@example.org", "password": "\x00"}).status_code == 200


def test_log_out_needs_a_post(logged_in_client):
    assert logged_in_client.get("/log-out/").status_code == 405
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
    assert "Your password is changed." in page
    assert elsewhere.get("/account/").status_code == 302


def test_change_password_says_what_is_wrong(logged_in_client):
    page = logged_in_client.post(
        "/account/password/", {"oldpassword": "wrong", "password1": "short", "password2": "short"}
    ).content.decode()
    assert "This is not your present password. Enter it again." in page
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
