"""Follow, this is wrong, review."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from cairn.accounts.requests import SignedInRequest
from cairn.common.access import log_in_to_see
from cairn.common.limits import limit_rate
from cairn.common.pagination import get_page
from cairn.common.panels import render_panels
from cairn.places.models import Place
from cairn.records import policies, services
from cairn.records.forms import AnswerForm, AnswerManyForm, AskForm, ReportForm, ReviewForm
from cairn.records.kinds import Fact
from cairn.records.models import Record, Report, Review
from cairn.records.presenters import RecordView, ReportRow, list_texts
from cairn.records.queries import find_fact, get_answered_reports, get_reports_to_answer, narrow_reports
from cairn.records.views.loading import changes_record, get_own_record, get_record

ABOUT = (("record", "Mistakes in records"), ("council", "Mistakes on council pages"), ("question", "Questions"))
MOST_REPORTS = 100
REPORTS_ON_A_PAGE = 30


@changes_record
def follow(request: SignedInRequest, record: Record) -> None:
    if "stop" in request.POST:
        services.unfollow(record=record, user=request.user)
        messages.success(request, "You no longer follow this.")
    else:
        services.follow(record=record, user=request.user, at=now())
        messages.success(request, "You follow this: you hear when it changes.")


@log_in_to_see
@limit_rate("report", per_hour=10)
def report_record(request: HttpRequest, slug: str) -> HttpResponse:
    record = get_record(request, slug)
    list_facts = record.get_kind().list_facts
    facts = list_facts(record.get_specific(), request.user) if list_facts else []
    return _report(request, record.title, record.get_absolute_url(), facts=facts, record=record)


@log_in_to_see
@limit_rate("report", per_hour=10)
def ask_about(request: HttpRequest, slug: str) -> HttpResponse:
    """“Ask through Cairn”: a question about a record that names nobody to ring."""
    record = get_record(request, slug)
    if not policies.can_be_asked(record):
        return render(request, "records/nobody_to_ask.html", {"record": record})
    form = AskForm(request.POST if request.method == "POST" else None, user=request.user)
    context = {"title": record.title, "address": record.get_absolute_url(), "is_question": True}
    if request.method == "POST" and form.is_valid():
        services.make_report(by=request.user, at=now(), record=record, is_question=True, **form.cleaned_data)
        return render(request, "records/report_made.html", context)
    return render(request, "records/report.html", context | {"form": form})


@limit_rate("report", per_hour=10)
def report_place(request: HttpRequest, slug: str) -> HttpResponse:
    place = get_object_or_404(Place.objects.councils(), slug=slug)
    return _report(request, place.name, place.get_absolute_url(), place=place)


def _report(
    request: HttpRequest, title: str, address: str, *, facts: Iterable[Fact] = (), **subject: Any
) -> HttpResponse:
    """`?part=` names the fact that somebody came from. One that is a record of its own gets the report itself."""
    given, initial = request.POST if request.method == "POST" else None, {"part": request.GET.get("part", "")}
    form = ReportForm(given, user=request.user, facts=facts, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("text", "email") if name in form.cleaned_data}
        if fact := form.get_fact():
            subject = {"record": fact.record} if fact.record else {**subject, "part": fact.key}
        services.make_report(by=request.user, at=now(), **said, **subject)
        return render(request, "records/report_made.html", {"title": title, "address": address})
    return render(request, "records/report.html", {"form": form, "title": title, "address": address})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reports(request: SignedInRequest) -> HttpResponse:
    """What waits for an answer from whoever asks, what was answered, and what they reported themselves."""
    about = request.GET.get("about", "") if request.GET.get("about") in dict(ABOUT) else ""
    waiting = narrow_reports(get_reports_to_answer(request.user), about)
    form = AnswerManyForm(request.POST if request.method == "POST" else None, waiting=waiting)
    if request.method == "POST" and form.is_valid():
        try:
            number = services.answer_reports(by=request.user, at=now(), **form.cleaned_data)
        except policies.UnableToAnswer as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "1 report answered." if number == 1 else f"{number} reports answered.")
            return redirect(request.get_full_path())
    answered = narrow_reports(get_answered_reports(request.user), about)
    own = Report.objects.filter(reporter=request.user).select_related("record", "place").order_by("-reported_at")
    at = now()
    context = {
        "waiting": [ReportRow(one, at) for one in waiting[:MOST_REPORTS]],
        "page": (page := get_page(answered, request, REPORTS_ON_A_PAGE)),
        "answered": [ReportRow(one, at) for one in page],
        "own": own[:MOST_REPORTS],
        "form": form,
        "chosen": set(request.POST.getlist("reports")),
        "filters": [("about", "About", ABOUT, about)],
    }
    return render(request, "records/reports.html", context)


@login_required
def report(request: SignedInRequest, number: int) -> HttpResponse:
    """One report, for those who answer it and for whoever made it."""
    report = get_object_or_404(Report.objects.select_related("record", "place", "reporter"), pk=number)
    if not policies.can_read_report(report, request.user):
        raise Http404
    can_answer = policies.can_answer(report, request.user)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_report(report=report, answer=form.cleaned_data["answer"], by=request.user, at=now())
        except policies.UnableToAnswer as problem:
            form.add_error("answer", str(problem))
        else:
            messages.success(request, "Answer sent. If the person left an e-mail address, they receive it by e-mail.")
            return redirect("records:reports")
    seen = (
        Record.objects.visible_to(request.user)
        .filter(pk=report.record_id)
        .select_related("organisation", "team", "circle")
    )
    record = seen.first() if report.record_id else None
    context = {
        "report": report,
        "part": find_fact(record, report.part, request.user) if record else None,
        "record": record,
        "view": RecordView(record, request.user) if record else None,
        "form": form,
        "can_answer": can_answer and report.answered_at is None,
        "age": report.get_age_in_days(at=now()),
    }
    return render(request, "records/report_page.html", context)


@changes_record
def ask_for_review(request: SignedInRequest, record: Record) -> None:
    services.ask_for_review(record=record, by=request.user, at=now())
    messages.success(request, "Your team is asked to review it.")


@login_required
def review(request: SignedInRequest, slug: str) -> HttpResponse:
    """Its draft and its evidence, for a colleague who reads it before everybody does."""
    of_it = Review.objects.filter(record__slug=slug, decision=Review.Decision.WAITING).select_related("record")
    waiting = of_it.first()
    if waiting is None or not policies.can_read_review(waiting, request.user):
        record = get_own_record(request, slug)
        messages.error(request, "No review is waiting.")
        return redirect(record)
    record = waiting.record
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.decide_review(review=waiting, by=request.user, at=now(), **form.cleaned_data)
        except policies.UnableToReview as problem:
            form.add_error("decision", str(problem))
        else:
            messages.success(request, "Decision saved.")
            return redirect("records:desk")
    draft = record.get_draft()
    context = {
        "record": record,
        "draft": draft,
        "view": RecordView(record, request.user),
        "texts": list_texts(draft),
        "panels": render_panels(record.kind, request, draft),
        "is_of_the_site": record.organisation_id is None,
        "form": form,
        "review": waiting,
    }
    return render(request, "records/review.html", context)
