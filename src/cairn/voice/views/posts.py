"""Who is told of worries at one organisation: naming them, saying yes, being away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from cairn.places.models import Membership, Organisation
from cairn.voice import policies, services
from cairn.voice.desk import list_posts
from cairn.voice.forms import AwayForm, NameForm
from cairn.voice.models import SafetyPost


@require_safe
@login_required
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """For everybody of the organisation."""
    organisation = _get_own(request, slug)
    posts = list_posts(organisation, day=localdate())
    context = {
        "organisation": organisation,
        "posts": [
            (post, state, post.membership.user_id == request.user.pk, policies.can_set_away(post, request.user))
            for post, state in posts
        ],
        "may_name": policies.can_name(request.user, organisation),
    }
    return render(request, "voice/safety_people.html", context)


@login_required
def name_people(request: HttpRequest, slug: str) -> HttpResponse:
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
            messages.success(request, "It is kept. Whoever is new is asked by e-mail to say yes.")
            return redirect("voice:safety-people", slug)
    return render(request, "voice/name_people.html", {"form": form, "organisation": organisation})


@require_POST
@login_required
def agree(request: HttpRequest, slug: str, role: str) -> HttpResponse:
    post = _get_post(request, slug, role)
    try:
        services.agree(post=post, by=request.user, at=now())
    except policies.UnableToChangePost:
        raise Http404 from None
    messages.success(request, "Thank you. From now on you are told of worries at once, by e-mail.")
    return redirect("voice:safety-people", slug)


@login_required
def away(request: HttpRequest, slug: str, role: str) -> HttpResponse:
    post = _get_post(request, slug, role)
    if not policies.can_set_away(post, request.user):
        raise Http404
    noted = {"away_from": post.away_from, "away_until": post.away_until}
    initial = {name: f"{day:%-d/%-m/%Y}" for name, day in noted.items() if day}
    form = AwayForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.set_away(post=post, by=request.user, at=now(), **form.cleaned_data)
        messages.success(request, "It is kept.")
        return redirect("voice:safety-people", slug)
    return render(request, "voice/away.html", {"form": form, "post": post, "organisation": post.organisation})


def _get_post(request: HttpRequest, slug: str, role: str) -> SafetyPost:
    posts = SafetyPost.objects.select_related("organisation", "membership__user")
    return get_object_or_404(posts, organisation=_get_own(request, slug), role=role)


def _get_own(request: HttpRequest, slug: str) -> Organisation:
    """404 for others, because who works where is not public."""
    organisation = get_object_or_404(Organisation, slug=slug)
    if not Membership.objects.active().filter(user=request.user, organisation=organisation).exists():
        raise Http404
    return organisation
