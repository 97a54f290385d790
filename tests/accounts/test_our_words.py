"""What allauth brings is in our words: every page, e-mail and message of it that this site may show."""

import re
from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.cases import each
from tests.factories.accounts import PASSWORD

STOCK = Path(allauth.__file__).parent / "templates"
OURS = Path(settings.TEMPLATES[0]["DIRS"][0])
# Of what is turned off here: codes by e-mail, telephone numbers, trusted browsers, accounts without a password.
TURNED_OFF = ("code_message", "code_subject", "_code.html", "phone", "trust", "signup_by_passkey", "signup_form.html")
# Shown nowhere: the page to log in and the one to change a password are ours; nobody has to change their only address.
NOT_SHOWN = {
    *("account/login.html", "account/password_change.html", "account/password_set.html", "account/email_change.html"),
    *("account/email/unknown_account_message.txt", "account/email/unknown_account_subject.txt"),
    *("mfa/recovery_codes/download.txt", "account/messages/login_code_sent.txt"),
    # Our page to log in has its buttons, and they lead straight to the issuer.
    *("socialaccount/login.html", "socialaccount/login_redirect.html"),
}


def list_stock(*folders: str) -> list[str]:
    found = [path.relative_to(STOCK).as_posix() for folder in folders for path in (STOCK / folder).rglob("*.*")]
    return [
        name
        for name in sorted(found)
        if name not in NOT_SHOWN
        and not any(part in name for part in TURNED_OFF)
        # Frames without words of their own.
        and not ("/base_" in name and "base_reauthenticate" not in name and "/email/" not in name)
        and not name.endswith(("/base.html", "_signup_subject.txt"))
        and "/snippets/" not in name
    ]


@each("name", list_stock("account", "mfa", "usersessions", "socialaccount"))
def test_what_allauth_shows_has_a_template_of_ours(name):
    assert (OURS / name).exists()


def read_link(message) -> str:
    return re.search(r"https?://[^/]+(/\S+)", message.body)[1]


def test_forgotten_password_from_the_link_to_the_new_one(client, user, mailoutbox):
    page = client.post(reverse("account_reset_password"), {"email": user.email}, follow=True).content.decode()
    assert "Check your e-mail" in page
    [message] = mailoutbox
    assert message.subject.endswith("Choose a new password")
    assert "once, for one hour" in message.body
    choosing = client.get(read_link(message), follow=True).redirect_chain[-1][0]
    wrong = client.post(choosing, {"password1": "three other words", "password2": "two"}).content.decode()
    assert wrong.index("There is a problem") < wrong.index("<h1")
    chosen = {"password1": "three other words", "password2": "three other words"}
    assert "Your password has been changed" in client.post(choosing, chosen, follow=True).content.decode()
    user.refresh_from_db()
    assert user.check_password("three other words")
    assert "the people who run the site" in mailoutbox[1].body
    assert "Another browser" in mailoutbox[1].body
    assert "This link no longer works" in Client().get(read_link(message), follow=True).content.decode()


def test_added_address_is_confirmed_by_its_link(logged_in_client, user, mailoutbox):
    client = logged_in_client
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_email"), {"action_add": "", "email": "ada@ottenvale.example"})
    message = next(one for one in mailoutbox if one.to == ["ada@ottenvale.example"])
    assert "ada@ottenvale.example is your address" in message.body
    assert "Is this your e-mail address?" in client.get(read_link(message)).content.decode()
    client.post(read_link(message))
    assert user.emailaddress_set.get(email="ada@ottenvale.example").verified
    assert "We could not confirm this address" in client.get("/account/confirm-email/abc/").content.decode()


@pytest.mark.parametrize("name", ["account_reset_password", "account_signup"])
def test_form_with_problems_names_them_at_the_top(name, client, db):
    page = client.post(reverse(name), {"email": "ada"}).content.decode()
    assert "<title>Error: " in page
    assert page.index("There is a problem") < page.index("<h1")
    assert 'href="#id_email">Enter an e-mail address in the correct format' in page


@pytest.mark.parametrize("path", ["", "login/cancelled/", "login/error/"])
def test_nothing_is_said_of_third_parties_where_none_is_set_up(path, logged_in_client, settings):
    assert logged_in_client.get(f"/account/3rdparty/{path}").status_code == 404
    app = {"provider_id": "council", "name": "Council accounts", "client_id": "cairn", "secret": "s"}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"APPS": [app | {"settings": {"server_url": "https://a.example"}}]}
    }
    answer = logged_in_client.get(f"/account/3rdparty/{path}").content.decode()
    assert "third-party" not in answer.lower()
    assert "organisation" in answer.partition("<h1")[2]
