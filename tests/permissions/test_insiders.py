"""People of the organisation, the team and the circle ask every route; and everybody gets what they may see."""

import pytest

from cairn.records.kinds import get_kinds
from tests.permissions.asking import choose, find_problems, get_client, list_all, quick
from tests.permissions.planting import INSIDERS, SEES, garden
from tests.permissions.routes import RULES, get_own_routes

__all__ = ["garden", "quick"]
pytestmark = pytest.mark.django_db


def test_every_route_has_a_rule():
    assert get_own_routes() == set(RULES)


def test_every_kind_is_planted(garden):
    assert {one.record.kind for one in garden.planted} == {kind.name for kind in get_kinds()}


def test_among_all_people_every_kind_is_asked_for_on_every_route(garden):
    for number, rule in enumerate(RULES.values()):
        if rule.about != "other":
            fitting = {one.record.kind for one in garden.planted if rule.arguments(one) is not None}
            asked = {one.record.kind for who in SEES for one in choose(rule, garden, who, number)}
            assert asked == fitting, rule


@pytest.mark.parametrize("who", INSIDERS)
def test_nobody_gets_anything_of_what_they_may_not_see_on_any_route(who, garden, quick):
    assert not find_problems(who, garden)


@pytest.mark.parametrize("who", [*INSIDERS, "stranger"])
def test_everybody_gets_what_they_may_see(who, garden, quick):
    """The test above would pass for a site that shows nothing."""
    client = get_client(who, garden)
    listed = list_all(client, "Planted")
    for one in garden.planted:
        if one.level in SEES[who]:
            page = client.get(one.record.get_absolute_url(), follow=True)
            assert page.status_code == 200
            assert one.sentence in page.content.decode()
            assert one.sentence in listed
