"""Measures, one measure, and figures as downloads."""

from collections.abc import Iterable, Sequence
from itertools import chain
from statistics import median
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.addresses import make_absolute
from cairn.common.charts import draw_both
from cairn.common.exports import XLSX_TYPE, to_csv
from cairn.indicators import services
from cairn.indicators.definitions import (
    AREAS,
    IndicatorDefinition,
    UnableToFindMeasure,
    get_definition,
    get_definitions,
)
from cairn.indicators.presenters import figures as shown
from cairn.indicators.presenters import maps
from cairn.indicators.presenters.comparing import make_chart
from cairn.indicators.presenters.workbook import make_workbook
from cairn.indicators.queries import (
    ENGLAND,
    MeasureRow,
    PlaceFigure,
    get_all_place_series,
    get_england_series,
    get_latest,
    get_measure_rows,
    get_place_series,
    is_followed,
)
from cairn.indicators.queries.linkage import get_all_sources, get_sources
from cairn.places.models import Place
from cairn.places.queries import get_your_council


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
    areas = [(title, [row for row in rows if row["definition"].area == area]) for area, title in AREAS.items()]
    return render(
        request,
        "indicators/measures.html",
        {"areas": areas, "number": len(rows), "has_figures": any(row["years"] for row in rows)},
    )


@require_safe
def measure(request: HttpRequest, key: str) -> HttpResponse:
    definition = get_definition_or_404(key)
    sources = get_sources(definition, fictional=False)
    england = get_england_series(definition)
    cells = [shown.show_cell(definition, figure) for figure in england]
    context = {
        "definition": definition,
        "polarity": shown.POLARITY[definition.polarity],
        "links": shown.describe_links(definition),
        "sources": shown.describe_sources(sources),
        "updated_at": _get_last_update(sources),
        "england": list(reversed(list(zip(england, cells, strict=True)))),
        "england_marks": sorted({cell.mark for cell in cells if cell.mark}),
        "area": AREAS[definition.area],
        "follows": is_followed(request.user, key),
        **_describe_yours(request, definition, england),
        **_get_spread(definition),
    }
    return render(request, "indicators/measure.html", context)


@login_required
@require_POST
def follow(request: SignedInRequest, key: str) -> HttpResponse:
    """Hear when a measure has new figures, or no longer."""
    definition = get_definition_or_404(key)
    if "stop" in request.POST:
        services.unfollow_measure(user=request.user, measure=definition.key)
    else:
        services.follow_measure(user=request.user, measure=definition.key, at=now())
    return redirect("indicators:measure", definition.key)


@require_safe
def measure_csv(request: HttpRequest, key: str) -> HttpResponse:
    definition = get_definition_or_404(key)
    fictional = request.GET.get("nation") == "fictional"
    rows = get_measure_rows(definition, fictional=fictional)
    name = f"{key}-fictional.csv" if fictional else f"{key}.csv"
    return send_csv(name, shown.make_csv_rows(definition, rows, fictional=fictional))


@require_safe
def measure_xlsx(request: HttpRequest, key: str) -> HttpResponse:
    definition = get_definition_or_404(key)
    fictional = request.GET.get("nation") == "fictional"
    rows = [(definition, row) for row in get_measure_rows(definition, fictional=fictional)]
    address = make_absolute(reverse("indicators:measure", args=[key]))
    content = make_workbook(definition.title, rows, address=address, fictional=fictional)
    return send_xlsx(f"{key}-fictional.xlsx" if fictional else f"{key}.xlsx", content)


@require_safe
def council_csv(request: HttpRequest, slug: str) -> HttpResponse:
    place = get_object_or_404(Place.objects.councils(), slug=slug)
    rows = chain.from_iterable(
        shown.make_csv_rows(definition, [row], fictional=place.is_fictional)
        for definition, row in _get_council_rows(place)
    )
    return send_csv(f"{_name_files(place)}.csv", rows)


@require_safe
def council_xlsx(request: HttpRequest, slug: str) -> HttpResponse:
    place = get_object_or_404(Place.objects.councils(), slug=slug)
    address = make_absolute(place.get_absolute_url())
    title = f"Published figures of {place.name}"
    content = make_workbook(title, _get_council_rows(place), address=address, fictional=place.is_fictional)
    return send_xlsx(f"{_name_files(place)}.xlsx", content)


def _name_files(place: Place) -> str:
    return f"{place.slug}-fictional" if place.is_fictional else place.slug


def _get_council_rows(place: Place) -> list[tuple[IndicatorDefinition, MeasureRow]]:
    definitions = {definition.key: definition for definition in get_definitions()}
    return [
        (definitions[key], MeasureRow(place.code, place.name, figure))
        for key, figures in get_all_place_series(definitions.values(), place).items()
        for figure in figures
    ]


def _describe_yours(
    request: HttpRequest, definition: IndicatorDefinition, england: Sequence[PlaceFigure]
) -> dict[str, Any]:
    """The reader's own council first, with England; England alone for whoever has chosen none, or an invented one."""
    yours = get_your_council(request)
    if yours and yours.is_fictional:
        yours = None
    own = get_place_series(definition, yours) if yours else []
    named = [(yours.name if yours else "", own), ("England", [] if own and definition.is_size else england)]
    lines = [
        (name, [(figure.year, figure.value) for figure in figures])
        for name, figures in named
        if any(figure.value is not None for figure in figures)
    ]
    if not lines:
        return {"yours": yours}
    sentence = f"{definition.title}: {'; '.join(_say_newest(definition, name, line) for name, line in lines)}."
    chart = make_chart(definition, lines, sentence, definition.title, own=True)
    return {"yours": yours, "chart": draw_both(chart)}


def _say_newest(definition: IndicatorDefinition, name: str, line: list[tuple[int, float | None]]) -> str:
    year, value = next((year, value) for year, value in reversed(line) if value is not None)
    return f"{name} {shown.show_value(definition, value)} in {year}"


def _get_spread(definition: IndicatorDefinition) -> dict[str, Any]:
    """The newest year over all councils of today."""
    latest = get_latest([definition], fictional=False).get(definition.key)
    if latest is None:
        return {}
    councils = list(Place.objects.councils().real().current().select_related("region").order_by("name", "code"))
    rows = [(place, maps.show_figure(definition, latest.figures.get(place.code))) for place in councils]
    numbers = [f.value for place in councils if (f := latest.figures.get(place.code)) and f.value is not None]
    england = latest.figures.get(ENGLAND)
    return {
        "year": latest.year,
        "rows": rows,
        "row_marks": sorted({cell.mark for _, cell in rows if cell.mark}),
        "numbers": len(numbers),
        "lowest": shown.show_value(definition, min(numbers)) if numbers else "",
        "highest": shown.show_value(definition, max(numbers)) if numbers else "",
        "middle": shown.show_value(definition, median(numbers)) if numbers else "",
        "england_now": shown.show_value(definition, england.value) if england and england.value is not None else "",
        "map": maps.make_map(definition, latest, councils),
        "bars": maps.make_bars(definition, numbers),
    }


def get_definition_or_404(key: str) -> IndicatorDefinition:
    try:
        return get_definition(key)
    except UnableToFindMeasure as problem:
        raise Http404(str(problem)) from None


def _get_last_update(sources: Sequence[Any]) -> Any:
    published = [one for source in sources for one in source.all]
    return max((one.release.imported_at for one in published), default=None)


def send_csv(name: str, rows: Iterable[list[Any]]) -> HttpResponse:
    response = HttpResponse(to_csv(shown.CSV_HEADER, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def send_xlsx(name: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
