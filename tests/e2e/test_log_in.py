"""Logging in with a second step, with a passkey, and with the accounts of an organisation."""

import re
import time

import httpx
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import expect

from cairn.accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

OLDER_PARTS = "ignore::DeprecationWarning"  # the stand-in for a provider is built on older parts of Authlib

# A telephone or laptop that holds a passkey and lets its owner in, as the browser's own tools act it.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def log_in(page, live_server, user):
    """Log in with address and password, by keyboard."""
    page.goto(f"{live_server.url}/log-in/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/desk/|/2fa/"))


def open_after_password(page, address):
    """Open a page that asks for the password once more."""
    page.goto(address)
    page.wait_for_url(re.compile("/reauthenticate/"))
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(address)


def get_code(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def test_code_from_a_telephone_is_set_up_and_asked_for_by_keyboard_alone(page, live_server):
    user = UserFactory()
    log_in(page, live_server, user)
    open_after_password(page, f"{live_server.url}/account/2fa/totp/activate/")
    secret = page.get_by_label(re.compile("secret", re.IGNORECASE)).input_value()
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(get_code(secret))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("recovery-codes"))
    assert Authenticator.objects.filter(user=user, type="totp").exists()

    page.context.clear_cookies()
    log_in(page, live_server, user)
    assert "/2fa/" in page.url
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("incorrect|wrong", re.IGNORECASE)).first).to_be_visible()
    page.goto(f"{live_server.url}/account/")
    assert "/2fa/" in page.url


def test_passkey_is_made_and_logs_in(page, live_server):
    user = UserFactory()
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    log_in(page, live_server, user)
    open_after_password(page, f"{live_server.url}/account/2fa/webauthn/add/")
    page.get_by_label("Name").fill("My laptop")
    page.get_by_label(re.compile("passwordless", re.IGNORECASE)).check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url(re.compile("/account/2fa/(?!webauthn/add)"))
    assert Authenticator.objects.filter(user=user, type="webauthn").exists()

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/log-in/")
    page.get_by_role("button", name="Log in with a passkey").click()
    page.wait_for_url(f"{live_server.url}/desk/")


@pytest.fixture
def provider(settings):
    """The identity provider of a council, on this computer."""
    from oidc_provider_mock import run_server_in_thread

    with run_server_in_thread() as server:
        address = f"http://localhost:{server.server_port}"
        app = {
            "provider_id": "work",
            "name": "Council accounts",
            "client_id": "cairn",
            "secret": "not-secret",
            "settings": {"server_url": address},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        yield address


def log_in_with_provider(page, live_server, provider, claims):
    httpx.put(f"{provider}/users/somebody", json=claims).raise_for_status()
    page.goto(f"{live_server.url}/log-in/")
    page.get_by_role("button", name="Log in with Council accounts").click()
    page.wait_for_url(re.compile("/oauth2/authorize"))
    page.locator("input[name=sub]").fill("somebody")
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(re.compile(re.escape(live_server.url)))


@pytest.mark.filterwarnings(OLDER_PARTS)
def test_accounts_of_the_organisation_log_in(page, live_server, provider):
    user = UserFactory(email="ada@council.example")
    claims = {"email": user.email, "email_verified": True, "name": "Ada Smith"}
    log_in_with_provider(page, live_server, provider, claims)
    page.wait_for_url(f"{live_server.url}/desk/")
    assert User.objects.get() == user


@pytest.mark.filterwarnings(OLDER_PARTS)
@pytest.mark.parametrize(
    "claims",
    [
        {"email": "eve@elsewhere.example", "email_verified": True, "name": "A stranger"},
        {"email": "ada@council.example", "email_verified": False, "name": "Whoever says so"},
    ],
)
def test_provider_lets_nobody_in_whom_the_site_does_not_know(page, live_server, provider, claims):
    user = UserFactory(email="ada@council.example")
    log_in_with_provider(page, live_server, provider, claims)
    page.goto(f"{live_server.url}/account/")
    assert "/log-in/" in page.url
    assert User.objects.get() == user
