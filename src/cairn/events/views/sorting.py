"""Suggestions for those who answer them: the list, one of them, its mail, and an event planned from some."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cairn.accounts.permissions import Permission
from cairn.accounts.requests import SignedInRequest
from cairn.common.access import NothingThere
from cairn.common.pagination import get_page
from cairn.events.forms.suggestions import AnswerForm, MergeForm, PlanEventForm, ReleaseForm
from cairn.events.models import ReceivedMail, Suggestion
from cairn.events.policies import UnableToChangeSuggestion
from cairn.events.presenters.suggestions import show_suggestions
from cairn.events.queries.suggestions import get_suggestions_to_sort
from cairn.events.services import suggestions as services
from cairn.places.policies import require_permission
from cairn.records.policies import UnableToChangeRecord

PAGE_LENGTH = 50
MOST_MAILS = 20


@require_safe
@never_cache
@login_required
def sort_suggestions(request: SignedInRequest) -> HttpResponse:
    """The oldest that waits stands first."""
    require_permission(request.user, Permission.SUGGESTIONS_ANSWER)
    chosen = request.GET.get("state", Suggestion.State.WAITING)
    states = [(one.value, one.label) for one in Suggestion.State]
    state = chosen if chosen in dict(states) else ""
    page = get_page(get_suggestions_to_sort(state), request, PAGE_LENGTH)
    mails = ReceivedMail.objects.exclude(outcome=ReceivedMail.Outcome.SUGGESTION).order_by("-received_at", "-pk")
    context = {
        "page": page,
        "views": show_suggestions(list(page), request.user, at=now()),
        "filters": [("state", "State", states, state)],
        "can_plan": state == Suggestion.State.WAITING,
        "mails": mails[:MOST_MAILS],
    }
    return render(request, "events/sort_suggestions.html", context)


@never_cache
@login_required
def sort_suggestion(request: SignedInRequest, key: str) -> HttpResponse:
    """One suggestion as it was sent, and what can be done with it; each act is a form of its own."""
    require_permission(request.user, Permission.SUGGESTIONS_ANSWER)
    found = get_object_or_404(Suggestion.objects.select_related("suggested_by", "event", "merged_into"), key=key)
    forms = _make_forms(request, found)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    if act in ACTS and (act not in forms or forms[act].is_valid()):
        try:
            messages.success(request, ACTS[act](request, found, forms.get(act)))
        except UnableToChangeSuggestion as problem:
            if act not in forms:
                messages.error(request, str(problem))
                return redirect("events:sort-suggestion", key)
            forms[act].add_error(None, str(problem))
        else:
            is_there = Suggestion.objects.filter(pk=found.pk).exists()
            return redirect("events:sort-suggestion", key) if is_there else redirect("events:sort-suggestions")
    context = {
        "view": show_suggestions([found], request.user, at=now())[0],
        "suggestion": found,
        "forms": forms,
        "form": forms.get(act),
        "mail": found.mails.order_by("pk").first(),
        "merged": found.merged.order_by("sent_at"),
        "followers": found.followers.confirmed().count(),
    }
    return render(request, "events/sort_suggestion.html", context)


def _make_forms(request: SignedInRequest, found: Suggestion) -> dict[str, Form]:
    act = request.POST.get("act", "")
    public = {"public_title": found.public_title or found.title, "topic": found.topic}
    # What came by mail is never offered as public words: a name at its end would slip through.
    words = found.public_words or (found.words[:1000] if found.came_by == Suggestion.CameBy.FORM else "")
    said = {"state": "" if found.is_waiting else found.state, "event": found.event_id, "answer": found.answer}

    def given(name: str) -> object:
        return request.POST if act == name else None

    return {
        "release": ReleaseForm(given("release"), initial={**public, "public_words": words}, prefix="release"),
        "answer": AnswerForm(given("answer"), user=request.user, initial=said, prefix="answer"),
        "merge": MergeForm(given("merge"), into=found, prefix="merge"),
    }


def _release(request: SignedInRequest, found: Suggestion, form: Form) -> str:
    services.release_suggestion(suggestion=found, by=request.user, at=now(), **form.cleaned_data)
    return "Released. Anyone can read the title and text for everyone."


def _hide(request: SignedInRequest, found: Suggestion, form: None) -> str:
    services.hide_suggestion(suggestion=found, by=request.user, at=now())
    return "Hidden. It is no longer public."


def _answer(request: SignedInRequest, found: Suggestion, form: Form) -> str:
    services.answer_suggestion(suggestion=found, by=request.user, at=now(), **form.cleaned_data)
    return "Answered. Everyone who follows it will hear."


def _merge(request: SignedInRequest, found: Suggestion, form: Form) -> str:
    services.merge_suggestions(kept=found, other=form.cleaned_data["other"], by=request.user, at=now())
    return "Merged. Its followers now follow this suggestion."


def _delete(request: SignedInRequest, found: Suggestion, form: None) -> str:
    services.delete_suggestion(suggestion=found, by=request.user, at=now())
    return "Deleted."


ACTS: dict[str, Callable[..., str]] = {
    "release": _release,
    "hide": _hide,
    "answer": _answer,
    "merge": _merge,
    "delete": _delete,
}


@never_cache
@login_required
def plan_event(request: SignedInRequest) -> HttpResponse:
    """A draft of an event; the address names the suggestions that were chosen on the list."""
    require_permission(request.user, Permission.SUGGESTIONS_ANSWER)
    chosen = Suggestion.objects.waiting().filter(key__in=request.GET.getlist("s")[:PAGE_LENGTH])
    initial = {"suggestions": [one.pk for one in chosen]}
    form = PlanEventForm(request.POST if request.method == "POST" else None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            event = services.plan_event(
                suggestions=list(given["suggestions"]),
                title=given["title"],
                team=form.get_team(),
                by=request.user,
                at=now(),
            )
        except (UnableToChangeSuggestion, UnableToChangeRecord) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Draft started. When the event is announced, answer its suggestions.")
            return redirect("records:edit", event.slug)
    return render(request, "events/plan_from_suggestions.html", {"form": form})


@require_safe
@never_cache
@login_required
def mail(request: SignedInRequest, number: int) -> HttpResponseBase:
    """The mail as it came, as a download: nothing in it runs or shows inside this site."""
    require_permission(request.user, Permission.SUGGESTIONS_ANSWER)
    found = get_object_or_404(ReceivedMail, pk=number)
    if not found.raw or not found.raw.storage.exists(found.raw.name):  # type: ignore[arg-type]  # what is stored has a name
        raise NothingThere
    response = FileResponse(
        found.raw.open("rb"), as_attachment=True, filename=f"mail-{found.pk}.eml", content_type="message/rfc822"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
