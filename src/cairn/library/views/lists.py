"""Lists of the library, and models side by side."""

from collections.abc import Sequence
from typing import Any

from django.core.validators import slug_re
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cairn.common.addresses import make_absolute
from cairn.common.exports import to_csv
from cairn.common.facets import Facet, narrow
from cairn.common.pagination import get_page
from cairn.indicators.queries import get_councils_like
from cairn.library.definitions.vocabularies import UnableToFindVocabulary, get_vocabularies, get_vocabulary
from cairn.library.models import PracticeModel, Programme, Project
from cairn.library.presenters.claims import CLAIM_COLUMNS, claim_rows
from cairn.library.presenters.comparing import compare
from cairn.library.presenters.facts import Facts
from cairn.library.presenters.known import KnownView
from cairn.library.presenters.lists import (
    FACT_COLUMNS,
    SORTS,
    fact_rows,
    get_outcome_facet,
    get_place_facet,
    get_stage_facet,
    get_strength_facet,
    get_term_facet,
    sort_rows,
    summarise,
)
from cairn.library.presenters.strength import LEVELS
from cairn.library.queries import (
    get_all_claims,
    get_methods,
    get_models,
    get_projects,
    get_reports,
    get_short_list,
    get_terms_used,
)
from cairn.library.queries.known import find_known
from cairn.places.queries import get_your_council
from cairn.records.models import Record

PAGE_LENGTH = 50
FACTS_LENGTH = 12  # rows with facts are high
FEWEST, MOST = 2, 4


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """The door of the library: what it holds and how much of it the reader may see."""
    counts: dict[str, int] = {}
    for kind in Record.objects.visible_to(request.user).values_list("kind", flat=True):
        counts[kind] = counts.get(kind, 0) + 1
    programmes = Programme.objects.visible_to(request.user).order_by("title")
    counts["claim"] = get_all_claims(request.user).count()  # of what the file holds
    context = {"counts": counts, "programmes": programmes, "kept": len(get_short_list(request.user))}
    return render(request, "library/library.html", context)


@require_safe
def models(request: HttpRequest) -> HttpResponse:
    """All models with their facts, or those that fit what is chosen; the address holds the choice."""
    records = get_models(request.user)
    facets = (get_term_facet("need", "Need", "needs", "needs"), get_strength_facet(), get_outcome_facet())
    return _show_list(request, "library/models.html", records, facets, ("strength", "name", "used"), "model")


def _show_list(
    request: HttpRequest, template: str, records: Any, facets: Sequence[Facet], sorts: Sequence[str], noun: str
) -> HttpResponse:
    """A list whose rows are facts, narrowed and in order; the same rows as a file with `as=csv`."""
    if request.GET.get("as") == "csv":
        records = records.filter(pk__in=Record.objects.copyable_by(request.user).values("pk"))
    own = get_your_council(request)
    if own:
        facets = (*facets, get_place_facet(own, get_councils_like(own)))
    known = find_known(records, Record.objects.visible_to(request.user))
    every = [Facts(KnownView(known[record.pk])) for record in records]
    rows, groups = narrow(every, facets, request.GET)
    sort = request.GET.get("sort", "") if request.GET.get("sort", "") in sorts else sorts[0]
    rows = sort_rows(rows, sort)
    if request.GET.get("as") == "csv":
        return _send_file(rows, f"cairn-{noun}s.csv")
    asked = request.GET.copy()
    for name in ("page", "sort", "as"):
        asked.pop(name, None)
    context = {
        "page": get_page(rows, request, FACTS_LENGTH),
        "groups": groups,
        "sorts": [(key, SORTS[key][0]) for key in sorts],
        "sort": sort,
        "asked": asked.urlencode(),
        "is_narrowed": len(rows) < len(every) or any(choice.is_chosen for group in groups for choice in group.choices),
        "sentence": summarise(every, noun),
        "number_in_all": len(every),
        "noun": noun,
    }
    return render(request, template, context)


def _send_file(rows: Sequence[Facts], name: str) -> HttpResponse:
    response = HttpResponse(to_csv(FACT_COLUMNS, fact_rows(rows, make_absolute)), content_type="text/csv")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def compare_models(request: HttpRequest) -> HttpResponse:
    """Two to four models side by side; the address holds the choice, so that it can be sent on."""
    asked = dict.fromkeys(request.GET.getlist("m"))
    wanted = [slug for slug in asked if slug_re.fullmatch(slug)]  # a database may refuse other letters with an error
    visible = PracticeModel.objects.visible_to(request.user).filter(slug__in=wanted).prefetch_related("components")
    found = {model.slug: model for model in visible}
    chosen = [found[slug] for slug in wanted if slug in found]
    problem = "" if FEWEST <= len(chosen) <= MOST else f"Choose {FEWEST} to {MOST} models; you chose {len(chosen)}."
    rows = [] if problem else compare(chosen, find_known(chosen, Record.objects.visible_to(request.user)))
    return render(request, "library/compare.html", {"models": chosen, "rows": rows, "problem": problem})


@require_safe
def reported_file(request: HttpRequest) -> HttpResponse:
    """Every reported result that the reader may see, with everything needed to weigh it."""
    claims = get_all_claims(request.user).filter(pk__in=Record.objects.copyable_by(request.user).values("pk"))
    response = HttpResponse(to_csv(CLAIM_COLUMNS, claim_rows(claims)), content_type="text/csv")
    response["Content-Disposition"] = 'attachment; filename="cairn-reported-results.csv"'
    return response


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    records = get_projects(request.user).prefetch_related("places")
    facets = (
        get_term_facet("need", "Need", "needs", "needs"),
        get_strength_facet(),
        get_outcome_facet(),
        get_stage_facet(),
        get_term_facet("type", "Type of innovation", "ten_types", "types"),
        get_term_facet("driver", "Driver", "drivers", "drivers"),
    )
    return _show_list(request, "library/projects.html", records, facets, ("strength", "name"), "project")


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    page = get_page(get_methods(request.user), request, PAGE_LENGTH)
    return render(request, "library/methods.html", {"page": page})


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    facets = (get_strength_facet(), get_outcome_facet())
    records = get_reports(request.user)
    return _show_list(request, "library/reports.html", records, facets, ("newest", "strength", "name"), "report")


@require_safe
def how_we_rate(request: HttpRequest) -> HttpResponse:
    """The rule of strength and direction, for readers."""
    return render(request, "library/how_we_rate.html", {"levels": LEVELS, "outcomes": get_vocabulary("outcomes").terms})


@require_safe
def vocabularies(request: HttpRequest) -> HttpResponse:
    return render(request, "library/vocabularies.html", {"vocabularies": get_vocabularies()})


@require_safe
def vocabulary(request: HttpRequest, key: str) -> HttpResponse:
    """The words of one list, with where it comes from and, for what projects are sorted by, how many use each."""
    try:
        found = get_vocabulary(key)
    except UnableToFindVocabulary:
        raise Http404 from None
    field = {"needs": "needs", "ten_types": "types", "drivers": "drivers"}.get(key)
    counts = get_terms_used(Project.objects.visible_to(request.user), field) if field else {}
    filter_name = {"needs": "need", "ten_types": "type", "drivers": "driver"}.get(key)
    context = {
        "vocabulary": found,
        "terms": [(term, counts.get(term.key, 0)) for term in found.terms],
        "filter_name": filter_name,
    }
    return render(request, "library/vocabulary.html", context)
