"""Writing a record, section by section."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.panels import render_panels
from cairn.records import policies, services
from cairn.records.forms.safeguarding import ANSWER, is_safeguarding_concern
from cairn.records.models import Record, SavedForm
from cairn.records.presenters import RecordView, show_theirs
from cairn.records.sections import Section, get_lists, get_sections
from cairn.records.views.loading import get_own_record

# "seen" is kept with what is typed: whoever goes on with it days later wrote it on the draft that they saw then.
NOT_ANSWERS = {"csrfmiddlewaretoken", "later", ANSWER, "no_one_recognised"}


@require_safe
@login_required
def edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """All sections with how far each is, and what may happen next."""
    record = get_own_record(request, slug)
    sections = get_sections(record.kind)
    if not sections:
        return redirect(record)
    draft = record.get_draft()
    saved = set(SavedForm.objects.filter(record=record, user=request.user).values_list("section", flat=True))
    states = [(section, _get_state(section, draft, saved)) for section in sections]
    context = {
        "record": record,
        "draft": draft,
        "view": RecordView(record, request.user),
        "states": states,
        "lists": get_lists(record),
        "steps": render_panels("task-list", request, record),
        "is_complete": all(section.is_complete(draft) and not section.is_drafted(draft) for section in sections),
        "review": record.reviews.order_by("-asked_at").first(),
        "needs_review": policies.needs_review(record, record.sharing),
    }
    return render(request, "records/edit.html", context)


def _get_state(section: Section, draft: Record, saved: set[str]) -> tuple[str, str]:
    """Words and colour."""
    if section.name in saved:
        return "Not saved", "yellow"
    if section.is_empty(draft):
        return "Not started", "grey"
    if section.is_drafted(draft):
        return "Drafted by Cairn", "blue"
    return ("Done", "green") if section.is_complete(draft) else ("Not finished", "blue")


@login_required
def section(request: SignedInRequest, slug: str, name: str) -> HttpResponse:
    record = get_own_record(request, slug)
    section = _get_section(record, name)
    draft = record.get_draft()
    seen = services.get_seen(draft)
    theirs: Mapping[str, Any] = {}
    saved = SavedForm.objects.filter(record=record, user=request.user, section=name).first()
    if request.method == "POST":
        if "later" in request.POST and not _is_safeguarding_concern(request):
            services.save_form(record=record, by=request.user, section=name, answers=_get_answers(request), at=now())
            messages.success(request, "Draft saved. Only you can see it until you send it.")
            return redirect("records:edit", slug)
        form = section.form(request.POST)
        seen = request.POST.get("seen", seen)
        if form.is_valid():
            try:
                services.save_draft(record=record, by=request.user, at=now(), answers=form.cleaned_data, seen=seen)
            except policies.ChangedMeanwhile as problem:
                form.add_error(None, str(problem))
                seen, theirs = problem.seen, problem.theirs
            else:
                services.delete_saved_form(record=record, by=request.user, section=name)
                return redirect("records:edit", slug)
    elif saved:
        form = section.form.as_typed(saved.answers)
        seen = next(iter(saved.answers.get("seen", [])), seen)
    else:
        form = section.form.from_record(draft)
    context = {
        "record": record,
        "section": section,
        "form": form,
        "saved": saved if request.method != "POST" else None,
        "seen": seen,
        "theirs": show_theirs(form, theirs),
    }
    return render(request, "records/section.html", context)


@require_POST
@login_required
def autosave(request: SignedInRequest, slug: str, name: str) -> HttpResponse:
    """What is typed so far, sent by the page itself; a plain word back."""
    record = get_own_record(request, slug)
    at = now()
    _get_section(record, name)
    if _is_safeguarding_concern(request):
        return JsonResponse({"saved": "Not saved: this sounds like a concern about someone’s safety"})
    services.save_form(record=record, by=request.user, section=name, answers=_get_answers(request), at=at)
    return JsonResponse({"saved": f"Draft saved at {localtime(at):%H:%M}"})


@require_POST
@login_required
def discard(request: SignedInRequest, slug: str, name: str) -> HttpResponse:
    record = get_own_record(request, slug)
    _get_section(record, name)
    services.delete_saved_form(record=record, by=request.user, section=name)
    return redirect("records:section", slug, name)


def _get_section(record: Record, name: str) -> Section:
    for section in get_sections(record.kind):
        if section.name == name:
            return section
    raise Http404


def _is_safeguarding_concern(request: HttpRequest) -> bool:
    """Then not even what was typed so far is kept, and the form is checked so that the way is shown."""
    return is_safeguarding_concern((text for values in _get_answers(request).values() for text in values), request.POST)


def _get_answers(request: HttpRequest) -> dict[str, list[str]]:
    return {name: values for name, values in request.POST.lists() if name not in NOT_ANSWERS}
