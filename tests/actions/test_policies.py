"""What may happen to an action, rule by rule."""

from datetime import date

import pytest

from cairn.actions import policies
from cairn.actions.models import Action
from cairn.actions.policies import UnableToAct
from cairn.places.models import Membership
from tests.factories.accounts import UserFactory
from tests.factories.records import join, make_draft, make_organisation, make_team
from tests.rules import may

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DAY = date(2026, 11, 24)


def test_an_action_is_given_to_oneself_or_to_somebody_of_the_team():
    team, other = make_team(), make_team(make_organisation("Ashmere Council"), "Theirs")
    by, teammate, colleague, stranger, waiting = (UserFactory() for _ in range(5))
    join(by, team.organisation, team=team)
    join(teammate, team.organisation, team=team)
    join(colleague, team.organisation)
    join(stranger, other.organisation, team=other)
    asked = join(waiting, team.organisation, team=team)
    Membership.objects.filter(pk=asked.pk).update(state="waiting", joined_at=None)
    people = {"by": by, "teammate": teammate, "colleague": colleague, "stranger": stranger, "waiting": waiting}
    assert {who for who, one in people.items() if may(policies.check_owner, one, team, by)} == {"by", "teammate"}
    assert {who for who, one in people.items() if may(policies.check_owner, one, None, by)} == {"by"}


def test_an_action_is_done_once_by_its_people_with_what_came_of_it():
    action = make_draft(Action, owner=None)
    given = {"done_date": DAY, "outcome": "Nothing did."}
    assert may(policies.check_can_finish, action, action.author, **given)
    assert not may(policies.check_can_finish, action, UserFactory(), **given)
    assert not may(policies.check_can_finish, action, action.author, **{**given, "outcome": " "})
    action.state = "done"
    with pytest.raises(UnableToAct, match="already done"):
        policies.check_can_finish(action, action.author, **given)
