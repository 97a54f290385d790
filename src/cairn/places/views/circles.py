"""Circles: who is in one and on what terms, before anything is shared with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.permissions import Permission
from cairn.accounts.requests import SignedInRequest
from cairn.common.limits import limit_rate
from cairn.common.panels import render_panels
from cairn.places import policies, services
from cairn.places.forms import AddressForm, AgreeForm, CircleForm, CircleRulesForm
from cairn.places.models import Circle, CircleInvitation, CircleMembership
from cairn.places.policies import get_organisations_where
from cairn.places.presenters import USE_WORDS, describe_end
from cairn.places.queries import get_circle_people, get_own_invitations


@require_safe
@login_required
def circles(request: SignedInRequest) -> HttpResponse:
    own = CircleMembership.objects.filter(user=request.user).select_related("circle__organisation")
    context = {
        "own": [(one, one.circle.is_running(on=localdate())) for one in own.order_by("circle__name")],
        "invitations": get_own_invitations(request.user, at=now()),
        "may_start": get_organisations_where(request.user, Permission.CIRCLES_START).exists(),
    }
    return render(request, "places/circles.html", context)


@login_required
def new_circle(request: SignedInRequest) -> HttpResponse:
    allowed = get_organisations_where(request.user, Permission.CIRCLES_START).order_by("name")
    form = CircleForm(request.POST if request.method == "POST" else None, organisations=allowed)
    if request.method == "POST" and form.is_valid():
        return redirect(services.start_circle(by=request.user, at=now(), **form.cleaned_data))
    return render(request, "places/new_circle.html", {"form": form})


def _get_own(request: SignedInRequest, slug: str) -> CircleMembership:
    """The membership of whoever asks; to others there is no such circle."""
    rows = CircleMembership.objects.select_related("circle__organisation")
    return get_object_or_404(rows, circle__slug=slug, user=request.user)


def _get_led(request: SignedInRequest, slug: str) -> Circle:
    own = _get_own(request, slug)
    if not own.leads:
        raise Http404
    return own.circle


def _describe(circle: Circle) -> dict[str, Any]:
    use_words = USE_WORDS[Circle.Use(circle.use)]
    return {"circle": circle, "use_words": use_words, "end": describe_end(circle, on=localdate())}


@login_required
@limit_rate("circle", per_hour=60)
def circle(request: SignedInRequest, slug: str) -> HttpResponse:
    """For the people in it; who leads it asks others in."""
    own = _get_own(request, slug)
    found, is_running = own.circle, own.circle.is_running(on=localdate())
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.invite_to_circle(circle=found, by=request.user, at=now(), **form.cleaned_data)
        except policies.UnableToChangeMembers as problem:
            form.add_error("email", str(problem))
        else:
            messages.success(
                request, "Invitation saved. If this address has an account, we have sent them an e-mail with the rules."
            )
            return redirect(found)
    people = get_circle_people(found)
    context = _describe(found) | {
        "own": own,
        "is_running": is_running,
        "people": people if own.leads or found.listed_to == Circle.ListedTo.MEMBERS else [],
        "organisations": sorted({name for _, work in people for name in work.split(", ") if name}),
        "number": len(people),
        "invitations": found.invitations.order_by("email") if own.leads else (),
        "form": form if own.leads and is_running else None,
        "panels": render_panels("circle", request, found) if own.has_agreed else [],
    }
    return render(request, "places/circle.html", context)


@login_required
def join_circle(request: SignedInRequest, slug: str) -> HttpResponse:
    """What somebody agrees to who was invited: the purpose, the terms and the rules."""
    invitation = get_object_or_404(get_own_invitations(request.user, at=now()), circle__slug=slug)
    if request.method == "POST" and "decline" in request.POST:
        services.decline_circle(invitation=invitation, by=request.user, at=now())
        messages.success(request, "Invitation declined. We do not tell anyone.")
        return redirect("places:circles")
    form = AgreeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.join_circle(invitation=invitation, by=request.user, at=now())
        except policies.UnableToChangeMembers as problem:
            form.add_error("agrees", str(problem))
        else:
            messages.success(request, "You have joined the circle.")
            return redirect(invitation.circle)
    leaders = CircleMembership.objects.filter(circle=invitation.circle, leads=True).select_related("user")
    context = _describe(invitation.circle) | {"form": form, "leaders": [one.user.name for one in leaders]}
    return render(request, "places/join_circle.html", context)


@login_required
def rules(request: SignedInRequest, slug: str) -> HttpResponse:
    """Leaders change the rules; members who have not agreed to them as they are now do so here."""
    own = _get_own(request, slug)
    given = request.POST if request.method == "POST" else None
    if not own.has_agreed:
        form: AgreeForm | CircleRulesForm = AgreeForm(given)
    else:
        form = CircleRulesForm(given, initial={"rules": _get_led(request, slug).rules})
    if given is not None and form.is_valid():
        try:
            if isinstance(form, AgreeForm):
                services.agree_to_rules(membership=own, at=now())
            else:
                services.change_circle_rules(
                    circle=own.circle, rules=form.cleaned_data["rules"], by=request.user, at=now()
                )
        except policies.UnableToChangeMembers as problem:
            form.add_error(None, str(problem))
        else:
            has_agreed = isinstance(form, AgreeForm)
            said = "You agreed to the rules." if has_agreed else "Rules saved. We have asked all members to agree."
            messages.success(request, said)
            return redirect(own.circle)
    return render(request, "places/circle_rules.html", _describe(own.circle) | {"form": form, "own": own})


@login_required
def end_circle(request: SignedInRequest, slug: str) -> HttpResponse:
    found = _get_led(request, slug)
    if request.method == "POST":
        return _answer(request, found, "The circle has ended.", services.end_circle, circle=found)
    return render(request, "places/end_circle.html", _describe(found))


@require_POST
@login_required
def change_leader(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    found = _get_led(request, slug)
    membership = get_object_or_404(CircleMembership, circle=found, pk=number)
    leads = "leads" in request.POST
    return _answer(
        request, found, "Leaders changed.", services.change_circle_leader, membership=membership, leads=leads
    )


@require_POST
@login_required
def cancel_invitation(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    found = _get_led(request, slug)
    invitation = get_object_or_404(CircleInvitation, circle=found, pk=number)
    return _answer(request, found, "Invitation cancelled.", services.cancel_circle_invitation, invitation=invitation)


def _answer(
    request: SignedInRequest, found: Circle, said: str, service: Callable[..., None], **given: Any
) -> HttpResponse:
    try:
        service(**given, by=request.user, at=now())
    except policies.UnableToChangeMembers as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, said)
    return redirect(found)


@require_POST
@login_required
def leave_circle(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    circle = get_object_or_404(Circle.objects.filter(memberships__user=request.user), slug=slug)
    membership = get_object_or_404(CircleMembership.objects.select_related("circle"), circle=circle, pk=number)
    try:
        services.leave_circle(membership=membership, by=request.user, at=now())
    except policies.UnableToChangeMembers as problem:
        messages.error(request, str(problem))
        return redirect(circle)
    return redirect("places:circles") if membership.user_id == request.user.pk else redirect(circle)
