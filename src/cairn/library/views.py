"""The library: what has been tried, and what is reported of it."""

from typing import Any

from django.core.paginator import Paginator
from django.core.validators import slug_re
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cairn.common.access import log_in_to_see
from cairn.common.exports import to_csv
from cairn.library.models import Claim, PracticeModel, Programme, Project
from cairn.library.presenters import CLAIM_COLUMNS, ClaimView, claim_rows, compare, group_claims, show_month
from cairn.library.queries import get_all_claims, get_claims, get_claims_of, get_models, get_projects
from cairn.records.models import Record
from cairn.records.views.loading import describe_page, get_record

PAGE_LENGTH = 50
FEWEST, MOST = 2, 4


@require_safe
def models(request: HttpRequest) -> HttpResponse:
    page = Paginator(get_models(request.user), PAGE_LENGTH).get_page(request.GET.get("page"))
    programmes = Programme.objects.visible_to(request.user).order_by("title")
    return render(request, "library/models.html", {"page": page, "programmes": programmes})


@require_safe
def compare_models(request: HttpRequest) -> HttpResponse:
    """Two to four models side by side; the address holds the choice, so that it can be sent on."""
    asked = dict.fromkeys(request.GET.getlist("m"))
    wanted = [slug for slug in asked if slug_re.fullmatch(slug)]  # a database may refuse other letters with an error
    found = {model.slug: model for model in PracticeModel.objects.visible_to(request.user).filter(slug__in=wanted)}
    chosen = [found[slug] for slug in wanted if slug in found]
    problem = "" if FEWEST <= len(chosen) <= MOST else f"Choose {FEWEST} to {MOST} models; there were {len(chosen)}."
    rows = [] if problem else compare(chosen, get_claims_of(chosen, request.user))
    return render(request, "library/compare.html", {"models": chosen, "rows": rows, "problem": problem})


@require_safe
def reported_file(request: HttpRequest) -> HttpResponse:
    """Every reported result that the reader may see, with everything needed to weigh it."""
    response = HttpResponse(to_csv(CLAIM_COLUMNS, claim_rows(get_all_claims(request.user))), content_type="text/csv")
    response["Content-Disposition"] = 'attachment; filename="cairn-reported-results.csv"'
    return response


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    page = Paginator(get_projects(request.user), PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(request, "library/projects.html", {"page": page})


@require_safe
@log_in_to_see
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_record(request, slug, Programme)
    return render(
        request,
        "library/programme.html",
        _page(request, found) | {"projects": get_projects(request.user, programme=found)},
    )


@require_safe
@log_in_to_see
def model(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_record(request, slug, PracticeModel)
    more = {
        "part_columns": ("Part", "Must it be kept?"),
        "part_rows": [(part.what, part.get_keep_display()) for part in found.components.all()],
        "projects": get_projects(request.user, model=found),
    }
    return render(request, "library/model.html", _page(request, found) | more)


@require_safe
@log_in_to_see
def project(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_record(request, slug, Project)
    more = {
        "models": PracticeModel.objects.visible_to(request.user).filter(projects=found).order_by("title"),
        "places": found.places.order_by("name"),
        "started": show_month(found.started),
        "programme": Programme.objects.visible_to(request.user).filter(pk=found.in_programme_id).first(),
    }
    return render(request, "library/project.html", _page(request, found) | more)


@require_safe
@log_in_to_see
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_record(request, slug, Claim, "source")
    about = Record.objects.visible_to(request.user).filter(pk=found.about_id).first()
    return render(request, "library/claim.html", _page(request, found) | {"about": about, "shown": ClaimView(found)})


def _page(request: HttpRequest, record: Any) -> dict[str, Any]:
    return describe_page(request, record) | {"groups": group_claims(get_claims(record, request.user))}
