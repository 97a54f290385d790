"""What may happen to a plan in the state it is in, rule by rule."""

import pytest

from cairn.evaluation import policies
from cairn.evaluation.models import EvaluationPlan
from cairn.evaluation.policies import UnableToAskThis
from cairn.places.models import Organisation
from tests.factories.evaluation import NOON, PlanFactory, make_locked_plan
from tests.factories.places import CouncilFactory, FictionalCouncilFactory
from tests.factories.records import make_organisation
from tests.rules import may

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize(
    ("good", "direction", "allowed"),
    [(1, 1, True), (1, -1, False), (-1, -1, True), (-1, 1, False), (None, 1, True), (None, -1, True)],
)
def test_a_plan_hopes_for_the_better_way(good, direction, allowed):
    assert may(policies.check_direction, good, direction) is allowed


@pytest.mark.parametrize(("good", "words"), [(1, "higher is better, so choose a rise"), (-1, "lower is better, so")])
def test_the_refusal_names_the_better_way(good, words):
    with pytest.raises(UnableToAskThis, match=words):
        policies.check_direction(good, -good)


@pytest.mark.parametrize(
    ("size", "kind", "allowed"),
    [
        *[(0.5, "rate", True), (0.49, "rate", False), (float("nan"), "rate", False), (90, "rate", True)],
        *[(90.1, "rate", False), (50, "percentage", True), (50.1, "percentage", False), (51, "rate", True)],
    ],
)
def test_the_smallest_change_is_one_that_can_happen_and_matters(size, kind, allowed):
    assert may(policies.check_smallest_change, size, kind) is allowed


def test_a_draft_is_changed_and_locked_and_a_locked_plan_replaced_and_worked_out(user, other_user):
    draft, locked = PlanFactory(author=user, harm_measure="cpp_rate"), make_locked_plan(user)
    locked.evaluations.all().delete()
    for check, draft_may, locked_may in (
        (policies.check_is_own, True, True),
        (policies.check_can_edit, True, False),
        (policies.check_can_replace, False, True),
    ):
        assert (may(check, draft, user), may(check, locked, user)) == (draft_may, locked_may)
        assert not may(check, draft, other_user)
        assert not may(check, locked, other_user)
    assert (may(policies.check_can_lock, draft), may(policies.check_can_lock, locked)) == (True, False)
    assert not may(policies.check_can_lock, PlanFactory(author=user, harm_measure=""))
    assert not may(policies.check_can_work_out, draft, at=NOON)
    assert may(policies.check_can_work_out, locked, at=NOON)


def test_a_result_is_not_worked_out_twice_at_once(user):
    plan = make_locked_plan(user)
    assert plan.evaluations.being_worked_out(at=NOON).exists()
    assert not may(policies.check_can_work_out, plan, at=NOON)


def test_an_example_is_nobody_s_own(user):
    plan = PlanFactory(author=user)
    plan.is_example = True
    assert not may(policies.check_is_own, plan, user)


@pytest.mark.parametrize("fictional", [True, False])
@pytest.mark.parametrize("locked", [True, False])
@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("sharing", ["team", "organisation", "circle", "public"])
def test_a_real_council_s_figures_are_shown_beyond_the_organisation_by_its_own_people(fictional, locked, own, sharing):
    place, elsewhere = (FictionalCouncilFactory if fictional else CouncilFactory)(), CouncilFactory()
    organisation = make_organisation()
    Organisation.objects.filter(pk=organisation.pk).update(place=place if own else elsewhere)
    plan = EvaluationPlan(place=place, organisation=organisation, locked_at=NOON if locked else None)
    assert plan.is_locked is locked
    allowed = locked and (fictional or own or sharing in ("team", "organisation"))
    assert may(policies.check_sharing, plan, sharing) is allowed
    assert not may(policies.check_sharing_of_result, plan, sharing)
