"""The list of councils, and one council."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from cairn.common.panels import render_panels
from cairn.places.models import Place
from cairn.places.presenters import get_successors, group_by_region, tell_history
from cairn.places.queries import UnableToFindPlace, find_fictional_namesake, find_place, search_councils

FICTIONAL = "fictional"


@require_safe
def councils(request: HttpRequest) -> HttpResponse:
    fictional = request.GET.get("nation") == FICTIONAL
    asked = request.GET.get("q", "").strip()[:100]
    problem, namesake = "", None
    if asked:
        try:
            return redirect(find_place(asked, fictional=fictional))
        except UnableToFindPlace as unable:
            problem = str(unable)
            namesake = None if fictional else find_fictional_namesake(asked)
    found = [] if namesake else search_councils(asked, fictional=fictional)
    context = {
        "groups": group_by_region(found),
        "asked": asked,
        "problem": problem,
        "namesake": namesake,
        "fictional": fictional,
    }
    return render(request, "places/councils.html", context)


@require_safe
def council(request: HttpRequest, slug: str) -> HttpResponse:
    place = get_object_or_404(Place.objects.councils().select_related("region"), slug=slug)
    context = {
        "place": place,
        "codes": place.gss_codes.order_by("last_used_on"),
        "history": tell_history(place),
        "successors": get_successors(place),
        "panels": render_panels("council", request, place),
    }
    return render(request, "places/council.html", context)
