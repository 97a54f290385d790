"""A council's figures beside others: the panels on its page, one measure over the years, and chosen councils."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairn.common.addresses import make_absolute
from cairn.common.charts import LineChart, RenderedChart, draw_both, render_chart
from cairn.common.panels import render_panels
from cairn.indicators.definitions import IndicatorDefinition, UnableToFindMeasure, get_definition, get_definitions
from cairn.indicators.models import Neighbour, Release
from cairn.indicators.presenters import comparing
from cairn.indicators.presenters import figures as shown
from cairn.indicators.presenters.workbook import make_workbook
from cairn.indicators.queries import (
    ENGLAND,
    MeasureRow,
    choose_model,
    get_all_place_series,
    get_councils_like,
    get_inspections,
    get_latest,
    get_neighbour_models,
    get_neighbours,
    get_place_series,
    get_reports,
    get_series_of,
    get_shared,
)
from cairn.indicators.queries.linkage import get_fingerprint
from cairn.indicators.views.measures import get_definition_or_404, send_csv, send_xlsx
from cairn.places.models import Place
from cairn.places.queries import UnableToFindPlace, find_place, get_your_council

MOST_COMPARED = 8
CHART_SECONDS = 24 * 60 * 60
CHART_TYPES = {"svg": "image/svg+xml", "png": "image/png", "json": "application/json"}


@require_safe
def council_measure(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One measure of one council over the years."""
    place, definition, neighbours, model = _get_subject(request, slug, key)
    table = _make_table(place, definition, neighbours)
    sentence = comparing.describe_series(place, definition, table)
    said = f"{definition.title}. {sentence}"
    chart = comparing.make_chart(definition, table.lines, said, definition.title, own=True, gaps=table.gaps)
    context = {
        "place": place,
        "definition": definition,
        "table": table,
        "chart": draw_both(chart) if chart.years else None,
        "sentence": sentence,
        "neighbours": neighbours,
        "model": model,
        "models": get_neighbour_models() if not place.is_fictional else [],
        "shared": comparing.describe_shared(get_shared(place))
        if key.startswith("sw_") or key == "social_workers_fte"
        else [],
        "findings": render_panels("figures", request, (place, [key])),
        "query": f"?neighbours={model.pk}" if model and request.GET.get("neighbours") else "",
    }
    return render(request, "indicators/council_measure.html", context)


@require_safe
def council_figures(request: HttpRequest, slug: str) -> HttpResponse:
    """Every measure of a council in its newest year, beside neighbours, region and England, as tables."""
    place = get_object_or_404(Place.objects.councils().select_related("region"), slug=slug)
    definitions = get_definitions()
    # A council that ended has its last figures years before those of its neighbours.
    models = [] if place.is_fictional or place.closed_on else get_neighbour_models()
    model = choose_model(models, request.GET.get("neighbours", ""))
    neighbours = get_neighbours(place, model) if model else []
    current = Place.objects.councils().in_nation(fictional=place.is_fictional).current()
    areas = comparing.compare(
        place,
        definitions,
        get_all_place_series(definitions, place),
        get_latest(definitions, fictional=place.is_fictional),
        neighbours,
        set(current.values_list("code", flat=True)),
    )
    context = {
        "place": place,
        "areas": areas,
        "marks": sorted({row.own.mark for area in areas for row in area.rows if row.own.mark}),
        "model": model,
        "models": models,
        "neighbours": neighbours,
        "shared": comparing.describe_shared(get_shared(place)),
    }
    return render(request, "indicators/council_figures.html", context)


@require_safe
def inspections(request: HttpRequest, slug: str) -> HttpResponse:
    """Every inspection of a council with its judgements, and visits without."""
    place = get_object_or_404(Place.objects.councils().real(), slug=slug)
    judged, visits = comparing.show_inspections(get_inspections(place), get_reports(place))
    sources = sorted({str(one.inspection.release) for one in judged} | {str(one.release) for one in visits})
    context = {"place": place, "judged": judged, "visits": visits, "sources": sources}
    context["panels"] = render_panels("inspections", request, place)
    return render(request, "indicators/inspections.html", context)


