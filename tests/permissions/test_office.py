"""Wagtail's office, the pages of allauth, and what is known to go wrong with log-ins (peers.md A12)."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from cairn.accounts.models import SiteRole, User
from cairn.places import services as places
from cairn.places.models import Invitation, Membership
from tests.factories.accounts import PASSWORD, UserFactory, give_site_role
from tests.factories.records import NOON, join, make_organisation, make_team
from tests.permissions.routes import get_routes

pytestmark = pytest.mark.django_db
OFFICE = ["/admin/", "/admin/users/", "/admin/account/", "/admin/reports/site-history/", "/admin/images/"]


def log_in(client, user, **extra):
    return client.post("/log-in/", {"login": user.email, "password": PASSWORD, **extra})


@pytest.mark.parametrize("path", [*OFFICE, "/admin/login/", "/admin/password_reset/"])
def test_office_leads_strangers_to_our_log_in(client, path):
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/log-in/?next=/admin/")


@pytest.mark.parametrize("path", OFFICE)
def test_office_is_closed_to_members_and_to_editors_without_a_second_step(logged_in_client, user, path):
    assert logged_in_client.get(path).status_code == 403
    SiteRole.objects.create(user=user, role="editor")
    assert logged_in_client.get(path).status_code == 403


def test_office_is_open_to_an_editor_with_a_second_step_who_sees_no_users(logged_in_client, user):
    give_site_role(user, "editor")
    office = logged_in_client.get("/admin/")
    assert office.status_code == 200
    assert "unsafe-inline" in office["Content-Security-Policy"]
    assert "gravatar" not in office.content.decode()
    assert "releases.wagtail" not in office.content.decode()
    assert logged_in_client.get("/admin/users/").status_code != 200
    assert logged_in_client.get("/admin/password_reset/").status_code in (302, 404)


@pytest.mark.parametrize(
    "path", ["documents/", "documents/chooser/results/", "images/", "images/chooser/results/", "pages/"]
)
def test_a_search_in_the_office_lists_all_where_there_is_no_index(path, logged_in_client, user):
    give_site_role(user, "editor")
    assert logged_in_client.get(f"/admin/{path}", {"q": "poster"}, follow=True).status_code == 200


def test_every_address_of_libraries_without_arguments_refuses_or_leads_strangers_on(client):
    for name, path in get_routes().items():
        if path.startswith(("admin/", "account/")) and "<" not in path and not name.startswith(("None", "accounts:")):
            assert client.get("/" + path.removesuffix("$").lstrip("^")).status_code in (200, 302, 401, 403, 404, 405), (
                path
            )


# --- findings of peers.md A12 -------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/account/email/", "/account/2fa/totp/activate/", "/account/export/", "/account/erase/"]
)
def test_sensitive_acts_ask_for_the_password_again(user, path):
    client = Client()
    client.force_login(user)  # a log-in long ago: no password was given in this session
    answer = client.post(path, {"email": "evil@example.org", "action_add": ""}) if "email" in path else client.get(path)
    assert answer.status_code == 302
    assert "/account/reauthenticate/" in answer.headers["Location"]
    assert not EmailAddress.objects.filter(email="evil@example.org").exists()


def test_second_step_cannot_be_switched_off_without_the_password(user):
    give_site_role(user, "editor")
    client = Client()
    client.force_login(user)
    answer = client.post("/account/2fa/totp/deactivate/")
    assert "/account/reauthenticate/" in answer.headers["Location"]
    assert Authenticator.objects.filter(user=user).exists()


def test_two_hundred_reset_mails_are_three(user):
    client = Client()
    for _ in range(200):
        client.post("/account/password/reset/", {"email": user.email})
    assert len(mail.outbox) <= 3


def test_reset_link_is_built_on_our_address_works_once_and_runs_out(user, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.post("/account/password/reset/", {"email": user.email}, headers={"host": "evil.example"})
    link = re.search(r"https?://\S+", mail.outbox[0].body)[0]
    assert link.startswith(settings.BASE_URL)
    assert "evil" not in mail.outbox[0].body
    assert settings.PASSWORD_RESET_TIMEOUT <= 3600
    path = link.removeprefix(settings.BASE_URL)
    page = client.get(path, follow=True)
    new = {"password1": "quite another phrase", "password2": "quite another phrase"}
    client.post(page.request["PATH_INFO"], new)
    user.refresh_from_db()
    assert user.check_password("quite another phrase")
    again = Client().get(path, follow=True)
    assert "password1" not in again.content.decode()


def test_unknown_address_gets_the_same_answer_as_a_known_one(user):
    known = Client().post("/account/password/reset/", {"email": user.email})
    unknown = Client().post("/account/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known.headers.get("Location")) == (unknown.status_code, unknown.headers.get("Location"))


def test_log_in_is_locked_after_many_wrong_passwords(user):
    client = Client()
    answers = [client.post("/log-in/", {"login": user.email, "password": "wrong"}) for _ in range(12)]
    assert any(answer.status_code == 429 or "Too many attempts" in answer.content.decode() for answer in answers)
    assert "_auth_user_id" not in client.session
    log_in(client, user)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "wanted",
    [
        "http://[",
        "//evil.example/",
        "https://evil.example/",
        "/\\\\evil.example",
        "javascript:alert(1)",
        "\t//evil.example",
    ],
)
def test_nobody_is_led_to_another_site_after_signing_in(user, wanted):
    assert Client().get("/log-in/", {"next": wanted}).status_code == 200
    answer = log_in(Client(), user, next=wanted)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/")


def test_session_gets_another_key_at_log_in(user):
    client = Client()
    client.get("/log-in/")
    session = client.session
    session["planted"] = "yes"
    session.save()
    before = session.session_key
    log_in(client, user)
    assert client.session.session_key != before


@pytest.mark.parametrize("email", ["evil@example.com", '"<script>"@example.com', "a@b@council.example"])
def test_nobody_signs_up_without_invitation_or_domain(email):
    given = {"name": "Eve", "email": email, "password1": "three unrelated words"}
    assert Client().post("/account/signup/", given).status_code == 200
    assert not User.objects.filter(name="Eve").exists()


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "see https://evil.example/now", "a\u202eb"])
def test_name_is_letters_and_no_markup(name):
    organisation = make_organisation()
    organisation.domains.create(domain="council.example")
    Client().post(
        "/account/signup/", {"name": name, "email": "eve@council.example", "password1": "three unrelated words"}
    )
    assert not User.objects.filter(email="eve@council.example").exists()


def confirm(client):
    link = re.search(r"https?://\S+confirm-email\S+", mail.outbox[-1].body)[0]
    path = "/" + link.split("/", 3)[3]
    client.post(path)


def test_address_of_an_organisation_waits_until_a_coordinator_lets_it_in():
    organisation = make_organisation()
    organisation.domains.create(domain="council.example")
    client = Client()
    client.post(
        "/account/signup/", {"name": "Eve Evans", "email": "eve@council.example", "password1": "three unrelated words"}
    )
    assert not Membership.objects.exists()
    confirm(client)
    membership = Membership.objects.get()
    assert (membership.state, membership.role) == ("waiting", "reader")
    coordinator = UserFactory()
    join(coordinator, organisation, role="coordinator", team=make_team(organisation))
    page = Client()
    page.force_login(coordinator)
    address = f"/organisations/{organisation.slug}/people/{membership.pk}/"
    assert page.post(address, {"role": "member"}).status_code == 302
    membership.refresh_from_db()
    assert (membership.state, membership.role) == ("active", "member")


def test_invited_person_belongs_as_soon_as_the_address_is_proven():
    organisation = make_organisation()
    boss = UserFactory()
    join(boss, organisation, role="coordinator")
    places.invite(organisation=organisation, email="new@elsewhere.example", role="member", by=boss, at=NOON)
    Invitation.objects.update(expires_at=NOON.replace(year=2100))
    client = Client()
    given = {"name": "New Person", "email": "new@elsewhere.example", "password1": "three unrelated words"}
    client.post("/account/signup/", given)
    confirm(client)
    assert Membership.objects.get(user__email="new@elsewhere.example").role == "member"


def test_invitation_of_somebody_else_cannot_be_accepted(logged_in_client, user):
    organisation = make_organisation()
    boss = UserFactory()
    join(boss, organisation, role="coordinator")
    invitation = places.invite(
        organisation=organisation, email="new@elsewhere.example", role="member", by=boss, at=NOON
    )
    Invitation.objects.update(expires_at=NOON.replace(year=2100))
    logged_in_client.post(f"/invitations/{invitation.key}/")
    assert not Membership.objects.filter(user=user).exists()


def test_last_coordinator_stays():
    organisation = make_organisation()
    boss = UserFactory()
    membership = join(boss, organisation, role="coordinator")
    client = Client()
    client.force_login(boss)
    client.post(f"/organisations/{organisation.slug}/people/{membership.pk}/remove/")
    client.post(f"/organisations/{organisation.slug}/people/{membership.pk}/", {"role": "reader"})
    membership.refresh_from_db()
    assert membership.role == "coordinator"


def test_adding_to_a_circle_does_not_tell_who_has_a_log_in(logged_in_client, user):
    organisation = make_organisation()
    join(user, organisation, team=make_team(organisation))
    logged_in_client.post(
        "/circles/new/",
        {
            "name": "Ours",
            "purpose": "To learn",
            "organisation": organisation.pk,
            "rules": "Ask before you quote.",
            "use": "inside",
            "listed_to": "members",
            "afterwards": "private",
        },
    )
    circle = user.circle_memberships.get().circle
    known = UserFactory()
    pages = [
        logged_in_client.post(circle.get_absolute_url(), {"email": email}, follow=True).content.decode()
        for email in (known.email, "nobody@example.org")
    ]
    assert all("If this address has an account" in page for page in pages)
    listed = [page.count("nobody@example.org") + page.count(known.email) for page in pages]
    assert listed[0] * 2 == listed[1]  # both stand in the list of those who were invited, whether known or not
    assert not known.circle_memberships.exists()


def test_erasing_and_export_leave_and_hold_what_they_should(user):
    from cairn.accounts import services

    exported = services.export_account(user=user, at=NOON)
    assert exported.startswith(b"PK")
    key = user.key
    services.erase_account(user=user, at=NOON)
    user = User.objects.get(key=key)
    assert (user.name, user.is_active, "ada" in user.email) == ("A former user", False, False)
    assert not EmailAddress.objects.exists()
    services.replay_erasure(key, NOON)  # twice does no harm
