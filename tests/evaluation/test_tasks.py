"""Working out a result: once, safely repeated, and tried again after a failure."""

import json
from datetime import timedelta

import pytest

from cairn.common.canonical import to_canonical_json
from cairn.common.lanes import Lane
from cairn.evaluation import analysis, services
from cairn.evaluation.models import Evaluation, EvaluationChart, EvaluationPlan
from cairn.evaluation.tasks import work_out
from cairn.places.models import Place
from stepchange.errors import PanelError
from tests.factories.evaluation import NOON, make_locked_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nation")]
MEASURES = ("cla_rate", "cpp_rate")


@pytest.fixture
def evaluation(user):
    """A locked plan about a council in which a fall of 40% was planted."""
    return make_locked_plan(user, place=Place.objects.get(code="F002")).evaluations.get()


def test_work_out_stores_the_answer_and_its_charts_and_twice_does_nothing(evaluation):
    work_out.func(evaluation.pk)

    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.problem, evaluation.verdict) == ("done", "", "step_change")
    document = analysis.answer(evaluation.plan.specification())
    assert evaluation.document == to_canonical_json(document)
    assert json.loads(evaluation.document)["plan_sha256"] == evaluation.plan.sha256
    charts = list(evaluation.charts.order_by("name"))
    assert [(chart.name, chart.title) for chart in charts] == [
        ("gaps", f"{evaluation.plan.place.name} (fictional): the gap among all other councils’"),
        ("paths", f"{evaluation.plan.place.name} (fictional): actual and expected"),
        ("usual", f"{evaluation.plan.place.name} (fictional): normal range"),
        ("ways", f"{evaluation.plan.place.name} (fictional): other ways of calculating"),
    ]
    assert all(chart.svg.startswith("<svg") and bytes(chart.png).startswith(b"\x89PNG") for chart in charts)

    before = [list(model.objects.values()) for model in (EvaluationPlan, Evaluation, EvaluationChart)]
    work_out.func(evaluation.pk)
    assert [list(model.objects.values()) for model in (EvaluationPlan, Evaluation, EvaluationChart)] == before


def test_work_out_of_a_plan_without_figures_stores_the_refusal_without_charts(user):
    evaluation = make_locked_plan(user, place=Place.objects.get(code="F002"), measure="cin_rate").evaluations.get()
    work_out.func(evaluation.pk)
    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.verdict) == ("done", "not_enough_evidence")
    assert evaluation.charts.count() == 0


def test_work_out_that_fails_is_recorded_and_can_be_tried_again(evaluation, caplog, monkeypatch):
    def refuse(specification):
        raise PanelError("A count is below zero.")

    monkeypatch.setattr(analysis, "answer", refuse)

    work_out.func(evaluation.pk)

    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.problem, evaluation.document) == ("failed", "PanelError", "")
    assert evaluation.charts.count() == 0
    assert evaluation.plan.slug in caplog.text
    again = services.request_evaluation(plan=evaluation.plan, at=NOON + timedelta(seconds=1))
    assert (again.state, again.pk != evaluation.pk) == ("waiting", True)


def test_work_out_of_a_failed_evaluation_mends_it(evaluation):
    services.record_failure(evaluation=evaluation, problem="MemoryError", at=NOON)
    work_out.func(evaluation.pk)
    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.problem) == ("done", "")


def test_work_out_of_a_plan_that_went_away_does_nothing(evaluation):
    pk = evaluation.pk
    evaluation.plan.delete()
    work_out.func(pk)
    assert Evaluation.objects.count() == 0


def test_work_out_takes_an_id_only(evaluation, django_capture_on_commit_callbacks, settings):
    """The queue of the demonstration, but at once: locking leads to the result without anybody's help."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": list(Lane)}}
    services.record_failure(evaluation=evaluation, problem="ValueError", at=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        again = services.request_evaluation(plan=evaluation.plan, at=NOON + timedelta(hours=1))
    again.refresh_from_db()
    assert again.state == "done"


def test_work_out_again_without_newer_figures_keeps_the_result_that_is_there(evaluation):
    work_out.func(evaluation.pk)
    again = services.request_evaluation(plan=evaluation.plan, at=NOON + timedelta(days=1))
    work_out.func(again.pk)
    assert [one.pk for one in evaluation.plan.evaluations.all()] == [evaluation.pk]


def test_work_out_of_a_locked_row_that_was_altered_is_refused(evaluation, caplog):
    EvaluationPlan.objects.filter(pk=evaluation.plan_id).update(smallest_change=5)
    work_out.func(evaluation.pk)
    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.problem, evaluation.document) == ("failed", "PlanWasAltered", "")
