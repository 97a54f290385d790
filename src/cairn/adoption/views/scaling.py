"""Ways to scale: the list, one of them, and several side by side."""

from typing import Any

from django.core.validators import slug_re
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cairn.adoption.models import ScalingStrategy
from cairn.adoption.presenters.scaling import COLUMNS, WayView, compare, find_links, get_facets, make_table_rows
from cairn.adoption.queries import get_scaling_strategies
from cairn.common.access import say_moved_or_withdrawn
from cairn.common.addresses import make_absolute
from cairn.common.exports import to_csv
from cairn.common.facets import narrow
from cairn.common.pagination import get_page
from cairn.records.models import Record
from cairn.records.views.loading import describe_page, get_record

PAGE_LENGTH = 20
FEWEST, MOST = 2, 4
SHOWN = 30  # to choose from for a comparison


def _view_all(request: HttpRequest, found: Any) -> list[WayView]:
    strategies = list(found)
    links = find_links(strategies, Record.objects.visible_to(request.user))
    return [WayView(one, links[one.pk]) for one in strategies]


@require_safe
def scaling_strategies(request: HttpRequest) -> HttpResponse:
    """All of them, or those that fit what is chosen; the address holds the choice. `as=csv` gives the file."""
    every = _view_all(request, get_scaling_strategies(request.user))
    views, groups = narrow(every, get_facets(), request.GET)
    if request.GET.get("as") == "csv":
        response = HttpResponse(to_csv(COLUMNS, make_table_rows(views, make_absolute)), content_type="text/csv")
        response["Content-Disposition"] = 'attachment; filename="cairn-ways-to-scale.csv"'
        return response
    asked = request.GET.copy()
    for name in ("page", "as"):
        asked.pop(name, None)
    context = {
        "page": get_page(views, request, PAGE_LENGTH),
        "groups": groups,
        "asked": asked.urlencode(),
        "number": len(views),
        "is_narrowed": any(choice.is_chosen for group in groups for choice in group.choices),
    }
    return render(request, "adoption/scaling_strategies.html", context)


@require_safe
@say_moved_or_withdrawn
def scaling_strategy(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_record(request, slug, ScalingStrategy)
    [shown] = _view_all(request, [found])
    others = ScalingStrategy.objects.visible_to(request.user).exclude(pk=found.pk).order_by("title")
    context = {"shown": shown, "outcome": shown.say("outcome"), "failed": shown.say("failed"), "others": others[:SHOWN]}
    return render(request, "adoption/scaling_strategy.html", describe_page(request, found) | context)


@require_safe
def compare_scaling(request: HttpRequest) -> HttpResponse:
    """Two to four side by side; the address holds the choice, so that it can be sent on."""
    wanted = [slug for slug in dict.fromkeys(request.GET.getlist("w")) if slug_re.fullmatch(slug)]
    found = {one.slug: one for one in get_scaling_strategies(request.user).filter(slug__in=wanted)}
    views = _view_all(request, [found[slug] for slug in wanted if slug in found])
    problem = (
        "" if FEWEST <= len(views) <= MOST else f"Choose {FEWEST} to {MOST} ways to scale; you chose {len(views)}."
    )
    rows = [] if problem else compare(views)
    return render(request, "adoption/compare_scaling.html", {"views": views, "rows": rows, "problem": problem})
