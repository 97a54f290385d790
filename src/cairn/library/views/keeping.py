"""Keeping the library true: what waits to be checked, and saying that a fact still holds."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.permissions import Permission
from cairn.accounts.requests import SignedInRequest
from cairn.common.addresses import is_path_of_site
from cairn.common.pagination import get_page
from cairn.library import services
from cairn.library.models import Source
from cairn.library.policies import UnableToCheckFact, can_check_fact
from cairn.library.presenters.claims import cite
from cairn.library.queries import get_sources
from cairn.library.queries.facts import (
    MOST_ROWS,
    get_dead_sources,
    get_milestones_to_check,
    get_records_to_check,
    get_results_of,
)
from cairn.places.policies import require_permission
from cairn.records.views.loading import get_record

PAGE_LENGTH = 30
MOST_SHOWN = 50


@require_safe
@login_required
def facts_to_check(request: SignedInRequest) -> HttpResponse:
    """For editors: addresses that no longer work, and facts that nobody compared with their source for a year."""
    user, at = request.user, now()
    require_permission(user, Permission.PAGES_EDIT)
    dead = list(get_dead_sources(user)[:MOST_SHOWN])
    results = get_results_of(dead, user)
    sources = get_sources(user)
    context = {
        "dead": [(one, cite(one), results.get(one.pk, [])) for one in dead],
        "number_of_sources": sources.count(),
        "without_address": sources.filter(address="").count(),
        "never_tested": sources.filter(state=Source.State.NOT_CHECKED).exclude(address="").count(),
        "page": get_page(get_records_to_check(user, at=at), request, PAGE_LENGTH),
        "milestones": get_milestones_to_check(user, at=at),
        "most_rows": MOST_ROWS,
    }
    return render(request, "library/facts_to_check.html", context)


@require_POST
@login_required
def check_fact(request: SignedInRequest, slug: str) -> HttpResponse:
    record = get_record(request, slug)
    if not can_check_fact(record, request.user):
        raise Http404
    part = request.POST.get("part", "")[:60]
    try:
        services.check_fact(record=record, part=part, by=request.user, at=now())
    except UnableToCheckFact as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Marked as checked today.")
    onwards = request.POST.get("next", "")
    return redirect(onwards if is_path_of_site(onwards) else record.get_absolute_url())
