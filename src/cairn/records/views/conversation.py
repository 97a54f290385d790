"""Follow, this is wrong, review."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from cairn.accounts.permissions import Permission
from cairn.common.access import log_in_to_see
from cairn.common.limits import limit_rate
from cairn.places.models import Place
from cairn.places.policies import has_permission
from cairn.records import policies, services
from cairn.records.forms import AnswerForm, AskForm, ReportForm, ReviewForm
from cairn.records.models import Record, Report, Review
from cairn.records.presenters import RecordView, list_texts
from cairn.records.queries import get_reports_to_answer
from cairn.records.views.loading import changes_record, get_own_record, get_record


@changes_record
def follow(request: HttpRequest, record: Record) -> None:
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
    return _report(request, record.title, record.get_absolute_url(), record=record)


@log_in_to_see
@limit_rate("report", per_hour=10)
def ask_about(request: HttpRequest, slug: str) -> HttpResponse:
    """“Ask through Cairn”: a question about a record that names nobody to ring."""
    record = get_record(request, slug)
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


def _report(request: HttpRequest, title: str, address: str, **subject: Record | Place) -> HttpResponse:
    form = ReportForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        services.make_report(by=request.user, at=now(), **form.cleaned_data, **subject)
        return render(request, "records/report_made.html", {"title": title, "address": address})
    return render(request, "records/report.html", {"form": form, "title": title, "address": address})


@require_safe
@login_required
def reports(request: HttpRequest) -> HttpResponse:
    """What waits for an answer from whoever asks; an empty page says so."""
    moderates = has_permission(request.user, Permission.REPORTS_ANSWER)
    waiting = get_reports_to_answer(request.user, moderates=moderates)
    own = Report.objects.filter(reporter=request.user).select_related("record", "place").order_by("-reported_at")
    at = now()
    context = {
        "waiting": [(report, report.get_age_in_days(at=at)) for report in waiting[:100]],
        "own": own[:100],
    }
    return render(request, "records/reports.html", context)


@login_required
def report(request: HttpRequest, number: int) -> HttpResponse:
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
            messages.success(request, "Your answer is kept, and sent to whoever reported it if they left an address.")
            return redirect("records:reports")
    seen = (
        Record.objects.visible_to(request.user)
        .filter(pk=report.record_id)
        .select_related("organisation", "team", "circle")
    )
    record = seen.first() if report.record_id else None
    context = {
        "report": report,
        "record": record,
        "view": RecordView(record, request.user) if record else None,
        "form": form,
        "can_answer": can_answer and report.answered_at is None,
        "age": report.get_age_in_days(at=now()),
    }
    return render(request, "records/report_page.html", context)


@changes_record
def ask_for_review(request: HttpRequest, record: Record) -> None:
    services.ask_for_review(record=record, by=request.user, at=now())
    messages.success(request, "Your team is asked to review it.")


@login_required
def review(request: HttpRequest, slug: str) -> HttpResponse:
    record = get_own_record(request, slug)
    waiting = record.reviews.filter(decision=Review.Decision.WAITING).first()
    if waiting is None:
        messages.error(request, "No review is waiting.")
        return redirect(record)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.decide_review(review=waiting, by=request.user, at=now(), **form.cleaned_data)
        except policies.UnableToReview as problem:
            form.add_error("decision", str(problem))
        else:
            messages.success(request, "Your decision is kept.")
            return redirect(record)
    draft = record.get_draft()
    context = {"record": record, "draft": draft, "texts": list_texts(draft), "form": form, "review": waiting}
    return render(request, "records/review.html", context)
