"""Guidance documents, their recommendations, and self-checks against them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.access import log_in_to_see, say_moved_or_withdrawn
from cairn.common.dates import show_date
from cairn.common.exports import to_csv
from cairn.common.pagination import get_page
from cairn.library import services
from cairn.library.forms.guidance import AnswersForm, NewRecommendationForm, NewSelfCheckForm, shorten
from cairn.library.models import Guidance, GuidanceType, Recommendation, SelfCheck
from cairn.library.policies import UnableToSelfCheck, can_take_into_care
from cairn.library.presenters.claims import cite, describe_address
from cairn.library.presenters.guidance import ANSWER_COLUMNS, CheckView, RecommendationView, list_answer_rows
from cairn.library.queries import (
    find_check_before,
    get_answers,
    get_guidance,
    get_other_checks,
    get_recommendations,
    get_self_checks,
)
from cairn.records.models import Record
from cairn.records.policies import UnableToChangeRecord
from cairn.records.views.loading import describe_page, get_own_record, get_record

PAGE_LENGTH = 50


@require_safe
def guidance_documents(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("type", "")
    page = get_page(get_guidance(request.user, type=wanted), request, PAGE_LENGTH)
    chosen = wanted if wanted in GuidanceType.values else ""
    context = {"page": page, "filters": [("type", "Kind of document", GuidanceType.choices, chosen)], "chosen": chosen}
    return render(request, "library/guidance_documents.html", context)


@require_safe
@say_moved_or_withdrawn
def guidance(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_record(request, slug, Guidance, "source")
    context = describe_page(request, found)
    apart = {found.TEXTS[name] for name in ("publisher", "address", "for_whom", "in_force", "what_was_read")}
    checks = list(get_self_checks(request.user).filter(guidance=found)[:PAGE_LENGTH])
    recommendations = list(_get_recommendations(request, found))
    answers = get_answers(checks, request.user)
    more = {
        "texts": [(label, text) for label, text in context["texts"] if label not in apart],
        "published": show_date(found.published),
        "citation": cite(found.source) if found.source else "",
        "address": found.source.address if found.source else found.address,
        "address_note": describe_address(found.source) if found.source else "",
        "rows": [RecommendationView(one) for one in recommendations],
        "checks": [CheckView(one, recommendations, answers[one.pk]) for one in checks],
        "can_take_care": can_take_into_care(found, request.user),
    }
    return render(request, "library/guidance.html", context | more)


def _get_recommendations(request: HttpRequest, document: Guidance) -> Any:
    return get_recommendations(request.user).filter(guidance=document).prefetch_related("places")


@require_safe
@say_moved_or_withdrawn
def recommendation(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_record(request, slug, Recommendation, "guidance", "source")
    context = describe_page(request, found)
    apart = {found.TEXTS[name] for name in ("number", "addressed_to", "backing_note")}
    user = request.user
    more = {
        "texts": [(label, text) for label, text in context["texts"] if label not in apart],
        "document": Guidance.objects.visible_to(user).filter(pk=found.guidance_id).first(),
        "shown": RecommendationView(found),
        "abouts": Record.objects.visible_to(user).filter(recommended_by=found).order_by("kind", "title"),
        "places": found.places.order_by("name"),
        "can_take_care": can_take_into_care(found, user),
    }
    return render(request, "library/recommendation.html", context | more)


@login_required
def new_recommendation(request: SignedInRequest) -> HttpResponse:
    """`?of=` names the document."""
    slug = request.GET.get("of", "")
    if not slug:
        return redirect("library:guidance-documents")
    document = get_record(request, slug, Guidance)
    form = NewRecommendationForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        started = services.start_recommendation(
            guidance=document,
            number=given["number"],
            title=shorten(given["summary"]),
            summary=given["summary"],
            team=form.get_team(),
            by=request.user,
            at=now(),
        )
        return redirect("records:edit", started.slug)
    return render(request, "library/new_recommendation.html", {"document": document, "form": form})


@require_safe
@login_required
def self_checks(request: SignedInRequest) -> HttpResponse:
    page = get_page(get_self_checks(request.user), request, PAGE_LENGTH)
    checks = list(page)
    asked = get_recommendations(request.user).filter(guidance__in={check.guidance_id for check in checks})
    by_document: dict[int, list[Recommendation]] = {}
    for one in asked:
        by_document.setdefault(one.guidance_id, []).append(one)
    answers = get_answers(checks, request.user)
    visible = set(Guidance.objects.visible_to(request.user).values_list("pk", flat=True))
    rows = [
        (CheckView(one, by_document.get(one.guidance_id, []), answers[one.pk]), one.guidance_id in visible)
        for one in checks
    ]
    return render(request, "library/self_checks.html", {"page": page, "rows": rows})


@login_required
def new_self_check(request: SignedInRequest) -> HttpResponse:
    """`?of=` names the document, or `?again=` an earlier check that is repeated."""
    again = request.GET.get("again", "")
    earlier = get_own_record(request, again).get_specific() if again else None
    if earlier is not None and not isinstance(earlier, SelfCheck):
        raise Http404
    slug = earlier.guidance.slug if earlier else request.GET.get("of", "")
    if not slug:
        return redirect("library:guidance-documents")
    document = get_record(request, slug, Guidance)
    initial = {"title": shorten(f"Self-check: {document.title}"), "checked_on": f"{localdate():%Y-%m-%d}"}
    given = request.POST if request.method == "POST" else None
    form = NewSelfCheckForm(given, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            started = services.start_self_check(
                guidance=document,
                title=form.cleaned_data["title"],
                checked_on=form.cleaned_data["checked_on"],
                team=form.get_team(),
                by=request.user,
                at=now(),
                repeats=earlier,
            )
        except (UnableToSelfCheck, UnableToChangeRecord) as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("library:self-check-answers", started.slug)
    context = {"document": document, "form": form, "earlier": earlier}
    return render(request, "library/new_self_check.html", context)


def _view_check(request: HttpRequest, check: SelfCheck) -> CheckView:
    before = find_check_before(check, request.user)
    answers = get_answers([check, before] if before else [check], request.user)
    recommendations = _get_recommendations(request, check.guidance)
    return CheckView(check, recommendations, answers[check.pk], answers[before.pk] if before else ())


@require_safe
@log_in_to_see
def self_check(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_record(request, slug, SelfCheck, "guidance")
    others = list(get_other_checks(found, request.user)[:PAGE_LENGTH])
    answers = get_answers(others, request.user)
    view = _view_check(request, found)
    asked = [row.recommendation for row in view.rows]
    more = {
        "document": Guidance.objects.visible_to(request.user).filter(pk=found.guidance_id).first(),
        "check": view,
        "before": find_check_before(found, request.user),
        "others": [CheckView(one, asked, answers[one.pk]) for one in others],
    }
    return render(request, "library/self_check.html", describe_page(request, found) | more)


@require_safe
@log_in_to_see
def self_check_file(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_record(request, slug, SelfCheck, "guidance")
    document = Guidance.objects.visible_to(request.user).filter(pk=found.guidance_id).first()
    rows = list_answer_rows(_view_check(request, found), document.title if document else "")
    response = HttpResponse(to_csv(ANSWER_COLUMNS, rows), content_type="text/csv")
    response["Content-Disposition"] = f'attachment; filename="self-check-{found.slug}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
def self_check_answers(request: SignedInRequest, slug: str) -> HttpResponse:
    """One question for each recommendation that whoever answers may see."""
    record = get_own_record(request, slug)
    if not isinstance(record.get_specific(), SelfCheck):
        raise Http404
    draft = record.get_draft()
    before = find_check_before(draft, request.user)
    form = AnswersForm(
        request.POST if request.method == "POST" else None,
        recommendations=_get_recommendations(request, draft.guidance),
        answers=draft.answers.all(),
        before=get_answers([before], request.user)[before.pk] if before else (),
    )
    if request.method == "POST" and form.is_valid():
        services.save_answers(
            self_check=record.get_specific(),
            recommendations=form.recommendations,
            answers=form.get_answers(),
            confirmed=form.get_confirmed(),
            by=request.user,
            at=now(),
        )
        messages.success(request, "Answers saved.")
        return redirect(record)
    context = {"record": record, "form": form, "before": before}
    return render(request, "library/self_check_answers.html", context)
