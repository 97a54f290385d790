"""Logging in with a second step, with a passkey, and with the accounts of an organisation."""

import re

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from cairn.accounts.issuers import Issuer, describe_for_allauth
from cairn.accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory, get_code
from tests.fakes.issuer import CLIENT_ID, CLIENT_SECRET, running_issuer

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

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
    """Sign in with address and password, by keyboard."""
    page.goto(f"{live_server.url}/log-in/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/desk/|/2fa/"))


def test_code_from_a_telephone_is_set_up_and_asked_for_by_keyboard_alone(page, live_server):
    user = UserFactory()
    log_in(page, live_server, user)
    page.goto(f"{live_server.url}/account/2fa/totp/activate/")
    secret = page.locator("main code").inner_text()
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(get_code(secret))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("recovery-codes"))
    assert Authenticator.objects.filter(user=user, type="totp").exists()

    page.context.clear_cookies()
    log_in(page, live_server, user)
    assert "/2fa/" in page.url
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This code is not right").first).to_be_visible()
    page.goto(f"{live_server.url}/account/")
    assert "/2fa/" in page.url


def test_passkey_is_made_and_logs_in(page, live_server):
    user = UserFactory()
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    log_in(page, live_server, user)
    page.goto(f"{live_server.url}/account/2fa/webauthn/add/")
    page.get_by_label("Its name").fill("My laptop")
    page.get_by_label("Sign in with this alone").check()
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url(re.compile("/account/2fa/(?!webauthn/add)"))
    assert Authenticator.objects.filter(user=user, type="webauthn").exists()

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/log-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{live_server.url}/desk/")


@pytest.fixture
def issuer(settings):
    """The identity provider of a council, on this computer."""
    with running_issuer() as fake:
        own = Issuer("work", "Council accounts", fake.address, CLIENT_ID, CLIENT_SECRET, ("council.example",))
        settings.SOCIALACCOUNT_PROVIDERS = describe_for_allauth([own])
        yield fake


def log_in_with_issuer(page, live_server, issuer, **claims):
    issuer.claims = {"sub": "somebody", "name": "Ada Smith", **claims}
    page.goto(f"{live_server.url}/log-in/")
    page.get_by_role("button", name="Sign in with Council accounts").click()


def test_accounts_of_the_organisation_log_in(page, live_server, issuer):
    user = UserFactory(email="ada@council.example")
    log_in_with_issuer(page, live_server, issuer, email=user.email, email_verified=True)
    page.wait_for_url(f"{live_server.url}/desk/")
    assert User.objects.get() == user


@pytest.mark.parametrize(
    ("claims", "heading"),
    [
        ({"email": "eve@elsewhere.example", "email_verified": True}, "You are not signed in"),
        ({"email": "ada@council.example", "email_verified": False}, "Check your e-mail"),
    ],
)
def test_issuer_lets_nobody_in_whom_the_site_does_not_know(page, live_server, issuer, claims, heading):
    user = UserFactory(email="ada@council.example")
    log_in_with_issuer(page, live_server, issuer, **claims)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.goto(f"{live_server.url}/account/")
    assert "/log-in/" in page.url
    assert User.objects.get() == user
