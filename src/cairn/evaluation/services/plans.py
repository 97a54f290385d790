"""Writes: drafting, locking and answering plans."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.common.canonical import sha256_of, to_canonical_json
from cairn.common.charts import RenderedChart
from cairn.evaluation import analysis, policies
from cairn.evaluation.analysis import nation
from cairn.evaluation.models import Evaluation, EvaluationChart, EvaluationPlan, EvaluationState, ResultBundle
from cairn.evaluation.models.document import ResultDocument
from cairn.evaluation.policies.replies import NARROW
from cairn.evaluation.queries.replies import find_held_back
from cairn.evaluation.services.replies import ask_again_if_changed
from cairn.evaluation.signals import evaluation_requested
from cairn.indicators.definitions import get_definition
from cairn.places.models import Place
from cairn.records.enums import Sharing
from cairn.records.models import Record
from cairn.records.policies import ChangedMeanwhile, check_can_start
from cairn.records.queries import get_default_team
from cairn.records.services import announce_written
from cairn.records.services.ties import tie_for_good
from cairn.voice.policies import check_quotes_nobody

# Every answer of the form; a plan that replaces another starts from the same ones.
PLAN_ANSWERS = (
    "place",
    "measure",
    "start_date",
    "direction",
    "smallest_change",
    "harm_measure",
    "what_was_started",
    "last_year",
    "is_national_reform",
)
SEEN_LIKE_PLAN = ("author", "organisation", "team", "circle", "sharing", "consent")


def make_title(answers: Mapping[str, Any]) -> str:
    """What a plan is called in lists."""
    measure = get_definition(answers["measure"]).title
    return f"{measure} in {answers['place'].name} since {answers['start_date']:%B %Y}"[:150]


@transaction.atomic
def draft_plan(
    *,
    author: User,
    at: datetime,
    answers: Mapping[str, Any],
    excluded: Iterable[Place] = (),
    replaces: EvaluationPlan | None = None,
    about: Record | None = None,
) -> EvaluationPlan:
    """Start a plan for the author's team.

    With `replaces` it shows the locked plan it stands in for; `about` is the project or use of a model it tests.
    """
    if replaces is not None:
        policies.check_can_replace(replaces, author)
    team = replaces.team if replaces is not None else get_default_team(author)
    check_can_start(author, team)
    plan = EvaluationPlan.objects.create(
        author=author,
        team=team,
        organisation=team.organisation if team else None,
        replaces=replaces,
        about=about if replaces is None else replaces.about,
        title=make_title(answers),
        created_at=at,
        updated_at=at,
        **answers,
    )
    plan.excluded_places.set(excluded)
    if plan.about:
        tie_for_good(source=plan, target=plan.about, at=at)
    announce_written(plan)
    return plan


@transaction.atomic
def revise_plan(
    *,
    plan: EvaluationPlan,
    by: User,
    at: datetime,
    answers: Mapping[str, Any],
    excluded: Iterable[Place] | None = None,
    seen: str | None = None,
) -> None:
    """Change a draft, unless somebody else did since the form was opened on `seen`."""
    plan = EvaluationPlan.objects.select_for_update().get(pk=plan.pk)
    policies.check_can_edit(plan, by)
    if seen is not None and seen != get_seen(plan):
        theirs = {name: getattr(plan, name) for name, value in answers.items() if getattr(plan, name) != value}
        raise ChangedMeanwhile(theirs=theirs, seen=get_seen(plan))
    for name, value in answers.items():
        setattr(plan, name, value)
    plan.title = make_title({name: getattr(plan, name) for name in PLAN_ANSWERS})
    plan.updated_at = at
    plan.save()
    if excluded is not None:
        plan.excluded_places.set(excluded)
    announce_written(plan)


def get_seen(plan: EvaluationPlan) -> str:
    """What a form remembers of the draft that it was opened on."""
    return plan.updated_at.isoformat()


@transaction.atomic
def discard_plan(*, plan: EvaluationPlan, by: User) -> None:
    """Delete a draft; a locked plan stays."""
    plan = EvaluationPlan.objects.select_for_update().get(pk=plan.pk)
    policies.check_can_edit(plan, by)
    plan.delete()


@transaction.atomic
def lock_plan(*, plan: EvaluationPlan, by: User, at: datetime, had_figures: bool) -> Evaluation:
    """Fix a plan for good, with its checksum, and ask for its result.

    How many plans the same person locked for this council before is kept with it: many plans for one
    place are many chances to be fooled. So is whether figures after the start existed already.
    """
    plan = EvaluationPlan.objects.select_for_update().get(pk=plan.pk)
    policies.check_is_own(plan, by)
    policies.check_can_lock(plan)
    check_quotes_nobody(plan.specification().to_text())
    earlier = EvaluationPlan.objects.written_by(by).locked().filter(place=plan.place).count()
    return _lock(plan, at=at, earlier=earlier, had_figures=had_figures)


@transaction.atomic
def lock_example(*, answers: Mapping[str, Any], at: datetime) -> Evaluation:
    """An example for the demonstration: a locked plan about a fictional council that everybody may see."""
    if not answers["place"].is_fictional:
        raise policies.UnableToChangePlan("Examples are about fictional councils only.")
    plan = EvaluationPlan.objects.create(
        is_example=True,
        sharing=Sharing.PUBLIC,
        title=make_title(answers),
        created_at=at,
        updated_at=at,
        **answers,
    )
    return _lock(plan, at=at, earlier=0, had_figures=True)


def _lock(plan: EvaluationPlan, *, at: datetime, earlier: int, had_figures: bool) -> Evaluation:
    specification = plan.specification()
    plan.locked_at = plan.updated_at = plan.first_published_at = at
    plan.live = True
    plan.document, plan.sha256 = specification.to_text(), specification.sha256
    plan.earlier_plans, plan.had_figures_when_locked = earlier, had_figures
    plan.save()
    announce_written(plan)
    return request_evaluation(plan=plan, at=at)


@transaction.atomic
def request_evaluation(*, plan: EvaluationPlan, at: datetime) -> Evaluation:
    """Ask for a result on the figures of now; the ones before are kept."""
    policies.check_can_work_out(plan, at=at)
    evaluation = Evaluation.objects.create(
        plan=plan,
        title=f"Result: {plan.title}"[:150],
        requested_at=at,
        created_at=at,
        updated_at=at,
        **{name: getattr(plan, name) for name in SEEN_LIKE_PLAN},
    )
    tie_for_good(source=evaluation, target=plan, at=at)
    announce_written(evaluation)
    evaluation_requested.send(sender=Evaluation, evaluation=evaluation)
    return evaluation


@transaction.atomic
def store_result(
    *,
    evaluation: Evaluation,
    document: ResultDocument,
    charts: Mapping[str, tuple[str, str, RenderedChart]],
    at: datetime,
    bundle: bytes | None = None,
) -> None:
    """Keep a result and its charts; safe to run twice."""
    evaluation = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    if evaluation.state == EvaluationState.DONE:
        return
    reasons = document["finding"]["reasons"]
    evaluation.document = to_canonical_json(dict(document))
    evaluation.sha256 = sha256_of(evaluation.document)
    same = Evaluation.objects.filter(plan=evaluation.plan_id, state=EvaluationState.DONE, sha256=evaluation.sha256)
    if there := same.first():
        _keep_bundle(there, bundle)  # it may be older than bundles
        evaluation.delete()  # nothing newer was loaded: the result that is there stays
        return
    evaluation.verdict = "waiting_for_figures" if "no_year_after" in reasons else document["finding"]["verdict"]
    evaluation.rules = document["rules"]
    evaluation.state, evaluation.finished_at, evaluation.problem = EvaluationState.DONE, at, ""
    evaluation.live, evaluation.first_published_at, evaluation.updated_at = True, at, at
    if ask_again_if_changed(evaluation=evaluation, at=at) and evaluation.sharing not in NARROW:
        # Others go on reading the result before, until the council had its days for this one.
        evaluation.sharing, evaluation.circle = Sharing.ORGANISATION, None
    evaluation.save()
    for name, (title, description, chart) in charts.items():
        EvaluationChart.objects.create(
            evaluation=evaluation,
            name=name,
            title=title,
            description=description,
            specification=chart.specification,
            wide=chart.wide,
            narrow=chart.narrow,
            svg=chart.svg,
            png=chart.png,
        )
    _keep_bundle(evaluation, bundle)
    announce_written(evaluation)


def _keep_bundle(evaluation: Evaluation, bundle: bytes | None) -> None:
    if bundle is not None:
        ResultBundle.objects.get_or_create(evaluation=evaluation, defaults={"content": bundle})


def share_like_plan(*, plan: EvaluationPlan) -> None:
    """Write what was decided about the sharing of a plan to its evaluations, but not to one that awaits a reply."""
    plan = EvaluationPlan.objects.get(pk=plan.pk)
    seen = {name: getattr(plan, name) for name in SEEN_LIKE_PLAN}
    evaluations = Record.objects.filter(pk__in=plan.evaluations.values("pk"))
    if plan.sharing not in NARROW:
        evaluations = evaluations.exclude(pk__in=find_held_back(plan, day=localdate()))
    evaluations.update(**seen)
    for evaluation in evaluations:
        announce_written(evaluation)


def record_failure(*, evaluation: Evaluation, problem: str, at: datetime) -> None:
    """Keep why a result could not be worked out, so that it can be tried again."""
    Evaluation.objects.filter(pk=evaluation.pk).exclude(state=EvaluationState.DONE).update(
        state=EvaluationState.FAILED, problem=problem, finished_at=at
    )


def ensure_examples(*, at: datetime) -> int:
    """Lock the examples of the demonstration that are not there yet; returns how many results are to come."""
    there = set(EvaluationPlan.objects.examples().values_list("place__code", "measure"))
    places = Place.objects.fictional().in_bulk([one.place for one in nation.EXAMPLES], field_name="code")
    for example in nation.EXAMPLES:
        if (example.place, example.measure) not in there:
            answers = {
                "place": places[example.place],
                "measure": example.measure,
                "start_date": example.start,
                "direction": -1,
                "smallest_change": 10.0,
                "harm_measure": nation.HARM_MEASURES[example.measure],
            }
            lock_example(answers=answers, at=at)
    _ask_again_for_lost_examples(at=at)
    return Evaluation.objects.filter(plan__is_example=True, state=EvaluationState.WAITING).count()


def _ask_again_for_lost_examples(*, at: datetime) -> None:
    """Examples whose result failed, follows earlier rules, or was left waiting by a worker that was stopped."""
    results = Evaluation.objects.filter(plan=OuterRef("pk"))
    kept = results.filter(state=EvaluationState.DONE, rules__gte=analysis.RULES) | results.being_worked_out(at=at)
    for plan in EvaluationPlan.objects.examples().locked().filter(~Exists(kept)):
        plan.evaluations.exclude(state=EvaluationState.DONE).delete()
        request_evaluation(plan=plan, at=at)
