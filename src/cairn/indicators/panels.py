"""What other pages show of measures and figures."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from cairn.common.panels import Panel, render_panels
from cairn.indicators.definitions import IndicatorDefinition, get_definitions
from cairn.indicators.presenters import comparing
from cairn.indicators.queries import (
    choose_model,
    get_all_place_series,
    get_councils_like,
    get_inspections,
    get_latest,
    get_neighbour_models,
    get_neighbours,
    get_reports,
    get_shared,
)
from cairn.places.models import Place
from cairn.places.queries import get_your_council
from cairn.search.language.query import Query, Term, parse
from cairn.search.language.synonyms import get_stems
from cairn.search.language.words import get_words

MOST = 3


def show_measures(request: HttpRequest, text: str) -> str:
    measures = find_measures(parse(text))
    return render_to_string("indicators/search_panel.html", {"measures": measures}, request) if measures else ""


def find_measures(query: Query) -> list[IndicatorDefinition]:
    """Measures whose title has all the words, in any of their forms or a synonym; the shortest titles first."""
    if not query.terms:
        return []
    titles = {one.key: get_stems(get_words(f"{one.title} {one.short_title}")) for one in get_definitions()}
    found = [one for one in get_definitions() if all(_has(titles[one.key], term) for term in query.terms)]
    return sorted(found, key=lambda one: (len(one.title), one.key))[:MOST]


def _has(title: tuple[str, ...], term: Term) -> bool:
    phrases = [get_stems(phrase) for phrase in term.phrases]
    return any(title[start : start + len(one)] == one for one in phrases for start in range(len(title))) or (
        bool(term.parts) and all(_has(title, part) for part in term.parts)
    )


def render_inspections(request: HttpRequest, place: Place) -> str:
    """The panel of Ofsted judgements; nothing for fictional councils, which are never inspected."""
    if place.is_fictional:
        return ""
    judged, visits = comparing.show_inspections(get_inspections(place), get_reports(place))
    if not judged and not visits:
        return ""
    sources = sorted({str(one.inspection.release) for one in judged} | {str(one.release) for one in visits})
    context = {"place": place, "judged": judged, "visits": visits, "sources": sources}
    return render_to_string("indicators/inspections.html", context, request)


def render_council_figures(request: HttpRequest, place: Place) -> str:
    """The panel of figures: each measure in its newest year, beside neighbours, region and England."""
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
    cells = [row.own.mark for area in areas for row in area.rows if row.own.mark]
    context = {
        "place": place,
        "areas": areas,
        "marks": sorted(set(cells)),
        "model": model,
        "models": models,
        "neighbours": neighbours,
        "shared": comparing.describe_shared(get_shared(place)),
        "findings": render_panels("figures", request, (place, [one.key for one in definitions])),
    }
    return render_to_string("indicators/council_figures.html", context, request)


def show_councils_like_yours(request: HttpRequest, fictional: bool) -> str:
    """Above the list of councils: those most like one's own."""
    yours = get_your_council(request)
    like = get_councils_like(yours) if yours and not fictional else []
    return render_to_string("indicators/like_yours.html", {"yours": yours, "like": like}, request) if like else ""


PANELS = (
    Panel("like-yours", ("councils",), show_councils_like_yours),
    Panel("measures", ("search",), show_measures),
    Panel("inspections", ("council",), render_inspections),
    Panel("figures", ("council",), render_council_figures),
)
