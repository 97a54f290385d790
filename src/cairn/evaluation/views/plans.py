"""Plans and their results: writing a plan, locking, replacing and working it out."""

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.access import log_in_to_see, say_moved_or_withdrawn
from cairn.evaluation import analysis, policies, presenters, services
from cairn.evaluation.forms import PlanForm
from cairn.evaluation.models import Evaluation, EvaluationPlan, EvaluationState, ResultBundle
from cairn.evaluation.policies.replies import needs_reply
from cairn.evaluation.presenters.citing import cite_result
from cairn.evaluation.queries import find_queue_place, get_plans, get_shown_evaluation
from cairn.evaluation.queries.outlook import is_start_told_otherwise
from cairn.evaluation.queries.replies import get_rights_of_plan
from cairn.evaluation.views.loading import find_about, find_month, get_about, get_plan
from cairn.notices.presenters import describe_place
from cairn.places.queries import get_your_council
from cairn.records.policies import ChangedMeanwhile, can_edit
from cairn.records.presenters import show_theirs
from cairn.voice.policies import UnableToSealQuote


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    own = get_plans(request.user, examples=False)
    rows = [row | {"is_replaced": plan.is_replaced} for row, plan in zip(presenters.plan_rows(own), own, strict=True)]
    return render(
        request,
        "evaluation/plans.html",
        {"rows": rows, "has_examples": EvaluationPlan.objects.examples().exists()},
    )


@login_required
def new_plan(request: SignedInRequest) -> HttpResponse:
    """`?about=` names the project or the use of a model that is tested."""
    about = get_about(request)
    fictional = _asks_for_fictional(request)
    if request.method == "POST":
        form = PlanForm(request.POST, fictional=fictional)
        if form.is_valid():
            plan = services.draft_plan(
                author=request.user,
                at=now(),
                answers=form.answers(),
                excluded=form.cleaned_data["excluded"],
                about=about,
            )
            return redirect(plan)
    else:
        asked = presenters.prefill_plan(about) if about else {}
        asked |= {name: request.GET[name] for name in ("measure", "place") if name in request.GET}
        asked |= find_month(request.GET.get("start", ""))
        own = get_your_council(request)
        if own and own.is_fictional == fictional:
            asked = {"place": own.code, **asked}
        form = PlanForm(initial=asked, fictional=fictional)
    context = {
        "form": form,
        "fictional": fictional,
        "plan": None,
        "about": about,
        "not_offered": form.describe_not_offered(),
    }
    return render(request, "evaluation/plan_form.html", context)


