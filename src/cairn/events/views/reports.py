"""The report of an event: for its readers, for whoever decides on it, and for its speakers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.boards.forms import PUBLISH, DecisionForm
from cairn.boards.policies import UnableToDecide, check_can_decide, get_named_deciders, is_editor_now
from cairn.boards.queries import get_waiting
from cairn.common.access import NothingThere, say_moved_or_withdrawn
from cairn.common.limits import limit_rate
from cairn.events.forms.reports import AskSpeakerForm, LineForm
from cairn.events.models import EventReportPage, LearningEvent, SpeakerApproval
from cairn.events.policies.reports import (
    UnableToReport,
    can_draft,
    find_line,
    get_line_fingerprint,
    get_line_words,
    needs_approval,
)
from cairn.events.presenters.report import ReportReader, make_parts, read_report
from cairn.events.queries.reports import find_report, get_approvals
from cairn.events.services import reports as services
from cairn.records.views.loading import get_record

ASKED_AN_HOUR = 40


@require_safe
@say_moved_or_withdrawn
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """For everybody once it is published; before that for the hosts and the editors."""
    event = get_record(request, slug, LearningEvent)
    page = find_report(event)
    is_own = can_draft(event, request.user)
    if page is None or not (page.live or is_own):
        raise NothingThere
    return render(request, "events/report.html", _describe(request, event, page, is_own=is_own))


def _describe(request: HttpRequest, event: LearningEvent, page: EventReportPage, *, is_own: bool) -> dict[str, Any]:
    is_draft = not page.live
    can_write = is_editor_now(request.user)
    named = get_named_deciders(page) if page.live and can_write else set()
    return {
        "record": event,
        "page": page,
        "is_draft": is_draft,
        "is_own": is_own,
        "can_write": can_write,
        "can_take_off": page.live and can_write and (not named or request.user.pk in named),
        "report": read_report(event, page, request.user, shows_all=is_draft and is_own),
    }


def show_draft(draft: EventReportPage, request: HttpRequest) -> HttpResponse:
    """For Wagtail's preview: the draft as its editor may read it."""
    if draft.event is None or not LearningEvent.objects.visible_to(request.user).filter(pk=draft.event_id).exists():
        raise Http404
    view = read_report(draft.event, draft, request.user, shows_all=True)
    context = {"record": draft.event, "page": draft, "is_draft": True, "report": view}
    return render(request, "events/report.html", context)


@require_POST
@login_required
def draft(request: SignedInRequest, slug: str) -> HttpResponse:
    event = _get_hosted(request, slug)
    try:
        services.draft_report(event=event, parts=make_parts(event), by=request.user, at=now())
    except UnableToReport as problem:
        messages.error(request, str(problem))
        return redirect("events:event", slug)
    messages.success(request, "Report drafted. An editor of this site can edit it and submit it for approval.")
    return redirect("events:report", slug)


def _get_hosted(request: SignedInRequest, slug: str) -> LearningEvent:
    """404 for everybody else, even where they may read it."""
    event: LearningEvent = get_record(request, slug, LearningEvent)
    if not can_draft(event, request.user):
        raise Http404
    return event


@login_required
def decision(request: SignedInRequest, slug: str) -> HttpResponse:
    """Nobody else learns that something waits, or what."""
    page = get_object_or_404(EventReportPage.objects.select_related("event"), event__slug=slug)
    waiting = get_waiting(page)
    try:
        check_can_decide(waiting, request.user)
    except UnableToDecide:
        raise Http404 from None
    event = get_record(request, slug, LearningEvent)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _decide(request, page, form):
        return redirect("events:report" if find_report(event).live else "events:event", slug)  # type: ignore[union-attr]  # it is there
    asked = waiting.revision.as_object()
    context = {
        "record": event,
        "page": asked,
        "report": read_report(event, asked, request.user, shows_all=True),
        "form": form,
        "asked_by": waiting.workflow_state.requested_by,
        "asked_at": waiting.started_at,
    }
    return render(request, "events/report_decision.html", context)


