"""Measures, one measure, and figures as downloads."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from cairn.common.exports import to_csv
from cairn.indicators import presenters
from cairn.indicators.definitions import IndicatorDefinition, UnableToFindMeasure, get_definition, get_definitions
from cairn.indicators.linkage import get_all_sources, get_sources
from cairn.indicators.queries import MeasureRow, get_all_place_series, get_england_series, get_measure_rows
from cairn.places.models import Place


@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    definitions = get_definitions()
    sources = get_all_sources(definitions, fictional=False)
    rows = [
        {
            "definition": definition,
            "years": [source.year for source in sources[definition.key]],
            "updated_at": _get_last_update(sources[definition.key]),
        }
        for definition in definitions
    ]
    return render(request, "indicators/measures.html", {"rows": rows})


@require_safe
def measure(request: HttpRequest, key: str) -> HttpResponse:
    definition = _get_definition(key)
    sources = get_sources(definition, fictional=False)
    england = get_england_series(definition)
    cells = [presenters.show_cell(definition, figure) for figure in england]
    context = {
        "definition": definition,
        "polarity": presenters.POLARITY[definition.polarity],
        "links": presenters.tell_links(definition),
        "sources": presenters.tell_sources(sources),
        "updated_at": _get_last_update(sources),
        "england": list(reversed(list(zip(england, cells, strict=True)))),
        "england_marks": sorted({cell.mark for cell in cells if cell.mark}),
    }
    return render(request, "indicators/measure.html", context)


@require_safe
def measure_csv(request: HttpRequest, key: str) -> HttpResponse:
    definition = _get_definition(key)
    fictional = request.GET.get("nation") == "fictional"
    rows = get_measure_rows(definition, fictional=fictional)
    name = f"{key}-fictional.csv" if fictional else f"{key}.csv"
    return _send_csv(name, presenters.make_csv_rows(definition, rows, fictional=fictional))


@require_safe
def council_csv(request: HttpRequest, slug: str) -> HttpResponse:
    place = get_object_or_404(Place.objects.councils(), slug=slug)
    definitions = {definition.key: definition for definition in get_definitions()}
    series = get_all_place_series(definitions.values(), place)
    rows = [
        row
        for key, figures in series.items()
        for row in presenters.make_csv_rows(
            definitions[key],
            [MeasureRow(place.code, place.name, figure) for figure in figures],
            fictional=place.is_fictional,
        )
    ]
    return _send_csv(f"{place.slug}-fictional.csv" if place.is_fictional else f"{place.slug}.csv", rows)


def render_council_figures(request: HttpRequest, place: Place) -> str:
    """The panel on a council's page."""
    definitions = get_definitions()
    table = presenters.make_figures_table(place, definitions, get_all_place_series(definitions, place))
    return render_to_string("indicators/council_figures.html", {"place": place, "table": table}, request)


def _get_definition(key: str) -> IndicatorDefinition:
    try:
        return get_definition(key)
    except UnableToFindMeasure as problem:
        raise Http404(str(problem)) from None


def _get_last_update(sources: Sequence) -> Any:
    published = [one for source in sources for one in (source.value, source.numerator, source.denominator) if one]
    return max((one.release.imported_at for one in published), default=None)


def _send_csv(name: str, rows: Iterable[list[Any]]) -> HttpResponse:
    response = HttpResponse(to_csv(presenters.CSV_HEADER, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
