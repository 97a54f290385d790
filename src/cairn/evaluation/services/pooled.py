"""Writes: fixing the list of a model's councils, and keeping what the figures say of each measure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.common.canonical import sha256_of, to_canonical_json
from cairn.common.charts import RenderedChart
from cairn.evaluation import analysis
from cairn.evaluation.models import EvaluationState, ModelBundle, ModelChart, ModelPlan, ModelResult, ModelRun
from cairn.evaluation.models.specification import ListedSite, ModelSpecification
from cairn.evaluation.policies import pooled as policies
from cairn.evaluation.queries.pooled import get_latest_plan, get_latest_plans, read_list
from cairn.evaluation.signals import model_run_requested
from cairn.indicators.definitions import get_evaluable_definitions
from cairn.library.models import PracticeModel
from cairn.places.models import Place


@dataclass(frozen=True)
class StoredDrawing:
    """A chart to keep with a result; `place` is the code of the council of which it is one."""

    name: str
    title: str
    description: str
    chart: RenderedChart
    place: str = ""


def describe_list(
    model: PracticeModel, *, sites: Iterable[ListedSite], measures: Iterable[str] = analysis.USUAL_MEASURES
) -> ModelSpecification:
    """What would be fixed."""
    keys = list(dict.fromkeys(measures))
    policies.check_keys(keys, [one.key for one in get_evaluable_definitions()])
    return ModelSpecification(
        model=model.slug,
        title=model.title,
        is_fictional=model.is_fictional,
        rules=analysis.RULES,
        measures=analysis.list_measures(keys),
        sites=tuple(sites),
    )


@transaction.atomic
def fix_list(
    *,
    model: PracticeModel,
    at: datetime,
    by: User | None = None,
    measures: Iterable[str] = analysis.USUAL_MEASURES,
    sites: Iterable[ListedSite] | None = None,
) -> ModelRun:
    """Fix which councils and measures a model is tested with, before anything is worked out, and ask for the results.

    Without `sites`, those that are recorded as using it today. An earlier list stays with its results.
    """
    model = PracticeModel.objects.select_for_update(of=("self",)).get(pk=model.pk)
    policies.check_can_evaluate(model)
    listed = read_list(model) if sites is None else tuple(sites)
    specification = describe_list(model, sites=listed, measures=measures)
    latest = get_latest_plan(model)
    policies.check_list(specification, latest)
    plan = ModelPlan.objects.create(
        practice_model=model,
        version=latest.version + 1 if latest else 1,
        locked_at=at,
        locked_by=by,
        document=specification.to_text(),
        sha256=specification.sha256,
    )
    audit.record("model_plan.fixed", target="record", key=model.slug, by=by, at=at, fields=[f"version {plan.version}"])
    return _request_run(plan, at=at)


@transaction.atomic
def request_run(*, plan: ModelPlan, at: datetime) -> ModelRun:
    """Ask for the results of a list on the figures of now; those before are kept."""
    plan = ModelPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    policies.check_can_run(plan, at=at)
    return _request_run(plan, at=at)


def _request_run(plan: ModelPlan, *, at: datetime) -> ModelRun:
    plan.runs.filter(state=EvaluationState.WAITING).update(
        state=EvaluationState.FAILED, finished_at=at, problem="replaced by a later request"
    )
    total = len(ModelSpecification.from_text(plan.document).measures)
    run = ModelRun.objects.create(plan=plan, requested_at=at, total=total)
    model_run_requested.send(sender=ModelRun, run=run)
    return run


@transaction.atomic
def request_runs_of_all(*, at: datetime) -> int:
    """Figures arrived: the newest list of every model is worked out again. Returns how many are."""
    plans = list(get_latest_plans())
    for plan in plans:
        _request_run(plan, at=at)
    return len(plans)


@transaction.atomic
def store_model_result(
    *,
    run: ModelRun,
    document: Mapping[str, Any],
    charts: Iterable[StoredDrawing],
    at: datetime,
    bundle: bytes | None = None,
) -> ModelResult:
    """Keep the answer of one measure, unless the same is there; safe to run twice."""
    text = to_canonical_json(dict(document))
    result, is_new = ModelResult.objects.get_or_create(
        plan_id=run.plan_id,
        measure=document["measure"]["key"],
        sha256=sha256_of(text),
        defaults={
            "document": text,
            "verdict": document["finding"]["verdict"],
            "rules": document["rules"],
            "worked_out_at": at,
            "confirmed_at": at,
        },
    )
    if bundle is not None:
        ModelBundle.objects.get_or_create(result=result, defaults={"content": bundle})
    if not is_new:
        ModelResult.objects.filter(pk=result.pk).update(confirmed_at=at)
        return result
    drawn = list(charts)
    places = Place.objects.in_bulk([one.place for one in drawn if one.place], field_name="code")
    ModelChart.objects.bulk_create(
        ModelChart(
            result=result,
            name=one.name,
            place=places[one.place] if one.place else None,
            title=one.title,
            description=one.description,
            specification=one.chart.specification,
            wide=one.chart.wide,
            narrow=one.chart.narrow,
            svg=one.chart.svg,
            png=one.chart.png,
        )
        for one in drawn
    )
    return result


def note_progress(*, run: ModelRun, done: int) -> None:
    ModelRun.objects.filter(pk=run.pk, state=EvaluationState.WAITING).update(done=done)


def end_run(*, run: ModelRun, problems: Iterable[str], at: datetime) -> None:
    """Done, or failed with the measures that could not be worked out; the others are kept."""
    problem = "; ".join(problems)
    ModelRun.objects.filter(pk=run.pk, state=EvaluationState.WAITING).update(
        state=EvaluationState.FAILED if problem else EvaluationState.DONE, finished_at=at, problem=problem
    )
