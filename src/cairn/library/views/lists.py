"""Lists of the library, and models side by side."""

from django.core.validators import slug_re
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from cairn.common.exports import to_csv
from cairn.common.pagination import get_page
from cairn.library.definitions.vocabularies import UnableToFindVocabulary, get_vocabularies, get_vocabulary
from cairn.library.models import Moved, PracticeModel, Programme, Project
from cairn.library.presenters.claims import CLAIM_COLUMNS, claim_rows
from cairn.library.presenters.comparing import compare
from cairn.library.presenters.entries import describe_report_state, describe_status
from cairn.library.presenters.known import KnownView
from cairn.library.queries import (
    STAGES,
    ProjectFilters,
    get_all_claims,
    get_methods,
    get_models,
    get_projects,
    get_reports,
    get_short_list,
    get_terms_used,
)
from cairn.library.queries.known import find_known
from cairn.records.models import Record

PAGE_LENGTH = 50
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
    page = get_page(get_models(request.user), request, PAGE_LENGTH)
    known = find_known(page, Record.objects.visible_to(request.user))
    rows = [(model, KnownView(known[model.pk])) for model in page]
    return render(request, "library/models.html", {"page": page, "rows": rows})


@require_safe
def compare_models(request: HttpRequest) -> HttpResponse:
    """Two to four models side by side; the address holds the choice, so that it can be sent on."""
    asked = dict.fromkeys(request.GET.getlist("m"))
    wanted = [slug for slug in asked if slug_re.fullmatch(slug)]  # a database may refuse other letters with an error
    visible = PracticeModel.objects.visible_to(request.user).filter(slug__in=wanted).prefetch_related("components")
    found = {model.slug: model for model in visible}
    chosen = [found[slug] for slug in wanted if slug in found]
    problem = "" if FEWEST <= len(chosen) <= MOST else f"Choose {FEWEST} to {MOST} models; there were {len(chosen)}."
    rows = [] if problem else compare(chosen, find_known(chosen, Record.objects.visible_to(request.user)))
    return render(request, "library/compare.html", {"models": chosen, "rows": rows, "problem": problem})


@require_safe
def reported_file(request: HttpRequest) -> HttpResponse:
    """Every reported result that the reader may see, with everything needed to weigh it."""
    response = HttpResponse(to_csv(CLAIM_COLUMNS, claim_rows(get_all_claims(request.user))), content_type="text/csv")
    response["Content-Disposition"] = 'attachment; filename="cairn-reported-results.csv"'
    return response


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """All projects, or those of one need, type of innovation, stage or driver; the address holds the choice."""
    filters = ProjectFilters(**{name: _read_term(request, name) for name in ("need", "type", "stage", "driver")})
    page = get_page(get_projects(request.user, filters=filters), request, PAGE_LENGTH)
    context = {
        "page": page,
        "rows": [(project, describe_status(project)) for project in page],
        "filters": [
            ("need", "Need", _list_terms("needs"), filters.need),
            ("type", "Type of innovation", _list_terms("ten_types"), filters.type),
            ("stage", "Stage", [(stage, Moved(stage).label) for stage in STAGES], filters.stage),
            ("driver", "Driver", _list_terms("drivers"), filters.driver),
        ],
        "is_filtered": filters != ProjectFilters(),
    }
    return render(request, "library/projects.html", context)


VOCABULARY_OF = {"need": "needs", "type": "ten_types", "driver": "drivers"}


def _read_term(request: HttpRequest, name: str) -> str:
    given = request.GET.get(name, "")
    known = STAGES if name == "stage" else get_vocabulary(VOCABULARY_OF[name]).keys
    return given if given in known else ""


def _list_terms(vocabulary: str) -> list[tuple[str, str]]:
    return [(term.key, term.title) for term in get_vocabulary(vocabulary).terms]


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    page = get_page(get_methods(request.user), request, PAGE_LENGTH)
    return render(request, "library/methods.html", {"page": page})


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    page = get_page(get_reports(request.user), request, PAGE_LENGTH)
    rows = [(one, describe_report_state(one, localdate())) for one in page]
    return render(request, "library/reports.html", {"page": page, "rows": rows})


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