@require_safe
def council_measure_chart(request: HttpRequest, slug: str, key: str, form: str) -> HttpResponse:
    place, definition, neighbours, model = _get_subject(request, slug, key)
    if form not in CHART_TYPES:
        raise Http404
    table = _make_table(place, definition, neighbours)
    title = f"{definition.short_title}: {place.name}{' (fictional)' if place.is_fictional else ''}"
    sentence = comparing.describe_series(place, definition, table)
    chart = _draw(
        f"{place.code}:{key}:{model and model.pk}",
        lambda: comparing.make_chart(definition, table.lines, sentence, title, own=True, gaps=table.gaps),
    )
    return _send_chart(chart, form, f"{slug}-{key}", download="download" in request.GET)


@require_safe
def council_measure_file(request: HttpRequest, slug: str, key: str, form: str) -> HttpResponse:
    """The council's own figures with their releases, as they were published or worked out, unrounded."""
    place = get_object_or_404(Place.objects.councils(), slug=slug)
    definition = get_definition_or_404(key)
    figures = get_all_place_series([definition], place)[key]
    rows = [MeasureRow(place.code, place.name, figure) for figure in figures]
    name = f"{slug}-{key}.{form}"
    if form == "csv":
        return send_csv(name, shown.make_csv_rows(definition, rows, fictional=place.is_fictional))
    if form != "xlsx":
        raise Http404
    address = make_absolute(reverse("indicators:council-measure", args=[slug, key]))
    title = f"{definition.title}: {place.name}"
    pairs = [(definition, row) for row in rows]
    return send_xlsx(name, make_workbook(title, pairs, address=address, fictional=place.is_fictional))


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Chosen councils side by side: /compare/?m=cla_rate&c=383&c=380."""
    fictional = request.GET.get("nation") == "fictional"
    places, problem, near = _get_chosen(request, fictional=fictional)
    yours = get_your_council(request)
    if yours and not {"c", "add", "nation"} & request.GET.keys():
        places, fictional = [yours], yours.is_fictional
    try:
        definition = get_definition(request.GET.get("m") or "cla_rate")
    except UnableToFindMeasure as unable:
        definition, problem = get_definition("cla_rate"), str(unable)
    context: dict[str, Any] = {
        "definitions": get_definitions(),
        "definition": definition,
        "places": places,
        "problem": problem,
        "near": near,
        "like": _get_like(yours, places) if yours and not fictional else [],
        "fictional": fictional,
        "most": MOST_COMPARED,
        "query": _make_query(definition, places, fictional=fictional),
    }
    if places:
        lines, rows, marks = _get_lines(definition, places, fictional=fictional)
        chart = _make_comparison(definition, lines)
        context |= {"rows": rows, "marks": marks, "chart": draw_both(chart) if chart.years else None}
    return render(request, "indicators/compare.html", context)


@require_safe
def compare_chart(request: HttpRequest, form: str) -> HttpResponse:
    fictional = request.GET.get("nation") == "fictional"
    places, _, _ = _get_chosen(request, fictional=fictional)
    definition = get_definition_or_404(request.GET.get("m", ""))
    if form not in CHART_TYPES or not places:
        raise Http404
    lines, _, _ = _get_lines(definition, places, fictional=fictional)
    key = f"compare:{definition.key}:{','.join(place.code for place in places)}"
    chart = _draw(key, lambda: _make_comparison(definition, lines))
    return _send_chart(chart, form, f"compare-{definition.key}", download="download" in request.GET)


def _get_chosen(request: HttpRequest, *, fictional: bool) -> tuple[list[Place], str, list[Place]]:
    """Councils by code, name or postcode, in the order in which they were chosen; what is wrong; who may be meant."""
    places: list[Place] = []
    for text in [*request.GET.getlist("c"), request.GET.get("add", "")]:
        if not text.strip():
            continue
        try:
            place = find_place(text[:100], fictional=fictional)
        except UnableToFindPlace as unable:
            return places, str(unable), unable.near
        if len(places) == MOST_COMPARED and place not in places:
            return places, f"You can compare up to {MOST_COMPARED} councils. Remove one first.", []
        if place not in places:
            places.append(place)
    return places, "", []


def _get_like(yours: Place, places: Sequence[Place]) -> list[Place]:
    """Neighbours of one's own council that can still be added."""
    return [one for one in get_councils_like(yours) if one not in places] if len(places) < MOST_COMPARED else []


