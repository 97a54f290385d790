"""What may happen to organisations and their people, rule by rule."""

from datetime import timedelta

import pytest

from cairn.places import policies
from cairn.places.models import CircleMembership, Invitation, Membership
from tests.factories.accounts import UserFactory
from tests.factories.records import NOON, join, make_circle, make_organisation
from tests.rules import may

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_coordinator_manages_their_own_organisation():
    council, other = make_organisation(), make_organisation("Ashmere Council")
    coordinator, member = UserFactory(), UserFactory()
    join(coordinator, council, role="coordinator")
    join(member, council)
    join(member, other, role="coordinator")
    assert may(policies.check_can_manage, coordinator, council)
    assert not may(policies.check_can_manage, member, council)
    assert not may(policies.check_can_manage, coordinator, other)


@pytest.mark.parametrize(("role", "allowed"), [("member", True), ("coordinator", True), ("host", False), ("", False)])
def test_a_role_is_one_of_an_organisation(role, allowed):
    assert may(policies.check_role, role) is allowed


def test_the_last_coordinator_stays():
    council = make_organisation()
    last = join(UserFactory(), council, role="coordinator")
    member = join(UserFactory(), council)
    join(UserFactory(), make_organisation("Ashmere Council"), role="coordinator")
    waiting = join(UserFactory(), council, role="coordinator")
    Membership.objects.filter(pk=waiting.pk).update(state="waiting", joined_at=None)
    waiting.refresh_from_db()
    assert not may(policies.check_keeps_a_coordinator, last)
    assert may(policies.check_keeps_a_coordinator, member)
    assert may(policies.check_keeps_a_coordinator, waiting)
    join(UserFactory(), council, role="coordinator")
    assert may(policies.check_keeps_a_coordinator, last)


def test_an_invitation_is_for_its_address_and_its_time(user, other_user):
    invitation = Invitation(email=user.email.upper(), expires_at=NOON + timedelta(days=1))
    assert invitation.is_open(at=NOON)
    assert may(policies.check_can_accept, invitation, user, at=NOON)
    assert not may(policies.check_can_accept, invitation, other_user, at=NOON)
    assert not may(policies.check_can_accept, invitation, user, at=NOON + timedelta(days=2))


def test_a_circle_is_led_by_those_who_lead_it(user, other_user):
    circle, other = make_circle(user, other_user), make_circle(other_user, name="Others")
    CircleMembership.objects.filter(user=user).update(leads=True)
    CircleMembership.objects.filter(circle=other).update(leads=True)
    assert may(policies.check_leads, circle, user)
    assert not may(policies.check_leads, circle, other_user)
    assert not may(policies.check_leads, other, user)
