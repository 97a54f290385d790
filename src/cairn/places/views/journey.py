"""Where an organisation was on its improvement journey: entering it, with its source."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from cairn.accounts.requests import SignedInRequest
from cairn.common.limits import limit_rate
from cairn.places import policies, services
from cairn.places.forms import JourneyForm
from cairn.places.models import JourneyPlace, Organisation
from cairn.places.presenters import show_points
from cairn.places.queries.journey import get_stages


@login_required
@limit_rate("journey", per_hour=60)
def journey(request: SignedInRequest, slug: str) -> HttpResponse:
    organisation = _get_own(request, slug)
    form = JourneyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_journey_place(organisation=organisation, by=request.user, at=now(), **form.cleaned_data)
        except policies.UnableToChangeJourney as problem:
            form.add_error("source", str(problem))
        else:
            messages.success(request, "Saved. Anyone can see it on the organisation’s page.")
            return redirect("places:journey", slug)
    context = {"organisation": organisation, "form": form, "points": show_points(get_stages(organisation))}
    return render(request, "places/journey.html", context)


@require_POST
@login_required
def remove(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    organisation = _get_own(request, slug)
    found = get_object_or_404(JourneyPlace.objects.select_related("organisation"), organisation=organisation, pk=number)
    services.remove_journey_place(journey_place=found, by=request.user, at=now())
    messages.success(request, "Removed.")
    return redirect("places:journey", slug)


def _get_own(request: SignedInRequest, slug: str) -> Organisation:
    organisation = get_object_or_404(Organisation.objects.select_related("place"), slug=slug)
    if not policies.can_change_journey(request.user, organisation):
        raise PermissionDenied
    return organisation
