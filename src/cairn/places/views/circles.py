"""Circles: who is in one, before anything is shared with it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.permissions import Permission
from cairn.accounts.requests import SignedInRequest
from cairn.common.limits import limit_rate
from cairn.places import policies, services
from cairn.places.forms import AddressForm, CircleForm
from cairn.places.models import Circle, CircleMembership
from cairn.places.policies import get_organisations_where
from cairn.places.queries import get_circle_people


@require_safe
@login_required
def circles(request: SignedInRequest) -> HttpResponse:
    own = CircleMembership.objects.filter(user=request.user).select_related("circle__organisation")
    may_start = get_organisations_where(request.user, Permission.CIRCLES_START).exists()
    return render(request, "places/circles.html", {"own": own.order_by("circle__name"), "may_start": may_start})


@login_required
def new_circle(request: SignedInRequest) -> HttpResponse:
    allowed = get_organisations_where(request.user, Permission.CIRCLES_START).order_by("name")
    form = CircleForm(request.POST if request.method == "POST" else None, organisations=allowed)
    if request.method == "POST" and form.is_valid():
        circle = services.start_circle(by=request.user, at=now(), **form.cleaned_data)
        return redirect(circle)
    return render(request, "places/new_circle.html", {"form": form})


@login_required
@limit_rate("circle", per_hour=60)
def circle(request: SignedInRequest, slug: str) -> HttpResponse:
    """For the people in it; who leads it lets others in."""
    found = get_object_or_404(Circle.objects.filter(memberships__user=request.user), slug=slug)
    own = CircleMembership.objects.get(circle=found, user=request.user)
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_to_circle(circle=found, by=request.user, at=now(), **form.cleaned_data)
        except policies.UnableToChangeMembers as problem:
            form.add_error("email", str(problem))
        else:
            messages.success(
                request, "If this address has an account, that person has joined the circle and we have told them."
            )
            return redirect(found)
    context = {"circle": found, "own": own, "people": get_circle_people(found), "form": form}
    return render(request, "places/circle.html", context)


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
    messages.success(request, "Saved.")
    return redirect("places:circles" if membership.user_id == request.user.pk else circle)
