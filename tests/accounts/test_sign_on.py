"""Single sign-on lets in the people of an organisation and nobody else."""

import http.client
import re
from contextlib import nullcontext
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from cairn.accounts.issuers import UnusableIssuer, describe_for_allauth, read_issuers
from cairn.accounts.models import User
from cairn.accounts.sign_on import UnableToSignOn, check_may_sign_on
from cairn.places.models import Membership, OrganisationDomain
from cairn.places.services import remove_member
from tests.factories.accounts import UserFactory
from tests.factories.records import join, make_organisation
from tests.fakes.issuer import CLIENT_ID, CLIENT_SECRET, running_issuer

pytestmark = pytest.mark.django_db
ADA = {"sub": "1234", "email": "ada@ottenvale.example", "name": "Ada Smith"}
VERIFIED = {**ADA, "email_verified": True}
ENVIRONMENT = {
    "CAIRN_OIDC": "work",
    "CAIRN_OIDC_WORK_ISSUER": "https://login.microsoftonline.com/6f1d2c3b-0000-4000-8000-000000000001/v2.0",
    "CAIRN_OIDC_WORK_CLIENT_ID": CLIENT_ID,
    "CAIRN_OIDC_WORK_CLIENT_SECRET": CLIENT_SECRET,
    "CAIRN_OIDC_WORK_NAME": "Ottenvale",
    "CAIRN_OIDC_WORK_DOMAINS": "ottenvale.example, schools.ottenvale.example",
}


@pytest.fixture(scope="module")
def started():
    with running_issuer() as fake:
        yield fake


@pytest.fixture
def issuer(started, settings):
    started.claims, started.issuer = dict(ADA), started.address
    environment = ENVIRONMENT | {"CAIRN_OIDC_WORK_ISSUER": started.address}
    settings.SOCIALACCOUNT_PROVIDERS = describe_for_allauth(read_issuers(environment))
    return started


@pytest.fixture
def organisation():
    found = make_organisation("Ottenvale Council")
    OrganisationDomain.objects.create(organisation=found, domain="ottenvale.example")
    return found


def sign_on(client: Client):
    """There and back, as a browser goes; returns the last page of ours."""
    asked = client.get("/account/oidc/work/login/")
    assert asked.status_code == 302, asked.content.decode()
    parts = urlsplit(asked["Location"])
    connection = http.client.HTTPConnection(parts.hostname, parts.port)
    connection.request("GET", f"{parts.path}?{parts.query}")
    back = urlsplit(connection.getresponse().headers["Location"])
    connection.close()
    return client.get(f"{back.path}?{back.query}", follow=True)


def is_logged_in(client: Client) -> bool:
    return client.get(reverse("accounts:account")).status_code == 200


def make_known(issuer, user: User) -> None:
    """Somebody whose account here is linked already."""
    issuer.claims = dict(VERIFIED)
    sign_on(Client())
    assert SocialAccount.objects.get().user == user


# --- new people ----------------------------------------------------------------------------------


def test_new_person_without_a_verified_address_proves_it_once_and_is_in(issuer, organisation):
    client = Client()
    sign_on(client)
    user = User.objects.get()
    assert (user.email, user.name, is_logged_in(client)) == ("ada@ottenvale.example", "Ada Smith", False)
    assert not Membership.objects.exists()
    path = urlsplit(re.search(r"https?://\S+", mail.outbox[0].body).group()).path
    client.post(path)
    assert Membership.objects.get().organisation == organisation
    client = Client()
    sign_on(client)
    assert is_logged_in(client)
    assert User.objects.get() == user


@pytest.mark.parametrize("claim", [{"email_verified": True}, {"xms_edov": True}, {"xms_edov": "1"}])
def test_new_person_with_a_verified_address_is_in_at_once(issuer, organisation, claim):
    issuer.claims |= claim
    client = Client()
    sign_on(client)
    assert is_logged_in(client)
    assert Membership.objects.get().organisation == organisation


