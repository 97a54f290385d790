"""The page of a council's use of a model shows what our own test says of its outcome, as its reader may see it."""

import pytest

from cairn.adoption.queries import Finding, find_outcome
from cairn.evaluation.models import EvaluationPlan
from cairn.records.models import Tie
from tests.factories.accounts import UserFactory
from tests.factories.adoption import publish_model, publish_use
from tests.factories.evaluation import make_locked_plan, make_result
from tests.factories.places import FictionalCouncilFactory
from tests.factories.records import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def place():
    return FictionalCouncilFactory()


@pytest.fixture
def use(place):
    return publish_use(publish_model(), ("starting", "2018"), place=place)


@pytest.fixture
def plan(place):
    plan = make_locked_plan(UserFactory(), place=place)
    make_result(plan)
    return plan


def link(plan, use):
    Tie.objects.create(source_id=plan.pk, target_id=use.pk, relation="comes_from", made_at=NOON)


def test_linked_result_is_the_outcome(plan, use):
    assert find_outcome(use, plan.author).finding == Finding.CANNOT_TELL
    link(plan, use)
    found = find_outcome(use, plan.author)
    assert found.finding == Finding(plan.evaluations.get().verdict)
    assert found.url == plan.get_absolute_url()


def test_a_result_that_the_reader_may_not_see_is_not_told_of(plan, use):
    link(plan, use)
    EvaluationPlan.objects.filter(pk=plan.pk).update(sharing="team")
    assert find_outcome(use, UserFactory()).finding == Finding.CANNOT_TELL


def test_a_result_about_another_council_says_nothing_of_this_one(plan, use):
    link(plan, use)
    type(use).objects.filter(pk=use.pk).update(place=FictionalCouncilFactory())
    use.refresh_from_db()
    assert find_outcome(use, plan.author).finding == Finding.CANNOT_TELL
