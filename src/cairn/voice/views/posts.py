"""Who is told of worries at one organisation: naming them, saying yes, being away."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.models import User
from cairn.accounts.requests import SignedInRequest
from cairn.places.models import Membership, Organisation
from cairn.voice import policies, services
from cairn.voice.forms import AwayForm, NameForm
from cairn.voice.models import SafetyPost
from cairn.voice.presenters import list_posts
from cairn.voice.queries import get_coordinators


@require_safe
@login_required
def people(request: SignedInRequest, slug: str) -> HttpResponse:
    """For everybody of the organisation; for a host while somebody who named themselves waits for a yes."""
    organisation = _get_own(request, slug, or_asked=True)
    context = {
        "organisation": organisation,
        "posts": [_describe(post, state, request.user) for post, state in list_posts(organisation, day=localdate())],
        "may_name": policies.can_name(request.user, organisation),
        "host_says_yes": len(get_coordinators(organisation)) < 2,
    }
    return render(request, "voice/safety_people.html", context)


def _describe(post: SafetyPost, state: str, user: User) -> dict[str, Any]:
    return {
        "post": post,
        "state": state,
        "is_mine": post.membership.user_id == user.pk,
        "may_change": policies.can_set_away(post, user),
        "may_confirm": policies.can_confirm(post, user),
    }


@login_required
def name_people(request: SignedInRequest, slug: str) -> HttpResponse:
    organisation = _get_own(request, slug)
    if not policies.can_name(request.user, organisation):
        raise PermissionDenied
    form = NameForm(request.POST if request.method == "POST" else None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        try:
            services.name_people(organisation=organisation, by=request.user, at=now(), **form.cleaned_data)
        except policies.UnableToChangePost as problem:
            form.add_error("deputy", str(problem))
        else:
            messages.success(
                request,
                "Saved. We have e-mailed anyone new to ask them to accept. "
                "If you named yourself, someone else will confirm it.",
            )
            return redirect("voice:safety-people", slug)
    context = {
        "form": form,
        "organisation": organisation,
        "host_says_yes": len(get_coordinators(organisation)) < 2,
    }
    return render(request, "voice/name_people.html", context)


@require_POST
@login_required
def agree(request: SignedInRequest, slug: str, role: str) -> HttpResponse:
    post = _get_post(request, slug, role)
    try:
        services.agree(post=post, by=request.user, at=now())
    except policies.UnableToChangePost:
        raise Http404 from None
    messages.success(request, "Thank you. We will e-mail you as soon as a concern is sent.")
    return redirect("voice:safety-people", slug)


@require_POST
@login_required
def confirm(request: SignedInRequest, slug: str, role: str) -> HttpResponse:
    """The second yes, to somebody who named themselves."""
    organisation = _get_own(request, slug, or_asked=True)
    post = get_object_or_404(SafetyPost, organisation=organisation, role=role)
    if request.POST.get("post") != str(post.pk):
        messages.error(
            request, "Someone else has been named since you last looked. Nothing was saved; check who it is now."
        )
        return redirect("voice:safety-people", slug)
    try:
        services.confirm(post=post, by=request.user, at=now())
    except policies.UnableToChangePost:
        raise Http404 from None
    messages.success(request, f"{post.membership.user.name} now receives safeguarding concerns.")
    # A host has nothing more to see there.
    is_member = Membership.objects.active().filter(user=request.user, organisation=organisation).exists()
    return redirect("voice:safety-people", slug) if is_member else redirect(organisation)


@login_required
def away(request: SignedInRequest, slug: str, role: str) -> HttpResponse:
    post = _get_post(request, slug, role)
    if not policies.can_set_away(post, request.user):
        raise Http404
    noted = {"away_from": post.away_from, "away_until": post.away_until}
    initial = {name: f"{day:%-d/%-m/%Y}" for name, day in noted.items() if day}
    form = AwayForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.set_away(post=post, by=request.user, at=now(), **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("voice:safety-people", slug)
    return render(request, "voice/away.html", {"form": form, "post": post, "organisation": post.organisation})


def _get_post(request: SignedInRequest, slug: str, role: str) -> SafetyPost:
    posts = SafetyPost.objects.select_related("organisation", "membership__user")
    return get_object_or_404(posts, organisation=_get_own(request, slug), role=role)


def _get_own(request: SignedInRequest, slug: str, *, or_asked: bool = False) -> Organisation:
    """404 for others, because who works where is not public."""
    organisation = get_object_or_404(Organisation, slug=slug)
    if Membership.objects.active().filter(user=request.user, organisation=organisation).exists():
        return organisation
    waiting = SafetyPost.objects.waiting_for_another().filter(organisation=organisation).select_related("organisation")
    if or_asked and any(policies.can_confirm(post, request.user) for post in waiting):
        return organisation
    raise Http404
