"""Needs and challenges: lists and pages."""

from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cairn.common.access import say_moved_or_withdrawn
from cairn.common.pagination import get_page
from cairn.common.panels import render_panels
from cairn.indicators.presenters.local import get_local_figures
from cairn.indicators.presenters.pebbles import draw_councils
from cairn.indicators.presenters.profile import get_profile
from cairn.places.models import Place
from cairn.places.queries import (
    UnableToFindPlace,
    find_place,
    get_joined,
    get_your_council,
    is_from_fictional_council,
)
from cairn.records.models import Record
from cairn.records.presenters import RecordView
from cairn.records.views.loading import describe_page, get_record
from cairn.voice.models import Challenge, Need
from cairn.voice.presenters import (
    TriedView,
    find_strongest,
    get_measures,
    get_viewpoints,
    has_view,
    list_options,
    summarise,
)
from cairn.voice.queries import get_tried

PAGE_LENGTH = 50


@require_safe
def challenges(request: HttpRequest) -> HttpResponse:
    return _list(request, Challenge, "voice/challenges.html")


@require_safe
def needs(request: HttpRequest) -> HttpResponse:
    return _list(request, Need, "voice/needs.html")


@require_safe
@say_moved_or_withdrawn
def challenge(request: HttpRequest, slug: str) -> HttpResponse:
    context = _page(request, Challenge, slug)
    found, user = context["record"], request.user
    asked = request.GET.get("council", "").strip()[:100]
    place, problem = _find_place(request, found, asked)
    measures = get_measures(found)
    tried = get_tried(found, user)
    figures = get_local_figures(place, measures) if place and measures else None
    joined = get_joined([*({place} if place else ()), *(one for trial in tried for one in trial.places)])
    every = [TriedView(one, joined) for one in tried]
    views = list_options(every)
    where = {one.pk: one for trial in tried for one in trial.places}
    apart = {Challenge.TEXTS[name] for name in ("for_whom", "whose_words", "measures_note", "who_to_ask")}
    context["texts"] = [(label, text) for label, text in context["texts"] if label not in apart]
    more = {
        "recommendations_panel": context["panels_by_name"].pop("recommendations", ""),
        "gathered_panel": context["panels_by_name"].pop("same-lesson", ""),
        "panels": list(context["panels_by_name"].values()),
        "has_view": has_view(found),
        "scene": 4,
        "summary": summarise(views),
        "strongest": find_strongest(views),
        "not_here": list({one.pk: one for view in every for one in view.not_here}.values()),
        "where": sorted(where.values(), key=lambda one: one.name),
        "map": draw_councils(list(where.values())),
        "lessons": list({one.pk: one for view in every for one in view.known.known.knows("lessons")}.values())[:3],
        "measures": measures,
        "asked": asked,
        "problem": problem,
        "place": place,
        "is_here": place and place.pk in joined,
        "figures": figures,
        "rows": get_profile(place, measures, figures.model).rows if place and figures else [],
        "findings": render_panels("figures", request, (place, [one.key for one in measures])) if figures else [],
        "marks": sorted({row.own.mark for row in figures.rows if row.own.mark}) if figures else [],
        "tried": views,
    }
    return render(request, "voice/challenge.html", context | more)


def _find_place(request: HttpRequest, challenge: Challenge, asked: str) -> tuple[Place | None, str]:
    """The council whose figures are wanted, or what is wrong with the one that was asked for."""
    if not asked:
        return challenge.place or get_your_council(request), ""
    try:
        return find_place(asked, fictional=False), ""
    except UnableToFindPlace as problem:
        if is_from_fictional_council(request.user):
            with suppress(UnableToFindPlace):
                return find_place(asked, fictional=True), ""
        return None, str(problem)


@require_safe
@say_moved_or_withdrawn
def need(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "voice/need.html", _page(request, Need, slug))


def _list(request: HttpRequest, model: type[Record], template: str) -> HttpResponse:
    # Lists read the table of all records only: with the table of the kind PostgreSQL takes five times as long.
    visible = Record.objects.visible_to(request.user).of_kind(model.KIND)
    found = visible.select_related("organisation", "team", "circle").order_by("-updated_at")
    page = get_page(found, request, PAGE_LENGTH)
    rows = [(record, RecordView(record, request.user)) for record in page]
    return render(request, template, {"page": page, "rows": rows})


def _page(request: HttpRequest, model: type[Record], slug: str) -> dict[str, Any]:
    record = get_record(request, slug, model, "place")
    return describe_page(request, record) | {"viewpoints": get_viewpoints(record)}
