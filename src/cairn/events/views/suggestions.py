"""Suggestions for learning events, for everybody: sending one, reading what was answered, following one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from cairn.common.limits import limit_rate
from cairn.common.pagination import get_page
from cairn.events.forms.suggestions import FollowForm, SuggestionForm
from cairn.events.models import Suggestion, SuggestionFollower
from cairn.events.policies import UnableToChangeSuggestion, can_answer_suggestions
from cairn.events.presenters.suggestions import get_mail_address, show_suggestions
from cairn.events.queries.suggestions import get_answered_in_public, get_waiting_in_public, is_following
from cairn.events.services import suggestions as services

PAGE_LENGTH = 30
MOST_WAITING = 100
SENT_AN_HOUR = 10


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """You said, we did; and what waits, with how long."""
    page = get_page(get_answered_in_public(), request, PAGE_LENGTH)
    waiting = list(get_waiting_in_public()[:MOST_WAITING])
    views = show_suggestions([*waiting, *page], request.user, at=now())
    context = {
        "waiting": views[: len(waiting)],
        "answered": views[len(waiting) :],
        "page": page,
        "mail_address": get_mail_address(),
        "can_answer": can_answer_suggestions(request.user),
    }
    return render(request, "events/suggestions.html", context)


@never_cache
@sensitive_post_parameters("words", "name", "email")
@sensitive_variables("form")
@limit_rate("suggestion", per_hour=SENT_AN_HOUR)
def suggest(request: HttpRequest) -> HttpResponse:
    form = SuggestionForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        sent = services.send_suggestion(by=request.user, at=now(), **form.cleaned_data)
        follower = SuggestionFollower.objects.filter(sent=sent).first()
        return render(request, "events/suggestion_sent.html", {"follower": follower})
    return render(request, "events/suggest.html", {"form": form, "mail_address": get_mail_address()})


@require_safe
def suggestion(request: HttpRequest, key: str) -> HttpResponse:
    """What everybody may read of one; where it was merged, the one that answers for it."""
    found = get_object_or_404(Suggestion.objects.select_related("merged_into"), key=key)
    if found.merged_into is not None and found.released_at and found.merged_into.is_released:
        return redirect(found.merged_into)
    return _show(request, get_object_or_404(Suggestion.objects.released(), key=key), FollowForm())


def _show(request: HttpRequest, found: Suggestion, form: FollowForm) -> HttpResponse:
    context = {
        "view": show_suggestions([found], request.user, at=now())[0],
        "form": form,
        "is_following": is_following(found, request.user),
        "can_answer": can_answer_suggestions(request.user),
    }
    return render(request, "events/suggestion.html", context)


@require_POST
@limit_rate("suggestion-follow", per_hour=20)
def follow_suggestion(request: HttpRequest, key: str) -> HttpResponse:
    """With an account at once; an address is first asked by a mail."""
    found = get_object_or_404(Suggestion.objects.released(), key=key)
    at = now()
    try:
        if request.user.is_authenticated:
            _follow_as_user(request, found)
            return redirect(found)
        form = FollowForm(request.POST)
        if not form.is_valid():
            return _show(request, found, form)
        services.ask_follower(suggestion=found, email=form.cleaned_data["email"], at=at)
    except UnableToChangeSuggestion as problem:
        messages.error(request, str(problem))
        return redirect("events:suggestions")
    messages.success(request, "We have sent you an e-mail. Open the link in it to confirm.")
    return redirect(found)


def _follow_as_user(request: HttpRequest, found: Suggestion) -> None:
    if "stop" in request.POST:
        services.unfollow_suggestion(suggestion=found, user=request.user)  # type: ignore[arg-type]  # asked by the caller
        messages.success(request, "You have stopped following this suggestion.")
        return
    services.follow_suggestion(suggestion=found, user=request.user, at=now())  # type: ignore[arg-type]  # as above
    messages.success(request, "You are following this suggestion. We will tell you when it is answered.")


@never_cache
@limit_rate("suggestion-link", per_hour=60)
def follower(request: HttpRequest, key: str) -> HttpResponse:
    """Behind the private link: the state, and buttons, because mail programs open links by themselves."""
    found = get_object_or_404(
        SuggestionFollower.objects.select_related("suggestion__merged_into", "sent", "user"), key=key
    )
    if found.user is not None and found.user != request.user:
        return redirect("events:suggestions")
    if request.method == "POST" and "stop" in request.POST:
        services.stop_following(follower=found, at=now())
        return render(request, "events/follower_gone.html", {"sent": found.sent_id is not None})
    if request.method == "POST":
        services.confirm_follower(follower=found, at=now())
        messages.success(request, "Confirmed. We will tell you when the suggestion is answered.")
        return redirect(found)
    view = show_suggestions([found.suggestion], request.user, at=now())[0]
    # An address that has not said yes may be of somebody else, and reads no more than everybody.
    own = found.sent if found.confirmed_at and found.sent and not found.sent.cleared_at else None
    return render(request, "events/follower.html", {"follower": found, "view": view, "own": own})
