"""What other pages show of measures and figures."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from cairn.actions.models import Action
from cairn.actions.policies import can_act
from cairn.common.charts import draw_both
from cairn.common.panels import Panel
from cairn.indicators.definitions import IndicatorDefinition, get_definitions, get_profile_definitions
from cairn.indicators.models import Release
from cairn.indicators.presenters import comparing
from cairn.indicators.presenters.expected import view_expected
from cairn.indicators.presenters.profile import Profile, describe_in_short, get_profile, group_by_area
from cairn.indicators.queries import (
    choose_model,
    get_action_measures,
    get_councils_like,
    get_inspections,
    get_neighbour_models,
    get_reports,
    get_shared,
    has_figures,
)
from cairn.places.models import Place
from cairn.places.queries import get_your_council
from cairn.records.enums import RecordKind
from cairn.search.language.query import Query, Term, parse
from cairn.search.language.synonyms import get_stems
from cairn.search.language.words import get_words

MOST = 3
JUDGEMENTS_SHOWN = 2


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


def show_inspections(request: HttpRequest, place: Place) -> str:
    """The newest judgements in short; nothing for fictional councils, which are never inspected."""
    if place.is_fictional:
        return ""
    judged, visits = comparing.show_inspections(get_inspections(place), get_reports(place))
    context = {"place": place, "judged": judged[:JUDGEMENTS_SHOWN], "has_more": bool(judged or visits)}
    return render_to_string("indicators/inspections_card.html", context, request)


def show_council_lead(request: HttpRequest, place: Place) -> str:
    """In the head of the page: what one would say of the council first."""
    profile, _, _ = _get_profile(request, place)
    return format_html('<p class="f-lead">{}</p>', said) if (said := describe_in_short(place, profile.rows)) else ""


def show_council_figures(request: HttpRequest, place: Place) -> str:
    """The profile: groups of outcomes, a row for each measure, then the way to all figures."""
    profile, model, models = _get_profile(request, place)
    context = {
        "place": place,
        "groups": group_by_area(profile.rows),
        "marks": profile.marks,
        "beside": profile.beside,
        "shared": comparing.describe_shared(get_shared(place)),
        "has_england": any(row.england for row in profile.rows),
        "model": model,
        "models": models,
        "number": len(get_definitions()),
    }
    return render_to_string("indicators/council_profile.html", context, request)


Chosen = tuple[Profile, Release | None, list[Release]]


def _get_profile(request: HttpRequest, place: Place) -> Chosen:
    """Read once for the head and the body of a page."""
    if not hasattr(request, "_profile_of"):
        request._profile_of = {}  # type: ignore[attr-defined]  # kept for the rest of this request
    kept: dict[int, Chosen] = request._profile_of  # type: ignore[attr-defined]  # as above
    if place.pk not in kept:
        kept[place.pk] = _read_profile(request, place)
    return kept[place.pk]


def _read_profile(request: HttpRequest, place: Place) -> Chosen:
    # A council that ended has its last figures years before those of its neighbours.
    models = [] if place.is_fictional or place.closed_on else get_neighbour_models()
    model = choose_model(models, request.GET.get("neighbours", ""))
    return get_profile(place, get_profile_definitions(), model), model, models


def show_councils_like_yours(request: HttpRequest, fictional: bool) -> str:
    """Above the list of councils: those most like one's own."""
    yours = get_your_council(request)
    like = get_councils_like(yours) if yours and not fictional else []
    return render_to_string("indicators/like_yours.html", {"yours": yours, "like": like}, request) if like else ""


def show_expected(request: HttpRequest, action: Action) -> str:
    """On the page of an action, with its chart; for those who may choose it, the question where none is chosen."""
    return _render_expected(request, action, with_chart=True)


def show_expected_in_short(request: HttpRequest, action: Action) -> str:
    """Beside the form in which somebody writes what changed."""
    return _render_expected(request, action, with_chart=False)


def _render_expected(request: HttpRequest, action: Action, *, with_chart: bool) -> str:
    view = next(iter(view_expected(get_action_measures([action]))), None)
    may_choose = can_act(action, request.user) and has_figures(action)
    if view is None and not may_choose:
        return ""
    chart = view.chart if view and with_chart else None
    context = {"action": action, "view": view, "chart": chart and draw_both(chart), "may_choose": may_choose}
    return render_to_string("indicators/expected_panel.html", context, request)


def find_measure_step(action: Action) -> str:
    """After an action of a council was added, where the site has figures of it."""
    asks = action.organisation and action.organisation.place_id and has_figures(action)
    return reverse("indicators:action-measure", args=[action.slug]) if asks else ""


def describe_expected(actions: Sequence[Action]) -> dict[int, str]:
    """A line for each action that should move a figure."""
    return {view.chosen.action_id: view.line for view in view_expected(get_action_measures(actions))}


PANELS = (
    Panel("action-measure", (RecordKind.ACTION,), show_expected),
    Panel("action-measure", ("action-done", "action-review"), show_expected_in_short),
    Panel("like-yours", ("councils",), show_councils_like_yours),
    Panel("measures", ("search",), show_measures),
    Panel("lead", ("council-lead",), show_council_lead),
    Panel("inspections", ("council-judgements",), show_inspections),
    Panel("figures", ("council",), show_council_figures),
)
