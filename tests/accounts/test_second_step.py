"""A code from a telephone as a second step."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.django_db


def log_in(client, user):
    return client.post("/log-in/", {"login": user.email, "password": PASSWORD})


def get_code(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def test_second_step_is_set_up_and_then_asked_for(user):
    client = Client()
    assert log_in(client, user).headers["Location"] == "/desk/"
    client.post("/account/reauthenticate/?next=/account/2fa/totp/activate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'value="([A-Z2-7]{16,})"', page)[1]
    assert "Authenticator secret" in page
    client.post("/account/2fa/totp/activate/", {"code": get_code(secret)})
    assert Authenticator.objects.filter(user=user, type="totp").exists()
    assert "A code from your telephone" in client.get("/account/").content.decode()

    other = Client()
    answer = log_in(other, user)
    assert answer.headers["Location"].startswith("/account/2fa/authenticate/")
    assert "_auth_user_id" not in other.session
    other.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "_auth_user_id" not in other.session
    codes = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
    other.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert other.session["_auth_user_id"] == str(user.pk)


def test_page_to_log_in_offers_a_passkey_and_data_blocks_only(client):
    page = client.get("/log-in/").content.decode()
    assert "Sign in with a passkey" in page
    assert not re.search(r"<script(?![^>]*(?:src=|application/json))", page)
