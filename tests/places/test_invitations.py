"""A coordinator invites many, sends an invitation again, and cancels one."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cairn.audit.models import AuditEntry
from cairn.common.operations.retention import get_retentions
from cairn.places import services
from cairn.places.forms import InviteForm
from cairn.places.models import Invitation, Membership
from tests.factories.accounts import UserFactory, client_of
from tests.factories.records import NOON, join, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return make_organisation()


@pytest.fixture
def coordinator(organisation):
    user = UserFactory()
    join(user, organisation, role="coordinator")
    return user


@pytest.fixture
def invitation(organisation, coordinator):
    return services.invite(organisation=organisation, email="a@example.org", role="reader", by=coordinator, at=NOON)


def address(invitation):
    return reverse("places:change-invitation", args=[invitation.organisation.slug, invitation.pk])


def test_many_are_invited_at_once_and_who_is_in_already_is_left_out(organisation, coordinator):
    emails = f"A@example.org; b@example.org\nc@example.org, a@example.org {coordinator.email}"
    page = client_of(coordinator).post(
        reverse("places:invite", args=[organisation.slug]), {"emails": emails, "role": "member"}, follow=True
    )
    assert sorted(Invitation.objects.values_list("email", flat=True)) == [f"{one}@example.org" for one in "abc"]
    assert "3 invitations sent. 1 person belongs to the organisation already." in page.content.decode()


@pytest.mark.parametrize(
    ("emails", "problem"),
    [
        ("", "Enter at least one e-mail address"),
        ("a@example.org, nobody", "Check “nobody”. An address looks like name@example.org."),
        ("\n".join(f"p{one}@example.org" for one in range(51)), "You entered 51 addresses."),
    ],
)
def test_what_is_no_list_of_addresses_is_refused_and_nobody_is_invited(emails, problem):
    form = InviteForm({"emails": emails, "role": "member"})
    assert not form.is_valid()
    assert problem in form.errors["emails"][0]


def test_sending_again_gives_a_new_link_and_a_new_fortnight(invitation, coordinator):
    Invitation.objects.update(expires_at=NOON - timedelta(days=1))
    client = client_of(coordinator)
    page = client.get(reverse("places:members", args=[invitation.organisation.slug])).content.decode()
    assert "Expired" in page
    client.post(address(invitation), {"again": "yes"})
    newest = Invitation.objects.get()
    assert newest.key != invitation.key
    assert (newest.email, newest.role) == (invitation.email, "reader")
    assert newest.expires_at > newest.invited_at
    assert client.get(reverse("places:invitation", args=[invitation.key])).status_code == 404


def test_cancelling_ends_the_link_and_forgets_the_address(invitation, coordinator):
    client_of(coordinator).post(address(invitation), {"cancel": "yes"})
    assert not Invitation.objects.exists()
    entry = AuditEntry.objects.get(action="member.invitation_cancelled")
    assert "example.org" not in str(vars(entry))


def test_an_accepted_invitation_is_not_changed_any_more(invitation, coordinator):
    Invitation.objects.update(accepted_at=NOON)
    page = client_of(coordinator).post(address(invitation), {"cancel": "yes"}, follow=True)
    assert "This invitation was accepted" in page.content.decode()
    assert Invitation.objects.exists()


def test_only_coordinators_of_the_organisation_change_its_invitations(invitation):
    member, stranger = UserFactory(), UserFactory()
    join(member, invitation.organisation)
    join(stranger, make_organisation("Fenby Council"), role="coordinator")
    for person, status in ((member, 403), (stranger, 404)):
        assert client_of(person).post(address(invitation), {"cancel": "yes"}).status_code == status
    assert Invitation.objects.exists()


def test_addresses_go_a_month_after_an_invitation_was_accepted_or_expired(organisation, coordinator):
    def invite(name, **changes):
        made = services.invite(
            organisation=organisation, email=f"{name}@example.org", role="reader", by=coordinator, at=NOON
        )
        Invitation.objects.filter(pk=made.pk).update(**changes)

    before, after = NOON - timedelta(days=1), NOON + timedelta(days=1)
    invite("accepted", accepted_at=before, expires_at=after)
    invite("expired", expires_at=before)
    invite("just-accepted", accepted_at=after, expires_at=before)
    invite("open", expires_at=after)
    services.delete_old_invitations(NOON)
    left = Invitation.objects.order_by("email").values_list("email", flat=True)
    assert list(left) == ["just-accepted@example.org", "open@example.org"]
    assert ("invitations", 30) in [(rule.name, rule.days) for rule in get_retentions()]


def test_address_goes_as_soon_as_the_invitation_is_accepted(invitation):
    """It may be changed later, and whoever then erases the account could not be found by the one they had."""
    person = UserFactory(email="a@example.org")
    client = client_of(person)
    path = reverse("places:invitation", args=[invitation.key])
    assert client.post(path).status_code == 302
    person.email = "b@example.org"
    person.save()
    invitation.refresh_from_db()
    assert (invitation.email, invitation.is_open(at=NOON)) == ("", False)
    assert Membership.objects.filter(user=person, organisation=invitation.organisation).exists()
    client.post(path)
    assert "This invitation has been used" in client.get(path).content.decode()


def test_limit_counts_invitations_and_not_forms(organisation, coordinator, invitation):
    client = client_of(coordinator)

    def post(number):
        emails = "\n".join(f"p{number}-{one}@example.org" for one in range(50))
        address = reverse("places:invite", args=[organisation.slug])
        return client.post(address, {"emails": emails, "role": "member"}).status_code

    assert [post(number) for number in range(5)] == [302, 302, 302, 302, 429]
    assert Invitation.objects.count() == 201
    assert client.post(address(invitation), {"again": "yes"}).status_code == 429
    assert client.post(address(invitation), {"cancel": "yes"}).status_code == 302
