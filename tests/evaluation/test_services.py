"""What may happen to a plan, and what is kept when it is locked."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django_tasks_db.models import DBTaskResult

from cairn.accounts.services import erase_account
from cairn.common.canonical import sha256_of
from cairn.evaluation import services
from cairn.evaluation.analysis import nation
from cairn.evaluation.models import (
    OVERDUE,
    Evaluation,
    EvaluationChart,
    EvaluationPlan,
    EvaluationState,
)
from cairn.evaluation.policies import UnableToChangePlan
from cairn.places.services import load_fictional_places
from cairn.records.models.record import SLUG_LETTERS
from tests.factories.evaluation import (
    NOON,
    PlanFactory,
    make_answers,
    make_document,
    make_example,
    make_locked_plan,
    make_result,
)
from tests.factories.places import CouncilFactory, FictionalCouncilFactory

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=400)


def everything() -> list:
    """All stored rows of plans and results."""
    rows = [model.objects.order_by("pk").values() for model in (EvaluationPlan, Evaluation, EvaluationChart)]
    return [*map(list, rows), list(EvaluationPlan.excluded_places.through.objects.order_by("pk").values())]


# --- drafts ------------------------------------------------------------------------------------


def test_draft_plan_keeps_every_answer(user):
    answers = make_answers(
        harm_measure="cpp_rate", what_was_started="Something", last_year=2024, is_national_reform=True, direction=1
    )
    left_out = [FictionalCouncilFactory(), FictionalCouncilFactory()]

    plan = services.draft_plan(author=user, at=NOON, answers=answers, excluded=left_out)

    assert set(answers) == set(services.PLAN_ANSWERS)
    assert {name: getattr(plan, name) for name in answers} == answers
    assert set(plan.excluded_places.all()) == set(left_out)
    assert (plan.is_locked, plan.document, plan.sha256, plan.is_example) == (False, "", "", False)
    assert Evaluation.objects.count() == 0


def test_plan_uid_is_ten_letters_that_cannot_be_misread(user):
    uids = {PlanFactory(author=user).slug for _ in range(5)}
    assert len(uids) == 5
    assert all(len(slug) == 10 and set(slug) <= set(SLUG_LETTERS) for slug in uids)
    assert set("01ilo") & set(SLUG_LETTERS) == set()


def test_revise_plan_changes_a_draft(user):
    plan = PlanFactory(author=user)
    plan.excluded_places.set([FictionalCouncilFactory()])

    services.revise_plan(plan=plan, by=user, at=NOON, answers={"measure": "cin_rate"}, excluded=[])

    plan.refresh_from_db()
    assert (plan.measure, list(plan.excluded_places.all())) == ("cin_rate", [])


def test_revise_plan_without_left_out_councils_keeps_them(user):
    plan = PlanFactory(author=user)
    left_out = FictionalCouncilFactory()
    plan.excluded_places.set([left_out])
    services.revise_plan(plan=plan, by=user, at=NOON, answers={"harm_measure": "cin_rate"})
    assert list(plan.excluded_places.all()) == [left_out]


def test_discard_plan_deletes_a_draft(user):
    plan = PlanFactory(author=user)
    services.discard_plan(plan=plan, by=user)
    assert everything() == [[], [], [], []]


@pytest.mark.parametrize("service", ["revise_plan", "discard_plan", "lock_plan"])
def test_draft_of_somebody_else_cannot_be_touched(service, user, other_user):
    plan = PlanFactory(author=user, harm_measure="cpp_rate")
    given = {
        "revise_plan": {"at": NOON, "answers": {"measure": "cin_rate"}},
        "discard_plan": {},
        "lock_plan": {"at": NOON, "had_figures": True},
    }
    before = everything()
    with pytest.raises(UnableToChangePlan, match="Only the author of a plan"):
        getattr(services, service)(plan=plan, by=other_user, **given[service])
    assert everything() == before


# --- locking -----------------------------------------------------------------------------------


def test_lock_plan_stores_document_and_checksum_and_asks_for_a_result(user, django_capture_on_commit_callbacks):
    plan = PlanFactory(author=user, harm_measure="cpp_rate", what_was_started="Something")
    plan.excluded_places.set([FictionalCouncilFactory(code="F090"), FictionalCouncilFactory(code="F080")])
    specification = plan.specification()

    with django_capture_on_commit_callbacks(execute=True):
        evaluation = services.lock_plan(plan=plan, by=user, at=NOON, had_figures=False)

    plan.refresh_from_db()
    assert plan.locked_at == NOON
    assert plan.document == specification.to_text()
    assert plan.sha256 == specification.sha256 == sha256_of(plan.document)
    assert '"excluded":["F080","F090"]' in plan.document
    assert (plan.earlier_plans, plan.had_figures_when_locked) == (0, False)
    assert (evaluation.plan, evaluation.state, evaluation.requested_at) == (plan, "waiting", NOON)
    task = DBTaskResult.objects.get()
    assert (task.task_path, task.args_kwargs) == (
        "cairn.evaluation.tasks.work_out",
        {"args": [evaluation.pk], "kwargs": {}},
    )


def test_lock_plan_without_a_harm_measure_changes_nothing(user):
    plan = PlanFactory(author=user)
    before = everything()
    with pytest.raises(UnableToChangePlan, match="Choose one measure that would show harm"):
        services.lock_plan(plan=plan, by=user, at=NOON, had_figures=True)
    assert everything() == before


def test_lock_plan_twice_is_refused_and_changes_nothing(user):
    """Two tabs: the second still holds the draft as it was before the first one locked it."""
    plan = PlanFactory(author=user, harm_measure="cpp_rate")
    stale = EvaluationPlan.objects.get(pk=plan.pk)
    services.lock_plan(plan=plan, by=user, at=NOON, had_figures=False)
    before = everything()
    with pytest.raises(UnableToChangePlan, match="already locked"):
        services.lock_plan(plan=stale, by=user, at=LATER, had_figures=True)
    assert everything() == before


@pytest.mark.parametrize("service", ["revise_plan", "discard_plan"])
def test_locked_plan_cannot_be_altered_even_from_a_stale_tab(service, user):
    draft = PlanFactory(author=user, harm_measure="cpp_rate")
    stale = EvaluationPlan.objects.get(pk=draft.pk)
    services.lock_plan(plan=draft, by=user, at=NOON, had_figures=True)
    before = everything()
    given = (
        {"at": NOON, "answers": {"measure": "cin_rate"}, "excluded": [draft.place]} if service == "revise_plan" else {}
    )
    with pytest.raises(UnableToChangePlan, match="locked, so you cannot edit it"):
        getattr(services, service)(plan=stale, by=user, **given)
    assert everything() == before


def test_lock_plan_counts_earlier_plans_of_the_same_author_and_council_only(user, other_user):
    place = FictionalCouncilFactory()
    make_locked_plan(user, place=place)
    make_locked_plan(user, place=place, measure="cin_rate")
    make_locked_plan(user)
    make_locked_plan(other_user, place=place)
    make_example(place=place)
    PlanFactory(author=user, place=place)

    assert make_locked_plan(user, place=place).earlier_plans == 2


@pytest.mark.parametrize("had_figures", [True, False])
def test_lock_plan_keeps_whether_figures_existed(user, had_figures):
    assert make_locked_plan(user, had_figures=had_figures).had_figures_when_locked is had_figures


def test_replacing_plan_shows_the_old_one_and_leaves_it_as_it_was(user):
    old = make_locked_plan(user)
    before = EvaluationPlan.objects.filter(pk=old.pk).values().get()

    new = services.draft_plan(author=user, at=NOON, answers=make_answers(place=old.place), replaces=old)
    services.revise_plan(plan=new, by=user, at=NOON, answers={"measure": "cin_rate"})

    assert new.replaces == old
    assert list(old.replaced_by.all()) == [new]
    assert EvaluationPlan.objects.filter(pk=old.pk).values().get() == before


def test_draft_cannot_be_replaced(user):
    """It would stand in for a plan that may still change or go away."""
    draft = PlanFactory(author=user)
    with pytest.raises(UnableToChangePlan, match="not locked"):
        services.draft_plan(author=user, at=NOON, answers=make_answers(), replaces=draft)
    assert EvaluationPlan.objects.count() == 1


def test_plan_of_somebody_else_cannot_be_replaced(user, other_user):
    old = make_locked_plan(user)
    with pytest.raises(UnableToChangePlan, match="Only the author of a plan"):
        services.draft_plan(author=other_user, at=NOON, answers=make_answers(), replaces=old)
    assert EvaluationPlan.objects.count() == 1


# --- examples ----------------------------------------------------------------------------------


def test_lock_example_about_a_real_council_is_refused():
    with pytest.raises(UnableToChangePlan, match="fictional councils only"):
        services.lock_example(answers=make_answers(place=CouncilFactory()), at=NOON)
    assert everything() == [[], [], [], []]


def test_lock_example_is_locked_seen_by_all_and_written_by_nobody(user):
    plan = make_example()
    assert (plan.author, plan.is_example, plan.is_locked, plan.had_figures_when_locked) == (None, True, True, True)
    assert list(EvaluationPlan.objects.visible_to(user)) == [plan]


def test_ensure_examples_twice_makes_them_once():
    load_fictional_places()
    assert services.ensure_examples(at=NOON) == len(nation.EXAMPLES)
    before = everything()
    assert services.ensure_examples(at=NOON + timedelta(minutes=4)) == len(nation.EXAMPLES)
    assert everything() == before


def test_ensure_examples_asks_again_for_what_failed_or_was_left_waiting():
    load_fictional_places()
    services.ensure_examples(at=NOON)
    finished, failed, *_ = EvaluationPlan.objects.order_by("pk")
    make_result(finished)
    services.record_failure(evaluation=failed.evaluations.get(), problem="OSError", at=NOON)
    assert services.ensure_examples(at=LATER) == len(nation.EXAMPLES) - 1
    assert [one.state for one in finished.evaluations.all()] == [EvaluationState.DONE]
    assert [(one.state, one.requested_at) for one in failed.evaluations.all()] == [(EvaluationState.WAITING, LATER)]


def test_ensure_examples_says_only_how_many_results_are_to_come():
    load_fictional_places()
    services.ensure_examples(at=NOON)
    make_result(EvaluationPlan.objects.first())
    assert services.ensure_examples(at=NOON) == len(nation.EXAMPLES) - 1


def test_examples_are_about_different_councils_and_name_another_measure_for_harm():
    assert len({one.place for one in nation.EXAMPLES}) == len(nation.EXAMPLES)
    assert {one.measure for one in nation.EXAMPLES} == set(nation.HARM_MEASURES)
    assert all(measure != harm for measure, harm in nation.HARM_MEASURES.items())


# --- results -----------------------------------------------------------------------------------


def test_request_evaluation_of_a_draft_is_refused(user):
    with pytest.raises(UnableToChangePlan, match="Lock the plan first"):
        services.request_evaluation(plan=PlanFactory(author=user), at=NOON)
    assert Evaluation.objects.count() == 0


@pytest.mark.parametrize("passed", [timedelta(0), OVERDUE - timedelta(seconds=1)])
def test_request_evaluation_while_one_is_worked_out_is_refused(user, passed):
    plan = make_locked_plan(user)
    with pytest.raises(UnableToChangePlan, match="We are calculating"):
        services.request_evaluation(plan=plan, at=NOON + passed)
    assert Evaluation.objects.count() == 1


def test_request_evaluation_of_overdue_work_asks_again(user):
    plan = make_locked_plan(user)
    assert not plan.evaluations.get().is_overdue(at=NOON + OVERDUE - timedelta(seconds=1))
    assert plan.evaluations.get().is_overdue(at=NOON + OVERDUE)
    services.request_evaluation(plan=plan, at=NOON + OVERDUE)
    assert Evaluation.objects.count() == 2


@pytest.mark.parametrize("outcome", ["done", "failed"])
def test_request_evaluation_after_an_end_keeps_the_ones_before(user, outcome):
    plan = make_locked_plan(user)
    first = plan.evaluations.get()
    if outcome == "done":
        make_result(plan)
    else:
        services.record_failure(evaluation=first, problem="ValueError", at=NOON)
    second = services.request_evaluation(plan=plan, at=NOON)
    assert list(plan.evaluations.order_by("pk")) == [first, second]


def test_store_result_keeps_text_checksum_and_charts(user):
    plan = make_locked_plan(user)
    document = make_document(specification=plan.specification())

    evaluation = make_result(plan, document)

    assert (evaluation.state, evaluation.verdict, evaluation.finished_at) == ("done", "step_change", NOON)
    assert evaluation.sha256 == sha256_of(evaluation.document)
    assert evaluation.document.startswith('{"data":[')
    charts = list(evaluation.charts.order_by("name").values_list("name", "title", "svg", "specification"))
    assert charts == [
        ("gaps", "Title of gaps", "<svg>gaps</svg>", '{"a":1}'),
        ("paths", "Title of paths", "<svg>paths</svg>", '{"a":1}'),
    ]
    assert bytes(evaluation.charts.first().png) == b"\x89PNG"


def test_store_result_twice_changes_nothing(user):
    plan = make_locked_plan(user)
    evaluation = make_result(plan)
    before = everything()
    other = make_document("not_enough_evidence", ("within_usual_variation",))
    services.store_result(evaluation=evaluation, document=other, charts={}, at=LATER)
    assert everything() == before


def test_store_result_after_a_failure_forgets_the_problem(user):
    plan = make_locked_plan(user)
    services.record_failure(evaluation=plan.evaluations.get(), problem="ValueError", at=NOON)
    assert plan.evaluations.get().problem == "ValueError"
    assert (make_result(plan).state, plan.evaluations.get().problem) == ("done", "")


def test_record_failure_never_overwrites_a_result(user):
    evaluation = make_result(make_locked_plan(user))
    before = everything()
    services.record_failure(evaluation=evaluation, problem="late", at=LATER)
    assert everything() == before


# --- constraints -------------------------------------------------------------------------------


def assert_refused(constraint: str, act) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        act()


@pytest.mark.parametrize(
    "fields",
    [
        {"locked_at": NOON},
        {"locked_at": NOON, "sha256": "a" * 64},
        {"locked_at": NOON, "document": "{}"},
        {"document": "{}"},
        {"sha256": "a" * 64},
    ],
)
def test_database_refuses_a_locked_plan_without_its_document(user, fields):
    plan = PlanFactory(author=user)
    rows = EvaluationPlan.objects.filter(pk=plan.pk)
    assert_refused("plan_locked_only_with_its_document", lambda: rows.update(**fields))


def test_database_refuses_to_unlock_a_plan(user):
    rows = EvaluationPlan.objects.filter(pk=make_locked_plan(user).pk)
    assert_refused("plan_locked_only_with_its_document", lambda: rows.update(locked_at=None))


@pytest.mark.parametrize("missing", [{"sha256": ""}, {"verdict": ""}, {"finished_at": None}, {"document": ""}])
def test_database_refuses_a_done_result_without_its_document(user, missing):
    rows = Evaluation.objects.filter(pk=make_result(make_locked_plan(user)).pk)
    assert_refused("evaluation_done_only_with_its_document", lambda: rows.update(**missing))


@pytest.mark.both_databases
def test_database_refuses_two_charts_of_one_name(user):
    chart = make_result(make_locked_plan(user)).charts.first()
    chart.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        chart.save(force_insert=True)


def test_author_who_goes_away_takes_the_plans_along(user):
    make_result(make_locked_plan(user))
    erase_account(user=user, at=NOON)
    assert everything() == [[], [], [], []]


def test_council_with_a_plan_cannot_be_deleted(user):
    plan = make_locked_plan(user)
    with pytest.raises(ProtectedError):
        plan.place.delete()
