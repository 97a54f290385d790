"""Who is in a team: a coordinator puts people in and takes them out."""

import pytest

from tests.factories.accounts import UserFactory, client_of
from tests.factories.records import join, make_organisation, make_team

pytestmark = pytest.mark.django_db
REFUSED = "Choose a person from the lists below."


@pytest.fixture
def team():
    return make_team(make_organisation())


@pytest.fixture
def coordinator(team):
    person = UserFactory()
    join(person, team.organisation, role="coordinator")
    return client_of(person)


def test_coordinator_puts_somebody_in_and_takes_them_out(team, coordinator):
    colleague = join(UserFactory(), team.organisation)
    coordinator.post(team.get_absolute_url(), {"member": colleague.pk})
    assert [one.membership for one in team.memberships.all()] == [colleague]
    coordinator.post(team.get_absolute_url(), {"member": colleague.pk, "remove": ""})
    assert not team.memberships.exists()


@pytest.mark.parametrize("member", ["", "abc", "0", "-1", "9" * 30, "1.5", "²"])
def test_what_names_nobody_gets_a_sentence(team, coordinator, member):
    page = coordinator.post(team.get_absolute_url(), {"member": member}, follow=True)
    assert (page.status_code, REFUSED in page.content.decode()) == (200, True)
    assert not team.memberships.exists()


def test_member_of_another_organisation_gets_into_no_team(team, coordinator):
    stranger = join(UserFactory(), make_organisation("Brindlebridge Council"))
    page = coordinator.post(team.get_absolute_url(), {"member": stranger.pk}, follow=True).content.decode()
    assert REFUSED in page
    assert stranger.user.name not in page
    assert not team.memberships.exists()


def test_member_who_is_no_coordinator_changes_no_team(team):
    member, colleague = join(UserFactory(), team.organisation), join(UserFactory(), team.organisation)
    page = client_of(member.user).post(team.get_absolute_url(), {"member": colleague.pk}, follow=True)
    assert "Only a coordinator of the organisation may do that." in page.content.decode()
    assert not team.memberships.exists()
