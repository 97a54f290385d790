"""Hosts see who has an account and give roles; nobody else does."""

import pytest
from django.urls import reverse

from cairn.accounts.models import SiteRole
from cairn.accounts.policies import UnableToChangeRoles
from cairn.accounts.services import erase_account, set_site_roles
from cairn.audit.models import AuditEntry
from tests.factories.accounts import UserFactory, client_of, give_site_role
from tests.factories.records import NOON, join, make_organisation

pytestmark = pytest.mark.django_db
PAGE = reverse("places:users")


@pytest.fixture
def host():
    return give_site_role(UserFactory(name="Hana Host"), "host")


def test_users_are_found_by_name_and_role_with_where_they_belong(host):
    moderator = UserFactory(name="Mo Moderator", email="mo@example.org")
    SiteRole.objects.create(user=moderator, role="moderator")
    join(moderator, make_organisation(), role="coordinator")
    UserFactory(name="Somebody Else")
    page = client_of(host).get(PAGE).content.decode()
    assert "Otterdale Council (coordinator)" in page
    assert "Needs second step" in page
    for query in ({"q": "mo@exam"}, {"role": "moderator"}, {"q": "Mo", "role": "moderator"}):
        page = client_of(host).get(PAGE, query).content.decode()
        assert "Mo Moderator" in page
        assert "Somebody Else" not in page
    assert "No users match" in client_of(host).get(PAGE, {"q": "zzz"}).content.decode()


def test_a_host_gives_and_removes_roles_and_each_is_audited(host):
    person = UserFactory()
    address = reverse("places:user", args=[person.key])
    client_of(host).post(address, {"roles": ["editor", "moderator"]})
    client_of(host).post(address, {"roles": ["editor"]})
    assert list(person.site_roles.values_list("role", flat=True)) == ["editor"]
    told = AuditEntry.objects.about("user", str(person.pk)).order_by("pk").values_list("action", "by", "detail")
    assert list(told) == [
        ("user.role_given", host.pk, {"after": "editor"}),
        ("user.role_given", host.pk, {"after": "moderator"}),
        ("user.role_removed", host.pk, {"before": "moderator"}),
    ]


def test_the_last_host_stays(host):
    address = reverse("places:user", args=[host.key])
    page = client_of(host).post(address, {"roles": []}).content.decode()
    assert "This is the last host. Make someone else a host first." in page
    assert host.site_roles.exists()
    other = UserFactory()
    set_site_roles(user=other, roles={"host"}, by=host, at=NOON)
    set_site_roles(user=host, roles=set(), by=host, at=NOON)
    assert not host.site_roles.exists()


def test_the_last_host_cannot_erase_their_account(host):
    with pytest.raises(UnableToChangeRoles, match="last host"):
        erase_account(user=host, at=NOON)
    host.refresh_from_db()
    assert host.name == "Hana Host"
    give_site_role(UserFactory(), "host")
    erase_account(user=host, at=NOON)
    assert not SiteRole.objects.filter(user=host).exists()


@pytest.mark.parametrize("role", ["moderator", "editor", None])
def test_nobody_else_sees_users_or_gives_roles(role):
    person = UserFactory()
    if role:
        give_site_role(person, role)
    address = reverse("places:user", args=[person.key])
    for answer in (
        client_of(person).get(PAGE),
        client_of(person).get(address),
        client_of(person).post(address, {"roles": ["host"]}),
    ):
        assert answer.status_code == 403
    assert not person.site_roles.filter(role="host").exists()
    assert client_of(None).get(PAGE).status_code == 302
