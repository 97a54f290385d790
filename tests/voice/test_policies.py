"""Who may name, confirm, hold and close what concerns somebody's safety, rule by rule."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from cairn.audit import services as audit
from cairn.places.models import Membership
from cairn.voice import policies
from cairn.voice.models import Worry
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.records import NOON, join, make_organisation
from tests.factories.voice import make_post
from tests.rules import may

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DAY = date(2026, 11, 24)


@pytest.fixture
def council():
    return make_organisation()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, True),
        ({"agreed_at": None}, False),
        ({"away_from": DAY, "away_until": DAY}, False),
        ({"away_from": DAY + timedelta(1), "away_until": DAY + timedelta(9)}, True),
        ({"away_from": DAY - timedelta(9), "away_until": DAY - timedelta(1)}, True),
    ],
)
def test_a_worry_is_sent_where_somebody_hears_it(council, given, told):
    post = make_post(organisation=council, **given)
    assert may(policies.check_somebody_is_on_duty, council, day=DAY) is told
    assert not may(policies.check_somebody_is_on_duty, make_organisation("Ashmere Council"), day=DAY)
    Membership.objects.filter(pk=post.membership_id).update(state="waiting", joined_at=None)
    assert not may(policies.check_somebody_is_on_duty, council, day=DAY)


def test_a_coordinator_of_the_organisation_names_people_of_it(council):
    coordinator, member, elsewhere, waiting = (UserFactory() for _ in range(4))
    join(coordinator, council, role="coordinator")
    own = join(member, council)
    other = join(elsewhere, make_organisation("Ashmere Council"), role="coordinator")
    asked = Membership.objects.create(user=waiting, organisation=council, asked_at=NOON)
    deputy = join(UserFactory(), council)
    assert may(policies.check_can_name, coordinator, council)
    assert not may(policies.check_can_name, member, council)
    assert not may(policies.check_can_name, elsewhere, council)
    assert may(policies.check_people, council, own, None)
    assert may(policies.check_people, council, own, deputy)
    for pair in ((other, None), (own, other), (asked, None), (own, asked), (own, own)):
        assert not may(policies.check_people, council, *pair)


@pytest.fixture
def self_named(council):
    """A coordinator who named themselves and waits for another's yes."""
    coordinator = UserFactory()
    join(coordinator, council, role="coordinator")
    return make_post(user=coordinator, organisation=council, agreed_at=None, is_self_named=True)


def test_another_coordinator_or_a_host_confirms_who_named_themselves(council, self_named):
    other, member, elsewhere = UserFactory(), UserFactory(), UserFactory()
    join(other, council, role="coordinator")
    join(member, council)
    join(elsewhere, make_organisation("Ashmere Council"), role="coordinator")
    host = give_site_role(UserFactory(), "host")
    people = {"other": other, "member": member, "elsewhere": elsewhere, "host": host, "nobody": AnonymousUser()}
    people["self"] = self_named.membership.user
    assert {who for who, one in people.items() if may(policies.check_can_confirm, self_named, one)} == {"other", "host"}
    # A host who named themselves as a coordinator cannot be their own second person either.
    give_site_role(self_named.membership.user, "host")
    assert not policies.can_confirm(self_named, self_named.membership.user)


@pytest.mark.parametrize("what", ["agreed", "not_self_named", "asked", "switched_off"])
def test_nobody_confirms_what_waits_for_nobody(self_named, what):
    host, post = give_site_role(UserFactory(), "host"), self_named
    assert policies.can_confirm(post, host)
    if what == "agreed":
        post.agreed_at = NOON
    elif what == "not_self_named":
        post.is_self_named = False
    elif what == "asked":
        post.membership.state = Membership.State.WAITING
    else:
        post.membership.user.is_active = False
    assert not policies.can_confirm(post, host)


@pytest.mark.parametrize(
    ("action", "minutes", "about", "counts"),
    [
        ("member.role", 1, "own", False),
        ("member.let_in", 1, "own", False),
        ("member.role", -1, "own", True),
        ("member.role", 1, "other", True),
        ("record.shared", 1, "own", True),
    ],
)
def test_the_yes_of_whoever_owes_their_role_to_the_one_who_waits_does_not_count(
    council, self_named, action, minutes, about, counts
):
    other = UserFactory()
    join(other, council, role="coordinator")
    organisation = council if about == "own" else make_organisation("Ashmere Council")
    at = self_named.named_at + timedelta(minutes=minutes)
    by = self_named.membership.user
    audit.record(action, target="organisation", key=organisation.slug, by=by, at=at, person=other.pk)
    audit.record("member.role", target="organisation", key=council.slug, by=by, at=at, person=UserFactory().pk)
    assert policies.can_confirm(self_named, other) is counts


def test_whoever_was_asked_says_yes_and_holds_it(council, self_named):
    post, other = make_post("deputy", organisation=council), UserFactory()
    assert may(policies.check_can_agree, post, post.membership.user)
    assert not may(policies.check_can_agree, post, other)
    assert not may(policies.check_can_agree, self_named, self_named.membership.user)
    self_named.agreed_at = NOON
    assert may(policies.check_can_agree, self_named, self_named.membership.user)
    coordinator = self_named.membership.user
    assert [policies.can_set_away(post, one) for one in (post.membership.user, coordinator, other)] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("opened", "closed", "done", "allowed"),
    [
        (NOON, None, "Rang the family.", True),
        (None, None, "Rang the family.", False),
        (NOON, NOON, "Rang the family.", False),
        (NOON, None, " ", False),
    ],
)
def test_a_worry_is_closed_once_it_was_read_and_something_was_done(opened, closed, done, allowed):
    assert may(policies.check_can_close, Worry(opened_at=opened, closed_at=closed), done=done) is allowed
