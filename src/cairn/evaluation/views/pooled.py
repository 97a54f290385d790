"""A model over all its councils: its page, its files, and starting it."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.access import NothingThere, log_in_to_see, say_moved_or_withdrawn
from cairn.common.exports import to_csv
from cairn.evaluation import policies, services
from cairn.evaluation.analysis import RULES
from cairn.evaluation.models import EvaluationState, ModelBundle, ModelRun
from cairn.evaluation.presenters.pooled import (
    CHECK_COLUMNS,
    EARLIER_COLUMNS,
    EVENT,
    SOURCE_COLUMNS,
    MeasureView,
    ModelView,
    describe_change,
    earlier_rows,
    show_councils,
    show_event,
)
from cairn.evaluation.presenters.pooled_files import pooled_tables
from cairn.evaluation.queries.pooled import find_run_place, find_shown, get_latest_plan, read_list
from cairn.evaluation.queries.replies import find_named, get_present_rights, get_replies, get_untold
from cairn.evaluation.views.downloads import PICTURE_TYPES, download
from cairn.library.models import PracticeModel
from cairn.notices.presenters import describe_place
from cairn.places.models import Organisation
from cairn.places.queries.belonging import get_belonging
from cairn.records.views.loading import get_record

FILES = (
    ("results", "Results (CSV)"),
    ("years", "Years before and after the start (CSV)"),
    ("councils", "Each council (CSV)"),
)


@require_safe
@say_moved_or_withdrawn
def model_evaluation(request: HttpRequest, slug: str) -> HttpResponse:
    """What the figures of all councils that use a model show together, from stored results."""
    model = get_record(request, slug, PracticeModel)
    shown = find_shown(model)
    context = {"model": model, "run": _describe_run(model), **_describe_moderation(request, model)}
    if shown is None:
        return render(request, "evaluation/model_not_yet.html", context)
    view = ModelView(shown)
    one = view.find(request.GET.get("measure", ""))
    measure = next(found for found in view.measures if found.measure.key == one.result.measure)
    stored = one.result.charts.select_related("place").defer("png", "svg", "specification")
    charts = list(stored.order_by("name"))
    rights = get_present_rights(model)
    named = find_named(rights, [site.place for site in view.plan.sites], fictional=view.is_fictional, day=localdate())
    own = _get_own_codes(request)
    councils = show_councils(measure, charts, named=named, own=own)
    context |= {
        "view": view,
        "plan": shown.plan,
        "one": measure,
        "result": one.result,
        "changed": describe_change(one),
        "earlier": earlier_rows(one, measure),
        "event": show_event(charts),
        "councils": councils,
        "unnamed": sum(not council.name for council in councils),
        "own_rights": [right for code, right in rights.items() if code in own],
        "replies": get_replies(model, day=localdate()),
        "files": [(words, reverse("evaluation:model-file", args=[model.slug, name])) for name, words in FILES],
        "bundle": _may_have_bundle(request, model, measure) and ModelBundle.objects.filter(result=one.result).exists(),
        "chart_files": _chart_files(model, measure) if measure.estimate else [],
        "is_by_earlier_rules": one.result.rules < RULES,
        "addresses": [
            (found, f"{reverse('evaluation:model', args=[model.slug])}?measure={found.measure.key}#measure")
            for found in view.measures
        ],
        "site_rows": view.site_rows(measure),
        "check_columns": CHECK_COLUMNS,
        "source_columns": SOURCE_COLUMNS,
        "earlier_columns": EARLIER_COLUMNS,
    }
    return render(request, "evaluation/model.html", context)


def _get_own_codes(request: HttpRequest) -> set[str]:
    """Councils to which the reader belongs: they see which line is theirs at once."""
    if not request.user.is_authenticated:
        return set()
    own = Organisation.objects.filter(pk__in=get_belonging(request.user).organisations, place__isnull=False)
    return set(own.values_list("place__code", flat=True))


def _describe_run(model: PracticeModel) -> dict[str, Any] | None:
    """The newest request, while it is worked out or where it failed."""
    run = ModelRun.objects.filter(plan__practice_model=model).select_related("plan").order_by("-pk").first()
    if run is None or run.state == EvaluationState.DONE:
        return None
    place = find_run_place(run)
    return {
        "run": run,
        "is_waiting": run.state == EvaluationState.WAITING and place is not None,
        "progress": describe_place(place, at=now()),
        "measure": min(run.done + 1, run.total),
    }


def _describe_moderation(request: HttpRequest, model: PracticeModel) -> dict[str, Any]:
    """What moderators and editors can do here, and which councils wait to be told."""
    if not policies.can_evaluate_models(request.user):
        return {"may_evaluate": False}
    return {
        "may_evaluate": True,
        "latest": get_latest_plan(model),
        "listed": len(read_list(model)),
        "untold": get_untold().filter(record=model),
    }


@login_required
def start_model_evaluation(request: SignedInRequest, slug: str) -> HttpResponse:
    """Fix the list as it is today, and ask for the results; or ask for those of the list that is there."""
    model = get_record(request, slug, PracticeModel)
    if not policies.can_evaluate_models(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return redirect("evaluation:model", slug)
    latest = get_latest_plan(model)
    try:
        if "again" in request.POST and latest:
            services.request_run(plan=latest, at=now())
        else:
            services.fix_list(model=model, by=request.user, at=now())
    except policies.UnableToFixList as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "The results are being calculated. The list of councils is fixed.")
    return redirect("evaluation:model", slug)


@require_safe
@log_in_to_see
def model_file(request: HttpRequest, slug: str, table: str) -> HttpResponse:
    model = get_record(request, slug, PracticeModel)
    shown = find_shown(model)
    if shown is None or table not in {name for name, _ in FILES}:
        raise NothingThere
    view = ModelView(shown)
    codes = [site.place for site in view.plan.sites]
    named = find_named(get_present_rights(model), codes, fictional=view.is_fictional, day=localdate())
    header, rows = pooled_tables(view, named)[table]
    return download(to_csv(header, rows), "text/csv; charset=utf-8", f"cairn-{model.slug}-{table}.csv")


@require_safe
@log_in_to_see
def model_chart(request: HttpRequest, slug: str, measure: str, form: str) -> HttpResponse:
    """The chart of all councils together, as it was drawn with the result."""
    model = get_record(request, slug, PracticeModel)
    shown = find_shown(model)
    found = next((one for one in shown.measures if one.result.measure == measure), None) if shown else None
    chart = found.result.charts.filter(name=EVENT).first() if found else None
    if chart is None or form not in PICTURE_TYPES:
        raise NothingThere
    contents: dict[str, str | bytes] = {"svg": chart.svg, "png": bytes(chart.png), "json": chart.specification}
    return download(contents[form], PICTURE_TYPES[form], f"cairn-{model.slug}-{measure}.{form}", inline=True)


@require_safe
@log_in_to_see
def model_bundle(request: HttpRequest, slug: str, measure: str) -> HttpResponse:
    """Everything to calculate a result again: for everybody once every council it rests on had its days."""
    model = get_record(request, slug, PracticeModel)
    shown = find_shown(model)
    found = next((one for one in shown.measures if one.result.measure == measure), None) if shown else None
    if found is None or not _may_have_bundle(request, model, MeasureView(json.loads(found.result.document))):
        raise NothingThere
    bundle = ModelBundle.objects.filter(result=found.result).first()
    if bundle is None:
        raise NothingThere
    return download(bytes(bundle.content), "application/zip", f"cairn-{model.slug}-{measure}.zip")


def _may_have_bundle(request: HttpRequest, model: PracticeModel, view: MeasureView) -> bool:
    """It tells of each council that the result rests on how its figures moved."""
    primary = view.document["primary"]
    codes = {site["code"] for site in primary["sites"]} if primary else set()
    named = find_named(get_present_rights(model), codes, fictional=model.is_fictional, day=localdate())
    return codes <= named or policies.can_evaluate_models(request.user)


def _chart_files(model: PracticeModel, measure: MeasureView) -> list[tuple[str, str]]:
    return [
        (name, reverse("evaluation:model-chart", args=[model.slug, measure.measure.key, form]))
        for form, name in (("png", "PNG"), ("svg", "SVG"), ("json", "Vega-Lite"))
    ]
