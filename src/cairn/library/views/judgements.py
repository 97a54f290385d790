"""What sources tell of a council's inspections, asked by year: "how was Leeds judged in 2010, and in 2018?"."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cairn.library.presenters.judgements import JudgementView
from cairn.library.queries import get_judgement_in, get_judgements
from cairn.places.models import Place
from cairn.places.presenters import show_points
from cairn.places.queries.journey import find_point, get_stages

YEAR = re.compile(r"^(19|20)\d{2}$")


@require_safe
def judgements(request: HttpRequest, slug: str) -> HttpResponse:
    place = get_object_or_404(Place.objects.councils(), slug=slug)
    given = request.GET.get("year", "").strip()[:20]
    asked = given if YEAR.match(given) else ""
    found = get_judgement_in(place, asked) if asked else None
    stages = get_stages(place)
    stage = find_point(stages, asked) if asked else None
    context = {
        "place": place,
        "given": given,
        "asked": asked,
        "problem": f"“{given}” is not a year. Enter four digits, for example 2015." if given and not asked else "",
        "found": JudgementView(found) if found else None,
        "stages": show_points(stages),
        "stage": show_points([stage])[0] if stage else None,
        "rows": [JudgementView(one) for one in get_judgements(place)],
    }
    return render(request, "library/judgements.html", context)
