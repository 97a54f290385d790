"""People of the organisation, the team and the circle ask every route; and everybody gets what they may see."""

import pytest

from cairn.records.kinds import get_kinds
from tests.permissions.asking import find_problems, get_client, quick
from tests.permissions.planting import INSIDERS, SEES, garden
from tests.permissions.routes import RULES, get_own_routes

__all__ = ["garden", "quick"]
pytestmark = pytest.mark.django_db


def test_every_route_has_a_rule():
    assert get_own_routes() == set(RULES)


def test_every_kind_is_planted(garden):
    assert {one.record.kind for one in garden.planted} == {kind.name for kind in get_kinds()}


@pytest.mark.parametrize("who", INSIDERS)
def test_nobody_gets_anything_of_what_they_may_not_see_on_any_route(who, garden, quick):
    assert not find_problems(who, garden)


@pytest.mark.parametrize("who", [*INSIDERS, "stranger"])
def test_everybody_gets_what_they_may_see(who, garden, quick):
    """The test above would pass for a site that shows nothing."""
    client = get_client(who, garden)
    for one in garden.planted:
        if one.level in SEES[who]:
            page = client.get(one.record.get_absolute_url(), follow=True)
            assert page.status_code == 200
            assert one.sentence in page.content.decode()
            listed = client.get("/records/", {"q": one.sentence}).content.decode()
            assert listed.count(one.sentence) >= 1
