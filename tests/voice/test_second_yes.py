"""Nobody makes themselves the one who reads worries: a second person says yes first."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils.timezone import localdate

from cairn.audit.models import AuditEntry
from cairn.notices.models import Notice
from cairn.notices.services import send_waiting
from cairn.places.services import change_role
from cairn.records.desk import get_due
from cairn.voice import policies, services
from cairn.voice.models import SafeguardingConcern, SafetyPost
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.records import NOON, join, make_organisation
from tests.factories.voice import make_concern, make_post

pytestmark = pytest.mark.django_db


def log_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def organisation():
    return make_organisation()


@pytest.fixture
def self_named(organisation):
    """The one coordinator, who has named themselves."""
    own = join(UserFactory(name="Sam Self"), organisation, role="coordinator")
    services.name_people(organisation=organisation, lead=own, deputy=None, by=own.user, at=NOON)
    return SafetyPost.objects.get()


@pytest.fixture
def host():
    return give_site_role(UserFactory(name="Hana Host"), "host")


def is_held(post):
    return SafetyPost.objects.held_by(post.membership.user).exists()


def get_told(kind):
    return set(Notice.objects.filter(kind=kind).values_list("user", flat=True))


def page(user, organisation):
    return " ".join(log_in(user).get(f"/safety/people/{organisation.slug}/").content.decode().split())


def confirm(user, organisation, role="lead"):
    post = SafetyPost.objects.filter(organisation=organisation, role=role).first()
    given = {"post": post.pk if post else ""}
    return log_in(user).post(f"/safety/people/{organisation.slug}/{role}/second-yes/", given).status_code


def test_who_names_themselves_holds_nothing_and_reads_nothing_until_another_says_yes(organisation, host, self_named):
    concern = make_concern(organisation)
    own = self_named.membership.user
    assert not is_held(self_named)
    assert not SafetyPost.objects.on_duty(day=localdate()).exists()
    assert not SafeguardingConcern.objects.readable_by(own).exists()
    assert log_in(own).get(f"/safety/worries/{concern.key}/").status_code == 404
    assert log_in(own).post(f"/safety/people/{organisation.slug}/lead/yes/").status_code == 404
    with pytest.raises(
        policies.UnableToChangePost, match="another coordinator or the host of this site must confirm it"
    ):
        services.agree(post=self_named, by=own, at=NOON)
    assert confirm(own, organisation) == 404
    assert not is_held(self_named)


def test_host_is_told_where_there_is_no_other_coordinator_and_says_yes(organisation, host, self_named):
    join(UserFactory(), organisation)  # a member is no coordinator
    assert get_told("safety.second") == {host.pk}
    assert "the host of this site, because your organisation has no other coordinator" in page(
        self_named.membership.user, organisation
    )
    assert "Sam Self is a coordinator and named themselves" in page(host, organisation)
    assert [item.url for item in get_due(host)] == [f"/safety/people/{organisation.slug}/"]
    assert confirm(host, organisation) == 302
    assert is_held(self_named)
    assert get_told("safety.confirmed") == {self_named.membership.user_id}
    entry = AuditEntry.objects.get(action="safety.confirmed")
    assert (entry.key, entry.detail["post"]) == (organisation.slug, "lead")
    assert log_in(host).get(f"/safety/people/{organisation.slug}/").status_code == 404
    assert confirm(host, organisation) == 404


def test_another_coordinator_is_told_and_says_yes_and_no_host_is_bothered(organisation, host):
    own = join(UserFactory(), organisation, role="coordinator")
    other = join(UserFactory(), organisation, role="coordinator")
    outsider = join(UserFactory(), make_organisation("Brindlebridge Council"), role="coordinator")
    services.name_people(organisation=organisation, lead=own, deputy=None, by=own.user, at=NOON)
    assert get_told("safety.second") == {other.user_id}
    assert [item.title for item in get_due(other.user)] == ["Safeguarding concerns at " + organisation.name]
    assert get_due(host) == get_due(own.user) == []
    assert "another coordinator of your organisation. We have told them" in page(own.user, organisation)
    for stranger in (outsider.user, UserFactory()):
        assert confirm(stranger, organisation) == 404
    member = join(UserFactory(), organisation)
    assert confirm(member.user, organisation) == 404
    assert "Confirm" not in page(member.user, organisation)
    assert confirm(other.user, organisation) == 302
    assert is_held(SafetyPost.objects.get())


def test_mails_tell_whom_they_ask_and_nobody_else(organisation, host, self_named):
    send_waiting(frequency="immediate", at=NOON)
    assert [message.to for message in mail.outbox] == [[host.email]]
    assert "Sam Self asks to receive safeguarding concerns at" in mail.outbox[0].subject
    services.confirm(post=self_named, by=host, at=NOON)
    send_waiting(frequency="immediate", at=NOON)
    assert [message.to for message in mail.outbox[1:]] == [[self_named.membership.user.email]]


def test_notice_about_somebody_who_is_named_no_more_says_nothing(organisation, host, self_named):
    other = join(UserFactory(), organisation)
    own = self_named.membership.user
    services.name_people(organisation=organisation, lead=other, deputy=None, by=own, at=NOON)
    send_waiting(frequency="immediate", at=NOON)
    assert [
        message.subject for message in mail.outbox if "asks to receive safeguarding concerns" in message.subject
    ] == []
    assert confirm(host, organisation) == 404


def test_naming_oneself_in_the_place_of_another_takes_their_post_and_gives_none(organisation):
    before = make_post(organisation=organisation)
    own = join(UserFactory(), organisation, role="coordinator")
    services.name_people(organisation=organisation, lead=own, deputy=None, by=own.user, at=NOON)
    assert not SafetyPost.objects.on_duty(day=localdate()).exists()
    assert get_told("safety.changed") == {before.membership.user_id}


def test_whoever_is_named_by_another_says_yes_themselves(organisation, host):
    coordinator = join(UserFactory(), organisation, role="coordinator")
    other = join(UserFactory(), organisation, role="coordinator")
    services.name_people(organisation=organisation, lead=other, deputy=coordinator, by=coordinator.user, at=NOON)
    lead, deputy = (SafetyPost.objects.get(role=role) for role in ("lead", "deputy"))
    assert (lead.is_self_named, deputy.is_self_named) == (False, True)
    with pytest.raises(policies.UnableToChangePost, match="If you name yourself"):
        services.confirm(post=lead, by=host, at=NOON)
    services.agree(post=lead, by=other.user, at=NOON)
    services.confirm(post=deputy, by=other.user, at=NOON)
    assert is_held(lead)
    assert is_held(deputy)


def test_whoever_was_made_a_coordinator_since_cannot_say_yes(organisation, host, self_named):
    own = self_named.membership.user
    member = join(UserFactory(), organisation)
    change_role(membership=member, role="coordinator", by=own, at=NOON + timedelta(minutes=1))
    assert "Confirm" not in page(member.user, organisation)
    assert confirm(member.user, organisation) == 404
    assert not is_held(self_named)
    assert confirm(host, organisation) == 302


def test_yes_that_was_meant_for_somebody_else_counts_for_nobody(organisation, host, self_named):
    other = join(UserFactory(), organisation, role="coordinator")
    services.name_people(organisation=organisation, lead=other, deputy=None, by=other.user, at=NOON)
    address = f"/safety/people/{organisation.slug}/lead/second-yes/"
    answer = log_in(host).post(address, {"post": self_named.pk}, follow=True)
    assert not is_held(SafetyPost.objects.get())
    assert "Someone else has been named since you last looked" in answer.content.decode() or answer.status_code == 404


def test_host_hears_whom_a_coordinator_names_who_is_the_only_one(organisation, host):
    own = join(UserFactory(), organisation, role="coordinator")
    other = join(UserFactory(name="Olu Other"), organisation)
    services.name_people(organisation=organisation, lead=other, deputy=None, by=own.user, at=NOON)
    assert get_told("safety.changed") == {host.pk}
    send_waiting(frequency="immediate", at=NOON)
    assert host.email in [address for message in mail.outbox for address in message.to]


def test_page_on_which_people_are_named_says_that_a_second_person_is_asked(organisation):
    own = join(UserFactory(), organisation, role="coordinator")
    client, address = log_in(own.user), f"/safety/people/{organisation.slug}/name/"
    said = "A second person must then confirm it"
    assert said in client.get(address).content.decode()
    assert client.post(address, {"lead": own.pk}).status_code == 302
    assert SafetyPost.objects.get().agreed_at is None
