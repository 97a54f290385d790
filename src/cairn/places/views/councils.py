"""The list of councils, and one council."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from cairn.common.addresses import make_absolute
from cairn.common.panels import render_panels
from cairn.places.models import Place
from cairn.places.presenters import describe_history, get_successors, group_by_region, make_mail_link, write_letter
from cairn.places.queries import (
    UnableToFindPlace,
    find_fictional_namesake,
    find_place,
    get_joined,
    search_councils,
)

FICTIONAL = "fictional"
# Panels of a council's page in their order: what was tried and found, then what inspectors said of the whole council.
CARDS = ("council-cards", "council-judgements")


@require_safe
def councils(request: HttpRequest) -> HttpResponse:
    fictional = request.GET.get("nation") == FICTIONAL
    asked = request.GET.get("q", "").strip()[:100]
    problem, namesake, near = "", None, list[Place]()
    if asked:
        try:
            return redirect(find_place(asked, fictional=fictional))
        except UnableToFindPlace as unable:
            problem, near = str(unable), unable.near
            namesake = None if fictional else find_fictional_namesake(asked)
    found = [] if namesake else search_councils(asked, fictional=fictional)
    context = {
        "groups": group_by_region(found),
        "asked": asked,
        "problem": problem,
        "near": near,
        "namesake": namesake,
        "fictional": fictional,
        "panels": [] if asked else render_panels("councils", request, fictional),
    }
    return render(request, "places/councils.html", context)


@require_safe
def council(request: HttpRequest, slug: str) -> HttpResponse:
    place = get_object_or_404(Place.objects.councils().select_related("region"), slug=slug)
    context = {
        "place": place,
        "codes": place.gss_codes.order_by("last_used_on"),
        "history": describe_history(place),
        "successors": get_successors(place),
        "is_here": place.pk in get_joined([place]),
        "leads": render_panels("council-lead", request, place),
        "cards": [
            *render_panels("council-cards", request, place),
            *render_panels("council-judgements", request, place),
        ],
        "people": render_panels("council-people", request, place),
        "panels": render_panels("council", request, place),
    }
    return render(request, "places/council.html", context)


@require_safe
def letter(request: HttpRequest, slug: str) -> HttpResponse:
    """A letter that asks a council to join, for whoever looks for somebody there and finds no one."""
    place = get_object_or_404(Place.objects.councils().real().current(), slug=slug)
    lines = write_letter(place, site=make_absolute("/"))
    context = {
        "place": place,
        "is_here": place.pk in get_joined([place]),
        "lines": lines,
        "mail": make_mail_link(f"Learning from {place.name}", lines),
    }
    return render(request, "places/letter.html", context)