def _decide(request: SignedInRequest, page: EventReportPage, form: DecisionForm) -> bool:
    approved, comment = form.cleaned_data["decision"] == PUBLISH, form.cleaned_data["comment"]
    try:
        services.decide_report(page=page, by=request.user, at=now(), approved=approved, comment=comment)
    except (UnableToDecide, UnableToReport) as problem:
        form.add_error("decision", str(problem))
        return False
    messages.success(request, "Decision saved. We have told the person who submitted the report.")
    return True


@require_POST
@login_required
def take_off(request: SignedInRequest, slug: str) -> HttpResponse:
    page = get_object_or_404(EventReportPage.objects.select_related("event"), event__slug=slug)
    try:
        services.take_off_report(page=page, by=request.user, at=now())
    except UnableToDecide:
        raise Http404 from None
    messages.success(request, "Report withdrawn. Its draft stays with the editors.")
    return redirect("events:event", slug)


@login_required
@limit_rate("speaker line", per_hour=ASKED_AN_HOUR)
def lines(request: SignedInRequest, slug: str) -> HttpResponse:
    """For the hosts: what each speaker said to the words about them, and sending the words."""
    event = _get_hosted(request, slug)
    asked = request.POST.get("speaker", "")
    form = AskSpeakerForm(request.POST if asked else None)
    if form.is_valid():
        try:
            services.ask_speaker(
                event=event, speaker=_read_key(asked), email=form.cleaned_data["email"], by=request.user, at=now()
            )
        except UnableToReport as problem:
            form.add_error("email", str(problem))
        else:
            messages.success(request, "Words sent. The answer will appear on this page.")
            return redirect("events:report-lines", slug)
    return render(request, "events/report_lines.html", {"record": event, "rows": _list_lines(event, asked, form)})


def _read_key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise UnableToReport("Choose a speaker from the list.") from None


def _list_lines(event: LearningEvent, asked: str, form: AskSpeakerForm) -> list[dict[str, Any]]:
    """Each speaker who is asked for a yes; the form that was sent stands with its speaker, with what is wrong in it."""
    make, approvals = ReportReader(event, AnonymousUser(), unapproved="", shows_all=True), get_approvals(event)
    return [
        {
            "session": session,
            "line": make.show_line(session, speaker),
            "approval": approvals.get(speaker.key),
            "form": form if str(speaker.key) == asked else AskSpeakerForm(auto_id=f"id_%s_{number}"),
        }
        for session in make.sessions
        for number, speaker in enumerate(make.speakers)
        if speaker.session == session.key and needs_approval(event, speaker)
    ]


@never_cache
@limit_rate("speaker answer", per_hour=60)
def line(request: HttpRequest, key: str) -> HttpResponse:
    """Behind the link that was sent. Whoever holds it reads these words and answers; no log-in is asked for."""
    approval = get_object_or_404(SpeakerApproval.objects.select_related("event", "asked_by"), key=key)
    try:
        session, speaker = find_line(approval.event, approval.speaker)
    except UnableToReport:
        raise Http404 from None
    words = get_line_fingerprint(session, speaker)
    form = LineForm(request.POST if request.method == "POST" else None, initial={"words": words})
    if form.is_valid():
        given = form.cleaned_data
        try:
            services.answer_line(
                approval=approval,
                answer=given["answer"],
                comment=given["comment"],
                fingerprint=given["words"],
                at=now(),
            )
        except UnableToReport as problem:
            form = LineForm(initial={"words": words, "answer": given["answer"], "comment": given["comment"]})
            messages.error(request, str(problem))
        else:
            return redirect("events:report-line", key)
    context = {
        "event": approval.event,
        "asked_by": approval.asked_by,
        "approval": approval,
        "texts": [(name, value) for name, value in get_line_words(session, speaker).items() if value],
        "has_changed": approval.answered_at is not None and approval.fingerprint != words,
        "form": form,
    }
    response = render(request, "events/report_line.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response
