"""People of the organisation, the team and the circle ask every route; and everybody gets what they may see."""

import pytest
from django.urls import reverse

from cairn.common.middleware import LeadToPage
from cairn.evaluation.models import EvaluationPlan
from cairn.records.kinds import get_kinds
from tests.permissions.asking import NOT_THERE, choose, find_problems, get_client, list_all, quick
from tests.permissions.planting import GUEST, INSIDERS, LEVELS, SEES, garden, make_from_texts
from tests.permissions.routes import POST, RULES, get_own_routes, get_routes, guess_rules

__all__ = ["garden", "quick"]
pytestmark = pytest.mark.django_db


def test_every_route_has_a_rule():
    missing, gone = sorted(get_own_routes() - set(RULES)), sorted(set(RULES) - get_own_routes())
    assert not missing, (
        f"Nobody asks {', '.join(missing)}: these addresses have arguments, so they may lead to a record that somebody "
        "may not see. Give each a line in WRITTEN of tests/permissions/routes.py."
    )
    assert not gone, f"These addresses are gone; take their lines out of tests/permissions/routes.py: {', '.join(gone)}"


def test_an_address_with_arguments_needs_a_line():
    """What is guessed is the page of a kind and what takes no argument, and nothing else."""
    assert [name for name in guess_rules() if "<" in get_routes()[name]] == [kind.page for kind in get_kinds()]


def test_a_kind_with_words_outside_its_texts_is_not_planted_by_itself():
    with pytest.raises(AssertionError, match="say in MAKERS"):
        make_from_texts(EvaluationPlan, None, "Planted")


def test_every_kind_is_planted_at_every_level(garden):
    planted = {(one.record.kind, one.level) for one in garden.planted}
    assert planted == {(kind.name, level) for kind in get_kinds() for level in LEVELS}


def test_among_all_people_every_kind_is_asked_for_on_every_route(garden):
    for number, rule in enumerate(RULES.values()):
        if rule.about != "other":
            fitting = {one.record.kind for one in garden.planted if rule.arguments(one) is not None}
            asked = {one.record.kind for who in SEES for one in choose(rule, garden, who, number)}
            assert asked == fitting, rule


def test_a_button_that_is_opened_by_its_address_leads_to_its_page(garden):
    """As after a log-in that came between: what was chosen is not done, and no page is empty."""
    client, problems, says = get_client("author", garden), [], []
    for name, rule in RULES.items():
        if rule.methods != POST:
            continue
        for one in [one for one in garden.planted if rule.arguments(one) is not None][-1:]:
            address = reverse(name, args=rule.arguments(one))
            answer = client.get(address, follow=True)
            if answer.status_code not in (200, 403, *NOT_THERE):
                problems.append(f"{address} leads to {answer.redirect_chain}, {answer.status_code}")
            says.append(answer.content.decode().count(LeadToPage.NOT_SAVED))
    assert says.count(1) > 60  # a few views lead there themselves
    assert max(says) == 1
    assert not problems


@pytest.mark.parametrize("who", INSIDERS)
def test_nobody_gets_anything_of_what_they_may_not_see_on_any_route(who, garden, quick):
    assert not find_problems(who, garden)


@pytest.mark.parametrize("who", [*INSIDERS, "stranger", GUEST])
def test_everybody_gets_what_they_may_see(who, garden, quick):
    """The test above would pass for a site that shows nothing."""
    client = get_client(who, garden)
    listed = list_all(client, "Planted")
    for one in garden.planted:
        if one.is_seen_by(who):
            page = client.get(one.record.get_absolute_url(), follow=True)
            assert page.status_code == 200
            assert one.sentence in page.content.decode()
            assert one.sentence in listed