def test_new_person_of_no_organisation_here_is_not_let_in(issuer):
    issuer.claims = dict(VERIFIED)
    sign_on(client := Client())
    assert not is_logged_in(client)
    assert not User.objects.exists()


REFUSED = {
    "wrong domain": ({"email": "ada@elsewhere.example"}, "is not an address for which Ottenvale signs people in"),
    "domain below": ({"email": "ada@not.ottenvale.example"}, "is not an address for which"),
    "domain as a beginning": ({"email": "ada@ottenvale.example.evil.example"}, "is not an address for which"),
    "guest by name": ({"preferred_username": "ada_mail.example#EXT#@ottenvale.onmicrosoft.com"}, "You are a guest"),
    "guest by claim": ({"acct": 1}, "You are a guest"),
    "no address": ({"email": None}, "did not send your e-mail address"),
    "no real address": ({"email": "ada"}, "did not send your e-mail address"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_others_are_refused_with_a_reason_and_leave_nothing(issuer, organisation, name):
    claims, sentence = REFUSED[name]
    user = UserFactory(email="ada@ottenvale.example")
    issuer.claims = VERIFIED | claims
    client = Client()
    answer = sign_on(client)
    assert answer.status_code == 403
    assert sentence in answer.content.decode()
    assert not is_logged_in(client)
    assert (list(User.objects.all()), SocialAccount.objects.count(), mail.outbox) == ([user], 0, [])


def test_answer_of_another_issuer_is_refused(issuer, organisation):
    issuer.issuer, issuer.claims = "https://issuer.example", dict(VERIFIED)
    answer = sign_on(client := Client())
    assert "The answer did not come from Ottenvale" in answer.content.decode()
    assert not User.objects.exists()
    assert not is_logged_in(client)


def ask_issuer(client: Client) -> str:
    """The way back that the issuer would show to this browser."""
    asked = urlsplit(client.get("/account/oidc/work/login/")["Location"])
    connection = http.client.HTTPConnection(asked.hostname, asked.port)
    connection.request("GET", f"{asked.path}?{asked.query}")
    back = urlsplit(connection.getresponse().headers["Location"])
    connection.close()
    return f"{back.path}?{back.query}"


@pytest.mark.parametrize("change", ["another browser", "no state", "another state", "twice"])
def test_way_back_counts_once_and_only_in_the_browser_that_asked(issuer, organisation, change):
    """A link with the code of somebody else would sign its victim in as them, and what they write would be theirs."""
    issuer.claims = dict(VERIFIED)
    client = Client()
    back = ask_issuer(client)
    if change == "another browser":
        client = Client()
    elif change == "no state":
        back = re.sub(r"&?state=[^&]*", "", back)
    elif change == "another state":
        back = re.sub(r"state=[^&]*", "state=guessed", back)
    else:
        client.get(back)
        client.post("/log-out/")
    client.get(back, follow=True)
    assert not is_logged_in(client)


def test_code_that_leaks_is_worth_nothing_without_its_secret(issuer):
    """PKCE: the issuer gives what it knows only to whoever has what was hashed here."""
    asked = dict(parse_qsl(urlsplit(Client().get("/account/oidc/work/login/")["Location"]).query))
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) >= 43
    assert len(asked["state"]) >= 16


@pytest.mark.parametrize(("hd", "is_let_in"), [("ottenvale.example", True), ("other.example", False), (None, False)])
def test_google_signs_in_only_those_of_the_workspace(hd, is_let_in):
    google = "https://accounts.google.com"
    app = SocialApp(name="Ottenvale", settings={"server_url": google, "domains": ["ottenvale.example"]})
    claims = VERIFIED | {"iss": google, "hd": hd}
    with nullcontext() if is_let_in else pytest.raises(UnableToSignOn, match="not an account of Ottenvale"):
        check_may_sign_on(claims, app=app, is_known=False)


# --- people who have an account ------------------------------------------------------------------


def test_verified_address_belongs_to_the_account_that_has_it(issuer):
    user = UserFactory(email="ada@ottenvale.example")
    issuer.claims = dict(VERIFIED)
    sign_on(client := Client())
    assert is_logged_in(client)
    assert SocialAccount.objects.get().user == user


@pytest.mark.parametrize("claim", [{}, {"email_verified": False}, {"email_verified": "false"}, {"xms_edov": False}])
def test_unverified_address_never_links_before_its_mailbox_says_yes(issuer, claim):
    user = UserFactory(email="ada@ottenvale.example")
    issuer.claims |= claim
    client = Client()
    answer = sign_on(client)
    assert "Check your e-mail" in answer.content.decode()
    assert not is_logged_in(client)
    assert not SocialAccount.objects.exists()
    assert [message.to for message in mail.outbox] == [["ada@ottenvale.example"]]
    path = urlsplit(re.search(r"https?://\S+", mail.outbox[0].body).group()).path
    assert "Confirm" in client.get(path).content.decode()
    assert not SocialAccount.objects.exists()  # scanners open links
    client.post(path)
    assert SocialAccount.objects.get().user == user
    sign_on(client)
    assert is_logged_in(client)


def test_link_counts_only_in_the_browser_that_asked(issuer):
    """Else somebody whom the issuer calls by another's address would need them to follow one link."""
    UserFactory(email="ada@ottenvale.example")
    sign_on(Client())
    path = urlsplit(re.search(r"https?://\S+", mail.outbox[0].body).group()).path
    answer = Client().post(path)
    assert answer.status_code == 403
    assert "in the browser in which you tried to sign in" in answer.content.decode()
    assert not SocialAccount.objects.exists()


def test_link_proves_the_address_and_ends_a_password_that_was_there_before(issuer):
    user = UserFactory(email="ada@ottenvale.example")
    EmailAddress.objects.filter(user=user).delete()
    user.set_password("of whoever signed up first")
    user.save()
    sign_on(client := Client())
    client.post(urlsplit(re.search(r"https?://\S+", mail.outbox[0].body).group()).path)
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert EmailAddress.objects.get(user=user).verified


def test_changed_link_is_refused(issuer):
    answer = Client().get(reverse("accounts:link-sign-on", args=["made-up"]))
    assert (answer.status_code, "no longer valid" in answer.content.decode()) == (403, True)


def test_account_is_that_of_issuer_and_subject_whatever_the_address_becomes(issuer):
    user = UserFactory(email="ada@ottenvale.example")
    other = UserFactory(email="eve@ottenvale.example")
    make_known(issuer, user)
    issuer.claims = VERIFIED | {"email": other.email}
    sign_on(client := Client())
    assert client.get(reverse("accounts:account")).wsgi_request.user == user
    issuer.claims = {"sub": "1234"}  # no address any more
    sign_on(client := Client())
    assert is_logged_in(client)


def test_same_subject_of_another_issuer_is_somebody_else(issuer, settings):
    user = UserFactory(email="ada@ottenvale.example")
    make_known(issuer, user)
    with running_issuer() as other:
        other.claims = dict(ADA)
        environment = ENVIRONMENT | {"CAIRN_OIDC_WORK_ISSUER": other.address}
        settings.SOCIALACCOUNT_PROVIDERS = describe_for_allauth(read_issuers(environment))
        sign_on(client := Client())
    assert not is_logged_in(client)
    assert SocialAccount.objects.count() == 1


# --- sessions ------------------------------------------------------------------------------------


def test_session_ends_after_twelve_hours_and_is_renewed_with_the_issuer(issuer, time_machine_to):
    UserFactory(email="ada@ottenvale.example")
    issuer.claims = dict(VERIFIED)
    sign_on(client := Client())
    time_machine_to(now() + timedelta(hours=11, minutes=59))
    assert is_logged_in(client)
    time_machine_to(now() + timedelta(hours=12))
    answer = client.get("/account/?tab=1")
    assert answer["Location"] == "/account/oidc/work/login/?next=%2Faccount%2F%3Ftab%3D1"
    assert not is_logged_in(client)


def test_session_by_password_lasts(client, user, time_machine_to):
    client.force_login(user)
    time_machine_to(now() + timedelta(hours=13))
    assert is_logged_in(client)


def test_session_of_an_issuer_that_is_gone_ends_at_the_log_in(issuer, settings, time_machine_to):
    UserFactory(email="ada@ottenvale.example")
    issuer.claims = dict(VERIFIED)
    sign_on(client := Client())
    settings.SOCIALACCOUNT_PROVIDERS = {}
    time_machine_to(now() + timedelta(hours=13))
    assert client.get("/account/")["Location"] == reverse("accounts:log-in")


def test_ended_membership_ends_such_sessions_at_once_and_no_others(issuer, organisation):
    user = UserFactory(email="ada@ottenvale.example")
    membership = join(user, organisation)
    coordinator = UserFactory(email="cora@ottenvale.example")
    join(coordinator, organisation, role="coordinator")
    issuer.claims = dict(VERIFIED)
    sign_on(client := Client())
    others = Client()
    others.force_login(coordinator)
    assert is_logged_in(client)
    remove_member(membership=membership, by=coordinator, at=now())
    assert not is_logged_in(client)
    assert is_logged_in(others)


@pytest.fixture
def time_machine_to(monkeypatch):
    def go(at):
        monkeypatch.setattr("cairn.accounts.middleware.now", lambda: at)

    return go


# --- settings ------------------------------------------------------------------------------------


def test_several_issuers_each_with_its_domains():
    environment = ENVIRONMENT | {
        "CAIRN_OIDC": "work, charity-two",
        "CAIRN_OIDC_CHARITY_TWO_ISSUER": "https://accounts.google.com",
        "CAIRN_OIDC_CHARITY_TWO_CLIENT_ID": "two",
        "CAIRN_OIDC_CHARITY_TWO_CLIENT_SECRET": "secret",
        "CAIRN_OIDC_CHARITY_TWO_DOMAINS": "Charity.example",
    }
    found = read_issuers(environment)
    assert [(one.key, one.domains) for one in found] == [
        ("work", ("ottenvale.example", "schools.ottenvale.example")),
        ("charity-two", ("charity.example",)),
    ]
    assert read_issuers({}) == []
    assert describe_for_allauth([]) == {}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        *(
            ({"ISSUER": f"https://login.microsoftonline.com/{word}/v2.0"}, "signs in people of every organisation")
            for word in ("common", "organizations", "consumers", "Common")
        ),
        ({"ISSUER": "http://issuer.example"}, "Give the https address of the issuer"),
        ({"ISSUER": ""}, "Give the https address of the issuer"),
        ({"ISSUER": "https://issuer.example/.well-known/openid-configuration"}, "Leave out everything from"),
        ({"DOMAINS": ""}, "CAIRN_OIDC_WORK_DOMAINS is not set. List the domains"),
        ({"DOMAINS": "@ottenvale.example"}, "which is not a domain"),
        ({"DOMAINS": "*"}, "which is not a domain"),
        ({"CLIENT_ID": ""}, "CAIRN_OIDC_WORK_CLIENT_ID is not set"),
        ({"CLIENT_SECRET": " "}, "CAIRN_OIDC_WORK_CLIENT_SECRET is not set"),
    ],
)
def test_unsafe_or_missing_setting_stops_the_start_with_a_sentence(changes, sentence):
    environment = ENVIRONMENT | {f"CAIRN_OIDC_WORK_{name}": value for name, value in changes.items()}
    with pytest.raises(UnusableIssuer, match=re.escape(sentence)):
        read_issuers(environment)


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"CAIRN_OIDC_ISSUER": "https://issuer.example"}, "Set CAIRN_OIDC=work"),
        (ENVIRONMENT | {"CAIRN_OIDC": "work,work"}, "names an issuer twice"),
        (ENVIRONMENT | {"CAIRN_OIDC": "My Work"}, "Use a short name of lower-case letters"),
    ],
)
def test_names_of_issuers_are_checked(environment, sentence):
    with pytest.raises(UnusableIssuer, match=re.escape(sentence)):
        read_issuers(environment)
