"""How a model spread, year by year."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from cairn.adoption.presenters.spread import COLUMNS, LEGEND, make_spread, make_table_rows
from cairn.adoption.queries import get_sites
from cairn.common.access import say_moved_or_withdrawn
from cairn.common.addresses import make_absolute
from cairn.common.exports import to_csv
from cairn.library.models import PracticeModel
from cairn.records.views.loading import get_record


@require_safe
@say_moved_or_withdrawn
def spread(request: HttpRequest, slug: str) -> HttpResponse:
    """`?year=` chooses the larger map, `as=csv` gives the table as a file. Invented councils stay apart."""
    model = get_record(request, slug, PracticeModel)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None
    sites = get_sites(model) or get_sites(model, fictional=True)
    found = make_spread(sites, day=localdate(), year=year)
    if request.GET.get("as") == "csv":
        response = HttpResponse(to_csv(COLUMNS, make_table_rows(found, make_absolute)), content_type="text/csv")
        response["Content-Disposition"] = f'attachment; filename="cairn-spread-{model.slug}.csv"'
        return response
    refused = asked if asked and found.chosen and str(found.chosen.year) != asked else ""
    context = {"model": model, "spread": found, "legend": LEGEND, "refused": refused[:20]}
    return render(request, "adoption/spread.html", context)