def _make_query(definition: IndicatorDefinition, places: Sequence[Place], *, fictional: bool) -> str:
    chosen = "".join(f"&c={place.code}" for place in places)
    return f"?m={definition.key}{chosen}{'&nation=fictional' if fictional else ''}"


def _get_lines(
    definition: IndicatorDefinition, places: Sequence[Place], *, fictional: bool
) -> tuple[list[tuple[str, list[tuple[int, float | None]]]], list[tuple[int, list[shown.ShownCell]]], list[str]]:
    series = get_series_of(definition, places, fictional=fictional)
    lines = [(place.name, [(figure.year, figure.value) for figure in series[place.code]]) for place in places]
    years = [year for year, _ in lines[0][1]]
    cells = [[shown.show_cell(definition, figure) for figure in series[place.code]] for place in places]
    rows = [(year, [column[index] for column in cells]) for index, year in enumerate(years)]
    marks = sorted({cell.mark for _, row in rows for cell in row if cell.mark})
    return lines, list(reversed(rows)), marks


def _make_comparison(
    definition: IndicatorDefinition, lines: list[tuple[str, list[tuple[int, float | None]]]]
) -> LineChart:
    return comparing.make_chart(
        definition, lines, _describe_lines(definition, lines), definition.short_title, own=False
    )


def _describe_lines(definition: IndicatorDefinition, lines: list[tuple[str, list[tuple[int, float | None]]]]) -> str:
    texts = []
    for name, line in lines:
        numbers = [(year, value) for year, value in line if value is not None]
        if numbers:
            texts.append(f"{name} {shown.show_value(definition, numbers[-1][1])} in {numbers[-1][0]}")
    return f"{definition.title}: {'; '.join(texts) or 'no published figures'}."


def _get_subject(
    request: HttpRequest, slug: str, key: str
) -> tuple[Place, IndicatorDefinition, list[Neighbour], Release | None]:
    place = get_object_or_404(Place.objects.councils().select_related("region"), slug=slug)
    definition = get_definition_or_404(key)
    model = None if place.is_fictional else choose_model(get_neighbour_models(), request.GET.get("neighbours", ""))
    return place, definition, get_neighbours(place, model) if model else [], model


def _make_table(place: Place, definition: IndicatorDefinition, neighbours: list[Neighbour]) -> comparing.SeriesTable:
    others = [one.neighbour for one in neighbours]
    england = [] if place.is_fictional else list(Place.objects.filter(code=ENGLAND))
    region = [place.region] if place.region else []
    series = get_series_of(definition, [place, *others, *region, *england], fictional=place.is_fictional)
    as_published = definition.as_published
    published = [] if as_published is None or place.is_fictional else get_place_series(as_published, place)
    return comparing.make_series_table(place, definition, series, neighbours, published)


def _draw(key: str, make: Callable[[], LineChart]) -> RenderedChart:
    """As files, once for each set of live releases. What stands on a page is drawn with the page."""
    live = hashlib.sha256(str(get_fingerprint()).encode()).hexdigest()[:32]
    name = f"chart:{key}:{live}"
    chart = caches["charts"].get(name)
    if chart is None:
        made = make()
        if not made.years:
            raise Http404("There are no figures to show.")
        chart = render_chart(made)
        caches["charts"].set(name, chart, CHART_SECONDS)
    return chart


def _send_chart(chart: RenderedChart, form: str, name: str, *, download: bool) -> HttpResponse:
    content = {"svg": chart.svg, "png": chart.png, "json": chart.specification}[form]
    response = HttpResponse(content, content_type=CHART_TYPES[form])
    if form == "svg":
        response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    if download:
        response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


@require_safe
def inspection_report(request: HttpRequest, sha256: str) -> HttpResponse:
    """A report that the inspectorate has published, as it was imported."""
    release = get_object_or_404(Release.objects.live().filter(content=Release.Content.REPORT), sha256=sha256)
    if not release.raw_file.storage.exists(str(release.raw_file.name)):  # restored from a backup made meanwhile
        raise Http404
    with release.raw_file.open("rb") as file:
        response = HttpResponse(file.read(), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="inspection-report.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