@login_required
def change_plan(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = get_plan(request, slug)
    try:
        policies.check_can_edit(plan, request.user)
    except policies.UnableToChangePlan as problem:
        messages.error(request, str(problem))
        return redirect(plan)
    fictional = plan.place.is_fictional
    seen = request.POST.get("seen", services.get_seen(plan))
    theirs: Mapping[str, Any] = {}
    if request.method == "POST":
        form = PlanForm(request.POST, fictional=fictional)
        if form.is_valid():
            try:
                services.revise_plan(
                    plan=plan,
                    by=request.user,
                    at=now(),
                    answers=form.answers(),
                    excluded=form.cleaned_data["excluded"],
                    seen=seen,
                )
                return redirect(plan)
            except ChangedMeanwhile as problem:
                form.add_error(None, str(problem))
                seen, theirs = problem.seen, problem.theirs
            except policies.UnableToChangePlan as problem:  # locked in another tab since this request began
                messages.error(request, str(problem))
                return redirect(plan)
    else:
        form = PlanForm(initial=PlanForm.initial_from(plan), fictional=fictional)
    context = {"form": form, "fictional": fictional, "plan": plan, "seen": seen, "theirs": show_theirs(form, theirs)}
    return render(request, "evaluation/plan_form.html", context)


@require_safe
@log_in_to_see
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """A draft to be checked and locked, or a locked plan with its result."""
    plan = get_plan(request, slug)
    if not plan.is_locked:
        return _render_draft(request, plan)
    evaluation = get_shown_evaluation(plan, request.user)
    context = {
        "plan": plan,
        "view": presenters.PlanView(plan),
        "evaluation": evaluation,
        "is_own": not plan.is_example and can_edit(plan, request.user),
        "rights": get_rights_of_plan(plan),
        "needs_reply": needs_reply(plan),
        "about": find_about(plan, request.user),
        "is_start_told_otherwise": is_start_told_otherwise(plan),
    }
    if evaluation is None or evaluation.state != EvaluationState.DONE:
        at, place = now(), find_queue_place(evaluation)
        is_lost = evaluation is not None and place is None and evaluation.is_overdue(at=at)
        context["can_try_again"] = evaluation is None or evaluation.state == EvaluationState.FAILED or is_lost
        context["progress"] = describe_place(place, at=at)
        return render(request, "evaluation/waiting.html", context)
    document = json.loads(evaluation.document)
    charts = list(evaluation.charts.defer("svg", "png", "specification"))
    context |= {
        "result": (result := presenters.ResultView(document)),
        "cited": cite_result(plan, evaluation, result.label),
        "is_by_earlier_rules": evaluation.rules < analysis.RULES,
        "example": presenters.describe_example(plan) if plan.is_example else "",
        "chart_files": _chart_downloads(plan, {chart.name for chart in charts}),
        "charts": presenters.show_charts(charts, document),
        "replaced_by": _replacing_plan(request, plan),
        "replaces": _replaced_plan(request, plan),
        "files": [
            (name, reverse("evaluation:result-file", args=[plan.slug, form]))
            for form, name in (
                ("csv", "Figures (CSV)"),
                ("xlsx", "Figures (Excel)"),
                ("json", "The result as data (JSON)"),
                ("zip", "Everything to reproduce this result (ZIP)"),
            )
            if form != "zip" or ResultBundle.objects.filter(evaluation=evaluation).exists()
        ],
    }
    return render(request, "evaluation/result.html", context)


@require_safe
@say_moved_or_withdrawn
def evaluation(request: HttpRequest, slug: str) -> HttpResponse:
    """The result stands on the page of its plan."""
    found = get_object_or_404(Evaluation.objects.visible_to(request.user).select_related("plan"), slug=slug)
    return redirect(get_plan(request, found.plan.slug))


@login_required
@require_POST
def lock_plan(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = get_plan(request, slug)
    if not plan.is_locked and request.POST.get("shown", plan.specification().sha256) != plan.specification().sha256:
        messages.error(request, "This plan was changed after the page was opened. Check it again before you lock it.")
        return redirect(plan)
    try:
        policies.check_can_edit(plan, request.user)
        policies.check_can_lock(plan)
        foresight = analysis.foresee(plan.specification())
        services.lock_plan(plan=plan, by=request.user, at=now(), had_figures=bool(foresight.years_after))
    except (policies.UnableToChangePlan, UnableToSealQuote) as problem:
        messages.error(request, str(problem))
    return redirect(plan)


@login_required
@require_POST
def replace_plan(request: SignedInRequest, slug: str) -> HttpResponse:
    """Write a new plan that shows the locked one it replaces."""
    plan = get_plan(request, slug)
    answers = {name: getattr(plan, name) for name in services.PLAN_ANSWERS}
    excluded = plan.excluded_places.all()
    try:
        new = services.draft_plan(author=request.user, at=now(), answers=answers, excluded=excluded, replaces=plan)
    except policies.UnableToChangePlan as problem:
        messages.error(request, str(problem))
        return redirect(plan)
    return redirect("evaluation:change-plan", new.slug)


@login_required
@require_POST
def discard_plan(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = get_plan(request, slug)
    try:
        services.discard_plan(plan=plan, by=request.user)
    except policies.UnableToChangePlan as problem:
        messages.error(request, str(problem))
        return redirect(plan)
    messages.success(request, "The draft is deleted.")
    return redirect("evaluation:plans")


@login_required
@require_POST
def work_out(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask for the result again: after a failure, or when newer figures are there."""
    plan = get_plan(request, slug)
    try:
        policies.check_is_own(plan, request.user)
        services.request_evaluation(plan=plan, at=now())
    except policies.UnableToChangePlan as problem:
        messages.error(request, str(problem))
    else:
        messages.success(
            request,
            "The result is being calculated again. It stays the same unless figures or rules have changed.",
        )
    return redirect(plan)


def _render_draft(request: HttpRequest, plan: EvaluationPlan) -> HttpResponse:
    foresight = analysis.foresee(plan.specification())
    view = presenters.PlanView(plan, foresight)
    shown = plan.specification().sha256
    context = {"plan": plan, "view": view, "shown": shown, "about": find_about(plan, request.user)}
    return render(request, "evaluation/draft.html", context)


def _replacing_plan(request: HttpRequest, plan: EvaluationPlan) -> EvaluationPlan | None:
    """The newest locked plan that stands in for this one; a draft does not yet."""
    return EvaluationPlan.objects.visible_to(request.user).locked().filter(replaces=plan).order_by("-pk").first()


def _replaced_plan(request: HttpRequest, plan: EvaluationPlan) -> EvaluationPlan | None:
    return EvaluationPlan.objects.visible_to(request.user).filter(pk=plan.replaces_id).first()


CHART_NAMES = {
    "paths": "Actual and expected",
    "gaps": "The same test on every other council",
    "ways": "Other ways of calculating",
    "usual": "This council’s normal range",
}


def _chart_downloads(plan: EvaluationPlan, drawn: set[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each chart that was drawn, with the addresses of its files."""
    forms = {"png": "PNG", "svg": "SVG", "json": "Vega-Lite"}
    return [
        (
            title,
            [
                (name, f"{reverse('evaluation:chart-file', args=[plan.slug, chart, form])}?download")
                for form, name in forms.items()
            ],
        )
        for chart, title in CHART_NAMES.items()
        if chart in drawn
    ]


def _asks_for_fictional(request: HttpRequest) -> bool:
    """As the address says; where it names neither nation nor council, as the reader's own council is."""
    if "nation" in request.GET or "place" in request.GET:
        return request.GET.get("nation") == "fictional"
    own = get_your_council(request)
    return bool(own and own.is_fictional)
