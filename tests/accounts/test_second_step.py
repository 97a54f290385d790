"""A code from a telephone as a second step."""

import json
import re
import time
from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.utils import websafe_encode
from fido2.webauthn import AuthenticatorData

from tests.accounts.passkeys import PATH, PRESENT, Passkey, ask_challenge, show
from tests.factories.accounts import PASSWORD, UserFactory, get_code, give_site_role
from tests.together import IN_THE_DATABASE

pytestmark = pytest.mark.django_db


def log_in(client, user):
    return client.post("/log-in/", {"login": user.email, "password": PASSWORD})


def test_second_step_is_set_up_and_then_asked_for(user):
    client = Client()
    assert log_in(client, user).headers["Location"] == "/desk/"
    client.post("/account/reauthenticate/?next=/account/2fa/totp/activate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]{16,})</code>", page)[1]
    assert "Scan this picture" in page
    client.post("/account/2fa/totp/activate/", {"code": get_code(secret)})
    assert Authenticator.objects.filter(user=user, type="totp").exists()
    assert "A code from your phone" in client.get("/account/").content.decode()

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


# --- attacks -------------------------------------------------------------------------------------


@pytest.fixture
def secret(user):
    """The secret of a telephone that is the second step of `user`."""
    made = totp.generate_totp_secret()
    totp.TOTP.activate(user, made)
    return made


@pytest.fixture
def clock(monkeypatch):
    """The time that codes and limits go by; stands still unless the test moves it."""
    moment = {"now": time.time()}
    monkeypatch.setattr("time.time", lambda: moment["now"])
    monkeypatch.setattr("cairn.accounts.adapter.now", lambda: datetime.fromtimestamp(moment["now"], UTC))

    def wait(seconds):
        moment["now"] += seconds

    return wait


def start(user, **meta):
    """A browser after the password, before the code."""
    client = Client(**meta)
    log_in(client, user)
    return client


def enter(client, code):
    answer = client.post("/account/2fa/authenticate/", {"code": code})
    return "_auth_user_id" in client.session, answer.content.decode()


def test_a_code_that_was_seen_over_a_shoulder_logs_nobody_in_again(user, secret, clock):
    code = get_code(secret)
    assert enter(start(user), code)[0]
    assert not enter(start(user), code)[0]
    assert not enter(start(user), f"{code[:3]} {code[3:]}")[0]
    clock(30)
    assert enter(start(user), get_code(secret))[0]


def test_the_code_that_set_a_telephone_up_logs_nobody_in(user, clock):
    client = Client()
    log_in(client, user)
    page = client.get("/account/2fa/totp/activate/").content.decode()
    code = get_code(re.search(r"<code>([A-Z2-7]{16,})</code>", page)[1])
    client.post("/account/2fa/totp/activate/", {"code": code})
    assert Authenticator.objects.filter(user=user, type="totp").exists()
    assert not enter(start(user), code)[0]


def test_guessing_codes_ends_after_twenty_a_day_and_the_owner_hears_of_it(user, secret, clock, mailoutbox):
    for number in range(20):
        if number % 5 == 0:
            clock(301)
            guesser = start(user, REMOTE_ADDR=f"192.0.2.{number + 1}")
        assert not enter(guesser, f"{number:06}")[0]
    clock(301)
    for _ in range(2):
        right, page = enter(start(user, REMOTE_ADDR="198.51.100.9"), get_code(secret))
        assert not right
        assert "Too many wrong codes" in page
    (told,) = mailoutbox
    assert told.to == [user.email]
    assert "someone knows your password" in told.body

    # The way out: another password, through the mailbox.
    client = Client()
    client.post("/account/password/reset/", {"email": user.email})
    link = re.search(r"http\S+/reset/key/\S+", mailoutbox[-1].body)[0]
    form = client.get(link.partition("8000")[2] or link, follow=True)
    new = {"password1": "other words entirely now", "password2": "other words entirely now"}
    client.post(form.redirect_chain[-1][0], new)
    clock(301)
    client = Client()
    client.post("/log-in/", {"login": user.email, "password": "other words entirely now"})
    assert enter(client, get_code(secret))[0]


def test_wrong_codes_before_something_final_count_with_those_of_the_log_in(user, secret, clock):
    """Whoever finds a browser signed in gets no second score of tries, and none by changing doors."""
    inside = start(user)
    assert enter(inside, get_code(secret))[0]
    clock(601)

    def enter_inside(code):
        return inside.post("/account/2fa/reauthenticate/?next=/account/erase/", {"code": code}).status_code == 302

    for number in range(20):
        if number % 5 == 0:
            clock(301)
            outside = start(user, REMOTE_ADDR=f"192.0.2.{number + 1}")
        wrong = enter_inside(f"{number:06}") if number % 2 else enter(outside, f"{number:06}")[0]
        assert not wrong
    clock(301)
    assert not enter_inside(get_code(secret))
    assert not enter(start(user, REMOTE_ADDR="198.51.100.9"), get_code(secret))[0]


