"""A lesson without names: checking the marks, sending, clearing, taking back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.limits import limit_rate
from cairn.lessons import services
from cairn.lessons.forms import AnonymousLessonForm, ClearForm, CodeForm, ReplyForm, SendBackForm
from cairn.lessons.models import AnonymousDraft, Lesson
from cairn.lessons.policies import (
    UnableToTell,
    can_clear,
    check_can_send_anonymous_draft,
    check_can_write_anonymous_draft,
)
from cairn.lessons.presenters import AnonymousDraftView, LessonView
from cairn.lessons.queries import get_lessons_with_names, get_own_anonymous_drafts, get_similar_lessons, get_to_clear

TRIES_AN_HOUR = 20
NOT_FOUND = "No lesson has this code. Check each letter. The lesson may have been withdrawn already."


def _get_own(request: SignedInRequest, number: int) -> AnonymousDraft:
    return get_object_or_404(get_own_anonymous_drafts(request.user), pk=number)


@never_cache  # "Back", on a computer that others use, would show who wrote it after it was sent
@require_safe
@login_required
def check(request: SignedInRequest, number: int) -> HttpResponse:
    """What is marked, who else learnt the same, and what happens when it is sent."""
    draft = _get_own(request, number)
    return _show_check(request, draft, ReplyForm(initial={"reply": draft.reply}))


def _show_check(request: SignedInRequest, draft: AnonymousDraft, form: ReplyForm) -> HttpResponse:
    similar = get_similar_lessons(f"{draft.title} {draft.title} {draft.summary}", request.user)
    context = {
        "draft": draft,
        "view": AnonymousDraftView(draft),
        "similar": [LessonView(one) for one in similar],
        "with_names": get_lessons_with_names(draft, request.user),
        "has_codes": draft.codes.exists(),
        "form": form,
    }
    return render(request, "lessons/anonymous_check.html", context)


@never_cache
@login_required
def change(request: SignedInRequest, number: int) -> HttpResponse:
    draft = _get_own(request, number)
    try:
        check_can_write_anonymous_draft(draft, request.user)
    except UnableToTell as problem:
        messages.error(request, str(problem))
        return redirect("lessons:anonymous-check", number)
    initial = {name: getattr(draft, name) for name in AnonymousLessonForm.base_fields if hasattr(draft, name)}
    form = AnonymousLessonForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.save_anonymous_draft(draft=draft, answers=form.cleaned_data, by=request.user, at=now())
        return redirect("lessons:anonymous-check", number)
    return render(request, "lessons/anonymous_change.html", {"form": form, "draft": draft})


@never_cache
@require_POST
@login_required
def send(request: SignedInRequest, number: int) -> HttpResponse:
    """The code stands on the answer to this and nowhere else."""
    draft = _get_own(request, number)
    earlier = draft.codes.count()
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _show_check(request, draft, form)
    try:
        check_can_send_anonymous_draft(draft, request.user)
        code = services.send_anonymous_draft(draft=draft, by=request.user, at=now(), reply=form.cleaned_data["reply"])
    except UnableToTell as problem:
        messages.error(request, str(problem))
        return redirect("lessons:anonymous-check", number)
    return render(request, "lessons/anonymous_sent.html", {"code": code, "earlier": earlier})


@require_POST
@login_required
def drop(request: SignedInRequest, number: int) -> HttpResponse:
    services.delete_anonymous_draft(draft=_get_own(request, number), by=request.user, at=now())
    messages.success(request, "Deleted. No copy is kept.")
    return redirect("lessons:lessons")


@limit_rate("lesson-code", per_hour=TRIES_AN_HOUR)
def withdraw(request: HttpRequest) -> HttpResponse:
    """With the code, by anybody, without a log-in: first what would go, then the yes."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    found: Lesson | AnonymousDraft | None = None
    if request.method == "POST" and form.is_valid():
        found = services.find_by_code(form.cleaned_data["code"])
        if found is None:
            form.add_error("code", NOT_FOUND)
        elif "yes" in request.POST:
            services.withdraw_by_code(code=form.cleaned_data["code"], at=now())
            messages.success(request, "Lesson withdrawn. Its words, its files and its search entry are deleted.")
            return redirect("lessons:lessons")
    return render(request, "lessons/anonymous_withdraw.html", {"form": form, "found": found})


# --- for editors -------------------------------------------------------------------------------------


def _check_editor(request: HttpRequest) -> None:
    if not can_clear(request.user):
        raise Http404


@require_safe
@login_required
def to_clear(request: SignedInRequest) -> HttpResponse:
    _check_editor(request)
    return render(request, "lessons/to_clear.html", {"drafts": get_to_clear(request.user)[:50]})


@login_required
def clear(request: SignedInRequest, number: int) -> HttpResponse:
    """Marks beside the words, which the editor may change; then everybody reads it and nobody knows who wrote it."""
    _check_editor(request)
    draft = get_object_or_404(get_to_clear(request.user), pk=number)
    initial = {name: getattr(draft, name) for name in ClearForm.base_fields if hasattr(draft, name)}
    form = ClearForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            lesson = services.publish_anonymous_draft(draft=draft, answers=form.cleaned_data, by=request.user, at=now())
        except UnableToTell as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Published. The record of who wrote it has been deleted.")
            return redirect(lesson)
    return render(request, "lessons/clear.html", _describe(draft, form, SendBackForm()))


@require_POST
@login_required
def send_back(request: SignedInRequest, number: int) -> HttpResponse:
    _check_editor(request)
    draft = get_object_or_404(get_to_clear(request.user), pk=number)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        initial = {name: getattr(draft, name) for name in ClearForm.base_fields if hasattr(draft, name)}
        return render(request, "lessons/clear.html", _describe(draft, ClearForm(initial=initial), form))
    try:
        services.return_anonymous_draft(draft=draft, question=form.cleaned_data["question"], by=request.user, at=now())
    except UnableToTell as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Question sent to the author.")
    return redirect("lessons:to-clear")


def _describe(draft: AnonymousDraft, form: Any, back: Any) -> dict[str, Any]:
    return {"draft": draft, "view": AnonymousDraftView(draft), "form": form, "back": back}
