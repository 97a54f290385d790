"""Everybody asks every route of actions, on both databases: boards and topics are counted by SQL of their own."""

import pytest

from tests.permissions.asking import find_problems, quick
from tests.permissions.planting import SEES, garden
from tests.permissions.routes import RULES

__all__ = ["garden", "quick"]
pytestmark = pytest.mark.django_db
OF_ACTIONS = {name: rule for name, rule in RULES.items() if name.startswith("actions:") or "action" in name}


def test_these_are_the_routes_of_actions():
    assert {"actions:mine", "actions:organisation", "actions:act", "indicators:action-measure"} <= OF_ACTIONS.keys()


@pytest.mark.parametrize("who", SEES)
def test_nobody_gets_anything_of_what_they_may_not_see_on_a_route_of_actions(who, garden, quick):
    assert not find_problems(who, garden, OF_ACTIONS)