def test_one_network_guesses_sixty_codes_an_hour_for_all_accounts(clock):
    """With a list of stolen passwords; whoever asks from elsewhere is not held up."""
    people = [UserFactory() for _ in range(14)]
    secrets = [totp.generate_totp_secret() for _ in people]
    for person, made in zip(people, secrets, strict=True):
        totp.TOTP.activate(person, made)
    pages = []
    for person in people[:13]:
        guesser = start(person, REMOTE_ADDR="203.0.113.5")
        pages += [enter(guesser, f"{number:06}")[1] for number in range(5)]
    looked_at = ["Too many wrong codes from your network" not in page for page in pages]
    assert looked_at == [True] * 60 + [False] * 5
    last, code = people[13], get_code(secrets[13])
    assert not enter(start(last, REMOTE_ADDR="203.0.113.5"), code)[0]
    assert enter(start(last, REMOTE_ADDR="198.51.100.9"), code)[0]
    clock(3601)
    assert enter(start(last, REMOTE_ADDR="203.0.113.5"), get_code(secrets[13]))[0]


def test_a_recovery_code_counts_once(user, secret, clock):
    RecoveryCodes.activate(user)
    code = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]
    assert enter(start(user), code)[0]
    assert not enter(start(user), code)[0]


def test_codes_at_the_same_moment_count_once(user, secret, settings, threads):
    settings.CACHES = IN_THE_DATABASE
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "100/m/ip", "login_failed": "100/m/key"}
    code = get_code(secret)
    assert sum(threads(lambda: enter(start(user), code)[0], 4)) == 1


def test_who_has_just_logged_in_is_not_asked_again_for_ten_minutes(user, clock):
    client = Client()
    log_in(client, user)
    assert client.get("/account/erase/").status_code == 200
    clock(599)
    assert client.get("/account/erase/").status_code == 200
    assert client.get("/account/export/").status_code == 200
    clock(2)
    assert client.get("/account/erase/").headers["Location"].startswith("/account/reauthenticate/")
    client.post("/account/reauthenticate/?next=/account/erase/", {"password": PASSWORD})
    for path in ("/account/erase/", "/account/export/", "/account/2fa/totp/activate/", "/account/erase/"):
        assert client.get(path).status_code == 200, path
    clock(601)
    assert client.get("/account/erase/").status_code == 302


def test_a_password_alone_is_no_proof_where_a_second_step_is_asked_for(user, secret, clock):
    client = start(user)
    assert client.get("/account/erase/").headers["Location"].startswith("/log-in/")


@pytest.fixture
def passkey(user, settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False  # as on a real site
    return Passkey(user).register()


def test_a_passkey_lets_its_owner_in_once_for_each_challenge(user, passkey):
    client, other = Client(), Client()
    credential = passkey.sign(ask_challenge(client))
    ask_challenge(other)
    assert not show(other, credential)  # seen on its way and sent from elsewhere
    assert show(client, credential)
    client.logout()
    assert not show(client, credential)
    ask_challenge(client)
    assert not show(client, credential)


STRANGER = ec.generate_private_key(ec.SECP256R1())


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://testserver"},
        {"site": "evil.example"},
        {"flags": PRESENT},  # nobody proved who they are
        {"flags": AuthenticatorData.FLAG(0)},
        {"kind": "webauthn.create"},
        {"key": STRANGER},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_passkey_that_signed_something_else_lets_nobody_in(passkey, wrong):
    client = Client()
    assert not show(client, passkey.sign(ask_challenge(client), **wrong))


def test_a_passkey_opens_no_other_account(other_user, passkey):
    for target in (other_user, give_site_role(UserFactory(), "host")):
        client = Client()
        assert not show(client, passkey.sign(ask_challenge(client), of=target))
    client = Client()
    unknown = Passkey(other_user)  # never added
    assert not show(client, unknown.sign(ask_challenge(client)))
    assert not show(client, passkey.sign(websafe_encode(b"made up by whoever asks")))


def test_whoever_tries_passkeys_is_stopped_and_the_owner_is_not(passkey, clock):
    guesser = Client(REMOTE_ADDR="203.0.113.5")
    for _ in range(10):
        assert not show(guesser, passkey.sign(ask_challenge(guesser), key=STRANGER))
    assert guesser.post(PATH, {"credential": passkey.sign(websafe_encode(b"x"), key=STRANGER)}).status_code == 429
    owner = Client(REMOTE_ADDR="198.51.100.9")
    assert show(owner, passkey.sign(ask_challenge(owner)))


SIGNED = {"clientDataJSON": "AA", "authenticatorData": "AA", "signature": "AA"}
ODD_PASSKEYS = [
    *("", "{", "[]", "1", "null", '"x"', "{}", '{"response": []}', '{"response": {"userHandle": 1}}'),
    *(
        json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {**SIGNED, "userHandle": handle}})
        for handle in ("MQ", "AA", "", "-", None)
    ),
]


@pytest.mark.parametrize("credential", ODD_PASSKEYS)
def test_a_passkey_that_is_none_lets_nobody_in_and_breaks_nothing(user, credential):
    client = Client(raise_request_exception=False)
    client.get("/account/2fa/webauthn/login/", headers={"X-Requested-With": "XMLHttpRequest"})
    answer = client.post("/account/2fa/webauthn/login/", {"credential": credential})
    assert answer.status_code in (200, 302)
    assert "_auth_user_id" not in client.session
